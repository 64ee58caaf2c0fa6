"""Targets beside what was reached: value in force, plan to date, pace; for the city and each county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from pandeng.access.models import Department, DepartmentKind
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.compile import may_group
from pandeng.domain.indicators.declare import Sum
from pandeng.domain.indicators.figures import Figure, NamedFigure, words
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import by_part, figure, find
from pandeng.domain.indicators.slices import SLICES
from pandeng.domain.strategy import queries as strategy
from pandeng.domain.strategy.models import period_of
from pandeng.domain.strategy.rules import Pace, due_share, month_end, pace

Parts = dict[int | None, Figure]


@dataclass(frozen=True)
class CountyState:
    """A county's part of a target beside what it has reached."""

    county: Department
    value: Figure
    actual: Figure | None
    pace: Pace


@dataclass(frozen=True)
class TargetState:
    """A target beside what has been reached."""

    target: Any
    value: Figure
    actual: Figure | None
    pace: Pace
    has_plan: bool = False
    counties: list[CountyState] = field(default_factory=list)

    @property
    def record_id(self) -> int:
        return int(self.target.id)

    @property
    def title(self) -> str:
        return str(self.target.name)

    @property
    def direction(self) -> str:
        return str(self.target.direction)

    @property
    def node_code(self) -> str:
        """The leaf of the framework that it belongs to."""
        return str(self.target.node.code) if self.target.node_id else ""

    @property
    def parts_agree(self) -> bool:
        """Do the approved parts still add up to the value in force?"""
        return sum(int(one.value.value or 0) for one in self.counties) == self.value.value


def builds_up(actual: Figure) -> bool:
    """An amount that starts at nothing each January, as against a state that stands."""
    indicator = actual.indicator
    return isinstance(indicator, Sum) and indicator.yearly and indicator.since is not None


def is_ratio(scope: Scope, indicator: str) -> bool:
    """Rates and medians of counties do not add up."""
    return not may_group(INDICATORS[find(scope, indicator).indicator], "county")


def sees_all(scope: Scope) -> bool:
    """Does this person see the whole population of the targets?"""
    return scope.rows("enterprise").everything and scope.rows("project").everything


def states(
    scope: Scope,
    *,
    as_of: date,
    known_at: datetime | None = None,
    year: int | None = None,
    only: Iterable[int] | None = None,
    answers: Mapping[str, Figure] | None = None,
    by_county: bool = False,
) -> list[TargetState]:
    """Every target of a year that was set by the day, with its pace; with its counties where asked.

    `answers` are figures already at hand. Three queries, and one statement for each indicator that
    is not at hand; by county three more. A target whose figure has no answer is left out.
    """
    year = year or as_of.year
    rows = [
        one
        for one in strategy.targets(scope, year, known_at=known_at)
        if only is None or one.id in only
    ]
    ids = [one.id for one in rows]
    values = strategy.values(scope, ids, day=min(as_of, date(year, 12, 31)), known_at=known_at)
    plans = strategy.plans(scope, ids, known_at=known_at)
    asking = _Asking(scope, as_of, known_at, year, answers or {})
    shares = counties = None
    if by_county:
        shares = strategy.parts_in_force(scope, ids, day=as_of, known_at=known_at)
        counties = [
            one for one in counties_of(scope) if sees_all(scope) or one.pk in scope.counties
        ]
    found = []
    for target in rows:
        if target.id not in values:
            continue
        day = min(as_of, period_of(target)[1])
        try:
            parts = asking.parts(target, day) if by_county else None
            actual = (total(parts) if parts else None) or asking.actual(target, day)
        except DomainError:
            continue
        plan = plans.get(target.id, [])
        value = asking.value(target, values[target.id])
        measure = _Measure.of(target, plan, as_of, actual)
        state = TargetState(
            target,
            value,
            actual,
            measure(actual, value.value, target.base)
            if sees_all(scope)
            else Pace("partial", None, None),
            bool(plan),
        )
        if by_county and parts is not None and shares and counties:
            state.counties.extend(
                _counties(asking, measure, state, parts, shares.get(target.id, {}), counties)
            )
        found.append(state)
    return found


def counties_of(scope: Scope) -> list[Department]:
    """The counties and zones in the pack's order."""
    return list(
        Department.objects.visible_to(scope).filter(kind=DepartmentKind.COUNTY).order_by("id")
    )


def part_of(whole: Figure, part: str, code: str, shown: str) -> Figure:
    """A figure of `by_part` as the figure page asks for it: with the slice in its address."""
    title = str(SLICES[part].title)
    return replace(
        whole,
        slices=(*whole.slices, (part, code)),
        slice_words=(*whole.slice_words, (title, shown)),
    )


def total(parts: Parts) -> Figure | None:
    """The whole of a figure asked by parts; None where no part has a record."""
    if not parts:
        return None
    first = next(iter(parts.values()))
    found = sum((Decimal(one.exact or 0) for one in parts.values()), Decimal(0))
    exact = int(found) if found == found.to_integral_value() else found
    return replace(
        first, value=exact, exact=exact, records=sum(one.records for one in parts.values())
    )


@dataclass
class _Asking:
    """Asks each actual once; several targets may share an indicator."""

    scope: Scope
    as_of: date
    known_at: datetime | None
    year: int
    answers: Mapping[str, Figure]

    def __post_init__(self) -> None:
        # A quoted figure that is the plain indicator of this year saves asking again.
        self.by_indicator = {
            answer.indicator.name: answer
            for answer in self.answers.values()
            if not answer.slice_words and answer.year in (None, self.year)
        }
        self.asked: dict[tuple[str, date], Parts | None] = {}

    @cached_property
    def named(self) -> dict[str, NamedFigure]:
        return named_figures(self.scope)

    def actual(self, target: Any, day: date) -> Figure:
        at_hand = self.by_indicator.get(target.indicator)
        if at_hand and at_hand.as_of == day:
            return at_hand
        year = self.year if self.is_yearly(target) else None
        return figure(self.scope, target.indicator, as_of=day, known_at=self.known_at, year=year)

    def is_yearly(self, target: Any) -> bool:
        named = self.named.get(target.indicator)
        indicator = INDICATORS.get(named.indicator if named else target.indicator)
        return indicator.yearly if indicator else False  # one that is gone is refused when asked

    def parts(self, target: Any, day: date) -> Parts | None:
        """The actual of every county; None for a rate."""
        key = (str(target.indicator), day)
        if key not in self.asked:
            self.asked[key] = by_part(
                self.scope,
                target.indicator,
                "county",
                as_of=day,
                known_at=self.known_at,
                year=day.year if self.is_yearly(target) else None,
                named=self.named,
            )
        return self.asked[key]

    def value(self, target: Any, dated: Any) -> Figure:
        """The value in force as a figure that opens to its record."""
        if target.code in self.answers:
            return self.answers[target.code]
        indicator, named = INDICATORS["targets"], self.named.get(target.code)
        return Figure(
            name=named.name if named else "targets",
            indicator=indicator,
            title=words(named.title) if named else words(indicator.title),
            value=dated.value,
            exact=dated.value,
            unit=target.unit,
            kind="target",
            as_of=self.as_of,
            known_at=self.known_at,
            records=1,
            year=target.year,
            slices=() if named else (("target", target.code),),
        )


@dataclass(frozen=True)
class _Measure:
    """Holds actuals of one target against the plan to date."""

    direction: str
    builds_up: bool
    due: Decimal
    closed: bool

    @classmethod
    def of(cls, target: Any, plan: strategy.Shares, as_of: date, actual: Figure) -> "_Measure":
        first, last = period_of(target)
        due = due_share(plan, first, last, as_of)
        return cls(target.direction, builds_up(actual), due, as_of >= last)

    def __call__(self, actual: Figure | None, value: Any, base: Any) -> Pace:
        """Without an actual nothing was reached: a county that has no record of its own."""
        return pace(
            actual.value if actual else 0,
            value,
            direction=self.direction,
            builds_up=self.builds_up,
            due=self.due,
            base=base,
            closed=self.closed,
        )


def _counties(
    asking: _Asking,
    measure: _Measure,
    state: TargetState,
    parts: Parts,
    shares: dict[int, int],
    counties: list[Department],
) -> Iterable[CountyState]:
    """Only counties that have a part. A state sets out from where the county stood before the period."""
    bases: Parts = {}
    if state.actual and not builds_up(state.actual) and state.target.base is not None and shares:
        before = period_of(state.target)[0] - timedelta(days=1)
        try:
            bases = asking.parts(state.target, before) or {}
        except DomainError:
            bases = {}
    for county in counties:
        if county.pk not in shares:
            continue
        value = replace(
            state.value,
            value=shares[county.pk],
            exact=shares[county.pk],
            title=f"{county} {state.value.title}",
        )
        actual = parts.get(county.pk)
        reached = actual and part_of(actual, "county", county.code, str(county))
        base = bases.get(county.pk)
        start = None if state.target.base is None else (base.value if base else 0)
        yield CountyState(county, value, reached, measure(actual, shares[county.pk], start))


@dataclass(frozen=True)
class Point:
    """A month of a target's course: what the plan asks for by its end, and what was reached."""

    month: int
    day: date
    planned: Decimal
    actual: Figure | None


def course(scope: Scope, state: TargetState, plan: strategy.Shares, *, as_of: date) -> list[Point]:
    """Plan and actual at every month end of the period; what is still ahead has no actual.

    One statement a month: twelve at most.
    """
    target = state.target
    first, last = period_of(target)
    value = Decimal(state.value.value or 0)
    start = Decimal(0)
    if state.actual and not builds_up(state.actual):
        start = Decimal(target.base) if target.base is not None else value
    points = []
    for month in range(1, last.month + 1):
        day = min(month_end(target.year, month), last)
        planned = start + (value - start) * due_share(plan, first, last, day)
        asked = day if day <= as_of else as_of if as_of.month == month else None
        actual = None
        if asked and asked.year == target.year and asked >= first:
            try:
                actual = figure(scope, target.indicator, as_of=asked, known_at=state.value.known_at)
            except DomainError:
                actual = None
        points.append(Point(month, day, planned, actual))
    return points
