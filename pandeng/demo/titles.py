"""Titles, surveys and outcomes of the demo, with the corrections that June brought."""

from datetime import date
from decimal import Decimal
from typing import Any

from pandeng.access.models import Department
from pandeng.core import units
from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.invent import in_turn, month_end
from pandeng.demo.register import DemoRegister
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.surveys import actions as surveys
from pandeng.domain.surveys.models import Survey, SurveyAnswer, TaxonomyClass
from pandeng.domain.titles import actions
from pandeng.domain.titles.models import Application, Award, Scheme


def titles(register: DemoRegister) -> None:
    """The awards of 2021 and the recommendations of 2022 that the article counts, and some others."""
    cluster, by = register.cluster, register.by
    schemes = {scheme.code: scheme for scheme in Scheme.objects.filter(cluster=cluster)}
    pool = iter(register.enterprises[9:300])
    named = register.named

    def award(code: str, year: int, on: date, winners: list[Enterprise]) -> None:
        rows = [
            Award(
                cluster=cluster,
                enterprise=enterprise,
                scheme=schemes[code],
                year=year,
                batch=f"{year}年",
                awarded_on=on,
                expires_on=on.replace(year=on.year + 3),
                source="示例" if enterprise.is_example else "公开报道",
            )
            for enterprise in winners
        ]
        actions.award(rows, by=by, now=evening(on))

    def some(count: int, *first: str) -> list[Enterprise]:
        return [named[name] for name in first] + [next(pool) for _ in range(count - len(first))]

    award("provincial_specialised", 2020, date(2020, 12, 10), some(23))
    award("provincial_gazelle", 2020, date(2020, 10, 15), some(7))
    award("national_little_giant", 2021, date(2021, 7, 20), some(4, "水泊焊割"))
    award("provincial_specialised", 2021, date(2021, 8, 30), some(31))
    award("provincial_gazelle", 2021, date(2021, 11, 5), some(16, "蒂德精密"))
    award("national_design_centre", 2021, date(2021, 11, 30), some(1, "山推"))
    award("provincial_champion", 2021, date(2021, 12, 1), some(5, "金大丰"))
    award("municipal_specialised", 2022, date(2022, 3, 28), some(40))
    actions.recommend(
        [
            Application(
                cluster=cluster,
                enterprise=enterprise,
                scheme=schemes["national_champion"],
                year=2022,
                recommended_on=date(2022, 5, 12),
            )
            for enterprise in some(8, "水泊焊割", "神力索具")
        ],
        by=by,
        now=evening(date(2022, 5, 12)),
    )


def survey(register: DemoRegister) -> None:
    """209 enterprises over all 21 subclasses; some make goods of a second one."""
    cluster, invent = register.cluster, register.invent
    item = Survey.objects.get(cluster=cluster, code="emergency-2022")
    subclasses = list(
        TaxonomyClass.objects.filter(taxonomy_id=item.taxonomy_id, parent__isnull=False).order_by(
            "code"
        )
    )
    ready = [e for e in register.enterprises if register.chain_of[e.code] == "YJ"]
    others = [e for e in register.enterprises if e not in ready]
    chosen = (ready + invent.random.sample(others, len(others)))[: facts.SURVEYED]
    turns = in_turn(range(len(subclasses)), len(chosen))  # type: ignore[arg-type]
    batches: dict[date, list[SurveyAnswer]] = {}
    for enterprise, turn in zip(chosen, turns, strict=True):
        day = invent.day(date(2022, 1, 10), date(2022, 4, 29))
        picks = [subclasses[int(turn)]]
        if invent.random.random() < 0.2:
            picks.append(subclasses[(int(turn) + 5) % len(subclasses)])
        for place, subclass in enumerate(picks):
            batches.setdefault(month_end(day), []).append(
                SurveyAnswer(
                    cluster=cluster,
                    survey=item,
                    enterprise=enterprise,
                    subclass=subclass,
                    is_main=place == 0,
                    product=subclass.examples.split("、")[0],
                    answered_on=day,
                )
            )
    for end, answers in sorted(batches.items()):
        surveys.answer(answers, by=register.by, now=evening(end))


EVIDENCE = {"loan": "借款合同", "fund": "投资协议", "hire": "劳动合同备案", "land": "用地批复"}
FIRST = {
    "loan": date(2021, 4, 1),
    "fund": date(2021, 6, 1),
    "hire": date(2021, 3, 20),
    "land": date(2021, 5, 1),
}


class _Outcomes:
    """Makes outcomes of a kind: some of closed demands, the others of climbing enterprises."""

    def __init__(self, register: DemoRegister) -> None:
        self.cluster, self.invent = register.cluster, register.invent
        of_cluster = Department.objects.filter(cluster=self.cluster, kind="bank")
        self.banks = list(of_cluster.order_by("id"))
        closed = Demand.objects.filter(cluster=self.cluster, status="closed")
        self.closed = list(closed.select_related("enterprise").order_by("received_on", "number"))
        self.climbers = register.climbing(date(2022, 2, 1))
        names = ("山矿机械", "港航金属", "锐博工程机械")
        self.land_for = [register.named[name] for name in names]

    def made(self, kind: str, unit: str, amounts: list[int], matter: str) -> list[Outcome]:
        linked = [demand for demand in self.closed if demand.matter.code == matter]
        found = []
        for index, amount in enumerate(amounts):
            demand = linked[index] if index < len(linked) and index % 2 == 0 else None
            found.append(self._one(kind, unit, amount, index, demand))
        return found

    def _one(self, kind: str, unit: str, amount: int, index: int, demand: Demand | None) -> Outcome:
        invent = self.invent
        enterprise: Any = demand.enterprise if demand else invent.random.choice(self.climbers)
        if kind == "land" and index < len(self.land_for):
            demand, enterprise = None, self.land_for[index]
        day = invent.day(FIRST[kind], date(2022, 5, 26))
        if demand and demand.closed_on:
            day = max(FIRST[kind], min(demand.closed_on, date(2022, 5, 26)))
        return Outcome(
            cluster=self.cluster,
            kind=kind,
            enterprise=enterprise,
            county_id=enterprise.county_id,
            department=invent.random.choice(self.banks) if kind == "loan" else None,
            amount=Decimal(amount),
            unit=unit,
            happened_on=day,
            counterparty={
                "loan": invent.random.choice(self.banks).name,
                "fund": "示例产业投资基金",
                "hire": "",
                "land": "济宁市自然资源和规划局",
            }[kind],
            evidence=f"{EVIDENCE[kind]}（示例）",
            demand=demand,
            is_example=True,
        )


def results(register: DemoRegister) -> None:
    """Loans, funds, hires and land up to 31 May as the article sums them, entered month by month.

    On 31 May one loan and one land quota were still wrong and one hire stood there twice; June put
    that right. A few outcomes of June follow.
    """
    invent, by, made = register.invent, register.by, _Outcomes(register).made
    loans = made("loan", "yuan", invent.split(facts.LOANS_YUAN, 96, step=100_000), "finance")
    funds = made("fund", "yuan", invent.split(facts.FUNDS_YUAN, 9, step=1_000_000), "fund")
    hires = made("hire", "person", invent.split(facts.HIRES, 118, step=1), "talent")
    land = made("land", "mu", invent.split(facts.LAND_MU, 31, step=1), "land")
    loan, quota = loans[40], land[10]
    right_loan, right_quota = loan.amount, quota.amount
    loan.amount, quota.amount = loan.amount + 11_000_000, quota.amount + Decimal("6.5")
    twin = made("hire", "person", [36], "none")[0]
    by_month: dict[date, list[Outcome]] = {}
    for row in (*loans, *funds, *hires, *land, twin):
        by_month.setdefault(min(month_end(row.happened_on), facts.AS_OF), []).append(row)
    for end, rows in sorted(by_month.items()):
        outcomes.import_existing_outcomes(rows, by=by, now=evening(end))

    june = date(2022, 6, 9)
    for outcome, written, why in (
        (loan, units.exact_in_chinese(right_loan), "银行核对后更正放款金额"),
        (quota, f"{units.plain(right_quota)}亩", "复测后更正亩数"),
    ):
        outcomes.correct(
            outcome,
            written=written,
            happened_on=outcome.happened_on,
            counterparty=outcome.counterparty,
            evidence=outcome.evidence,
            why=why,
            by=by,
            now=evening(june),
        )
    outcomes.withdraw(twin, why="与同月另一笔重复", by=by, now=evening(june))
    later = made("loan", "yuan", [12_000_000, 5_000_000], "none") + made(
        "hire", "person", [18, 7], "none"
    )
    for row in later:
        row.happened_on = invent.day(date(2022, 6, 2), date(2022, 6, 20))
    outcomes.import_existing_outcomes(later, by=by, now=evening(date(2022, 6, 24)))
