"""The calendar of a cluster."""

from pandeng.access.scope import Scope
from pandeng.core.prepared import PreparedRead
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.calendars.rules import OWN_ENTRY, WorkCalendar


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
