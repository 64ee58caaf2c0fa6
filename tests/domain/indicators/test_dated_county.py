"""An enterprise that moves leaves its county from that day on: what a county reached before stays its own."""

from datetime import date, datetime
from typing import Any

import pytest

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises.actions.particulars import move
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.declare import Indicator
from tests.domain.indicators.small import SmallOffice

pytestmark = pytest.mark.django_db
MOVED = date(2022, 6, 20)
NOW = datetime(2022, 6, 22, 9, tzinfo=OFFICE_TIME)
MAY, EVE, AFTER = "2022-05-31", "2022-06-19", "2022-06-20"


def of_enterprises(one: Indicator) -> bool:
    of = str(getattr(one, "of", ""))
    return of.startswith("enterprises.") or (one.name.endswith("_rate") and "scale" in one.name)


NAMES = sorted(
    name for name, one in INDICATORS.items() if "county" in slices_of(one) and of_enterprises(one)
)


def told(small: SmallOffice, day: str) -> dict[tuple[str, str, str], Any]:
    """Every figure about enterprises of both counties, as the office asks and as the county sees it."""
    found: dict[tuple[str, str, str], Any] = {}
    for name in NAMES:
        for county in ("east", "west"):
            try:
                found[name, county, "office"] = small.value(name, day, county=county)
                found[name, county, "own"] = small.value(name, day, small.reporter(county))
            except DomainError as refusal:
                found[name, county, "office"] = refusal.message
    return found


@pytest.fixture
def before(small: SmallOffice) -> dict[str, dict[tuple[str, str, str], Any]]:
    """What both counties had before anything moved."""
    for month in ("2022-03", "2022-04", "2022-05"):
        small.report("甲重工", month, 1_000_000)
        small.report("丙装备", month, 200_000)
    return {day: told(small, day) for day in (MAY, EVE)}


Before = dict[str, dict[tuple[str, str, str], Any]]


@pytest.fixture
def moved(small: SmallOffice, before: Before) -> SmallOffice:
    """甲重工 of the east has reported; on 20 June it moves to the west, as the office learns two days later."""
    move(
        small.enterprises["甲重工"], kind="operating", text="西区工业路1号", since=MOVED,
        county=small.units["west"], by=small.scope, now=NOW,
    )  # fmt: skip
    return small


def test_there_is_something_to_move(moved: SmallOffice, before: Before) -> None:
    assert before[MAY]["enterprise_revenue", "east", "office"] >= 3_000_000
    assert len(NAMES) > 6


@pytest.mark.parametrize("day", [MAY, EVE])
def test_no_figure_of_before_changes(day: str, moved: SmallOffice, before: Before) -> None:
    assert told(moved, day) == before[day]


def test_from_the_day_on_it_counts_where_it_is(moved: SmallOffice, before: Before) -> None:
    name = "enterprise_revenue"
    west = moved.value(name, AFTER, county="west")
    assert west == (before[EVE][name, "west", "office"] or 0) + 3_000_000
    assert moved.value(name, AFTER, moved.reporter("west")) == west
    ids = moved.ids(name, EVE, moved.reporter("east"))
    assert ids, "the rows behind stay the county's"
    assert not ids & moved.ids(name, EVE, moved.reporter("west"))


def test_two_moves_each_count_in_their_time(moved: SmallOffice, before: Before) -> None:
    move(
        moved.enterprises["甲重工"], kind="operating", text="东区新路2号", since=date(2022, 6, 25),
        county=moved.units["east"], by=moved.scope, now=datetime(2022, 6, 26, 9, tzinfo=OFFICE_TIME),
    )  # fmt: skip
    assert told(moved, MAY) == before[MAY]
    held = {day: moved.value("enterprise_revenue", day, county="east") or 0
            for day in (EVE, "2022-06-24", "2022-06-25")}  # fmt: skip
    assert held["2022-06-24"] == held[EVE] - 3_000_000
    assert held["2022-06-25"] == held[EVE]


def test_as_known_before_the_move_was_entered_nothing_moved(
    moved: SmallOffice, before: Before
) -> None:
    known = datetime(2022, 6, 21, 9, tzinfo=OFFICE_TIME)
    east = before[EVE]["enterprise_revenue", "east", "office"]
    assert moved.value("enterprise_revenue", AFTER, county="east", known_at=known) == east
