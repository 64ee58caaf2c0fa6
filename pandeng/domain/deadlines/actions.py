"""Entering a year or a day of the work calendar: the open deadlines follow in the same change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.language import office_language
from pandeng.domain.calendars import actions as calendars
from pandeng.domain.calendars import notice_file
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.calendars.notice_file import NoticeDays
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import has_year, turned
from pandeng.domain.demands.actions.recount import recount as recount_demands
from pandeng.domain.instructions.actions.recount import recount as recount_instructions
from pandeng.domain.notices.actions import notify
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects.ledger.actions.recount import recount as recount_slips

SET_YEAR = Action("calendars.set_year", gettext_noop("登记全年放假安排"), Permission.EDIT_CALENDAR)
SET_DAY = Action("calendars.set_day", gettext_noop("设定工作日或休息日"), Permission.EDIT_CALENDAR)
DROP_DAY = Action("calendars.drop_day", gettext_noop("撤销单日设定"), Permission.EDIT_CALENDAR)
WORKED, FREE = gettext_noop("%(day)s改为上班"), gettext_noop("%(day)s改为休息")


@dataclass(frozen=True)
class Entered:
    """What an entry did: how many days are worked now that were not, or the other way, and how many
    open deadlines moved."""

    days: int
    moved: int


def set_year(
    year: int, days: NoticeDays, *, note: str, source: str = "", by: Scope, now: datetime
) -> Entered:
    """Enter the State Council's notice of a year, whole, or change the one that is there."""
    SET_YEAR.require(by)
    has_year(year).require()
    first, last = date(year - 1, 12, notice_file.EVE), date(year, 12, 31)
    notice_file.check(days, year)
    if not note.strip():
        raise DomainError(_("请写明依据，例如“国务院办公厅放假通知”。"))
    with Change(SET_YEAR, by=by, now=now, why=note) as change:
        return entering(
            change,
            first,
            last,
            _kept(gettext_noop("登记%(year)s年放假安排"), year=year),
            lambda: calendars.write_year(
                change, year, days, note=note.strip(), source=source, by=by
            ),
            by=by,
            now=now,
        )


def set_day(
    day: date, *, is_working: bool, note: str, source: str = "", by: Scope, now: datetime
) -> Entered:
    """Enter or change one day; refuses an entry without the notice it rests on."""
    SET_DAY.require(by)
    has_year(day.year).require()
    if not note.strip():
        raise DomainError(_("请写明依据，例如“国务院办公厅放假通知”。"))
    with Change(SET_DAY, by=by, now=now, why=note) as change:
        return entering(
            change,
            day,
            day,
            _kept(WORKED if is_working else FREE, day=day),
            lambda: calendars.write_days(
                change, {day: is_working}, note=note.strip(), source=source, by=by
            ),
            by=by,
            now=now,
        )


def drop_day(day: date, *, by: Scope, now: datetime) -> Entered:
    """Take an entry of one day back: the notice of its year counts again."""
    DROP_DAY.require(by)
    row = CalendarDay.objects.visible_to(by).filter(day=day, notice=None).first()
    if row is None:
        raise NotFound(_("%(day)s没有单独设定。") % {"day": day})
    with Change(DROP_DAY, by=by, now=now) as change:
        return entering(
            change,
            day,
            day,
            _kept(gettext_noop("撤销%(day)s的单日设定"), day=day),
            lambda: change.remove(row),
            by=by,
            now=now,
        )


def entering(
    change: Change,
    first: date,
    last: date,
    why: str,
    write: Callable[[], object],
    *,
    by: Scope,
    now: datetime,
) -> Entered:
    """Write days between `first` and `last`, and count the open deadlines anew that rest on them."""
    was = calendar_of(by)
    write()
    turn = turned(was, calendar_of(by), first, last)
    if not turn.changed:
        return Entered(0, 0)
    moved = recount_demands(change, turn, why, by=by, now=now)
    moved += recount_instructions(change, turn, why, by=by, now=now)
    moved += recount_slips(change, turn, by=by)
    return Entered(len(turn.changed), moved)


def _kept(sentence: str, **facts: object) -> str:
    """Why deadlines moved, as it is kept in their course."""
    with office_language():
        return _(sentence) % facts


REMIND = Action("calendars.remind", gettext_noop("提醒登记放假安排"))
MISSING = gettext_noop("明年的放假安排还没有登记，期限暂定")
STILL_MISSING = gettext_noop("今年的放假安排还没有登记，期限暂定")
FROM_MONTH = 11  # the notice usually comes out in November
EVERY = timedelta(days=7)


def remind_of_year(*, by: Scope, now: datetime) -> int:
    """From November on: next year's notice is missing, or this year's still is. At most once a week, to
    whoever may enter it. Counts those notified."""
    today, calendar = timezone.localdate(now), calendar_of(by)
    years = [(today.year, STILL_MISSING)]
    if today.month >= FROM_MONTH:
        years.append((today.year + 1, MISSING))
    missing = [pair for pair in years if calendar.is_provisional(date(pair[0], 1, 1))]
    if not missing:
        return 0
    year, line = missing[0]
    said = Notice.objects.filter(cluster_id=by.in_cluster(), key__startswith="calendar:")
    if said.filter(created_at__gt=now - EVERY).exists():
        return 0
    roles = [role.code for role in ROLES.values() if Permission.EDIT_CALENDAR in role.may]
    with Change(REMIND, by=by, now=now) as change:
        return notify(
            change,
            staff(by, on=today, roles=roles),
            _(line),
            path=f"{reverse('work_calendar')}?year={year}",
            key=f"calendar:{year}:{today}",
        )
