"""When a statistical month closes: the calendar of reports, apart from the calendar of working days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pandeng.domain.projects.lights import month_end

DEFAULT = "default"
DAY = 5  # where a cluster has no rule of its own


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    return month_end(day) + timedelta(days=1)


def previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class ReportingCalendar:
    """The day of the month after on which a month closes, and months that have a date of their own."""

    day: int = DAY
    own: Mapping[str, date] = field(default_factory=dict)

    def closes_on(self, month: date) -> date:
        """The last day on which a report of the month is in time."""
        return self.own.get(f"{month:%Y-%m}") or next_month(month).replace(day=self.day)

    def is_closed(self, month: date, on: date) -> bool:
        return on > self.closes_on(month)

    def last_ended(self, on: date) -> date:
        """The last month that has ended by a day, its end included."""
        return first_of(on) if month_end(on) == on else previous_month(on)

    def last_closed(self, on: date) -> date:
        month = self.last_ended(on)
        while not self.is_closed(month, on):
            month = previous_month(month)
        return month
