"""Working days in China: public holidays, make-up Saturdays, and the office's own entries.

An entry of the office goes before what is shipped. A year without the notice of the State Council is
provisional: weekends and the days off by the regulation, no make-up days; what rests on it says so.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pandeng.core.errors import DomainError
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop
from pandeng.domain.calendars.shipped import shipped

WEEKEND = gettext_noop("周末")
OWN_ENTRY = gettext_noop("本地登记休息")
PROVISIONAL = gettext_noop("暂定")
MARKED = gettext_noop("%(day)s（暂定）")
MAX_DAYS = 400
FIRST_YEAR, LAST_YEAR = 1949, 2100
FIRST_NOTICE = 2001  # of the notices that are shipped; years before it wait for none


def has_year(year: int) -> Verdict:
    """Every year from 1949 to 2100 has a calendar, announced or provisional."""
    if FIRST_YEAR <= year <= LAST_YEAR:
        return ALLOW
    return deny(
        gettext_noop("工作日历只有%(first)s年至%(last)s年，没有%(year)s年，请核对日期。"),
        first=FIRST_YEAR,
        last=LAST_YEAR,
        year=year,
    )


def waits_for_notice(year: int) -> bool:
    """Whether no shipped notice covers a year, so that the office's own counts alone."""
    return FIRST_NOTICE <= year <= LAST_YEAR and not shipped(year).is_announced


def marked(day: date) -> str:
    """A day with the word that it may still move."""
    return deny(MARKED, day=day).message


@dataclass(frozen=True)
class Due:
    """A deadline: the day, each day that was passed over with its reason, and whether it may still move."""

    on: date
    skipped: tuple[tuple[date, str], ...]
    is_provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `own` holds the office's entries: day → why it is free, empty where it is
    worked. `entered` are the years whose notice the office has entered: nothing shipped counts there."""

    own: Mapping[date, str] = field(default_factory=dict)
    entered: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        return self.reason_free(day) == ""

    def reason_free(self, day: date) -> str:
        """Why a day is free; empty on a working day."""
        if (own := self.own.get(day)) is not None:
            return own
        has_year(day.year).require()
        weekend = WEEKEND if day.weekday() >= 5 else ""
        if day.year in self.entered:
            return weekend
        known = shipped(day.year)
        return "" if day in known.worked else known.free.get(day, weekend)

    def is_provisional(self, day: date) -> bool:
        """Whether the year of a day still waits for its notice: a date counted there may move."""
        return day.year not in self.entered and waits_for_notice(day.year)

    def written(self, day: date) -> str:
        """A day as it stands in a sentence, with the word that it may still move."""
        return marked(day) if self.is_provisional(day) else str(day)

    def after(self, start: date, days: int) -> Due:
        """The day on which `days` working days after `start` end; the start itself never counts."""
        if not 0 <= days <= MAX_DAYS:
            raise DomainError(
                deny(gettext_noop("工作日数应为0至%(most)s，请核对。"), most=MAX_DAYS).message
            )
        day, left, skipped = start, days, []
        while left:
            day += timedelta(days=1)
            if reason := self.reason_free(day):
                skipped.append((day, reason))
            else:
                left -= 1
        years = range(start.year, day.year + 1) if days else ()
        return Due(day, tuple(skipped), any(self.is_provisional(date(y, 1, 1)) for y in years))

    def before(self, end: date, days: int) -> date:
        """The working day from which to `end` it is `days` working days."""
        day = end
        while days:
            day -= timedelta(days=1)
            days -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n + 1)) for n in range(days))

    def moved(self, due_on: date, paused: date, resumed: date) -> date:
        """A due day put off by the working days of a pause."""
        return self.after(due_on, self.between(paused, resumed)).on

    def rolled(self, day: date) -> date:
        """A day named by the month, put on a working day of that month: the next one, at the month's end
        the last one."""
        following = day
        while not self.is_working(following):
            following += timedelta(days=1)
        return following if following.month == day.month else self.before(day, 1)

    def monthly(self, since: date, month: date) -> date:
        """The day of a monthly duty in a month: that on which it began, on a working day. What began on
        the last day of a month stays on the last day."""
        last = monthrange(month.year, month.month)[1]
        at_end = since.day == monthrange(since.year, since.month)[1]
        return self.rolled(month.replace(day=last if at_end else min(since.day, last)))

    def next_monthly(self, since: date, after: date, done: date | None = None) -> date:
        """The next day of a monthly duty after a day; `done`: the day of the duty that is fulfilled now."""
        month = first_of_next(done or after)
        while (found := self.monthly(since, month)) <= after:
            month = first_of_next(month)
        return found


def first_of_next(day: date) -> date:
    """The first day of the month after."""
    return day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1)


@dataclass(frozen=True)
class CalendarTurn:
    """A calendar before and after an entry. `changed`: the days that are worked in one of them only."""

    was: WorkCalendar
    now: WorkCalendar
    changed: tuple[date, ...]

    def due(self, started_on: date, days: int, due_on: date) -> date:
        """A due day counted anew; what was added to the first one, as by a pause, is added again."""
        first = self.was.after(started_on, days).on
        added = max(0, self.was.between(first, due_on))
        return self.now.after(self.now.after(started_on, days).on, added).on

    def counted(self, started_on: date, days: int, due_on: date) -> date:
        """A due day counted anew, where it was counted so; a day that somebody named is kept."""
        if self.was.after(started_on, days).on == due_on:
            return self.now.after(started_on, days).on
        return self.named(due_on)

    def named(self, day: date) -> date:
        """A working day that somebody named: kept, or the next one where it is free now."""
        return self.now.after(day, 1).on if self._lost(day) else day

    def monthly(self, since: date, day: date) -> date:
        """The day of a monthly duty, where the entry moves it."""
        was, now = (one.monthly(since, day) for one in (self.was, self.now))
        return now if day == was else self.named(day)

    def _lost(self, day: date) -> bool:
        return self.was.is_working(day) and not self.now.is_working(day)


def turned(was: WorkCalendar, now: WorkCalendar, first: date, last: date) -> CalendarTurn:
    """What an entry changes between two days."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    changed = tuple(day for day in days if was.is_working(day) != now.is_working(day))
    return CalendarTurn(was, now, changed)
