"""A figure of every county, and one on many days: in one statement, and each equals its own page."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.by_county import OFFERED, county_figures, is_region
from pandeng.domain.indicators.days import OFFICE_TIME, month_ends
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figure, on_days, series
from pandeng.domain.indicators.question import on_day, question

DAY = date(2022, 5, 31)
ScopeOf = Callable[[str], Scope]


def asked_alone(scope: Scope, of: Figure) -> Figure:
    return figure(question(scope, of.name, as_of=of.as_of, year=of.year, **dict(of.slices)))


def test_a_county_map_asks_one_statement_for_all_counties(scope_of: ScopeOf) -> None:
    scope = scope_of("lead")
    for name in OFFERED:
        found = county_figures(scope, name, as_of=DAY)
        assert len(found.lines) == 14
        for line in found.lines[::3]:
            assert asked_alone(scope, line.figure).value == line.figure.value, name
    county_figures(scope, "key_projects", as_of=DAY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        county_figures(scope, "key_projects", as_of=DAY)
    assert len(asked) <= 9


def test_on_a_day_before_any_record_there_is_nothing_and_after_it_zero(office: Scope) -> None:
    asked = question(office, "key_projects", as_of=DAY)
    days = [date(2015, 1, 1), date(2019, 12, 31), DAY]
    first, _second, last = on_days(asked, days)
    assert first is None
    assert last is not None
    assert last.value == figure(asked).value


@pytest.mark.parametrize("username", ["lead", "county"])
@pytest.mark.parametrize(
    "name", ["annual_investment", "closing_rate", "climbing_revenue", "median_working_days"]
)
def test_many_days_at_once_are_each_day_alone(scope_of: ScopeOf, username: str, name: str) -> None:
    asked = question(scope_of(username), name, as_of=DAY)
    days = month_ends(DAY, 7)
    together = on_days(asked, days)
    for day, one in zip(days, together, strict=True):
        try:
            alone = figure(on_day(asked, day))
        except DomainError:
            assert one is None
        else:
            assert one is not None
            assert (one.value, one.records, one.url) == (alone.value, alone.records, alone.url)


def test_many_days_are_one_statement(office: Scope) -> None:
    asked = question(office, "closing_rate", as_of=DAY)
    on_days(asked, month_ends(DAY, 12))
    with CaptureQueriesContext(connection) as seen:
        on_days(asked, month_ends(DAY, 12))
    assert len(seen) <= 3


def test_a_series_ends_with_the_day_and_leaves_out_what_was_before_any(office: Scope) -> None:
    found = series(question(office, "closing_rate", as_of=date(2022, 5, 17)), months=30)
    assert found[-1].as_of == date(2022, 5, 17)
    assert found[-2].as_of == date(2022, 4, 30)
    assert len(found) < 30
    assert all(one.as_of >= date(2020, 1, 1) for one in found)


def test_many_days_as_known_then(office: Scope) -> None:
    then = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)
    asked = question(office, "demands_closed", as_of=DAY, known_at=then)
    (one,) = on_days(asked, [DAY])
    assert one is not None
    assert one.value == figure(asked).value == 645


def test_zones_are_no_regions() -> None:
    assert is_region("370811")
    assert not any(map(is_region, ("370871", "3708T1", "abc", "37081")))
