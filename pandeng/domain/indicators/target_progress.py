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
from pandeng.domain.indicators.declare import Indicator, Sum
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.groups import Groups, figures_by_group, of_group, total
from pandeng.domain.indicators.months import JudgedMonth, counts_by_month, judged_month
from pandeng.domain.indicators.named import NamedFigure, named_figures
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import Question, default_as_of, find, question
from pandeng.domain.indicators.wording import words
from pandeng.domain.strategy import queries as strategy
from pandeng.domain.strategy.models import period_of
from pandeng.domain.strategy.rules import Pace, expected_share, pace

PARTIAL = Pace("partial", None, None)  # who sees a part only measures the whole by nothing


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
    judged: JudgedMonth | None = None  # the month by which an amount of months is judged
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


def reached_by_the_end(scope: Scope, year: int) -> dict[Any, int | None]:
    """The targets of a year, and what each has reached by its end, or by the last day of the data."""
    as_of = min(default_as_of(scope), date(year, 12, 31))
    found = {one.record_id: one.actual for one in states(scope, as_of=as_of, year=year)}
    return {target: _whole(found.get(target.pk)) for target in strategy.targets(scope, year)}


def _whole(actual: Figure | None) -> int | None:
    return None if actual is None or actual.value is None else int(actual.value)


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
    targets = [
        one
        for one in strategy.targets(scope, year, known_at=known_at)
        if only is None or one.id in only
    ]
    ids = [one.id for one in targets]
    values = strategy.values(scope, ids, day=min(as_of, date(year, 12, 31)), known_at=known_at)
    plans = strategy.plans(scope, ids, known_at=known_at)
    reached = _Reached(scope, as_of, known_at, year, answers or {})
    counties = _Counties.of(reached, ids) if by_county else None
    found = []
    for target in targets:
        if target.id in values:
            plan = plans.get(target.id, [])
            state = _state(reached, target, values[target.id], plan, counties)
            found += [state] if state else []
    return found


def _state(
    reached: "_Reached",
    target: Any,
    dated: Any,
    plan: strategy.Shares,
    counties: "_Counties | None",
) -> TargetState | None:
    """None where the target's figure has no answer."""
    first, last = period_of(target)
    day = min(reached.as_of, last)
    judged = reached.judged(target, first, day)
    asked = judged.on if judged else day
    try:
        groups = reached.by_county(target, asked) if counties else None
        held = (total(groups) if groups else None) or reached.whole(target, asked)
        actual = held if asked == day else reached.whole(target, day)
    except DomainError:
        return None
    value = reached.target_value(target, dated)
    on = reached.as_of
    if counts_by_month(
        reached.indicator(target)
    ):  # before a month has ended there is nothing to judge
        on = judged.on if judged else first - timedelta(days=1)
    measure = _Measure.of(target, plan, on, actual)
    seen = measure(held, value.value, target.base) if sees_all(reached.scope) else PARTIAL
    state = TargetState(target, value, actual, seen, bool(plan), judged)
    if counties and groups is not None:
        state.counties.extend(counties.states(measure, state, groups))
    return state


def counties_of(scope: Scope) -> list[Department]:
    """The counties and zones in the pack's order."""
    return list(
        Department.objects.visible_to(scope).filter(kind=DepartmentKind.COUNTY).order_by("id")
    )


@dataclass
class _Reached:
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
        self.asked: dict[tuple[str, date], Groups | None] = {}
        self.wholes: dict[tuple[str, date], Figure] = {}
        self.months: dict[tuple[str, date, date], JudgedMonth | None] = {}

    @cached_property
    def named(self) -> dict[str, NamedFigure]:
        return named_figures(self.scope)

    def indicator(self, target: Any) -> Indicator | None:
        named = self.named.get(target.indicator)
        return INDICATORS.get(named.indicator if named else target.indicator)

    def judged(self, target: Any, first: date, day: date) -> JudgedMonth | None:
        """None for what does not build up by months, and before the first month has ended."""
        indicator = self.indicator(target)
        if indicator is None or not counts_by_month(indicator):
            return None
        key = (indicator.name, first, day)
        if key not in self.months:
            self.months[key] = judged_month(self.scope, indicator, first, day, self.known_at)
        return self.months[key]

    def question(self, target: Any, day: date) -> Question:
        indicator = self.indicator(target)
        return question(
            self.scope,
            target.indicator,
            as_of=day,
            known_at=self.known_at,
            year=self.year if indicator and indicator.yearly else None,
            named=self.named,
        )

    def whole(self, target: Any, day: date) -> Figure:
        at_hand = self.by_indicator.get(target.indicator)
        if at_hand and at_hand.as_of == day:
            return at_hand
        key = (str(target.indicator), day)
        if key not in self.wholes:
            self.wholes[key] = figure(self.question(target, day))
        return self.wholes[key]

    def by_county(self, target: Any, day: date) -> Groups | None:
        """The actual of every county; None for a rate."""
        key = (str(target.indicator), day)
        if key not in self.asked:
            asked = self.question(target, day)
            if asked.indicator.yearly:  # a day before the period is of its own year
                asked = replace(asked, year=day.year)
            self.asked[key] = figures_by_group(asked, "county")
        return self.asked[key]

    def target_value(self, target: Any, dated: Any) -> Figure:
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
    expected_share: Decimal
    begun: bool
    closed: bool

    @classmethod
    def of(cls, target: Any, plan: strategy.Shares, as_of: date, actual: Figure) -> "_Measure":
        first, last = period_of(target)
        expected = expected_share(plan, first, last, as_of)
        days = as_of >= first, as_of >= last
        return cls(target.direction, builds_up(actual), expected, *days)

    def __call__(self, actual: Figure | None, value: Any, base: Any) -> Pace:
        """Without an actual nothing was reached: a county that has no record of its own. Before its year
        begins a target asks for nothing yet."""
        if not self.begun:
            return Pace("no_data", None, None)
        return pace(
            actual.value if actual else 0,
            value,
            direction=self.direction,
            builds_up=self.builds_up,
            expected=self.expected_share,
            base=base,
            closed=self.closed,
        )


@dataclass(frozen=True)
class _Counties:
    """The counties that a person sees, and the part of each target that each was given."""

    reached: _Reached
    counties: list[Department]
    shares: dict[int, dict[int, int]]

    @classmethod
    def of(cls, reached: _Reached, targets: list[int]) -> "_Counties":
        scope = reached.scope
        shares = strategy.parts_in_force(
            scope, targets, day=reached.as_of, known_at=reached.known_at
        )
        everywhere = sees_all(scope)
        seen = [one for one in counties_of(scope) if everywhere or one.pk in scope.counties]
        return cls(reached, seen, shares)

    def states(
        self, measure: _Measure, state: TargetState, groups: Groups
    ) -> Iterable[CountyState]:
        """Only counties that have a part."""
        shares = self.shares.get(state.target.id, {})
        bases = self._bases(state) if shares else {}
        for county in self.counties:
            if county.pk not in shares:
                continue
            share = shares[county.pk]
            title = f"{county} {state.value.title}"
            value = replace(state.value, value=share, exact=share, title=title)
            actual, base = groups.get(county.pk), bases.get(county.pk)
            start = None if state.target.base is None else (base.value if base else 0)
            yield CountyState(
                county,
                value,
                actual and of_group(actual, "county", county.code, str(county)),
                measure(actual, share, start),
            )

    def _bases(self, state: TargetState) -> Groups:
        """Where each county stood before the period: a state sets out from there."""
        if not state.actual or builds_up(state.actual) or state.target.base is None:
            return {}
        before = period_of(state.target)[0] - timedelta(days=1)
        try:
            return self.reached.by_county(state.target, before) or {}
        except DomainError:
            return {}
