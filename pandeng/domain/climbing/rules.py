"""Who rises this year, who holds, who is at risk and why. Pure: from plan, months and thresholds alone.

The year is forecast from the enterprise's own last year: last year's revenue × (this year's months
over the same months of last year, only months that are reported in both). So seasons count, and a
month that nobody reported is no zero. Every threshold is pack data (`clubs.yaml`, proposals).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.core.verdict import gettext_noop as _

Shape = Literal["rises", "holds", "at_risk", "unknown"]
SHAPES: tuple[Shape, ...] = ("rises", "holds", "at_risk", "unknown")
NAMES: dict[Shape, str] = {
    "rises": _("可望进级"),
    "holds": _("保持"),
    "at_risk": _("有风险"),
    "unknown": _("不能判断"),
}
TESTS: dict[str, str] = {
    "project": _("项目有大支撑"),
    "revenue": _("营收有大突破"),
    "title": _("争优有新目标"),
    "listing": _("上市有强意愿"),
}


class Rung(NamedTuple):
    """A tier of the club: the revenue from which it begins, that amount included."""

    code: str
    name: str
    least_yuan: int


@dataclass(frozen=True)
class ClimbRule:
    """How far a forecast may stand from plan and thresholds; pack data.

    `behind_percent`: below the plan by more than this is a risk. `thin_percent`: a threshold passed by
    less than this is said to be narrow. `months_percent`: of the months due at least this share must be
    reported, else there is no verdict.
    """

    version: str
    behind_percent: int = 10
    thin_percent: int = 5
    months_percent: int = 50


@dataclass(frozen=True)
class ClimbStanding:
    """What is known of one enterprise on a day; revenue in yuan, None where nothing is reported.

    `months_due` months of the year have ended, `months` of them are reported; `this_same` and
    `last_same` add up the months reported in both years, `months_same` of them. `last_months` of last
    year's twelve are reported and add up to `last_year`. `present` and `goal` are tier codes, empty for
    none; `planned` the year's target revenue of the plan.
    """

    months_due: int
    months: int = 0
    this_year: int = 0
    months_same: int = 0
    this_same: int = 0
    last_same: int = 0
    last_months: int = 0
    last_year: int = 0
    present: str = ""
    goal: str = ""
    planned: int | None = None
    tests: frozenset[str] = frozenset()


class Reason(NamedTuple):
    """Why: a code, and the facts of its sentence (amounts in yuan)."""

    code: str
    facts: dict[str, int | str]

    def sentence(self, money: Callable[[int], str]) -> str:
        """In the reader's language; `money` writes an amount."""
        facts = {
            key: money(value) if key.endswith("_yuan") and isinstance(value, int) else value
            for key, value in self.facts.items()
        }
        return deny(SENTENCES[self.code], **facts).message


SENTENCES = {
    "no_month": _("今年应报%(due)s个月，一个月都没有上报，不能判断。"),
    "none_due": _("今年还没有到上报营收的月份，暂不判断。"),
    "no_tiers": _("推算全年营收%(forecast_yuan)s；还没有登记俱乐部梯队，不能判断。"),
    "few_months": _("今年应报%(due)s个月，只报了%(months)s个月，不足以推算全年。"),
    "missing_months": _("还缺%(missing)s个月未报，按已报月份推算。"),
    "rises": _("推算全年营收%(forecast_yuan)s，达到%(tier)s下限%(least_yuan)s。"),
    "thin": _("只高出下限%(percent)s%%，余量不足。"),
    "beyond_plan": _("计划中没有安排今年进级。"),
    "falls": _("推算全年营收%(forecast_yuan)s，低于现在所处%(tier)s的下限%(least_yuan)s，差%(gap_yuan)s。"),
    "short_of_goal": _("计划今年进入%(tier)s，推算全年营收%(forecast_yuan)s，距下限%(least_yuan)s还差%(gap_yuan)s。"),
    "behind_plan": _("推算全年营收%(forecast_yuan)s，比计划%(planned_yuan)s少%(percent)s%%。"),
    "keeps": _("推算全年营收%(forecast_yuan)s，保持%(tier)s。"),
    "outside": _("推算全年营收%(forecast_yuan)s，未到俱乐部最低一档%(least_yuan)s。"),
    "growth": _("同月同口径比上年%(sign)s%(percent)s%%（两年都已填报的%(months)s个月）。"),
    "by_average": _("上年资料不全，按今年月均推算。"),
    "no_plan": _("还没有攀登计划。"),
    "tests_open": _("四项条件中%(names)s还没有依据。"),
}  # fmt: skip


@dataclass(frozen=True)
class Climb:
    """The verdict on one enterprise, with the rule's version and what it was made from."""

    shape: Shape
    forecast: int | None
    reaches: str
    reasons: tuple[Reason, ...]
    rule: str
    standing: ClimbStanding = field(repr=False)

    @property
    def change_percent(self) -> int | None:
        """Growth over the same months, whole percent; None where no month is reported in both years."""
        of = self.standing
        return round((of.this_same - of.last_same) * 100 / of.last_same) if of.last_same else None


def forecast(of: ClimbStanding) -> int | None:
    """The year's revenue from the months so far; None where no month is reported.

    Needs all twelve months of last year; where they are not there, twelve times this year's mean month.
    """
    if not of.months:
        return None
    if of.last_months == 12 and of.last_same > 0 and of.months_same:
        return of.last_year * of.this_same // of.last_same
    return of.this_year * 12 // of.months


def reached(revenue: int, tiers: Sequence[Rung]) -> Rung | None:
    """The highest tier whose lower limit the revenue reaches; `tiers` from the top."""
    return next((tier for tier in tiers if revenue >= tier.least_yuan), None)


def judge(of: ClimbStanding, tiers: Sequence[Rung], rule: ClimbRule) -> Climb:
    """The verdict on one enterprise; `tiers` from the top down.

    In this order: too few months – unknown (so is a club without tiers, unless a plan is missed); the forecast reaches a higher tier than the present one –
    rises; it falls below the present tier, stays below the tier planned for the year, or below the
    planned revenue by more than the rule allows – at risk; else it holds.
    """
    full = forecast(of)
    if full is None:
        return _unknown(of, "no_month" if of.months_due else "none_due", rule)
    if of.months * 100 < of.months_due * rule.months_percent:
        return _unknown(of, "few_months", rule)
    places = {tier.code: len(tiers) - place for place, tier in enumerate(tiers)}
    by_code = {tier.code: tier for tier in tiers}
    here, there = reached(full, tiers), by_code.get(of.present)
    goal = by_code.get(of.goal)
    height = places[here.code] if here else 0
    present = places.get(of.present, 0)
    why: list[Reason] = []
    if here and height > present:
        shape: Shape = "rises"
        why.append(_of_tier("rises", full, here))
        if (full - here.least_yuan) * 100 < here.least_yuan * rule.thin_percent:
            over = (full - here.least_yuan) * 1000 // here.least_yuan / 10
            why.append(Reason("thin", {"percent": f"{over:g}"}))
        if goal and places[goal.code] > height:
            why.append(_of_tier("short_of_goal", full, goal))
        elif of.planned is not None and places.get(of.goal, 0) <= present:
            why.append(Reason("beyond_plan", {}))
    elif there and height < present:
        shape = "at_risk"
        why.append(_of_tier("falls", full, there))
    elif goal and places[goal.code] > present:
        shape = "at_risk"
        why.append(_of_tier("short_of_goal", full, goal))
    elif of.planned and full * 100 < of.planned * (100 - rule.behind_percent):
        shape = "at_risk"
        why.append(_behind(full, of.planned))
    elif not tiers:
        shape = "unknown"
        why.append(Reason("no_tiers", {"forecast_yuan": full}))
    else:
        shape = "holds"
        why.append(
            _of_tier("keeps", full, there)
            if there
            else Reason("outside", {"forecast_yuan": full, "least_yuan": tiers[-1].least_yuan})
        )
    return Climb(shape, full, here.code if here else "", (*why, *_about(of)), rule.version, of)


def _unknown(of: ClimbStanding, code: str, rule: ClimbRule) -> Climb:
    facts: dict[str, int | str] = {"due": of.months_due, "months": of.months}
    why = [Reason(code, facts)]
    if of.planned is None:
        why.append(Reason("no_plan", {}))
    return Climb("unknown", None, "", tuple(why), rule.version, of)


def _about(of: ClimbStanding) -> list[Reason]:
    """What a reader should know of any forecast: its base, its gaps, its plan, its evidence."""
    why = []
    if of.last_months == 12 and of.last_same > 0 and of.months_same:
        tenths = round((of.this_same - of.last_same) * 1000 / of.last_same)
        facts: dict[str, int | str] = {
            "sign": "+" if tenths >= 0 else "−",
            "percent": f"{abs(tenths) / 10:g}",
            "months": of.months_same,
        }
        why.append(Reason("growth", facts))
    else:
        why.append(Reason("by_average", {}))
    if of.months < of.months_due:
        why.append(Reason("missing_months", {"missing": of.months_due - of.months}))
    if of.planned is None:
        why.append(Reason("no_plan", {}))
    elif of.goal and len(of.tests) < len(TESTS):
        names = "、".join(
            deny(name).message for code, name in TESTS.items() if code not in of.tests
        )
        why.append(Reason("tests_open", {"names": names}))
    return why


def _of_tier(code: str, full: int, tier: Rung) -> Reason:
    facts: dict[str, int | str] = {
        "tier": tier.name,
        "forecast_yuan": full,
        "least_yuan": tier.least_yuan,
        "gap_yuan": tier.least_yuan - full,
    }
    return Reason(code, facts)


def _behind(full: int, planned: int) -> Reason:
    short = (planned - full) * 1000 // planned / 10
    facts: dict[str, int | str] = {
        "forecast_yuan": full,
        "planned_yuan": planned,
        "percent": f"{short:g}",
    }
    return Reason("behind_plan", facts)


# -- plans -------------------------------------------------------------------------------------

PLAN_YEARS = 5


class Goal(NamedTuple):
    """One year of a climb plan: target revenue, and the tier to be in at its end (or none)."""

    year: int
    revenue_yuan: int
    tier: str = ""


def sound_plan(goals: Sequence[Goal], tiers: Sequence[Rung]) -> Verdict:
    """Five years in a row, each target above nothing, and enough for the tier it is to reach."""
    years = [goal.year for goal in goals]
    if len(years) != PLAN_YEARS or years != list(range(years[0], years[0] + PLAN_YEARS)):
        return deny(_("攀登计划应为连续五年，每年一行。"))
    by_code = {tier.code: tier for tier in tiers}
    for goal in goals:
        if goal.revenue_yuan <= 0:
            return deny(_("%(year)s年的目标营收应大于零。"), year=goal.year)
        if not goal.tier:
            continue
        tier = by_code.get(goal.tier)
        if tier is None:
            return deny(_("没有代码为“%(code)s”的俱乐部梯队。"), code=goal.tier[:20])
        if goal.revenue_yuan < tier.least_yuan:
            return deny(
                _("%(year)s年计划进入%(tier)s，但目标营收达不到其下限，请提高目标或调整梯队。"),
                year=goal.year,
                tier=tier.name,
            )
    return ALLOW
