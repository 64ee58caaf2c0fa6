"""One step being written: the demand, its clocks, and the line it adds to the process."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
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
class Work:
    """What the effects of a step share. `told` is what the form or the interface said."""

    change: Change
    demand: Demand
    by: Scope
    now: datetime
    told: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    to: str | None = None  # the status it leads to; None stays

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

    def step(self, step: str, note: str = "", **facts: Any) -> DemandStep:
        """Add a line to the process; `receive` is the first."""
        last = (
            None
            if step == "receive"
            else DemandStep.objects.filter(demand=self.demand)
            .order_by("-order")
            .values_list("order", flat=True)
            .first()
        )
        unit = facts.pop("department", None) or self.unit
        return self.change.add(
            DemandStep(
                cluster_id=self.demand.cluster_id,
                demand=self.demand,
                order=(last or 0) + 1,
                step=step,
                happened_at=self.now,
                department=unit,
                person=self.by.name,
                user_id=self.by.user_id,
                note=note[:600],
                key=self.key or None,
                **facts,
            )
        )

    @cached_property
    def unit(self) -> Department | None:
        """The unit that the person acts for: the lead or an assisting one where they belong to it."""
        mine = self.by.departments
        if not mine or self.demand.department_id in mine:
            return self.demand.department if mine else None
        return Department.objects.filter(id__in=mine).order_by("id").first()

    # -- clocks -------------------------------------------------------------------------------

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
    ) -> Clock:
        return self.change.add(
            Clock(
                cluster_id=self.demand.cluster_id,
                demand=self.demand,
                part=part,
                kind=kind,
                department=department,
                started_on=self.today,
                days=days,
                original_due_on=due_on,
                due_on=due_on,
            )
        )

    def running(self, *kinds: str) -> list[Clock]:
        clocks = Clock.objects.filter(demand=self.demand, ended_on__isnull=True)
        return list(clocks.filter(kind__in=kinds) if kinds else clocks)

    def end(self, *kinds: str, part: DemandPart | None = None) -> None:
        """End running clocks of these kinds (all of them without a name)."""
        for clock in self.running(*kinds):
            if part is None or clock.part_id == part.pk:
                self.change.save(clock, ended_on=self.today)

    def settle_next_due(self) -> None:
        """Bring the nearest deadline up to date; nodes not yet done count."""
        nearest = [
            Clock.objects.filter(
                demand=self.demand, ended_on__isnull=True, paused_on__isnull=True
            ).aggregate(at=Min("due_on"))["at"],
            DemandNode.objects.filter(demand=self.demand, done_on__isnull=True).aggregate(
                at=Min("planned_on")
            )["at"]
            if self.demand.is_long_cycle and self.demand.status != "parked"
            else None,
        ]
        self.change.save(
            self.demand, next_due_on=min((day for day in nearest if day), default=None)
        )


def next_number(cluster_id: int, now: datetime) -> str:
    """The number after the last one of the year; intake of one cluster goes one by one."""
    Cluster.objects.select_for_update().values_list("pk").get(pk=cluster_id)
    year = timezone.localdate(now).year
    last = (
        Demand.objects.filter(
            cluster_id=cluster_id, number__gte=f"SQ{year}", number__lt=f"SQ{year + 1}"
        )
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    serial = re.match(r"\d+", last[6:]) if last else None
    return f"SQ{year}{int(serial[0]) + 1 if serial else 1:05d}"
