"""The calendar of a cluster."""

from calendar import isleap, monthcalendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.prepared import PreparedRead
from pandeng.domain.calendars.models import CalendarDay, YearNotice
from pandeng.domain.calendars.rules import (
    OWN_ENTRY,
    WorkCalendar,
    has_year,
    marked,
    waits_for_notice,
)
from pandeng.domain.calendars.shipped import CHINESE, ENGLISH, shipped


def calendar_of(scope: Scope) -> WorkCalendar:
    """The shipped calendar with the cluster's own entries before it: first a single day, then the notice
    of its year. One query."""
    of_notice, single, entered = {}, {}, set()
    for day, is_working, note, year in OWN_DAYS(scope):
        if year is None:
            single[day] = "" if is_working else note or OWN_ENTRY
        else:
            of_notice[day] = "" if is_working else note or OWN_ENTRY
            entered.add(year)
    return WorkCalendar({**of_notice, **single}, frozenset(entered))


OWN_DAYS = PreparedRead(
    lambda scope: CalendarDay.objects.visible_to(scope).values_list(
        "day", "is_working", "note", "notice__year"
    )
)


class ProvisionalDays:
    """Whether a date counted in working days may still move. Asks the database, once, only where a date
    lies in a year that no shipped notice covers."""

    do_not_call_in_templates = True  # it is handed to the filter `due`

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return calendar_of(self._scope)

    def __call__(self, day: date | None) -> bool:
        if day is None or not waits_for_notice(day.year):
            return False
        return self._calendar.is_provisional(day)

    def written(self, day: date) -> str:
        return marked(day) if self(day) else str(day)


@dataclass(frozen=True)
class YearDay:
    """One day of a year as the page shows it. `name`: why it is no plain working day or weekend."""

    day: date
    is_working: bool
    name: str
    is_own: bool  # entered by itself; it can be taken back

    @property
    def is_special(self) -> bool:
        return self.is_own or bool(self.name) or self.is_working != (self.day.weekday() < 5)

    @property
    def word(self) -> str:
        return _("班") if self.is_working else _("休")

    @property
    def weekday(self) -> str:
        return "一二三四五六日"[self.day.weekday()]


@dataclass(frozen=True)
class YearShown:
    """A year with what it rests on: the office's entry, a notice that is shipped, or the regulation."""

    year: int
    days: tuple[YearDay, ...]
    entered: YearNotice | None
    is_provisional: bool

    @property
    def status(self) -> str:
        if self.entered:
            return self.entered.note
        return _("暂定") if self.is_provisional else _("国务院办公厅通知（随附）")

    @property
    def working_days(self) -> int:
        return sum(one.is_working for one in self.days)

    @property
    def special(self) -> list[YearDay]:
        return [one for one in self.days if one.is_special]

    @property
    def months(self) -> list[tuple[date, list[list[YearDay | None]]]]:
        """The first of each month, and its weeks from Monday on."""
        by_day = {one.day: one for one in self.days}
        return [
            (
                date(self.year, month, 1),
                [
                    [by_day[date(self.year, month, n)] if n else None for n in week]
                    for week in monthcalendar(self.year, month)
                ],
            )
            for month in range(1, 13)
        ]


def year_of(scope: Scope, year: int) -> YearShown:
    """A year as it counts here. Refuses a year without a calendar. Three queries."""
    has_year(year).require()
    calendar, first = calendar_of(scope), date(year, 1, 1)
    rows = list(CalendarDay.objects.visible_to(scope).filter(day__year=year))
    written = {row.day: row for row in rows if row.notice_id}
    single = {row.day: row for row in rows if not row.notice_id}
    names = {} if year in calendar.entered else shipped(year, _language()).free
    entered = YearNotice.objects.visible_to(scope).filter(year=year).first()

    def shown(day: date) -> YearDay:
        row = single.get(day) or written.get(day)
        name = row.note if row else names.get(day, "")
        return YearDay(day, calendar.is_working(day), name, day in single)

    length = 366 if isleap(year) else 365
    days = tuple(shown(first + timedelta(n)) for n in range(length))
    return YearShown(year, days, entered, calendar.is_provisional(first))


def _language() -> str:
    return ENGLISH if (get_language() or "").startswith("en") else CHINESE
