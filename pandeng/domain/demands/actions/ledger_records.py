"""What follows from a line of a ledger beside the demand: its parts, nodes, clocks and the lines of its process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands.inputs import OBJECTIONS
from pandeng.domain.demands.ledger import LedgerLine, LedgerRow, process_of
from pandeng.domain.demands.models import (
    Clock,
    Demand,
    DemandNode,
    DemandPart,
    DemandStep,
    Result,
)
from pandeng.domain.demands.workflow import LOOP

NOON = time(12)  # a ledger knows days
# A clock that a line tells: its kind, since when, how many days, whose it is, until when it ran.
Limit = tuple[str, date | None, int | None, Department | None, date | None]


@dataclass(frozen=True)
class LineRecords:
    """A line with its demand and the units that it names."""

    row: LedgerRow
    demand: Demand
    units: dict[str, Department]
    calendar: WorkCalendar

    @cached_property
    def lead(self) -> Department | None:
        return self.units.get(self.row.lead)

    @cached_property
    def office(self) -> Department | None:
        return next((one for one in self.units.values() if one.kind == "cluster_office"), None)

    @cached_property
    def parts(self) -> list[DemandPart]:
        if self.row.assigned_on is None:
            return []
        return [
            DemandPart(
                cluster_id=self.demand.cluster_id,
                demand=self.demand,
                department=self.units[part.unit],
                asked_on=self.row.assigned_on,
                reported_on=part.reported_on,
            )
            for part in self.row.parts
        ]

    @cached_property
    def nodes(self) -> list[DemandNode]:
        if self.row.planned_on is None:
            return []
        return [
            DemandNode(
                cluster_id=self.demand.cluster_id,
                demand=self.demand,
                order=order,
                name=node.name,
                responsible=self.row.person,
                planned_on=node.planned_on,
                original_on=node.planned_on,
                done_on=node.done_on,
                evidence=node.evidence if node.done_on else "",
            )
            for order, node in enumerate(self.row.nodes, start=1)
        ]

    # -- clocks -------------------------------------------------------------------------------

    @cached_property
    def clocks(self) -> list[Clock]:
        """Each limit of the level from the day on which it began to count."""
        row, lead, level = self.row, self.lead, self.demand.level
        assert level
        answered = row.first_answered_on or row.answered_on
        limits: list[Limit] = [
            ("accept", row.received_on, level.accept_days, None, row.accepted_on),
            ("sign", row.assigned_on, level.sign_days, lead, row.objected_on or row.signed_on),
            ("sign", row.ruled_on, level.sign_days, lead, row.signed_on),
            ("contact", row.signed_on, level.contact_days, lead, row.contacted_on or answered),
        ]
        beside: list[Limit] = [
            ("assign", row.accepted_on, level.assign_days, None, row.assigned_on),
            ("rule", row.objected_on, level.rule_days, None, row.ruled_on),
            ("confirm", row.first_answered_on, level.confirm_days, None, row.disputed_on),
            ("confirm", row.answered_on, level.confirm_days, None, row.confirmed_on),
            ("close", row.confirmed_on, level.close_days, None, row.closed_on),
        ]
        limits += [limit for limit in beside if limit[2] is not None]
        if level.handle_days is None:
            limits.append(("plan", row.signed_on, level.plan_days, lead, row.planned_on))
        else:
            limits += [
                ("handle", row.signed_on, level.handle_days, lead, answered),
                ("handle", row.disputed_on, level.handle_days, lead, row.answered_on),
            ]
        clocks = [
            self._clock(kind, since, days or 0, unit, until)
            for kind, since, days, unit, until in limits
            if since
        ]
        for part in self.parts:
            unit, days = part.department, level.assist_days
            clock = self._clock("assist", part.asked_on, days, unit, part.reported_on)
            clock.part = part
            clocks.append(clock)
        return [*clocks, *self._node_clocks()]

    def _node_clocks(self) -> list[Clock]:
        """A node runs from the day on which the one before it was done; the first open one runs still."""
        found: dict[date, Clock] = {}
        since = self.row.planned_on
        for node in self.nodes:
            assert since
            since = min(since, node.planned_on)
            found[since] = Clock(
                cluster_id=self.demand.cluster_id,
                demand=self.demand,
                kind="node",
                department=self.lead,
                started_on=since,
                original_due_on=node.planned_on,
                due_on=node.planned_on,
                ended_on=node.done_on,
            )
            if node.done_on is None:
                break
            since = node.done_on
        return list(found.values())

    def _clock(
        self, kind: str, since: date, days: int, unit: Department | None, until: date | None
    ) -> Clock:
        due_on = self.calendar.after(since, days).on
        return Clock(
            cluster_id=self.demand.cluster_id,
            demand=self.demand,
            kind=kind,
            department=unit,
            started_on=since,
            days=days,
            original_due_on=due_on,
            due_on=due_on,
            ended_on=until,
        )

    # -- the process --------------------------------------------------------------------------

    def steps(self, written: int) -> list[DemandStep]:
        """The steps after those that are written already."""
        lines = enumerate(process_of(self.row), start=1)
        return [self._step(line, order) for order, line in lines if order > written]

    def _step(self, line: LedgerLine, order: int) -> DemandStep:
        actor, row = LOOP.steps[line.step].actor, self.row
        led = actor == "lead"
        unit = self.units[line.of] if actor == "unit" else self.lead if led else self.office
        return DemandStep(
            cluster_id=self.demand.cluster_id,
            demand=self.demand,
            order=order,
            step=line.step,
            happened_at=timezone.make_aware(datetime.combine(line.on, NOON)),
            department=unit,
            person=row.person if led else "",
            reason=row.objection if line.step == "object" else "",
            note=NOTES[line.column](self, line) if line.column in NOTES else "",
        )


def _done(of: LineRecords, line: LedgerLine) -> str:
    node = next(one for one in of.row.nodes if one.name == line.of)
    return _("完成“%(name)s”：%(evidence)s") % {"name": node.name, "evidence": node.evidence}


def _planned(of: LineRecords, line: LedgerLine) -> str:
    last = max(node.planned_on for node in of.row.nodes)
    return _("共%(count)s个节点，%(last)s前完成") % {"count": len(of.row.nodes), "last": last}


NOTES: Mapping[str, Callable[[LineRecords, LedgerLine], str]] = {
    "accepted_on": lambda of, line: _("按“%(level)s”办理") % {"level": of.demand.level},
    "assigned_on": lambda of, line: _("交办%(lead)s") % {"lead": of.lead},
    "objected_on": lambda of, line: _(OBJECTIONS.get(of.row.objection, "")),
    "ruled_on": lambda of, line: _("裁定由%(lead)s主办。%(note)s") % {"lead": of.lead, "note": ""},
    "planned_on": _planned,
    "done_on": _done,
    "answered_on": lambda of, line: f"{Result(of.row.result).label}：{of.row.answer}",
}
