"""The cockpit: every value on it is that of its own page, for who looks, as of the day that is asked."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.domain.indicators.days import month_ends
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.ladder import ladder
from pandeng.domain.indicators.queries import figure, series
from pandeng.domain.indicators.question import question
from pandeng.domain.overview.cockpit import CockpitScreen, cockpit_screen
from pandeng.domain.overview.cockpit_charts import WEEK, WEEKS
from pandeng.domain.strategy.models import Target

DAY, TODAY = date(2022, 5, 31), date(2022, 6, 20)
ScopeOf = Callable[[str], Scope]


def screen_of(scope: Scope, day: date | None = None) -> CockpitScreen:
    return cockpit_screen(scope, TODAY, "investment_rate", as_of=day, known_at=None)


def asked_alone(scope: Scope, of: Figure) -> Figure:
    return figure(question(scope, of.name, as_of=of.as_of, year=of.year, **dict(of.slices)))


def test_the_course_of_a_target_is_its_figure_month_by_month(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    screen = screen_of(scope)
    assert [tile.title for tile in screen.tiles] == [one.title for one in screen.of.targets[:5]]
    for tile in screen.tiles:
        assert tile.state.actual is not None
        asked = question(scope, tile.state.actual.name, as_of=DAY)
        alone = {one.as_of: one.value for one in series(asked)}
        for day, value in zip(month_ends(DAY, 12), tile.course, strict=True):
            assert value == (None if alone.get(day) is None else Decimal(str(alone[day])))


def test_the_gap_and_the_move_are_told_in_words(scope_of: ScopeOf) -> None:
    tiles = {tile.title: tile for tile in screen_of(scope_of("lead")).tiles}
    assert tiles["高端装备规模企业突破700家"].gap == "距目标还差32家"
    investment = tiles["341个项目完成年度投资174亿元"]
    assert investment.gap == "距目标还差105.7亿元"
    now, before = (
        figure(question(scope_of("lead"), "annual_investment", as_of=day)).value
        for day in (DAY, date(2022, 4, 30))
    )
    assert now is not None
    assert before is not None
    assert investment.moved == f"比上月末多{units.money(now - before)}"


def test_a_county_is_held_against_its_own_parts_and_others_against_none(
    scope_of: ScopeOf, office: Scope
) -> None:
    county = scope_of("county")
    screen = screen_of(county)
    whole = {one.record_id: one.value.value for one in screen_of(scope_of("lead")).of.targets}
    assert screen.tiles
    for tile in screen.tiles:
        assert "任城区" in tile.title
        assert Decimal(tile.state.value.value or 0) < Decimal(whole[tile.state.record_id] or 0)
        assert tile.state.pace.status != "partial"
        assert tile.state.actual is not None
        assert asked_alone(county, tile.state.actual).value == tile.state.actual.value
    for username in ("handler", "officer"):
        assert screen_of(scope_of(username)).targets == []


@pytest.mark.parametrize("username", ["lead", "county", "handler", "auditor"])
def test_every_figure_of_the_panels_is_that_of_its_own_page(
    scope_of: ScopeOf, username: str
) -> None:
    scope = scope_of(username)
    screen = screen_of(scope)
    shown = [
        *screen.demands,
        *screen.titles,
        *(one for unit in screen.units for one in unit.figures),
        *(one for chain in screen.chains for one in chain.figures),
        *([one.figure for one in screen.counties.lines] if screen.counties else []),
    ]
    assert len(shown) > 15
    for one in shown:
        assert asked_alone(scope, one).value == one.value, one.url


def test_weeks_add_up_to_what_came_in_and_was_closed(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    flow = screen_of(scope, date(2022, 4, 20)).flow
    assert flow is not None
    for drawn, name in zip(flow.series, ("demands", "demands_closed"), strict=True):
        last, first = (
            figure(question(scope, name, as_of=day)).value
            for day in (date(2022, 4, 20), date(2022, 4, 20) - WEEK * WEEKS)
        )
        assert sum(int(value or 0) for value in drawn.values) == int(last or 0) - int(first or 0)


def test_tiers_are_those_of_the_ladder(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    found = ladder(scope)
    tiers = screen_of(scope).tiers
    assert sum(tier.count for tier in tiers) == len(found.lines)
    for tier in tiers:
        assert (
            sum(int(words.rpartition(" ")[2]) for _tone, words, _x, _w in tier.parts) == tier.count
        )
        ends = [(x, x + width) for _tone, _words, x, width in tier.parts]
        assert all(abs(end - begin) < 0.2 for (_b, end), (begin, _e) in pairwise(ends))
        assert all(end <= 100.2 for _begin, end in ends)


def test_things_lead_somewhere_and_the_worst_stands_first(scope_of: ScopeOf) -> None:
    things = screen_of(scope_of("lead")).things
    assert 0 < len(things) <= 5
    tones = [thing.tone for thing in things]
    assert tones == sorted(tones, key=("red", "yellow").index)
    assert all(thing.url.startswith("/") for thing in things)


def test_it_asks_a_fixed_number_of_queries(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    screen_of(scope)
    with CaptureQueriesContext(connection) as asked:
        screen_of(scope)
    assert len(asked) <= 155


def test_as_of_an_earlier_day_nothing_later_is_told(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    early = screen_of(scope, DAY - timedelta(days=60))
    shown = [*early.demands, *(one for chain in early.chains for one in chain.figures)]
    assert {one.as_of for one in shown} == {DAY - timedelta(days=60)}
    assert Target.objects.visible_to(scope).exists()
