"""The cockpit on one screen: targets with their course, counties, investment, demands, units, the ladder."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart
from pandeng.domain.indicators.by_county import CountyFigures, county_figures
from pandeng.domain.indicators.cockpit import Cockpit, cockpit
from pandeng.domain.indicators.days import month_ends
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.ladder import Ladder, ladder
from pandeng.domain.indicators.target_progress import TargetState, sees_all, states
from pandeng.domain.overview import cockpit_charts as charts
from pandeng.domain.overview.cockpit_charts import (
    MONTHS,
    ChainLine,
    FigureAsker,
    TierFlow,
    UnitDemands,
    or_none,
)
from pandeng.domain.overview.forecast import YearForecast, year_forecast
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy.rules import RED

MAX_TILES, MAX_THINGS = 5, 5
OF_DEMANDS = ("demands_open", "demands_overdue", "closing_rate", "timely_rate")


@dataclass(frozen=True)
class Tile:
    """A target with its course over twelve months; what it lacks and how it moved, in words.

    Of who sees one county the target is that county's part.
    """

    state: TargetState
    title: str
    course: tuple[Decimal | None, ...]
    gap: str
    moved: str


@dataclass(frozen=True)
class Thing:
    """Something to be dealt with today, with the page that deals with it."""

    words: str
    detail: str
    url: str
    tone: str


@dataclass(frozen=True)
class CockpitScreen:
    of: Cockpit
    targets: list[TargetState]
    tiles: list[Tile]
    things: list[Thing]
    counties: CountyFigures | None
    curve: YearForecast | None
    demands: list[Figure]
    flow: Chart | None
    units: list[UnitDemands]
    tiers: list[TierFlow]
    chains: list[ChainLine]
    titles: list[Figure]
    loans: Chart | None


def cockpit_screen(
    scope: Scope, today: date, map_by: str, *, as_of: date | None, known_at: datetime | None
) -> CockpitScreen:
    """All of the screen as of a day and as known. What has no answer for this day or scope is left out.

    A fixed number of statements: those of the figures of the framework, a dozen for the charts, and one for
    each target's course.
    """
    of = cockpit(scope, as_of=as_of, known_at=known_at)
    ask = FigureAsker(scope, of.as_of, known_at)
    curve = or_none(lambda: year_forecast(scope, of.as_of, known_at))
    found = or_none(lambda: ladder(scope, as_of=of.as_of, known_at=known_at))
    targets = _own_targets(ask, of)
    return CockpitScreen(
        of=of,
        targets=targets,
        tiles=[_tile(ask, state) for state in targets[:MAX_TILES]],
        things=_things(ask, targets, found, min(of.as_of, today)),
        counties=or_none(lambda: county_figures(scope, map_by, as_of=of.as_of, known_at=known_at)),
        curve=curve,
        demands=[one for name in OF_DEMANDS if (one := ask.figure(name))],
        flow=charts.flow(ask),
        units=charts.units(ask),
        tiers=charts.tiers(found) if found else [],
        chains=charts.chains(ask),
        titles=charts.titles(ask),
        loans=charts.loans(ask),
    )


# -- targets --------------------------------------------------------------------------------------


def _own_targets(ask: FigureAsker, of: Cockpit) -> list[TargetState]:
    """The targets that are this person's: the city's of who sees all of it, of a county its parts, else none."""
    if sees_all(ask.scope):
        return of.targets
    if not ask.scope.counties:
        return []
    found = states(ask.scope, as_of=ask.day, known_at=ask.known_at, by_county=True)
    return [
        replace(state, value=part.value, actual=part.actual, pace=part.pace)
        for state in found
        for part in state.counties
        if part.county.pk in ask.scope.counties
    ]


def _tile(ask: FigureAsker, state: TargetState) -> Tile:
    days = month_ends(ask.day, MONTHS)
    actual = state.actual
    found = ask.on_days(actual.name, days, **dict(actual.slices)) if actual else []
    course = tuple(Decimal(one.value) if one and one.value is not None else None for one in found)
    title = state.title if sees_all(ask.scope) else state.value.title
    return Tile(state, title, course, _gap(state), _moved(state, found))


def _gap(state: TargetState) -> str:
    """What the target lacks, in words."""
    if state.actual is None or state.actual.value is None or state.value.value is None:
        return _("暂无数据")
    differs = Decimal(state.value.value) - Decimal(state.actual.value)
    by = units.written(abs(differs), state.actual.unit)
    if state.direction == "<=":
        return (_("低于上限%(by)s") if differs >= 0 else _("超过上限%(by)s")) % {"by": by}
    return (_("距目标还差%(by)s") if differs > 0 else _("已达目标，多%(by)s")) % {"by": by}


def _moved(state: TargetState, course: list[Figure | None]) -> str:
    """The change since the end of the month before; of what starts anew each January, what this month added."""
    if len(course) < 2 or not (now := course[-1]) or not (before := course[-2]):
        return ""
    if now.value is None or before.value is None or now.year != before.year:
        return ""
    by = Decimal(now.value) - Decimal(before.value)
    if not by:
        return _("与上月末持平")
    words = _("比上月末多%(by)s") if by > 0 else _("比上月末少%(by)s")
    return words % {"by": units.written(abs(by), now.unit)}


# -- five things ----------------------------------------------------------------------------------


def _things(
    ask: FigureAsker, targets: list[TargetState], found: Ladder | None, day: date
) -> list[Thing]:
    """What is worst comes first; each leads to the page that deals with it."""
    things = [
        Thing(one.title, _gap(one), reverse("target", args=[one.record_id]), "red")
        for one in targets
        if one.pace.status in RED
    ]
    lights = or_none(lambda: verdicts(ask.scope, day, ask.known_at)) or {}
    red = sum(one.tone == "red" for one in lights.values())
    if red:
        words = _("%(count)s个项目亮红灯") % {"count": red}
        things.append(Thing(words, _("看依据，发督办"), reverse("project_lights"), "red"))
    things += _figure_thing(ask, "demands_overdue", _("催办或提请会商"), "red")
    lost = sum(line.climb.shape == "at_risk" for line in found.lines) if found else 0
    if lost:
        words = _("%(count)s家企业有掉档风险") % {"count": lost}
        things.append(Thing(words, _("看推算依据"), reverse("ladder"), "yellow"))
    things += _figure_thing(ask, "incomplete_climbing", _("催报"), "yellow")
    things += _figure_thing(ask, "not_yet_in_statistics", _("推动入规纳统"), "yellow")
    things += _figure_thing(ask, "projects_started_outside_statistics", _("核实入库"), "yellow")
    return things[:MAX_THINGS]


def _figure_thing(ask: FigureAsker, name: str, detail: str, tone: str) -> list[Thing]:
    answer = ask.figure(name)
    if answer is None or not answer.value:
        return []
    return [Thing(f"{answer.title} {answer.text}", detail, answer.url, tone)]
