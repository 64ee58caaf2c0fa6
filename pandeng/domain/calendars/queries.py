"""The calendar of a cluster."""

from pandeng.access.scope import Scope
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.calendars.rules import WorkCalendar


def calendar_of(scope: Scope) -> WorkCalendar:
    """The shipped calendar with the cluster's own entries before it. One query."""
    own = CalendarDay.objects.visible_to(scope).values_list("day", "is_working")
    return WorkCalendar(dict(own))
