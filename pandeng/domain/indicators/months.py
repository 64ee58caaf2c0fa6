"""The month by which an amount of months is judged: the last that ended and was reported by enough."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pandeng.access.scope import Scope
from pandeng.core.completeness import Completeness
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Indicator, Ratio, RecordsIndicator
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.ledger.queries import month_reported


@dataclass(frozen=True)
class JudgedMonth:
    """The last day of a month, and how many of those who are to report it have."""

    on: date
    reported: Completeness

    @property
    def month(self) -> date:
        return self.on.replace(day=1)


def counts_by_month(indicator: Indicator | None) -> bool:
    return isinstance(indicator, RecordsIndicator) and indicator.by_month


def judged_month(
    scope: Scope, indicator: Indicator, first: date, day: date, known_at: datetime | None
) -> JudgedMonth | None:
    """The last month of the period (from `first` on) that had ended by a day with enough reports; where no
    month has, the one with most. None before its first month has ended."""
    found: list[JudgedMonth] = []
    end = (day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    while end >= first:
        reported = completeness(scope, indicator, end, known_at)
        found.append(JudgedMonth(end, reported))
        if reported.is_enough and reported.expected:
            return found[-1]
        end = end.replace(day=1) - timedelta(days=1)
    return max(found, key=lambda one: (one.reported.reported, one.on), default=None)


def completeness(
    scope: Scope, indicator: Indicator, end: date, known_at: datetime | None
) -> Completeness:
    """Of those who are to report the month that ends on a day, how many have; 0 of 0 where nobody must."""
    assert isinstance(indicator, RecordsIndicator)
    if indicator.of == "projects.InvestmentEntry":
        return month_reported(scope, end, known_at)
    rate = INDICATORS.get(indicator.reported_by)
    if not isinstance(rate, Ratio):
        return Completeness(0, 0)
    try:
        found = figure(question(scope, rate.name, as_of=end, known_at=known_at))
    except DomainError:
        return Completeness(0, 0)
    told, asked = (int(part.exact or 0) for part in found.parts)
    return Completeness(told, asked)
