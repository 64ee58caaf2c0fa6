"""Working days in China: public holidays, make-up Saturdays, and the office's own entries.

Holidays come from the chinesecalendar package (notices of the State Council, 2004 to 2026); an
entry of the office goes before it. A year that neither knows is refused, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from pandeng.core.errors import DomainError
from pandeng.core.verdict import deny, gettext_noop

HOLIDAYS = {
    "New Year's Day": gettext_noop("元旦"),
    "Spring Festival": gettext_noop("春节"),
    "Tomb-sweeping Day": gettext_noop("清明节"),
    "Labour Day": gettext_noop("劳动节"),
    "Dragon Boat Festival": gettext_noop("端午节"),
    "National Day": gettext_noop("国庆节"),
    "Mid-autumn Festival": gettext_noop("中秋节"),
    "Anti-Fascist 70th Day": gettext_noop("抗战胜利纪念日"),
}
WEEKEND = gettext_noop("周末")
OWN_ENTRY = gettext_noop("本地登记休息")
MAX_DAYS = 400


@dataclass(frozen=True)
class Due:
    """A deadline: the day, and each day that was passed over with its reason."""

    on: date
    skipped: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `own` holds the office's entries: day → is it worked."""

    own: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Refuses a year that is not known."""
        if day in self.own:
            return self.own[day]
        return _known(day) == ""

    def reason_free(self, day: date) -> str:
        """Why a day is free; empty on a working day."""
        if day in self.own:
            return "" if self.own[day] else OWN_ENTRY
        return _known(day)

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
        return Due(day, tuple(skipped))

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


@lru_cache(maxsize=4096)
def _known(day: date) -> str:
    import chinese_calendar

    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        raise DomainError(
            deny(
                gettext_noop(
                    "工作日历没有%(year)s年的放假安排，不能推算期限；请先在“工作日历”中登记该年安排。"
                ),
                year=day.year,
            ).message
        ) from None
    if not free:
        return ""
    return HOLIDAYS.get(name, WEEKEND) if name else WEEKEND
