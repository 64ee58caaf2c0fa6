"""A target month by month: what its plan asks for, and what was reached."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.months import counts_by_month
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.target_progress import TargetState, builds_up, sees_all
from pandeng.domain.strategy import queries as strategy
from pandeng.domain.strategy.models import period_of
from pandeng.domain.strategy.rules import expected_share, month_end


@dataclass(frozen=True)
class TimelinePoint:
    """A month of a target's timeline: what the plan asks for by its end, and what was reached."""

    month: int
    day: date
    planned: Decimal
    actual: Figure | None


def timeline(
    scope: Scope, state: TargetState, plan: strategy.Shares, *, as_of: date
) -> list[TimelinePoint]:
    """Plan and actual at every month end of the period; what is still ahead has no actual.

    One statement a month: twelve at most.
    """
    target, named = state.target, named_figures(scope)
    first, last = period_of(target)
    value = Decimal(state.value.value or 0)
    start = Decimal(0)
    if state.actual and not builds_up(state.actual):
        start = Decimal(target.base) if target.base is not None else value
    by_month = state.actual is not None and counts_by_month(state.actual.indicator)
    points = []
    for month in range(1, last.month + 1):
        day = min(month_end(target.year, month), last)
        planned = start + (value - start) * expected_share(plan, first, last, day)
        running = as_of if as_of.month == month and not by_month else None
        asked = day if day <= as_of else running
        actual = None
        if asked and asked.year == target.year and asked >= first:
            try:
                actual = figure(
                    question(
                        scope,
                        target.indicator,
                        as_of=asked,
                        known_at=state.value.known_at,
                        named=named,
                    )
                )
            except DomainError:
                actual = None
        points.append(TimelinePoint(month, day, planned, actual))
    return points


def plan_of_year(
    scope: Scope, indicator: str, year: int, *, as_of: date, known_at: datetime | None = None
) -> list[Decimal] | None:
    """What the target of an amount asks for by the end of each month: the one plan that is drawn wherever
    the amount of the whole office is. None where there is no target, or only a part is seen."""
    if not sees_all(scope):
        return None
    rows = strategy.targets(scope, year, known_at=known_at)
    target = next((one for one in rows if one.indicator == indicator), None)
    day = min(as_of, date(year, 12, 31))
    values = strategy.values(scope, [target.id], day=day, known_at=known_at) if target else {}
    if target is None or target.id not in values:
        return None
    shares = strategy.plans(scope, [target.id], known_at=known_at).get(target.id, [])
    first, last = period_of(target)
    return [
        Decimal(values[target.id].value)
        * expected_share(shares, first, last, month_end(year, month))
        for month in range(1, 13)
    ]
