"""What is shipped: two readings of the notices agree, and the year after them follows the regulation."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.calendars.shipped import ENGLISH, shipped

# The only day of 2004 to 2026 on which the two differ. The notice for 2006 moves it to 3 January 2006,
# so it was worked: the calendar in use is right.
DIFFERS = {date(2005, 12, 31)}


@pytest.mark.parametrize("year", range(2004, 2027))
def test_two_readings_of_the_notices_agree(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    ours = WorkCalendar()
    other = {d for d in days if chinese_calendar.is_workday(d) != ours.is_working(d)}
    assert other == {day for day in DIFFERS if day.year == year}
    assert shipped(year).is_announced


def test_2027_follows_the_regulation() -> None:
    known = shipped(2027)
    assert not known.is_announced
    assert not known.worked
    assert [f"{day:%m%d}" for day in sorted(known.free)] == [
        "0101",
        "0205", "0206", "0207", "0208", "0209", "0210",
        "0405",
        "0501", "0502", "0503", "0504",
        "0609",
        "0915",
        "1001", "1002", "1003", "1004", "1005",
    ]  # fmt: skip
    assert known.free[date(2027, 2, 5)] == "农历除夕"
    assert known.free[date(2027, 2, 10)] == "春节（补假）"


def test_the_names_are_there_in_english() -> None:
    assert shipped(2027, ENGLISH).free[date(2027, 4, 5)] == "Tomb-Sweeping Day"
