"""The climb plan of an enterprise against what was reached, and the verdict of the year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pandeng.core import units
from pandeng.core.dated import in_force
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.queries import FiveYearPlan, plan_of
from pandeng.domain.climbing.wording import sentences, tone_of
from pandeng.domain.enterprises import statements
from pandeng.domain.enterprises.models import ClubMember
from pandeng.domain.indicators.ladder import Ladder, LadderRow, ladder
from pandeng.domain.overview.profile.figures import ReportedFigures, written_amount
from pandeng.domain.overview.profile.looking import Looking


@dataclass(frozen=True)
class PlanYear:
    year: int
    target: str
    tier: str
    actual: str
    share: str
    is_whole: bool


@dataclass(frozen=True)
class ClimbProgress:
    """The plan against what was reached, and the verdict of the year."""

    ladder: Ladder
    line: LadderRow | None
    tone: str
    word: str
    reasons: list[str]
    tier: str
    plan: FiveYearPlan | None
    years: list[PlanYear]


def climbing(at: Looking, as_of: date, of: ReportedFigures) -> ClimbProgress:
    """Thirteen queries."""
    found = ladder(at.scope, as_of=as_of, known_at=at.known_at, enterprise=at.pk)
    line = found.lines[0] if found.lines else None
    plan = plan_of(at.scope, at.pk, known_at=at.known_at)
    member = (
        at.own(ClubMember).filter(in_force(at.day)).values_list("tier__name", flat=True).first()
    )
    return ClimbProgress(
        ladder=found,
        line=line,
        tone=tone_of(line.climb) if line else "grey",
        word=_(rules.NAMES[line.climb.shape]) if line else "",
        reasons=sentences(line.climb) if line else [],
        tier=member or "",
        plan=plan,
        years=[_plan_year(goal, of, as_of) for goal in plan.goals] if plan else [],
    )


def _plan_year(goal: Any, of: ReportedFigures, as_of: date) -> PlanYear:
    """A year of the plan beside the annual report, or the months reported so far."""
    rows = of.values.get("revenue", [])
    whole = next(
        (r.amount for r in rows if r.period_kind == "year" and r.period_on.year == goal.year), None
    )
    months = [
        r.amount
        for r in rows
        if r.period_kind == "month" and r.basis == "current" and r.period_on.year == goal.year
    ]
    actual = whole if whole is not None else sum(months) if months else None
    share = (
        ""
        if actual is None
        else f"{units.plain(units.half_up(Decimal(actual) * 100 / goal.revenue_yuan, 1))}%"
    )
    return PlanYear(
        goal.year,
        statements.written(goal.revenue_yuan, "revenue"),
        goal.tier.name if goal.tier else "",
        written_amount(actual, "revenue"),
        share,
        whole is not None,
    )
