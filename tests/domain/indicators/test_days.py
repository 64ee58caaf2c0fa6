"""Days that a figure may be asked for, months that had ended on one, and what an address says."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pandeng.core.errors import DomainError
from pandeng.domain.indicators.days import OFFICE_TIME, end_of_month, months_of, refuse_future
from pandeng.domain.indicators.query_params import parse_figure, parse_times


@pytest.mark.parametrize(
    ("day", "year", "month", "months"),
    [
        (date(2022, 5, 31), 2022, date(2022, 5, 1), 5),
        (date(2022, 5, 30), 2022, date(2022, 4, 1), 4),
        (date(2022, 6, 1), 2022, date(2022, 5, 1), 5),
        (date(2022, 1, 31), 2022, date(2022, 1, 1), 1),
        (date(2022, 1, 30), 2022, date(2021, 12, 1), 0),
        (date(2022, 12, 31), 2022, date(2022, 12, 1), 12),
        (date(2020, 2, 29), 2020, date(2020, 2, 1), 2),
        (date(2020, 2, 28), 2020, date(2020, 1, 1), 1),
        (date(2022, 5, 31), 2021, date(2022, 5, 1), 0),
    ],
)
def test_a_month_counts_once_it_has_ended(day: date, year: int, month: date, months: int) -> None:
    found = months_of(day, year)
    assert (found["month"], found["months"]) == (month, months)
    assert found["last_month"] == month.replace(year=month.year - 1)
    assert found["last_first"] == date(year - 1, 1, 1)


@pytest.mark.parametrize(
    ("month", "as_of", "end"),
    [
        (date(2022, 4, 1), date(2022, 5, 31), date(2022, 4, 30)),
        (date(2022, 5, 1), date(2022, 5, 31), date(2022, 5, 31)),
        (date(2022, 5, 1), date(2022, 5, 12), date(2022, 5, 12)),
        (date(2022, 2, 1), date(2022, 5, 31), date(2022, 2, 28)),
        (date(2021, 12, 1), date(2022, 5, 31), date(2021, 12, 31)),
        (date(2022, 5, 1), date(2022, 5, 1), date(2022, 5, 1)),
    ],
)
def test_a_month_is_asked_as_of_its_end_or_while_it_runs(
    month: date, as_of: date, end: date
) -> None:
    assert end_of_month(month, as_of) == end


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(DomainError, match="截至2022-05-31还没有到2022-06"):
        end_of_month(date(2022, 6, 1), date(2022, 5, 31))


def test_today_may_be_asked_and_tomorrow_not() -> None:
    today = timezone.localdate()
    refuse_future(today, timezone.now() - timedelta(seconds=5))
    with pytest.raises(DomainError, match="还没有到，数据只能查到今天"):
        refuse_future(today + timedelta(days=1), None)
    with pytest.raises(DomainError, match="“所知时点”"):
        refuse_future(today, timezone.now() + timedelta(minutes=5))


def test_an_address_says_days_times_year_and_slices() -> None:
    asked = parse_figure(
        {
            "as_of": "2022-05-31",
            "known_at": "2022-05-31T18:00:00",
            "year": "2022",
            "county": "370811",
            "colour": "red",
            "chain": "",
        }
    )
    assert asked == {
        "as_of": date(2022, 5, 31),
        "known_at": datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME),
        "year": 2022,
        "county": "370811",
    }


def test_an_empty_address_asks_for_nothing_in_particular() -> None:
    assert parse_figure({}) == {"as_of": None, "known_at": None, "year": None}
    assert parse_times({"as_of": ""}) == {"as_of": None, "known_at": None}


@pytest.mark.parametrize("year", ["22", "1999", "2101", "二〇二二", "2022.5", "-2022", "2022年"])
def test_a_year_that_is_none_is_refused(year: str) -> None:
    with pytest.raises(DomainError, match="不是年度"):
        parse_figure({"year": year})


@pytest.mark.parametrize("day", ["2022-02-30", "31.5.2022", "yesterday", "2022-5"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(DomainError):
        parse_times({"as_of": day})
