"""A small office whose figures are counted on one's fingers: four enterprises, two counties, two units."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pandeng.access.actions import add_department, open_cluster
from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises.models import Enterprise, ScaleListing, Statement
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from tests.probe import PROBE

OPENED = datetime(2021, 1, 6, 9, tzinfo=OFFICE_TIME)
UNITS = (("county", "east", "东区"), ("county", "west", "西区"))
UNITS += (("department", "energy", "能源局"), ("department", "finance", "财政局"))
ENTERPRISES = """
code               | name   | county | climbing_since | climbing_until | scale_since
91370811MA3C00003R | 甲重工 | east   | 2021-03-01     | -              | 2021-01-10
91370811MA3C00011L | 乙机械 | east   | 2021-03-01     | 2022-03-31     | 2022-02-01
91370811MA3C0002XC | 丙装备 | west   | 2022-05-01     | -              | -
91370811MA3C00038C | 丁铸造 | west   | -              | -              | 2021-01-10
"""


def told(text: str) -> list[dict[str, Any]]:
    """The lines of a table under its heading; - is nothing, a day a date, digits a number."""
    heading, *lines = (
        [part.strip() for part in line.split("|")] for line in text.strip().splitlines()
    )
    return [dict(zip(heading, map(_read, line), strict=True)) for line in lines]


def _read(part: str) -> Any:
    if part in ("-", "yes", "no"):
        return {"-": None, "yes": True, "no": False}[part]
    if part.isdigit():
        return int(part)
    return date.fromisoformat(part) if part[:2] == "20" and len(part) == 10 else part


def narrowed(text: str | None) -> dict[str, str]:
    """county=east month=2022-05 as slices."""
    return dict(pair.split("=") for pair in (text or "").split())


@dataclass(frozen=True)
class SmallOffice:
    scope: Scope
    enterprises: dict[str, Enterprise]
    units: dict[str, Department]

    def add(self, model: type[Any], /, *, at: datetime = OPENED, **fields: Any) -> Any:
        """A record that the office came to know of at a time."""
        with Change(PROBE, by=self.scope, now=at) as change:
            return change.add(model(cluster_id=self.scope.cluster_id, **fields))

    def change(self, record: ClusterRecord, *, at: datetime, **fields: Any) -> None:
        with Change(PROBE, by=self.scope, now=at) as change:
            change.save(record, **fields)

    def leave_scale(self, name: str, until: date, *, at: datetime) -> None:
        """An enterprise leaves the statistics, as the office came to know at a time."""
        listing = ScaleListing.objects.get(enterprise=self.enterprises[name])
        self.change(listing, at=at, until=until)

    def remove(self, record: ClusterRecord, *, at: datetime) -> None:
        with Change(PROBE, by=self.scope, now=at) as change:
            change.remove(record)

    def value(self, name: str, day: str, scope: Scope | None = None, **given: Any) -> Any:
        as_of = date.fromisoformat(day)
        return figure(question(scope or self.scope, name, as_of=as_of, **given)).value

    def ids(self, name: str, day: str, scope: Scope | None = None, **given: Any) -> set[int]:
        """The records behind a figure."""
        as_of = date.fromisoformat(day)
        behind = rows(question(scope or self.scope, name, as_of=as_of, **given))
        return {row["id"] for row in behind.rows}

    def report(
        self, enterprise: str, month: str, amount: int, at: datetime = OPENED, **more: Any
    ) -> Any:
        """Revenue of a month, or what `more` says instead."""
        fields = {"measure": "revenue", "period_kind": "month", "basis": "current", "unit": "yuan"}
        return self.add(
            Statement,
            at=at,
            enterprise=self.enterprises[enterprise],
            period_on=date.fromisoformat(f"{month}-01"),
            amount=amount,
            source="企业填报",
            definition_version="2017",
            reported_on=at.date(),
            **{**fields, **more},
        )

    def reads(self, role: str, **keys: Any) -> Scope:
        """Somebody in a role, whose units or enterprises are these."""
        return Scope(
            cluster_id=self.scope.cluster_id,
            user_id=10**6,
            name="张敏",
            roles=frozenset({role}),
            on=date(2022, 5, 31),
            **{key: frozenset(one.pk for one in records) for key, records in keys.items()},
        )

    def reporter(self, county: str) -> Scope:
        return self.reads("county_reporter", counties=[self.units[county]])


def opened() -> SmallOffice:
    """The office with its register, before anything is reported."""
    cluster = open_cluster(
        code="small", name="小集群", city_code="370800", by=Scope.of_system(None), now=OPENED
    )
    scope = Scope.of_system(cluster.pk)
    units = {
        code: add_department(kind=kind, code=code, name=name, by=scope, now=OPENED)
        for kind, code, name in UNITS
    }
    office = SmallOffice(scope, {}, units)
    for line in told(ENTERPRISES):
        line |= {"county": units[line["county"]], "registered_region": "370811"}
        listed = line.pop("scale_since")
        firm = office.add(Enterprise, industry_code="3514", **line)
        if listed:
            office.add(ScaleListing, enterprise=firm, since=listed, evidence="名录")
        office.enterprises[line["name"]] = firm
    return office
