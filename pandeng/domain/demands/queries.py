"""Reading demands: what the rules must know of one, the queue, everybody's work, lights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import departments
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.history import version_model
from pandeng.core.prepared import PreparedRead
from pandeng.core.workflow import StepButton
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.chains.queries import chains
from pandeng.domain.demands.clock import Light, LightRule, light
from pandeng.domain.demands.models import (
    Clock,
    ClockLight,
    Demand,
    DemandClass,
    DemandNode,
    DemandPart,
    DemandStep,
    Extension,
    NodePlanRequest,
    SavedView,
    ServiceLevel,
    SupervisionSlip,
)
from pandeng.domain.demands.rules import LEAD_KINDS, DemandState, PastStep
from pandeng.domain.demands.workflow import CLOSED, LOOP, OUTWARD
from pandeng.domain.enterprises.models import Enterprise

OPEN = [code for code in LOOP.statuses if code not in LOOP.ended | CLOSED]


def _counted(model: type[ClusterRecord], of: str, **where: Any) -> Any:
    """How many records of a kind point at the row, as a column of its own query."""
    rows = model._base_manager.filter(**{of: OuterRef("pk")}, **where).order_by()
    return Subquery(rows.values(of).annotate(n=Count("pk")).values("n"))


def _sign_due_on() -> Any:
    """Until when the unit has to sign or object."""
    running = Clock._base_manager.filter(demand=OuterRef("pk"), kind="sign", ended_on__isnull=True)
    return Subquery(running.order_by("-id").values("due_on")[:1])


def with_facts(rows: "QuerySet[Demand]") -> "QuerySet[Demand]":
    """Demands with what their state asks of other records, as columns beside their own."""
    return rows.annotate(
        node_count=_counted(DemandNode, "demand"),
        open_node_count=_counted(DemandNode, "demand", done_on__isnull=True),
        open_child_count=_counted(Demand, "parent", status__in=OPEN),
        pending_count=_counted(Extension, "demand", decided_on__isnull=True),
        replan_count=_counted(NodePlanRequest, "demand", decided_on__isnull=True),
        granted_count=_counted(Extension, "demand", is_granted=True),
        sign_due_on=_sign_due_on(),
        task_count=_counted(Clock, "demand", kind="decision", ended_on__isnull=True),
        part_count=_counted(DemandPart, "demand", withdrawn_on__isnull=True),
    )


BESIDE = ("enterprise", "chain", "matter__level", "level", "department")


def _whole(scope: Scope, pk: int) -> "QuerySet[Demand]":
    return with_facts(Demand.objects.visible_to(scope).filter(pk=pk)).select_related(*BESIDE)


WHOLE = PreparedRead(_whole)
LOCKED = PreparedRead(lambda scope, pk: _whole(scope, pk).select_for_update(of=("self",)))
FACTS = PreparedRead(lambda _all, pk: with_facts(Demand._base_manager.filter(pk=pk)))


def for_step(scope: Scope, pk: int) -> tuple[Demand, DemandState, int] | None:
    """A demand locked for a step, its state, the last order of its process. Two queries, and one where
    other units assist."""
    found: list[Demand] = LOCKED(scope, pk)
    if not found:
        return None
    lines = PROCESS(None, pk)
    return found[0], state_of(found[0], _taken(lines)), lines[-1][0] if lines else 0


def _taken(lines: Sequence[Any]) -> list[PastStep]:
    return [PastStep(line[1], timezone.localdate(line[2]), line[6]) for line in lines]


def demand_of(scope: Scope, pk: int) -> Demand:
    """A demand with what its line and its rules name, and with its facts. One query."""
    found: list[Demand] = WHOLE(scope, pk)
    if not found:
        raise NotFound(_("没有找到这件诉求。"))
    return found[0]


def process_and_buttons(
    scope: Scope, demand: Demand
) -> tuple[list[dict[str, Any]], list[StepButton]]:
    """What was done with a demand that the caller found through its scope, from the first step on (to those
    outside the office what is addressed to them), and what may be done next. One query."""
    process = PROCESS(None, demand.pk)
    lines = [
        {
            "order": order,
            "step": step,
            "title": _(LOOP.step_words[step]),
            "happened_at": at,
            "department": unit,
            "person": person,
            "note": note,
        }
        for order, step, at, unit, person, note, _user in process
        if not scope.is_outside or step in OUTWARD
    ]
    return lines, buttons(scope, demand, _taken(process))


PROCESS = PreparedRead(
    lambda _all, demand: (
        DemandStep.objects.filter(demand_id=demand)
        .order_by("order")
        .values_list(
            "order", "step", "happened_at", "department__short_name", "person", "note", "user_id"
        )
    )
)
TASKED = PreparedRead(
    lambda _all, demand: Clock.objects.filter(
        demand_id=demand, kind="decision", ended_on__isnull=True
    ).values_list("department_id")
)
REPORTED = PreparedRead(
    lambda _all, demand: DemandPart.objects.filter(
        demand_id=demand, withdrawn_on__isnull=True
    ).values_list("department_id", "reported_on")
)


def _since(process: Sequence[PastStep], step: str) -> Sequence[PastStep]:
    """What was done after the last step of a kind; all of it where there is none."""
    steps = [line.step for line in process]
    return process[len(steps) - steps[::-1].index(step) :] if step in steps else process


def _by_whom(process: Sequence[PastStep], *steps: str) -> int | None:
    """Who took the last of these steps."""
    return next((one.user_id for one in process[::-1] if one.step in steps), None)


def state_of(demand: Any, process: Sequence[PastStep]) -> DemandState:
    """What the rules must know of a demand that was read with its facts, and of the steps taken so far,
    in their order. One query where other units assist."""
    since_answer = _since(process, "answer")
    reported = dict(REPORTED(None, demand.pk)) if demand.part_count else {}
    return DemandState(
        status=demand.status,
        enterprise_id=demand.enterprise_id,
        department_id=demand.department_id,
        assisting=frozenset(reported),
        tasked=frozenset(row[0] for row in TASKED(None, demand.pk))
        if demand.task_count
        else frozenset(),
        handler_id=demand.handler_id,
        closer_id=demand.closer_id,
        asker_id=_by_whom(process, "extend"),
        objector_id=_by_whom(process, "object"),
        reviewer_id=_by_whom(since_answer, "review", "confirm_for"),
        objections=sum(one.step == "object" for one in _since(process, "assign")),
        object_until=demand.sign_due_on,
        attempts=len({one.on for one in since_answer if one.step == "log_contact_attempt"}),
        open_parts=sum(day is None for day in reported.values()),
        open_children=demand.open_child_count or 0,
        open_nodes=demand.open_node_count or 0,
        is_long_cycle=demand.is_long_cycle,
        is_planned=bool(demand.node_count),
        extension_pending=bool(demand.pending_count),
        was_extended=bool(demand.granted_count),
        replan_pending=bool(demand.replan_count),
        replanner_id=_by_whom(process, "plan"),
        is_chain_wide=demand.chain_id is not None,
        is_child=demand.parent_id is not None and demand.status not in LOOP.ended,
        was_followed_up=demand.called_back_on is not None,
    )


def already_sent(scope: Scope, key: str) -> Demand | None:
    """The demand of a form that arrived before."""
    sent = SENT(scope, key) if key else []
    return Demand.objects.get(pk=sent[0][0]) if sent else None


SENT = PreparedRead(
    lambda scope, key: (
        DemandStep.objects.filter(cluster_id=scope.in_cluster(), key=key)
        .order_by()
        .values_list("demand_id")
    )
)


def buttons(
    scope: Scope, demand: Demand, process: Sequence[PastStep] | None = None
) -> list[StepButton]:
    """The steps that follow from the status, those in this person's hands first.

    `process`: the steps taken so far of a demand that was read with its facts; else both are read.
    """
    if process is None:
        demand = FACTS(None, demand.pk)[0]
        process = _taken(PROCESS(None, demand.pk))
    return LOOP.steps_for(state_of(demand, process), scope)


# -- what a step's inputs choose from -------------------------------------------------------------


def options(scope: Scope, demand: Demand, source: str) -> QuerySet[Any]:
    """The records that an input of a step may name, by the source of its row."""
    return OPTIONS[source](scope, demand)


def _others(scope: Scope, demand: Demand) -> QuerySet[Any]:
    return open_demands(scope).exclude(pk=demand.pk).order_by("-received_on")


OPTIONS: Mapping[str, Callable[[Scope, Demand], QuerySet[Any]]] = {
    "units": lambda scope, _of: lead_units(scope),
    "levels": lambda scope, _of: ServiceLevel.objects.visible_to(scope).order_by("order"),
    "chains": lambda scope, _of: chains(scope),
    "mergeable": lambda scope, of: _others(scope, of).filter(enterprise_id=of.enterprise_id),
    "chain_wide": lambda scope, of: _others(scope, of).filter(chain__isnull=False),
    "open_nodes": lambda scope, of: DemandNode.objects.visible_to(scope).filter(
        demand=of, done_on__isnull=True
    ),
    "parts": lambda scope, of: DemandPart.objects.visible_to(scope).filter(demand=of),
}


def matters(scope: Scope) -> QuerySet[DemandClass]:
    """The classes of demands in their order."""
    rows: QuerySet[DemandClass] = DemandClass.objects.visible_to(scope).order_by("order")
    return rows


def lead_units(scope: Scope) -> QuerySet[Department]:
    """The units that may lead a demand."""
    return departments(scope, LEAD_KINDS)


def assisting(scope: Scope, demand: Demand) -> list[int]:
    """The units that assist and have not reported: those that an assignment keeps unless they are left out."""
    rows = DemandPart.objects.visible_to(scope).filter(
        demand=demand, withdrawn_on__isnull=True, reported_on__isnull=True
    )
    return list(rows.values_list("department_id", flat=True))


def removed_nodes(scope: Scope, demand_id: int) -> list[tuple[str, date, date]]:
    """The nodes taken out of a plan: name, first date, when. The demand was found through this scope."""
    rows = version_model(DemandNode).objects.filter(
        cluster_id=scope.in_cluster(), demand_id=demand_id, history_type="-"
    )
    return [
        (row.name, row.original_on, timezone.localdate(row.history_date))
        for row in rows.order_by("-history_date", "-history_id")
    ]


def node_plan(scope: Scope, demand: Demand) -> list[DemandNode]:
    return list(DemandNode.objects.visible_to(scope).filter(demand=demand))


def demands_of(scope: Scope, enterprise: Enterprise) -> QuerySet[Demand]:
    """The demands of an enterprise, the newest first."""
    rows: QuerySet[Demand] = Demand.objects.visible_to(scope).filter(enterprise=enterprise)
    return rows.order_by("-id")


def handles(scope: Scope, demand: Demand) -> bool:
    """Does one of this person's units lead or assist in a demand that they see?"""
    if not scope.departments or scope.is_outside or scope.may(Permission.READ_CONTACTS):
        return False
    led = demand.department_id in scope.departments
    return led or bool(
        scope.departments.intersection(unit for unit, _on in REPORTED(None, demand.pk))
    )


def numbered(scope: Scope, number: str) -> list[Demand]:
    return list(Demand.objects.visible_to(scope).filter(number=number))


# -- lights --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LightFor:
    """Turns deadlines into lights for one cluster on one day."""

    rules: tuple[LightRule, ...]
    calendar: WorkCalendar
    today: date

    def __call__(self, due_on: date | None) -> Light | None:
        return light(due_on, self.today, self.rules, self.calendar)


def light_rules(scope: Scope) -> tuple[LightRule, ...]:
    """The lights of the cluster; without a pack the plain three."""
    return tuple(
        LightRule(r.code, r.name, r.tone, r.most_days_left, r.tells, r.issues_slip, r.pk)
        for r in LIGHTS(scope)
    ) or (LightRule("calm", "", "green", None),)


LIGHTS = PreparedRead(lambda scope: ClockLight.objects.visible_to(scope).order_by("order"))


def light_for(scope: Scope, today: date) -> LightFor:
    """Two queries."""
    return LightFor(light_rules(scope), calendar_of(scope), today)


# -- queues --------------------------------------------------------------------------------------


def open_demands(scope: Scope) -> QuerySet[Demand]:
    return Demand.objects.visible_to(scope).filter(status__in=OPEN)


def open_slips(scope: Scope) -> QuerySet[SupervisionSlip]:
    return SupervisionSlip.objects.visible_to(scope).filter(answered_on__isnull=True)


def slips_to_answer(scope: Scope) -> QuerySet[SupervisionSlip]:
    """The open slips that name this person's units."""
    if not scope.may(Permission.ANSWER_SLIP):
        return SupervisionSlip.objects.none()
    return open_slips(scope).filter(department_id__in=scope.departments)


def view(scope: Scope, pk: int) -> SavedView:
    found: SavedView | None = SavedView.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个视图。"))
    return found


def views_of(scope: Scope) -> QuerySet[SavedView]:
    """One's own saved views and those shared."""
    return (
        SavedView.objects.visible_to(scope)
        .filter(Q(user_id=scope.user_id) | Q(is_shared=True))
        .order_by("name")
    )
