"""A figure as people and programs read it: in words, as numbers, by its address; many at once."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.indicators import statements
from pandeng.domain.indicators.execute import MAX_JOINED, binding, run, run_each
from pandeng.domain.indicators.figure import exact_number
from pandeng.domain.indicators.groups import figures_by_group, of_group, total
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_figure
from pandeng.domain.indicators.question import on_day, question
from tests.domain.indicators.small import SmallOffice

DAY = date(2022, 5, 31)
EVENING = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    ("found", "exact"),
    [
        (None, None),
        (0, 0),
        (12.0, 12),
        ("2216.5", Decimal("2216.50")),
        (Decimal("0.005"), Decimal("0.01")),
        (0.1 + 0.2, Decimal("0.30")),
        (-1.005, Decimal("-1.01")),
        (10**15 + 1, 10**15 + 1),
    ],
)
def test_what_a_database_answers_becomes_an_exact_number(found: Any, exact: Any) -> None:
    number = exact_number(found)
    assert (number, type(number)) == (exact, type(exact))


def test_a_figure_as_json_is_plain_and_whole(small: SmallOffice) -> None:
    small.report("甲重工", "2022-05", 1)
    asked = question(
        small.scope, "climbing_reporting_rate", as_of=DAY, known_at=EVENING, chain="none"
    )
    told = json.loads(json.dumps(figure(asked).as_json(), ensure_ascii=False))
    assert (told["value"], told["text"], told["unit"]) == (50, "50%", "%")
    assert told["rounding"] == {"digits": 1, "mode": "half-up"}
    assert (told["as_of"], told["known_at"]) == ("2022-05-31", "2022-05-31T18:00:00+08:00")
    assert (told["year"], told["slices"], told["records"]) == (None, {"chain": "none"}, 2)
    assert [part["value"] for part in told["parts"]] == [1, 2]
    assert [part["name"] for part in told["parts"]] == [
        "reporting_climbing",
        "climbing_enterprises",
    ]
    assert told["definition"].startswith("已填报最近一个已结束月份")


def test_of_nothing_json_says_null_and_not_zero(small: SmallOffice) -> None:
    told = figure(question(small.scope, "climbing_revenue", as_of=DAY)).as_json()
    assert (told["value"], told["exact"], told["text"], told["rounding"]) == (None, None, "—", None)
    assert told["year"] == 2022


def test_a_figure_speaks_the_language_of_the_reader(small: SmallOffice) -> None:
    small.report("甲重工", "2022-05", 123_456_789)
    with translation.override("en"):
        found = figure(question(small.scope, "climbing_revenue", as_of=DAY))
        assert found.title == "Revenue of climbing enterprises"
        assert found.text == "123.457 m yuan"
    assert figure(question(small.scope, "climbing_revenue", as_of=DAY)).text == "1.23亿元"


def test_the_address_of_a_figure_asks_for_the_same_figure(small: SmallOffice) -> None:
    small.report("甲重工", "2021-12", 5_000_000)
    given = {"as_of": DAY, "known_at": EVENING, "year": 2021, "county": "east"}
    found = figure(question(small.scope, "climbing_revenue", **given))  # type: ignore[arg-type]
    assert found.value == 5_000_000
    assert found.query == {
        "as_of": "2022-05-31",
        "known_at": "2022-05-31T18:00:00",
        "year": "2021",
        "county": "east",
    }
    again = figure(question(small.scope, "climbing_revenue", **parse_figure(found.query)))
    assert again == found


# -- what is bound ------------------------------------------------------------------------------------


def test_the_end_of_the_day_is_that_of_the_office(small: SmallOffice) -> None:
    """Midnight in Shanghai is 16:00 in UTC; the day of an earlier year is its last."""
    now = binding(question(small.scope, "climbing_revenue", as_of=DAY))
    assert f"{now['day_end']:%Y-%m-%d %H:%M}" == "2022-05-31 16:00"
    assert (now["day"], now["first"], now["year"]) == (DAY, date(2022, 1, 1), 2022)
    past = binding(question(small.scope, "climbing_revenue", as_of=DAY, year=2021))
    assert (past["as_of"], past["day"], past["year"]) == (DAY, date(2021, 12, 31), 2021)
    assert (past["month"], past["months"]) == (date(2021, 12, 1), 12)
    known = binding(question(small.scope, "climbing_revenue", as_of=DAY, known_at=EVENING))
    assert f"{known['known_at']:%Y-%m-%d %H:%M}" == "2022-05-31 10:00"


def test_many_questions_are_answered_in_their_order(small: SmallOffice) -> None:
    """More than one statement joins, of different days and slices side by side."""
    for month in range(1, 6):
        small.report("甲重工", f"2022-{month:02d}", month)
    asked = []
    for place in range(MAX_JOINED + 7):
        day = date(2022, place % 5 + 1, 28)
        asked.append(question(small.scope, "climbing_revenue", as_of=day, county="east"))
        asked.append(question(small.scope, "climbing_revenue", as_of=day, county="west"))
    with CaptureQueriesContext(connection) as seen:
        found = run_each(asked)
    assert len(seen) == 3
    assert found == [run(one)[0] for one in asked]
    assert len(set(found)) == 4  # on the 28th the month before is the last that counts
    assert run_each([]) == []


def test_the_groups_of_a_figure_are_its_pages(small: SmallOffice) -> None:
    small.report("甲重工", "2022-05", 3_000_000)
    asked = question(small.scope, "enterprise_revenue", as_of=DAY)
    groups = figures_by_group(asked, "county")
    assert groups is not None
    east = small.units["east"]
    assert set(groups) == {east.pk}, "who has no record is not there, and not zero"
    part = of_group(groups[east.pk], "county", "east", "东区")
    own = figure(question(small.scope, "enterprise_revenue", as_of=DAY, county="east"))
    assert part == own
    assert total(groups) == figure(asked)


def test_of_no_group_there_is_no_whole(small: SmallOffice) -> None:
    assert total({}) is None
    assert figures_by_group(question(small.scope, "enterprise_revenue", as_of=DAY), "county") == {}
    median = question(small.scope, "median_working_days", as_of=DAY)
    assert figures_by_group(median, "county") is None


# -- statements that are kept -------------------------------------------------------------------------


@pytest.fixture
def kept() -> Iterator[dict[Any, str]]:
    statements.clear_cache()
    yield statements._statements
    statements.clear_cache()


def test_one_statement_serves_every_day_year_and_value(
    small: SmallOffice, kept: dict[Any, str]
) -> None:
    small.report("甲重工", "2022-05", 3_000_000)
    small.report("甲重工", "2022-01", 1_000_000)
    for county, wanted, before in (("east", 4_000_000, 1_000_000), ("west", None, None)):
        asked = question(small.scope, "climbing_revenue", as_of=DAY, county=county)
        assert figure(asked).value == wanted
        assert figure(on_day(asked, date(2022, 4, 30))).value == before
    assert len(kept) == 1
    small.value("climbing_revenue", "2022-05-31", county="east", known_at=EVENING)
    small.value("climbing_revenue", "2022-05-31")
    small.value("climbing_revenue", "2022-05-31", county="east", enterprise="甲重工")
    assert len(kept) == 4


def test_slices_in_another_order_are_the_same_question(
    small: SmallOffice, kept: dict[Any, str]
) -> None:
    small.report("甲重工", "2022-05", 3_000_000)
    for given in ({"county": "east", "chain": "none"}, {"chain": "none", "county": "east"}):
        assert small.value("climbing_revenue", "2022-05-31", **given) == 3_000_000
    assert len(kept) == 1


def test_the_store_of_statements_does_not_grow_for_ever(
    small: SmallOffice, kept: dict[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thrown away and compiled anew it answers as before."""
    monkeypatch.setattr(statements, "MAX_STATEMENTS", 3)
    names = ["climbing_enterprises", "scale_enterprises", "registered_enterprises", "teams"]
    for _round in range(3):
        for county, values in (("east", [1, 2, 2, 0]), ("west", [1, 1, 2, 0])):
            found = [small.value(name, "2022-05-31", small.reporter(county)) for name in names]
            assert found == values
            assert len(kept) <= 4
