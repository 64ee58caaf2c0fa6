"""Working days: published vectors, a hand table of three years with every holiday, unknown years."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.calendars import actions
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import WorkCalendar

CALENDAR = WorkCalendar()

VECTORS = [
    ("2022-04-28", 1, "2022-04-29"),
    ("2022-04-28", 3, "2022-05-06"),
    ("2022-04-28", 5, "2022-05-09"),
    ("2022-04-28", 7, "2022-05-11"),
    ("2022-09-29", 5, "2022-10-11"),
    ("2022-09-30", 10, "2022-10-19"),
    ("2022-01-28", 5, "2022-02-09"),
    ("2022-05-31", 15, "2022-06-22"),
]
# Read by hand from the notices of the State Council: free days, and worked weekend days.
FREE = {
    2021: "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
    2022: "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
WORKED = {
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2022: "0129 0130 0402 0424 0507 1008 1009",
    2026: "0104 0214 0228 0509 0920 1010",
}


@pytest.mark.parametrize(("start", "days", "due"), VECTORS)
def test_a_deadline_ends_where_the_notice_says(start: str, days: int, due: str) -> None:
    assert CALENDAR.after(date.fromisoformat(start), days).on == date.fromisoformat(due)
    assert CALENDAR.between(date.fromisoformat(start), date.fromisoformat(due)) == days


@pytest.mark.parametrize("year", sorted(FREE))
def test_every_day_of_a_year(year: int) -> None:
    free: set[date] = set()
    for span in FREE[year].split():
        first, last = (date(year, int(part[:2]), int(part[2:])) for part in span.split("-"))
        free |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    worked = {date(year, int(part[:2]), int(part[2:])) for part in WORKED[year].split()}
    day = date(year, 1, 1)
    while day.year == year:
        expected = day in worked or (day.weekday() < 5 and day not in free)
        assert CALENDAR.is_working(day) == expected, day
        day += timedelta(days=1)


def test_the_days_passed_over_are_told_with_their_reason() -> None:
    due = CALENDAR.after(date(2022, 4, 28), 5)
    assert [str(day) for day, _why in due.skipped] == [
        "2022-04-30", "2022-05-01", "2022-05-02", "2022-05-03", "2022-05-04", "2022-05-08",
    ]  # fmt: skip
    assert due.skipped[-1][1] == "周末"
    assert "劳动节" in {why for _day, why in due.skipped}


def test_a_year_without_data_is_refused_not_guessed() -> None:
    with pytest.raises(DomainError, match="2027年"):
        CALENDAR.after(date(2026, 12, 30), 5)


def test_a_pause_moves_a_deadline_by_working_days() -> None:
    moved = CALENDAR.moved(date(2022, 5, 10), date(2022, 4, 29), date(2022, 5, 6))
    assert moved == date(2022, 5, 12)  # two working days of pause: 5 and 6 May


def test_counting_backwards_is_the_mirror() -> None:
    assert CALENDAR.between(date(2022, 5, 9), date(2022, 4, 28)) == -5
    assert CALENDAR.before(date(2022, 5, 9), 5) == date(2022, 4, 28)


@pytest.mark.django_db
def test_the_office_enters_a_year_the_calendar_does_not_know(office: Scope, jining: object) -> None:
    from django.utils import timezone

    now = timezone.now()
    entered = actions.set_year(
        2027,
        free={date(2027, 1, 1), date(2027, 2, 8)},
        worked={date(2027, 2, 6)},
        note="国务院办公厅放假通知",
        by=office,
        now=now,
    )
    assert entered == 365
    calendar = calendar_of(office)
    assert calendar.after(date(2026, 12, 31), 1).on == date(2027, 1, 4)
    assert calendar.is_working(date(2027, 2, 6))
    assert not calendar.is_working(date(2027, 2, 8))
    with pytest.raises(DomainError, match="已有登记"):
        actions.set_year(2027, free=set(), worked=set(), note="x", by=office, now=now)


@pytest.mark.django_db
def test_a_day_of_the_office_goes_before_the_calendar(office: Scope) -> None:
    from django.utils import timezone

    actions.set_day(
        date(2022, 7, 4), is_working=False, note="本市临时安排", by=office, now=timezone.now()
    )
    assert calendar_of(office).after(date(2022, 7, 1), 1).on == date(2022, 7, 5)


def test_the_command_prints_the_day_and_what_it_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("due", "2022-04-28", "--days", "5")
    said = capsys.readouterr().out
    assert said.startswith("2022-05-09（周一）")
    assert "跳过 2022-05-02 周一 劳动节" in said
