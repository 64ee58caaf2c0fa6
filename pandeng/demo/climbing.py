"""Climb plans of all 302 enterprises, the evidence for their tests, and the other monthly measures.

With what real months have: enterprises that do not report, and values typed in the wrong unit.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.invent import months, next_month
from pandeng.demo.register import DemoRegister
from pandeng.domain.climbing import actions
from pandeng.domain.climbing.models import Condition
from pandeng.domain.climbing.rules import Goal
from pandeng.domain.enterprises import actions as enterprises
from pandeng.domain.enterprises.models import ClubTier, Enterprise, Statement
from pandeng.domain.enterprises.statements import unit_of

SEED = 302173
FIRST_YEAR, LAST_YEAR = 2021, 2025
TARGET_YUAN, TARGET_CLUB = 75_000_000_000, 173  # of the article, for 2022
WAN = 10_000
EVIDENCE = {
    "project": ("智能化改造项目已备案，计划总投资%s万元", "新上生产线项目列入市级挂图作战，年内投产"),
    "revenue": ("已签订年内订单%s万元", "新增主机厂配套资格，年内放量"),
    "title": ("已申报省级专精特新中小企业", "计划申报省级单项冠军，细分市场占有率居全省前三"),
    "listing": ("已与券商签订辅导协议", "完成股份制改造，拟在区域股权市场挂牌"),
}  # fmt: skip


class Months:
    """How the months came in: some enterprises stopped reporting, some skipped a month, some slumped."""

    def __init__(self, register: DemoRegister) -> None:
        self.register = register
        chance = random.Random(SEED)
        codes = [enterprise.code for enterprise in register.enterprises[60 : facts.CLIMBING]]
        silent = chance.sample(codes, 8)
        self.silent = dict.fromkeys(silent[:6], date(2022, 4, 1))
        self.silent |= dict.fromkeys(silent[6:], date(2022, 1, 1))
        self.skipped = {
            (code, month)
            for month in months(date(2022, 1, 1), facts.AS_OF)
            for code in chance.sample(codes, 4)
        }
        self.slumps: dict[int, int] = {}

    def handed_in(self, batch: list[Statement]) -> list[Statement]:
        """The statements of a month that came in."""
        for row in batch:
            percent = self._slumps().get(row.enterprise_id, 100)
            if percent < 100 and row.period_on.year == 2022:
                row.amount = row.amount * percent // 100_000 * 1000
                row.written = f"{row.amount / WAN:g}万元"
        return [row for row in batch if self._came(row)]

    def _came(self, row: Statement) -> bool:
        code = row.enterprise.code
        late = row.period_on >= self.silent.get(code, date.max)
        return not late and (code, row.period_on) not in self.skipped

    def _slumps(self) -> dict[int, int]:
        """A few sell less in 2022: the last of the backbone tier, of the club, and of those to enter it."""
        if not self.slumps:
            ranked = sorted(
                self.register.climbing(facts.AS_OF),
                key=lambda enterprise: self.register.revenue_2021[enterprise.pk],
                reverse=True,
            )
            revenue = self.register.revenue_2021
            backbone = [e for e in ranked if revenue[e.pk] >= 1_000_000_000]
            for few, percent in (
                (backbone[-2:], 78),
                (ranked[facts.CLUB - 5 : facts.CLUB], 55),
                (ranked[TARGET_CLUB - 7 : TARGET_CLUB], 72),
            ):
                self.slumps |= {enterprise.pk: percent for enterprise in few}
        return self.slumps


def climbing(register: DemoRegister) -> None:
    """The plans of the year of the congress, from 2021 to 2025."""
    chance = random.Random(SEED)
    standing = register.climbing(facts.AS_OF)
    ranked = sorted(
        standing, key=lambda enterprise: register.revenue_2021[enterprise.pk], reverse=True
    )
    tiers = list(
        ClubTier.objects.filter(cluster=register.cluster).order_by("-least_revenue_yuan", "id")
    )
    targets = _targets_2022([register.revenue_2021[e.pk] for e in ranked], chance)
    for place, enterprise in enumerate(ranked):
        in_club = place < TARGET_CLUB
        goals = []
        for year, revenue in _course(register.revenue_2021[enterprise.pk], targets[place], chance):
            tier = next((t.code for t in tiers if revenue >= t.least_revenue_yuan), "")
            goals.append(Goal(year, revenue, tier if in_club or year > 2022 else ""))
        actions.set_plan(
            enterprise,
            goals,
            _evidence(chance) if in_club else {},
            source="企业五年攀登计划（示例）",
            is_example=True,
            by=register.by,
            now=evening(date(2022, 2, 20)),
        )


def _evidence(chance: random.Random) -> dict[str, str]:
    """What an enterprise brings for some of its tests."""
    found = {}
    for kind in Condition.values:
        if chance.random() < 0.7:
            written = chance.choice(EVIDENCE[kind])
            if "%s" in written:
                written %= chance.randrange(600, 9000, 50)
            found[kind] = f"{written}（示例）"
    return found


def _targets_2022(revenues: list[int], chance: random.Random) -> list[int]:
    """Targets in whole 万元 that add up to the article's 75 billion, in the order of the revenues."""
    wanted = [revenue * chance.uniform(1.06, 1.16) for revenue in revenues]
    whole = sum(wanted)
    shares = sorted((int(TARGET_YUAN * one / whole / WAN) * WAN for one in wanted), reverse=True)
    shares[0] += TARGET_YUAN - sum(shares)
    return shares


def _course(before: int, target: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    yield FIRST_YEAR, before // WAN * WAN
    yield 2022, target
    for year in range(2023, LAST_YEAR + 1):
        target = int(target * chance.uniform(1.06, 1.14)) // WAN * WAN
        yield year, target


def other_measures(register: DemoRegister) -> None:
    """Output, electricity, staff, tax, profit and exports by month, of the first eighty climbing ones."""
    chance = random.Random(SEED + 1)
    revenue: dict[tuple[int, date], int] = {
        (pk, month): amount
        for pk, month, amount in Statement.objects.filter(
            cluster=register.cluster, measure="revenue", period_kind="month", basis="current"
        ).values_list("enterprise_id", "period_on", "amount")
    }
    chosen = register.climbing(facts.AS_OF)[:80]
    per_kwh = {e.pk: chance.uniform(9, 22) for e in chosen}
    staff: dict[int, int] = dict(
        Statement.objects.filter(
            cluster=register.cluster, measure="staff", period_kind="year", enterprise__in=chosen
        ).values_list("enterprise_id", "amount")
    )
    exports = {e.pk for e in chosen if chance.random() < 0.3}
    for month in months(date(2021, 1, 1), facts.AS_OF):
        reported = next_month(month) + timedelta(days=11)
        batch = []
        for enterprise in chosen:
            amount = revenue.get((enterprise.pk, month))
            if amount is None or chance.random() < 0.03:
                continue
            values = {
                "output": int(amount * chance.uniform(0.98, 1.1)) // 1000 * 1000,
                "electricity": int(amount / per_kwh[enterprise.pk] * chance.uniform(0.9, 1.1)),
                "staff": int(staff[enterprise.pk] * chance.uniform(0.98, 1.03)),
                "tax": int(amount * chance.uniform(0.02, 0.05)) // 100 * 100,
                "profit": int(amount * chance.uniform(0.03, 0.09)) // 100 * 100,
            }
            if enterprise.pk in exports:
                values["export"] = int(amount * chance.uniform(0.1, 0.2)) // 1000 * 1000
            if month == facts.AS_OF.replace(day=1):
                _slip(values, chosen.index(enterprise))
            batch += [
                _statement(enterprise, measure, month, value, reported)
                for measure, value in values.items()
            ]
        enterprises.import_existing_statements(
            batch, by=register.by, now=evening(reported), why="月度填报（用电、产值、税利、人员）"
        )


def _slip(values: dict[str, int], place: int) -> None:
    """What goes wrong on paper forms: a unit too many, a digit too many, a sign."""
    if place == 5:
        values["electricity"] *= 10_000
    elif place == 11:
        values["output"] *= 10
    elif place == 17:
        values["profit"] = -values["profit"]
    elif place == 23:
        values["tax"] //= 10_000


def _statement(
    enterprise: Enterprise, measure: str, month: date, amount: int, reported: date
) -> Statement:
    unit = unit_of(measure)
    words = {"yuan": f"{amount / WAN:g}万元", "person": f"{amount}人", "kwh": f"{amount}千瓦时"}
    return Statement(
        cluster_id=enterprise.cluster_id,
        enterprise=enterprise,
        measure=measure,
        period_kind="month",
        period_on=month,
        basis="current",
        amount=amount,
        unit=unit,
        written=words[unit],
        source="企业填报（示例）",
        definition_version="2017",
        reported_on=reported,
    )
