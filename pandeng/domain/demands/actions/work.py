"""One step being written: the demand, its clocks, and the line it adds to the process.

What the effects change is gathered here and written once at the end: the demand with its status, the
clocks, the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.edits import Edits
from pandeng.core.errors import DomainError
from pandeng.core.prepared import PreparedRead
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands.models import (
    Clock,
    Demand,
    DemandNode,
    DemandPart,
    DemandStep,
    ServiceLevel,
)


@dataclass
class DemandWork:
    """What the effects of a step share. The demand's row is locked, or new in this change."""

    change: Change
    demand: Demand
    by: Scope
    now: datetime
    key: str = ""
    to: str | None = None  # the status it leads to; None stays
    last_order: int | None = None  # of the lines of the process; None is not read yet
    is_new: bool = False  # a demand of this change: nothing points at it yet
    edits: Edits = field(default_factory=Edits)
    started: list[Clock] = field(default_factory=list)

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar_of(self.by)

    @cached_property
    def level(self) -> ServiceLevel:
        """The time limits of the demand: its own, else those of its class; refuses where there are none."""
        level = self.demand.level or self.demand.matter.level
        if level is None:
            raise DomainError(
                _("“%(matter)s”没有办理时限，请先在政策包中设定。") % {"matter": self.demand.matter}
            )
        return level

    @cached_property
    def unit_id(self) -> int | None:
        """The unit that the person acts for: the lead or an assisting one where they belong to it."""
        lead = self.demand.department_id
        return lead if lead in self.by.departments else min(self.by.departments, default=None)

    # -- what changes -------------------------------------------------------------------------

    def set(self, **values: Any) -> None:
        """Set fields of the demand; they are written with the step."""
        self.edits.set(self.demand, **values)

    # -- clocks -------------------------------------------------------------------------------

    @cached_property
    def clocks(self) -> list[Clock]:
        """The clocks that run, or ran when the step began."""
        if self.is_new:
            return []
        return list(Clock.objects.filter(demand=self.demand, ended_on__isnull=True).order_by("id"))

    def start(
        self,
        kind: str,
        days: int,
        *,
        department: Department | None = None,
        part: DemandPart | None = None,
    ) -> Clock:
        """Start a clock of so many working days from today."""
        return self.until(
            kind, self.calendar.after(self.today, days).on, department, part=part, days=days
        )

    def until(
        self,
        kind: str,
        due_on: date,
        department: Department | None,
        *,
        part: DemandPart | None = None,
        days: int | None = None,
        started_on: date | None = None,
        original_due_on: date | None = None,
    ) -> Clock:
        clock = Clock(
            cluster_id=self.demand.cluster_id,
            demand=self.demand,
            part=part,
            kind=kind,
            department=department,
            started_on=started_on or self.today,
            days=days,
            original_due_on=original_due_on or due_on,
            due_on=due_on,
        )
        self.started.append(clock)
        return clock

    def running(self, *kinds: str) -> Iterator[Clock]:
        """Clocks of these kinds that run now, of all kinds without a name."""
        for clock in (*self.clocks, *self.started):
            if clock.ended_on is None and (not kinds or clock.kind in kinds):
                yield clock

    def is_running(self, *kinds: str) -> bool:
        return any(True for _clock in self.running(*kinds))

    def move_clock(self, clock: Clock, **values: Any) -> None:
        self.edits.set(clock, **values)

    def end(self, *kinds: str, part: DemandPart | None = None) -> None:
        """End running clocks of these kinds (all of them without a name)."""
        for clock in self.running(*kinds):
            if part is None or clock.part_id == part.pk:
                self.edits.set(clock, ended_on=self.today)

    def next_due_on(self) -> date | None:
        """The nearest deadline; nodes not yet done count."""
        days = [clock.due_on for clock in self.running() if clock.paused_on is None]
        if self.demand.is_long_cycle and self.demand.status != "parked" and not self.is_new:
            nodes = DemandNode.objects.filter(demand=self.demand, done_on__isnull=True)
            days += nodes.values_list("planned_on", flat=True)
        return min(days, default=None)

    # -- writing ------------------------------------------------------------------------------

    def write(self, step: str, note: str = "", **facts: Any) -> None:
        """Write what the step has changed, and its line in the process; `receive` is the first."""
        self.store()
        self.line(step, note, **facts)

    def store(self) -> None:
        """Write demand and clocks."""
        self.set(next_due_on=self.next_due_on())
        self.edits.write(self.change)
        self.change.add_each(self.started)
        self.clocks += self.started
        self.started = []

    def line(self, step: str, note: str = "", **facts: Any) -> DemandStep:
        """Add a line to the process."""
        if self.last_order is None and not self.is_new:
            lines = DemandStep.objects.filter(demand=self.demand)
            self.last_order = lines.aggregate(last=Max("order"))["last"] or 0
        self.last_order = (self.last_order or 0) + 1
        line = DemandStep(
            cluster_id=self.demand.cluster_id,
            demand=self.demand,
            order=self.last_order,
            step=step,
            happened_at=self.now,
            department_id=self.unit_id,
            person=self.by.name,
            user_id=self.by.user_id,
            note=note[:600],
            key=self.key or None,
            **facts,
        )
        self.change.add_each([line])
        return line


def next_number(cluster_id: int, now: datetime) -> str:
    """The number after the last one of the year; intake of one cluster goes one by one."""
    LOCK(None, cluster_id)
    year = timezone.localdate(now).year
    last = LAST_NUMBER(None, cluster_id, f"SQ{year}", f"SQ{year + 1}")
    serial = re.match(r"\d+", last[0][0][6:]) if last else None
    return f"SQ{year}{int(serial[0]) + 1 if serial else 1:05d}"


LOCK = PreparedRead(
    lambda _all, pk: Cluster.objects.select_for_update().filter(pk=pk).values_list("pk")
)
LAST_NUMBER = PreparedRead(
    lambda _all, cluster, since, until: (
        Demand.objects.filter(cluster_id=cluster, number__gte=since, number__lt=until)
        .order_by("-number")
        .values_list("number")[:1]
    )
)
