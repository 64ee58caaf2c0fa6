"""The calendar of a cluster."""

from pandeng.access.scope import Scope
from pandeng.core.prepared import PreparedRead
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.calendars.rules import WorkCalendar


def calendar_of(scope: Scope) -> WorkCalendar:
    """The shipped calendar with the cluster's own entries before it. One query."""
    return WorkCalendar(dict(OWN_DAYS(scope)))


OWN_DAYS = PreparedRead(
    lambda scope: CalendarDay.objects.visible_to(scope).values_list("day", "is_working")
)
