"""The register of the demo: enterprises, their places in chains, club and platforms, their statements."""

from collections.abc import Callable
from datetime import date, timedelta

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.invent import Inventor, month_end, months, next_month
from pandeng.domain.chains import actions as chains
from pandeng.domain.chains.models import Chain, ChainLeader, Placement, Segment
from pandeng.domain.enterprises import actions
from pandeng.domain.enterprises.models import (
    ClubMember,
    ClubTier,
    Enterprise,
    EnterpriseName,
    ScaleListing,
    Statement,
)
from pandeng.domain.enterprises.statements import unit_of
from pandeng.domain.platforms import actions as platforms
from pandeng.domain.platforms.models import Platform, PlatformMember

LEFT_SCALE, NEW_SCALE, SMALL = 6, 26, 22
OLD_SCALE = facts.SCALE + LEFT_SCALE - NEW_SCALE
LEFT_CLIMBING, NEW_CLIMBING, JUNE_CLIMBING = 12, 7, 3
SEASON = (0.9, 0.75, 1.05, 1.0, 1.02, 1.05, 1.0, 1.0, 1.05, 1.03, 1.05, 1.1)
INDUSTRY = {"GC": "3514", "QP": "3670", "YJ": "3595"}
CHAIN_SHARES = ("GC",) * 9 + ("QP",) * 7 + ("YJ",) * 4


class DemoRegister:
    """Makes the enterprises and keeps them at hand for the other parts of the demo."""

    def __init__(self, cluster: Cluster, inventor: Inventor, by: Scope) -> None:
        self.cluster, self.invent, self.by = cluster, inventor, by
        self.counties = list(
            Department.objects.filter(cluster=cluster, kind="county").order_by("id")
        )
        self.enterprises: list[Enterprise] = []
        self.named: dict[str, Enterprise] = {}
        self.chain_of: dict[str, str] = {}
        self.revenue_2021: dict[int, int] = {}
        self.scale_spans: dict[str, tuple[date, date | None]] = {}  # by credit code

    # -- enterprises --------------------------------------------------------------------------

    def enrol(self) -> None:
        names: list[EnterpriseName] = []
        by_code = {county.code: county for county in self.counties}
        for short, full, county, segment in facts.NAMED:
            self.named[short] = self._enterprise(full, short, by_code[county], segment[:2], names)
        while len(self.enterprises) < OLD_SCALE + NEW_SCALE + SMALL:
            chain = self.invent.random.choice(CHAIN_SHARES)
            short, full = self.invent.enterprise_name(chain)
            county = self.invent.random.choice(self.counties)
            self._enterprise(full, short, county, chain, names)
        self._date_lists()
        old = self.enterprises[:OLD_SCALE] + self.enterprises[OLD_SCALE + NEW_SCALE :]
        new = self.enterprises[OLD_SCALE : OLD_SCALE + NEW_SCALE]
        actions.import_existing_enterprises(
            old, names, by=self.by, now=evening(date(2021, 1, 8)), why="接收专班企业名册"
        )
        actions.import_existing_enterprises(
            new, names, by=self.by, now=evening(date(2022, 1, 10)), why="2022年新入规企业"
        )
        self._list_in_scale(old, date(2021, 1, 8))
        self._list_in_scale(new, date(2022, 1, 10))

    def _list_in_scale(self, enterprises: list[Enterprise], on: date) -> None:
        listings = [
            ScaleListing(
                cluster=self.cluster,
                enterprise=enterprise,
                since=span[0],
                until=span[1],
                evidence="统计部门规上工业企业名录（示例）",
                exit_reason="年主营业务收入低于规上标准（示例）" if span[1] else "",
            )
            for enterprise in enterprises
            if (span := self.scale_spans.get(enterprise.code))
        ]
        actions.import_existing_scale(listings, by=self.by, now=evening(on), why="接收规上名录")

    def _enterprise(
        self, full: str, short: str, county: Department, chain: str, names: list[EnterpriseName]
    ) -> Enterprise:
        region = county.region_code or "370811"
        enterprise = Enterprise(
            cluster=self.cluster,
            code=self.invent.credit_code(region),
            name=full,
            county=county,
            registered_region=region,
            industry_code=INDUSTRY[chain],
            established_on=self.invent.day(date(1996, 1, 1), date(2018, 12, 31)),
            is_example=short not in {name for name, *_ in facts.NAMED},
        )
        self.chain_of[enterprise.code] = chain
        self.enterprises.append(enterprise)
        names.append(
            EnterpriseName(cluster=self.cluster, enterprise=enterprise, kind="short", name=short)
        )
        return enterprise

    def _date_lists(self) -> None:
        """Who is in the statistics and on the climbing list, from when until when."""
        for index, enterprise in enumerate(self.enterprises):
            if index < OLD_SCALE:
                since = date(self.invent.random.randint(2012, 2020), 1, 1)
                left = date(2021, 12, 31) if index >= OLD_SCALE - LEFT_SCALE else None
                self.scale_spans[enterprise.code] = since, left
            elif index < OLD_SCALE + NEW_SCALE:
                self.scale_spans[enterprise.code] = date(2022, 1, 1), None
        stays = facts.CLIMBING - NEW_CLIMBING
        for enterprise in self.enterprises[: stays + LEFT_CLIMBING]:
            enterprise.climbing_since = date(2021, 3, 1)
        for enterprise in self.enterprises[stays : stays + LEFT_CLIMBING]:
            enterprise.climbing_until = date(2022, 2, 28)
        start = stays + LEFT_CLIMBING
        for enterprise in self.enterprises[start : start + NEW_CLIMBING]:
            enterprise.climbing_since = date(2022, 3, 1)

    def climbing(self, on: date) -> list[Enterprise]:
        return [
            enterprise
            for enterprise in self.enterprises
            if enterprise.climbing_since
            and enterprise.climbing_since <= on
            and (enterprise.climbing_until is None or enterprise.climbing_until >= on)
        ]

    def scale(self, on: date) -> list[Enterprise]:
        return [
            enterprise
            for enterprise in self.enterprises
            if (span := self.scale_spans.get(enterprise.code))
            and span[0] <= on
            and (span[1] is None or span[1] >= on)
        ]

    def join_in_june(self) -> None:
        """Three more climb from 10 June: later than the article's day."""
        start = facts.CLIMBING + LEFT_CLIMBING
        for enterprise in self.enterprises[start : start + JUNE_CLIMBING]:
            actions.correct(
                enterprise,
                climbing_since=date(2022, 6, 10),
                why="2022年6月增补攀登企业",
                by=self.by,
                now=evening(date(2022, 6, 10)),
            )

    # -- chains, club, platforms --------------------------------------------------------------

    def place(self) -> None:
        segments: dict[str, list[Segment]] = {}
        for segment in Segment.objects.filter(cluster=self.cluster).order_by("code"):
            if segment.stage != "下游":
                segments.setdefault(segment.code[:2], []).append(segment)
        by_code = {segment.code: segment for row in segments.values() for segment in row}
        own = {full: code for _short, full, _county, code in facts.NAMED}
        placements = []
        for enterprise in self.enterprises:
            row = segments[self.chain_of[enterprise.code]]
            main = by_code.get(own.get(enterprise.name, "")) or self.invent.random.choice(row)
            placements.append(self._placement(enterprise, main, main_one=True))
            if self.invent.random.random() < 0.15:
                other = self.invent.random.choice(row)
                if other != main:
                    placements.append(self._placement(enterprise, other, main_one=False))
        placements.append(self._placement(self.named["山推"], by_code["YJ11"], main_one=False))
        chains.import_existing_placements(
            placements, self._leaders(), by=self.by, now=evening(date(2021, 3, 12))
        )

    def _leaders(self) -> list[ChainLeader]:
        chain = {item.code: item for item in Chain.objects.filter(cluster=self.cluster)}
        first = {code: next(e for e in self.enterprises if self.chain_of[e.code] == code)
                 for code in ("QP", "YJ")}  # fmt: skip
        return [
            ChainLeader(
                cluster=self.cluster,
                chain=chain[code],
                enterprise=enterprise,
                since=date(2021, 3, 1),
                source="示例" if enterprise.is_example else "公开报道，待核实",
            )
            for code, enterprise in {"GC": self.named["山推"], **first}.items()
        ]

    def _placement(self, enterprise: Enterprise, segment: Segment, *, main_one: bool) -> Placement:
        return Placement(
            cluster=self.cluster,
            enterprise=enterprise,
            segment=segment,
            is_main=main_one,
            since=date(2021, 3, 1),
            source="示例" if enterprise.is_example else "按企业名称判断，待核实",
        )

    def club(self) -> None:
        """Those with the largest revenue of 2021, in the tier their revenue reaches."""
        tiers = list(ClubTier.objects.filter(cluster=self.cluster).order_by("-least_revenue_yuan"))
        standing = {enterprise.pk for enterprise in self.climbing(facts.AS_OF)}
        ranked = sorted(
            (pk for pk in self.revenue_2021 if pk in standing),
            key=self.revenue_2021.__getitem__,
            reverse=True,
        )
        members = []
        for pk in ranked[: facts.CLUB]:
            tier = next(
                (t for t in tiers if self.revenue_2021[pk] >= t.least_revenue_yuan), tiers[-1]
            )
            members.append(
                ClubMember(
                    cluster=self.cluster, enterprise_id=pk, tier=tier, since=date(2022, 3, 15)
                )
            )
        actions.place_in_club(members, by=self.by, now=evening(date(2022, 3, 15)))

    def platforms(self) -> None:
        park = next(county for county in self.counties if county.code == "370871")
        kinds = (
            "企业技术中心",
            "工程研究中心",
            "重点实验室",
            "工业设计中心",
            "检验检测中心",
            "中试基地",
        )
        rows = [
            Platform(
                cluster=self.cluster,
                code="P00",
                name="示例高端装备产业技术研究院",
                role="core",
                kind="产业技术研究院",
                county=park,
                opened_on=date(2021, 4, 20),
                is_example=True,
            )
        ]
        rows += [
            Platform(
                cluster=self.cluster,
                code=f"P{number:02d}",
                name=f"示例{self.invent.random.choice(self.counties).short_name}{kind}",
                role="n",
                kind=kind,
                county=self.invent.random.choice(self.counties),
                host=self.invent.random.choice(self.enterprises[:120]),
                opened_on=self.invent.day(date(2021, 4, 20), date(2022, 4, 30)),
                is_example=True,
            )
            for number, kind in enumerate(kinds * 3, start=1)
        ]
        members = []
        for platform in rows:
            for enterprise in self.invent.random.sample(self.enterprises[:300], 9):
                members.append(
                    PlatformMember(
                        cluster=self.cluster,
                        platform=platform,
                        enterprise=enterprise,
                        since=platform.opened_on,
                    )
                )
        platforms.import_existing_platforms(
            rows, members, by=self.by, now=evening(date(2022, 5, 6))
        )

    # -- statements ---------------------------------------------------------------------------

    def report(self, handed_in: Callable[[list[Statement]], list[Statement]]) -> None:
        """Monthly revenue of all scale enterprises; cumulative and annual values of the climbing ones.

        The climbing enterprises had about 68 billion yuan in 2021, all scale enterprises 90.5.
        """
        climbing = {enterprise.pk for enterprise in self.enterprises[: facts.CLIMBING + 20]}
        weight = {
            e.pk: self.invent.random.lognormvariate(0, 1.0)
            for e in self.enterprises
            if e.code in self.scale_spans
        }
        for group, total in ((True, 68_000_000_000), (False, 22_500_000_000)):
            members = [pk for pk in weight if (pk in climbing) == group]
            whole = sum(weight[pk] for pk in members)
            for pk in members:
                self.revenue_2021[pk] = max(20_600_000, int(total * weight[pk] / whole))
        growth = {pk: self.invent.random.gauss(1.085, 0.08) for pk in weight}
        running: dict[int, int] = {}
        for month in months(date(2021, 1, 1), facts.AS_OF):
            reported = next_month(month) + timedelta(days=9)
            batch = []
            for enterprise in self.scale(month_end(month)):
                pk = enterprise.pk
                level = self.revenue_2021[pk] * (growth[pk] if month.year == 2022 else 1)
                noise = self.invent.random.uniform(0.93, 1.07)
                share = SEASON[month.month - 1] / sum(SEASON)
                amount = round(level * share * noise / 1000) * 1000
                running[pk] = amount + (running.get(pk, 0) if month.month > 1 else 0)
                batch.append(self._statement(enterprise, "current", month, amount, reported))
                if enterprise.climbing_since:
                    batch.append(
                        self._statement(enterprise, "cumulative", month, running[pk], reported)
                    )
            batch = handed_in(batch)
            actions.import_existing_statements(
                batch, by=self.by, now=evening(reported), why="月度填报"
            )
            if month.month == 12:
                self._annual(month.year, running)

    def _statement(
        self,
        enterprise: Enterprise,
        basis: str,
        month: date,
        amount: int,
        reported: date,
        measure: str = "revenue",
        kind: str = "month",
    ) -> Statement:
        unit = unit_of(measure)
        written = f"{amount / 10000:g}万元" if unit == "yuan" else f"{amount}人"
        return Statement(
            cluster=self.cluster,
            enterprise=enterprise,
            measure=measure,
            period_kind=kind,
            period_on=month,
            basis=basis,
            amount=amount,
            unit=unit,
            written=written,
            source="企业填报（示例）",
            definition_version="2017",
            reported_on=reported,
        )

    def _annual(self, year: int, running: dict[int, int]) -> None:
        reported = date(year + 1, 2, 25)
        batch = []
        for enterprise in self.scale(date(year, 12, 31)):
            revenue = running[enterprise.pk]
            values = {"revenue": revenue}
            if enterprise.climbing_since:
                values |= {
                    "tax": int(revenue * self.invent.random.uniform(0.02, 0.05)),
                    "profit": int(revenue * self.invent.random.uniform(0.01, 0.11)),
                    "rnd": int(revenue * self.invent.random.uniform(0.02, 0.06)),
                    "staff": max(20, revenue // self.invent.random.randint(700_000, 1_300_000)),
                }
            for measure, amount in values.items():
                first = date(year, 1, 1)
                batch.append(
                    self._statement(
                        enterprise, "cumulative", first, amount, reported, measure, "year"
                    )
                )
        actions.import_existing_statements(batch, by=self.by, now=evening(reported), why="年度填报")

    def restate_april(self) -> None:
        """Eleven statements of April were corrected in June."""
        rows = list(
            Statement.objects.filter(
                cluster=self.cluster,
                period_on=date(2022, 4, 1),
                basis="current",
                period_kind="month",
            ).order_by("id")[100:111]
        )
        for row in rows:
            row.amount = row.amount // 10 * 11
            row.written = f"{row.amount / 10000:g}万元"
            row.reported_on = date(2022, 6, 13)
        actions.restate(
            rows, by=self.by, now=evening(date(2022, 6, 13)), why="企业核对后更正4月营业收入"
        )
