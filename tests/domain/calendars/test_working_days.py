"""Working days: published vectors, a hand table of three years, provisional years, monthly duties."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from pandeng.core.errors import DomainError
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


def test_a_year_without_its_notice_is_provisional() -> None:
    due = CALENDAR.after(date(2026, 12, 14), 15)
    assert due.on == date(2027, 1, 5)
    assert due.is_provisional
    assert not CALENDAR.after(date(2026, 12, 14), 13).is_provisional
    assert CALENDAR.written(date(2027, 1, 5)) == "2027-01-05（暂定）"
    assert CALENDAR.written(date(2026, 12, 31)) == "2026-12-31"


@pytest.mark.parametrize("year", range(1949, 2101))
def test_every_year_of_two_lifetimes_has_a_calendar(year: int) -> None:
    assert CALENDAR.after(date(year, 1, 1), 20).on > date(year, 1, 20)
    assert CALENDAR.is_provisional(date(year, 6, 1)) == (year >= 2027)


@pytest.mark.parametrize("day", [date(1948, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_outside_them_one_sentence_says_so(day: date) -> None:
    assert not CALENDAR.is_provisional(day)
    with pytest.raises(DomainError, match="1949年至2100年"):
        CALENDAR.is_working(day)


def test_a_pause_moves_a_deadline_by_working_days() -> None:
    moved = CALENDAR.moved(date(2022, 5, 10), date(2022, 4, 29), date(2022, 5, 6))
    assert moved == date(2022, 5, 12)  # two working days of pause: 5 and 6 May


def test_counting_backwards_is_the_mirror() -> None:
    assert CALENDAR.between(date(2022, 5, 9), date(2022, 4, 28)) == -5
    assert CALENDAR.before(date(2022, 5, 9), 5) == date(2022, 4, 28)


@pytest.mark.parametrize(
    ("since", "after", "done", "due"),
    [
        ("2026-01-31", "2026-01-31", None, "2026-02-28"),  # a make-up Saturday, and the month's end
        ("2026-01-31", "2026-02-28", "2026-02-28", "2026-03-31"),  # not the 28th
        ("2026-01-31", "2026-04-30", "2026-04-30", "2026-05-29"),  # a Sunday: the Friday before it
        ("2026-01-30", "2026-02-28", "2026-02-28", "2026-03-30"),
        ("2026-05-15", "2026-07-15", "2026-07-15", "2026-08-17"),  # a Saturday: the Monday after
        (
            "2026-05-15",
            "2026-08-20",
            "2026-08-17",
            "2026-09-15",
        ),  # late: the next month all the same
        ("2026-05-15", "2026-08-14", "2026-08-17", "2026-09-15"),  # early: not the same month again
        ("2026-05-15", "2026-11-20", "2026-08-17", "2026-12-15"),  # months late: not in the past
        ("2026-12-10", "2027-01-11", "2027-01-11", "2027-02-11"),  # after the provisional festival
    ],
)
def test_a_monthly_duty_falls_on_working_days_and_keeps_its_day(
    since: str, after: str, done: str | None, due: str
) -> None:
    day = CALENDAR.next_monthly(
        date.fromisoformat(since), date.fromisoformat(after), done and date.fromisoformat(done)
    )
    assert str(day) == due


def test_the_command_prints_the_day_and_what_it_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("due", "2022-04-28", "--days", "5")
    said = capsys.readouterr().out
    assert said.startswith("2022-05-09（周一）")
    assert "跳过 2022-05-02 周一 劳动节" in said


def test_the_command_says_what_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("due", "2026-12-14", "--days", "15")
    first, *skipped, why = capsys.readouterr().out.splitlines()
    assert first == "2027-01-05（周二） 暂定"
    assert "  跳过 2027-01-01 周五 元旦（暂定）" in skipped
    assert "  跳过 2026-12-19 周六 周末" in skipped
    assert "放假通知尚未登记" in why
