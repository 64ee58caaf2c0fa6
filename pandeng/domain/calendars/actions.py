"""Entering working days that the shipped calendar does not know, or that differ here."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.calendars.models import CalendarDay

SET_DAY = Action("calendars.set_day", gettext_noop("设定工作日或休息日"), Permission.EDIT_CALENDAR)


def set_day(
    day: date, *, is_working: bool, note: str, source: str = "", by: Scope, now: datetime
) -> CalendarDay:
    """Enter or change one day; refuses an entry without the notice it rests on."""
    SET_DAY.require(by)
    if not note.strip():
        raise DomainError(_("请写明依据，例如“国务院办公厅放假通知”。"))
    known: CalendarDay | None = CalendarDay.objects.visible_to(by).filter(day=day).first()
    with Change(SET_DAY, by=by, now=now, why=note) as change:
        if known:
            return change.save(known, is_working=is_working, note=note, source=source)
        return change.add(
            CalendarDay(
                cluster_id=by.in_cluster(),
                day=day,
                is_working=is_working,
                note=note,
                source=source,
            )
        )


SET_YEAR = Action("calendars.set_year", gettext_noop("设定全年休假安排"), Permission.EDIT_CALENDAR)


def set_year(
    year: int, *, free: set[date], worked: set[date], note: str, by: Scope, now: datetime
) -> int:
    """Enter a whole year: weekends are free, `free` days too, `worked` days are not. Counts days entered."""
    SET_YEAR.require(by)
    if not note.strip():
        raise DomainError(_("请写明依据，例如“国务院办公厅放假通知”。"))
    if any(day.year != year for day in free | worked):
        raise DomainError(_("有日期不在%(year)s年，请核对。") % {"year": year})
    if both := free & worked:
        raise DomainError(_("%(day)s既列为放假又列为上班，请核对。") % {"day": min(both)})
    if CalendarDay.objects.visible_to(by).filter(day__year=year).exists():
        raise DomainError(_("%(year)s年已有登记，请逐日修改。") % {"year": year})
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    with Change(SET_YEAR, by=by, now=now, why=note) as change:
        change.bulk_add(
            CalendarDay(
                cluster_id=by.in_cluster(),
                day=day,
                is_working=day in worked or (day.weekday() < 5 and day not in free),
                note=note,
            )
            for day in days
        )
    return len(days)
