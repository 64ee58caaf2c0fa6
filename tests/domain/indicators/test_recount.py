"""Every indicator is that of a recount by hand: whoever asks, for any day, as known at any time, by any slice."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from statistics import median
from typing import Any

import pytest

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.days import OFFICE_TIME
from pandeng.domain.indicators.declare import Median, Ratio, RecordsIndicator, Sum
from pandeng.domain.indicators.groups import figures_by_group, figures_by_slice
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import Question, question, with_slice
from pandeng.domain.indicators.rows import rows
from pandeng.domain.indicators.slices import NONE, SLICES, BoundSlice, resolve
from pandeng.domain.indicators.tables import model_of
from tests.domain.indicators import recount as by_hand
from tests.domain.indicators.recount import Archive, World, recount

ACCOUNTS = ("lead", "county", "handler", "officer", "enterprise", "bank", "auditor")
COUNTED = [name for name, one in INDICATORS.items() if isinstance(one, RecordsIndicator)]
RATIOS = [name for name, one in INDICATORS.items() if isinstance(one, Ratio)]
SLICED = [
    (name, slice_)
    for name in COUNTED
    for slice_ in INDICATORS[name].by  # type: ignore[attr-defined]
]
DAY = date(2022, 5, 31)
THAT_EVENING = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)


@pytest.fixture(scope="module")
def kept() -> dict[int, Archive]:
    return {}


@pytest.fixture
def archive(jining: Any, kept: dict[int, Archive]) -> Archive:
    """All rows of the demo, read once for the tests of this file: they change nothing."""
    return kept.setdefault(jining.pk, Archive(jining.pk))


def drawn(
    archive: Archive, name: str, scope_of: Callable[[str], Scope]
) -> Iterator[tuple[Scope, dict[str, Any]]]:
    """The office on the day of the article; then people, days and times drawn for a name.

    Days are drawn of those on which a record of the kind, or a span, begins or ends, and of the days
    beside them; times of the very instants at which a version became known, and just before.
    """
    chance = Random(name)
    yield scope_of("lead"), {"as_of": DAY, "known_at": None}
    label = by_hand.COUNTED[by_hand.RATIOS.get(name, (name,))[0]][0]
    for days in (archive.days(label), archive.days(*by_hand.SPANS)):
        within = [day for day in days if date(2021, 1, 1) <= day <= date(2022, 9, 1)] or [DAY]
        as_of = chance.choice(within) + timedelta(days=chance.choice((-1, 0, 0, 0)))
        instant = chance.choice(archive.instants(label) or [THAT_EVENING])
        known_at = instant - timedelta(microseconds=chance.choice((0, 1)))
        account = chance.choice(("lead", chance.choice(ACCOUNTS)))
        yield scope_of(account), {"as_of": as_of, "known_at": chance.choice((None, known_at))}


def world_of(archive: Archive, asked: Question) -> World:
    year = asked.year or asked.as_of.year
    return World(archive, asked.scope, asked.as_of, asked.known_at, year)


def value_of(name: str, amounts: dict[int, Any]) -> Decimal | int | None:
    """Count, sum or median; of a sum or median without a record nothing."""
    indicator = INDICATORS[name]
    found = [Decimal(amount) for amount in amounts.values() if amount is not None]
    if isinstance(indicator, Median):
        middle = median(found) if found else None
        return middle and middle.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if isinstance(indicator, Sum):
        return sum(found, Decimal(0)) if found else None
    return len(amounts)


def held(asked: Question, name: str, amounts: dict[int, Any]) -> None:
    """The figure, its count and its rows are those of the recount."""
    if not amounts and (asked.as_of != DAY or asked.known_at):
        with suppress(DomainError):  # perhaps nobody could have known of a record by then
            assert not figure(asked).value
        return
    found = figure(asked)
    assert found.value == value_of(name, amounts)
    assert found.records == len(amounts)
    behind = rows(asked)
    assert {row["id"] for row in behind.rows} == set(amounts)
    if isinstance(INDICATORS[name], Sum):
        assert (behind.total or 0) == (found.value or 0)


def test_nothing_is_left_out_of_the_recount():
    assert set(COUNTED) == set(by_hand.COUNTED)
    assert set(RATIOS) == set(by_hand.RATIOS)
    for name, slice_ in SLICED:
        assert by_hand.slice_of(name, slice_)


@pytest.mark.parametrize("name", COUNTED)
def test_an_indicator_is_that_of_a_recount(archive, scope_of, name):
    for scope, times in drawn(archive, name, scope_of):
        asked = question(scope, name, named={}, **times)
        held(asked, name, recount(world_of(archive, asked), name))


@pytest.mark.parametrize("name", RATIOS)
def test_a_ratio_divides_what_was_recounted(archive, scope_of, name):
    for scope, times in drawn(archive, name, scope_of):
        asked = question(scope, name, named={}, **times)
        parts = by_hand.RATIOS[name]
        amounts = [recount(world_of(archive, asked), part) for part in parts]
        try:
            found = figure(asked)
        except DomainError:
            assert not amounts[1]
            continue
        top, bottom = (value_of(*pair) for pair in zip(parts, amounts, strict=True))
        assert [part.value for part in found.parts] == [top, bottom]
        if top is None or not bottom:
            assert found.value is None
            continue
        less = 100 if name.endswith("_growth") else 0
        percent = Decimal(top) * 100 / Decimal(bottom) - less
        assert found.value == percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert {row["id"] for row in rows(asked).rows} == set(amounts[1])


@pytest.mark.parametrize(("name", "slice_"), SLICED)
def test_a_slice_is_that_of_a_recount(archive, scope_of, name, slice_):
    """Two values drawn of those that occur, and nothing of the kind where that can be asked."""
    scope, chance = scope_of("lead"), Random(f"{name} by {slice_}")
    values = written(scope, slice_)
    assert values
    wanted = chance.sample(values, min(2, len(values)))
    if SLICES[slice_].none:
        wanted.append(NONE)
    known_at = chance.choice((None, THAT_EVENING))
    whole = question(scope, name, as_of=DAY, known_at=known_at, named={})
    world = world_of(archive, whole)
    for value in wanted:
        bound = resolve(slice_, value, scope, known_at)
        asked = with_slice(whole, bound)
        narrowed = world if asked.year == whole.year else world_of(archive, asked)
        held(asked, name, recount(narrowed, name, [(slice_, bound.value)]))


def written(scope: Scope, slice_: str) -> list[str]:
    """What can be written for a slice."""
    way = SLICES[slice_]
    if way.pattern:
        return ["2022-01", "2022-03", "2022-05", "2021-11"]
    if way.choices:
        return [code for code, _words in way.choices]
    records = model_of(way.of).objects.visible_to(scope)
    if slice_ in ("county", "department"):
        county = records.filter(kind="county")
        records = county if slice_ == "county" else records.exclude(kind="county")
    return sorted({str(value) for value in records.values_list(way.found_by[0], flat=True)})


@pytest.mark.parametrize("name", [n for n in COUNTED if "county" in INDICATORS[n].by])  # type: ignore[attr-defined]
def test_the_counties_in_one_statement_are_those_of_a_recount(archive, scope_of, name):
    """Grouped and side by side: each county as its own page shows it, and the whole."""
    asked = question(scope_of("lead"), name, as_of=DAY, named={})
    grouped = figures_by_group(asked, "county")
    if grouped is None:
        assert isinstance(INDICATORS[name], Median) or callable(INDICATORS[name].by["county"])  # type: ignore[attr-defined]
        return
    world = world_of(archive, asked)
    counties = list(Department.objects.visible_to(asked.scope).filter(kind="county"))
    values = [BoundSlice("county", one.code, one.pk, str(one)) for one in counties]
    *beside, whole = figures_by_slice(asked, values)
    assert whole == figure(asked)
    for county, narrow in zip(counties, beside, strict=True):
        amounts = recount(world, name, [("county", county.pk)])
        assert narrow.value == value_of(name, amounts)
        assert narrow.records == len(amounts)
        found = grouped.get(county.pk)
        assert (found.records if found else 0) == len(amounts)
        assert (found.value if found else None) == (narrow.value if amounts else None)
