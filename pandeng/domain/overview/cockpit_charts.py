"""The charts of the cockpit: demands by week, units, the ladder, chains, titles, loans by month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from pandeng.access.queries import departments
from pandeng.access.scope import Scope
from pandeng.core import units as amounts
from pandeng.core.chart import Chart, Series
from pandeng.core.errors import DomainError
from pandeng.domain.chains.queries import chains as chain_rows
from pandeng.domain.climbing.rules import NAMES, SHAPES
from pandeng.domain.demands.listing import LEADING_KINDS
from pandeng.domain.indicators.days import month_ends
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.groups import figures_by_record
from pandeng.domain.indicators.ladder import Ladder
from pandeng.domain.indicators.named import NamedFigure, named_figures
from pandeng.domain.indicators.queries import figure, on_days
from pandeng.domain.indicators.question import Question, question
from pandeng.domain.titles.queries import schemes

Answer = TypeVar("Answer")
MAX_UNITS, MAX_TITLES = 6, 8
MONTHS, WEEKS = 12, 8
WEEK = timedelta(days=7)
TONES = {"rises": "green", "holds": "blue", "at_risk": "red", "unknown": "grey"}
# What is told of a unit and of a chain.
OF_UNITS = ("demands_open", "demands_overdue", "demands_came_due", "demands_in_time")
OF_CHAINS = ("climbing_enterprises", "cluster_revenue", "key_projects", "demands_open")
FlowPart = tuple[str, str, float, float]  # tone, words, where it begins, how wide it is


@dataclass(frozen=True)
class UnitDemands:
    """What a unit has on its desk; `share`: percent answered in time of what came due, None where nothing did."""

    unit: Any
    figures: tuple[Figure, ...]
    share: int | None


@dataclass(frozen=True)
class ChainLine:
    chain: Any
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class TierFlow:
    """A tier with how many of its enterprises rise, hold, are at risk; the bar is 100 wide for the widest."""

    name: str
    count: int
    parts: tuple[FlowPart, ...]

    @property
    def words(self) -> str:
        return "、".join(words for _tone, words, _x, _width in self.parts)


def or_none(made: Callable[[], Answer]) -> Answer | None:
    try:
        return made()
    except DomainError:
        return None


@dataclass(frozen=True)
class FigureAsker:
    """Asks figures of one person, as of one day and as known at one time."""

    scope: Scope
    day: date
    known_at: datetime | None

    @cached_property
    def named(self) -> dict[str, NamedFigure]:
        return named_figures(self.scope)

    def question(self, name: str, **slices: Any) -> Question | None:
        return or_none(
            lambda: question(
                self.scope,
                name,
                as_of=self.day,
                known_at=self.known_at,
                named=self.named,
                **slices,
            )
        )

    def figure(self, name: str) -> Figure | None:
        asked = self.question(name)
        return or_none(lambda: figure(asked)) if asked else None

    def on_days(self, name: str, days: list[date], **slices: Any) -> list[Figure | None]:
        asked = self.question(name, **slices)
        return on_days(asked, days) if asked else [None for _day in days]


# -- demands --------------------------------------------------------------------------------------


def flow(ask: FigureAsker) -> Chart | None:
    """Demands that came in and that were closed, week by week."""
    days = [ask.day - WEEK * back for back in range(WEEKS, -1, -1)]
    series = []
    for name, words in (("demands", _("收到")), ("demands_closed", _("销号"))):
        counts = [int(one.value or 0) if one else 0 for one in ask.on_days(name, days)]
        series.append(Series(words, [later - sooner for sooner, later in pairwise(counts)]))
    if not any(value for one in series for value in one.values):
        return None
    labels = [f"{day:%m-%d}" for day in days[1:]]
    return Chart(kind="bar", labels=labels, series=series, unit=_("项"), axis=_("截至"))


def units(ask: FigureAsker) -> list[UnitDemands]:
    """Units that lead demands, those with most late ones first."""
    leading = list(departments(ask.scope, LEADING_KINDS))
    by_name = {name: by_record(ask, name, "department", leading) for name in OF_UNITS}
    found = []
    for unit in leading:
        of = [one for name in OF_UNITS if (one := by_name[name].get(unit.pk))]
        if len(of) == len(OF_UNITS) and of[0].value:
            due, timely = (int(one.value or 0) for one in of[2:])
            share = round(timely * 100 / due) if due else None
            found.append(UnitDemands(unit, tuple(of[:2]), share))
    found.sort(key=lambda one: [-int(each.value or 0) for each in reversed(one.figures)])
    return found[:MAX_UNITS]


def by_record(
    ask: FigureAsker, name: str, slice_: str, records: Sequence[Any]
) -> dict[int, Figure]:
    """The figure of each record of a slice, in one statement; where nothing counts it is zero or unknown."""
    asked = ask.question(name)
    found = figures_by_record(asked, slice_, records) if asked else []
    return {one.pk: of for one, of in found}


# -- below ----------------------------------------------------------------------------------------


def tiers(found: Ladder) -> list[TierFlow]:
    """Tiers from the top, and those below the club, each with what becomes of its enterprises."""
    rows = [*((tier.code, tier.name) for tier in found.tiers), ("", _("未入俱乐部"))]
    totals = {code: sum(found.counts[code, shape] for shape in SHAPES) for code, _name in rows}
    most = max(totals.values(), default=0) or 1
    return [TierFlow(str(name), totals[code], _parts(found, code, most)) for code, name in rows]


def _parts(found: Ladder, code: str, most: int) -> tuple[FlowPart, ...]:
    parts, x = [], 0.0
    for shape in SHAPES:
        if count := found.counts[code, shape]:
            width = count * 100 / most
            words = f"{_(NAMES[shape])} {count}"
            parts.append((TONES[shape], words, round(x, 1), round(width, 1)))
            x += width
    return tuple(parts)


def chains(ask: FigureAsker) -> list[ChainLine]:
    rows = list(chain_rows(ask.scope))
    by_name = [by_record(ask, name, "chain", rows) for name in OF_CHAINS]
    return [ChainLine(one, tuple(of[one.pk] for of in by_name if one.pk in of)) for one in rows]


def titles(ask: FigureAsker) -> list[Figure]:
    """Titles awarded in the year by scheme, those with most enterprises first."""
    found = by_record(ask, "awards", "scheme", list(schemes(ask.scope))).values()
    return sorted((one for one in found if one.value), key=_most)[:MAX_TITLES]


def _most(of: Figure) -> int:
    return -int(of.value or 0)


def loans(ask: FigureAsker) -> Chart | None:
    """New bank loans, month by month of the year."""
    days = [day for day in month_ends(ask.day, MONTHS) if day.year == ask.day.year]
    reached = [
        Decimal(one.value or 0) if one else Decimal(0)
        for one in ask.on_days("new_bank_loans", days)
    ]
    if not any(reached):
        return None
    added = [later - sooner for sooner, later in pairwise([Decimal(0), *reached])]
    return Chart(
        kind="bar",
        labels=[_("%(month)s月") % {"month": day.month} for day in days],
        series=[Series(_("新增银行贷款"), [amounts.half_up(one / 10**8, 2) for one in added])],
        unit=_("亿元"),
        axis=_("月份"),
    )
