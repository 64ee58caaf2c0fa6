"""Reading demands: what the rules must know of one, the queue, everybody's work, lights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import departments
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.workflow import StepButton
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.chains.queries import chains
from pandeng.domain.demands.clock import Light, LightRule, light
from pandeng.domain.demands.models import (
    ClockLight,
    Demand,
    DemandClass,
    DemandNode,
    DemandPart,
    DemandStep,
    Extension,
    SavedView,
    ServiceLevel,
    SupervisionSlip,
)
from pandeng.domain.demands.rules import LEAD_KINDS, DemandState
from pandeng.domain.demands.text_similarity import alike, pairs
from pandeng.domain.demands.workflow import CLOSED, LOOP
from pandeng.domain.enterprises.models import Enterprise

OPEN = [code for code in LOOP.statuses if code not in LOOP.ended | CLOSED]


def _counted(model: type[ClusterRecord], of: str, **where: Any) -> Any:
    """How many records of a kind point at the row, as a column of its own query."""
    rows = model._base_manager.filter(**{of: OuterRef("pk")}, **where).order_by()
    return Subquery(rows.values(of).annotate(n=Count("pk")).values("n"))


def _facts() -> dict[str, Any]:
    """What the state asks of other records, as columns beside the demand's own."""
    return {
        "node_count": _counted(DemandNode, "demand"),
        "open_node_count": _counted(DemandNode, "demand", done_on__isnull=True),
        "open_child_count": _counted(Demand, "parent", status__in=OPEN),
        "pending_count": _counted(Extension, "demand", decided_on__isnull=True),
        "granted_count": _counted(Extension, "demand", is_granted=True),
    }


def state_of(demand: Demand) -> DemandState:
    """What the rules must know of a demand that the caller found through its scope. Three queries."""
    found = Demand._base_manager.annotate(**_facts()).get(pk=demand.pk)
    return _state(found, list(_process(found).values()))


def for_step(scope: Scope, pk: int) -> tuple[Demand, DemandState, int] | None:
    """A demand locked for a step, its state, the last order of its process. Three queries."""
    rows = Demand.objects.visible_to(scope).filter(pk=pk).annotate(**_facts())
    demand: Demand | None = (
        rows.select_for_update(of=("self",))
        .select_related("matter__level", "level", "department", "enterprise", "chain")
        .first()
    )
    if demand is None:
        return None
    process = _process(demand)
    return demand, _state(demand, list(process.values())), max(process, default=0)


def demand_of(scope: Scope, pk: int) -> Demand:
    """A demand with what its line and its rules name. One query."""
    rows = Demand.objects.visible_to(scope).filter(pk=pk)
    demand: Demand | None = rows.select_related(
        "enterprise", "chain", "matter__level", "level", "department"
    ).first()
    if demand is None:
        raise NotFound(_("没有找到这件诉求。"))
    return demand


def process_lines(demand: Demand) -> list[dict[str, Any]]:
    """What was done with a demand that the caller found through its scope, from the first step on."""
    names = ("order", "step", "happened_at", "department__short_name", "person", "note")
    lines = DemandStep.objects.filter(demand=demand).order_by("order").values_list(*names)
    return [
        {
            "order": order,
            "step": step,
            "title": _(LOOP.step_words[step]),
            "happened_at": at,
            "department": unit,
            "person": person,
            "note": note,
        }
        for order, step, at, unit, person, note in lines
    ]


def _process(demand: Demand) -> dict[int, str]:
    """The steps taken so far, by their order."""
    lines = DemandStep.objects.filter(demand=demand).order_by("order")
    return dict(lines.values_list("order", "step"))


def _state(demand: Any, process: list[str]) -> DemandState:
    since_answer = process[::-1].index("answer") if "answer" in process else len(process)
    parts = DemandPart.objects.filter(demand=demand, withdrawn_on__isnull=True)
    reported = dict(parts.values_list("department_id", "reported_on"))
    return DemandState(
        status=demand.status,
        enterprise_id=demand.enterprise_id,
        department_id=demand.department_id,
        assisting=frozenset(reported),
        handler_id=demand.handler_id,
        closer_id=demand.closer_id,
        objections=process.count("object"),
        attempts=process[len(process) - since_answer :].count("log_contact_attempt"),
        open_parts=sum(day is None for day in reported.values()),
        open_children=demand.open_child_count or 0,
        open_nodes=demand.open_node_count or 0,
        is_long_cycle=demand.is_long_cycle,
        is_planned=bool(demand.node_count),
        extension_pending=bool(demand.pending_count),
        was_extended=bool(demand.granted_count),
        is_chain_wide=demand.chain_id is not None,
        is_child=demand.parent_id is not None and demand.status not in LOOP.ended,
        was_followed_up=demand.called_back_on is not None,
    )


def already_sent(scope: Scope, key: str) -> Demand | None:
    """The demand of a form that arrived before."""
    sent = DemandStep.objects.filter(cluster_id=scope.in_cluster(), key=key)
    demand_id = key and sent.values_list("demand_id", flat=True).first()
    return Demand.objects.get(pk=demand_id) if demand_id else None


def buttons(scope: Scope, demand: Demand) -> list[StepButton]:
    """The steps that follow from the status, those in this person's hands first."""
    return LOOP.steps_for(state_of(demand), scope)


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


def node_plan(scope: Scope, demand: Demand) -> list[DemandNode]:
    return list(DemandNode.objects.visible_to(scope).filter(demand=demand))


def demands_of(scope: Scope, enterprise: Enterprise) -> QuerySet[Demand]:
    """The demands of an enterprise, the newest first."""
    rows: QuerySet[Demand] = Demand.objects.visible_to(scope).filter(enterprise=enterprise)
    return rows.order_by("-id")


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
    rows = ClockLight.objects.visible_to(scope).order_by("order")
    return tuple(
        LightRule(r.code, r.name, r.tone, r.most_days_left, r.tells, r.issues_slip, r.pk)
        for r in rows
    ) or (LightRule("calm", "", "green", None),)


def light_for(scope: Scope, today: date) -> LightFor:
    """Two queries."""
    return LightFor(light_rules(scope), calendar_of(scope), today)


# -- queues --------------------------------------------------------------------------------------


def open_demands(scope: Scope) -> QuerySet[Demand]:
    return Demand.objects.visible_to(scope).filter(status__in=OPEN)


def worklists(scope: Scope, today: date) -> list[tuple[str, str, QuerySet[Demand]]]:
    """What waits for this person: code, words, demands. By what they may do, not by a list of roles."""
    rows = Demand.objects.visible_to(scope)
    mine = rows.filter(department_id__in=scope.departments) if scope.departments else rows.none()
    found: list[tuple[str, str, QuerySet[Demand]]] = []

    def add(code: str, words: str, verb: str, of: QuerySet[Demand]) -> None:
        if scope.may(Permission(f"demand.{verb}")):
            found.append((code, words, of))

    unit = not scope.may(Permission.DEMAND_ASSIGN)
    add("accept", LOOP.status_words["received"], "accept", rows.filter(status="received"))
    add("assign", LOOP.status_words["accepted"], "assign", rows.filter(status="accepted"))
    add(
        "rule_on_objection",
        LOOP.status_words["objected"],
        "rule_on_objection",
        rows.filter(status="objected"),
    )
    add(
        "grant",
        gettext_noop("待审批延期"),
        "grant",
        rows.filter(
            extensions__decided_on__isnull=True, extensions__isnull=False, status="handling"
        ),
    )
    if unit:
        add("sign", LOOP.status_words["assigned"], "sign", mine.filter(status="assigned"))
        add("handle", LOOP.status_words["handling"], "answer", mine.filter(status="handling"))
        add(
            "assist",
            gettext_noop("待协办反馈"),
            "report_part",
            rows.filter(
                id__in=DemandPart.objects.filter(
                    department_id__in=scope.departments,
                    reported_on__isnull=True,
                    withdrawn_on__isnull=True,
                ).values("demand_id"),
                status__in=("handling", "consulting"),
            ),
        )
    add("consult", LOOP.status_words["consulting"], "decide", rows.filter(status="consulting"))
    add("close", LOOP.status_words["confirmed"], "close", rows.filter(status="confirmed"))
    add(
        "late",
        gettext_noop("已超期"),
        "assign",
        rows.filter(status__in=OPEN, next_due_on__lt=today),
    )
    add("confirm", LOOP.status_words["answered"], "confirm", rows.filter(status="answered"))
    add("resubmit", LOOP.status_words["returned"], "resubmit", rows.filter(status="returned"))
    return found


def open_slips(scope: Scope) -> QuerySet[SupervisionSlip]:
    return SupervisionSlip.objects.visible_to(scope).filter(answered_on__isnull=True)


def due_for_follow_up(scope: Scope, month: date) -> list[Demand]:
    """The sample of a month's closes to be followed up: every tenth at least, the same for everybody.

    Drawn by the number's digest, so that nobody picks; those called back already stay in.
    """
    import hashlib
    import math

    closed = list(
        Demand.objects.visible_to(scope)
        .filter(closed_on__year=month.year, closed_on__month=month.month)
        .select_related("enterprise", "chain", "department")
    )
    closed.sort(key=lambda demand: hashlib.sha256(demand.number.encode()).hexdigest())
    return closed[: math.ceil(len(closed) * FOLLOW_UP_SHARE)]


FOLLOW_UP_SHARE = 0.1  # source: 晴隆 12345, call-back of at least a tenth each month


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


# -- consultations -------------------------------------------------------------------------------

WHY_ASKED = gettext_noop("提请会商")
WHY_OBJECTED = gettext_noop("两次异议")
WHY_LATE = gettext_noop("超期%(days)s个工作日以上")
LATE_DAYS = 5


def needing(scope: Scope, today: date) -> list[tuple[Demand, str]]:
    """Demands that need a joint session, each with the reason."""
    since = calendar_of(scope).before(today, LATE_DAYS)
    rows = (
        Demand.objects.visible_to(scope)
        .exclude(status__in=LOOP.ended | CLOSED)
        .annotate(objections=Count("steps", filter=Q(steps__step="object")))
        .filter(
            Q(status="consulting")
            | Q(status="objected", objections__gte=2)
            | Q(status="handling", due_on__lte=since)
        )
        .exclude(consultations__consultation__ended_on__isnull=True, consultations__isnull=False)
        .select_related("enterprise", "chain", "department")
        .order_by("due_on", "id")
    )
    return [
        (
            demand,
            _(WHY_ASKED)
            if demand.status == "consulting"
            else _(WHY_OBJECTED)
            if demand.status == "objected"
            else _(WHY_LATE) % {"days": LATE_DAYS},
        )
        for demand in rows
    ]


# -- alike ---------------------------------------------------------------------------------------

MIN_SIMILARITY = 0.3


def similar(
    scope: Scope, text: str, *, enterprise: Enterprise | None = None, limit: int = 6
) -> list[tuple[Demand, float]]:
    """Open demands that read alike by character pairs, those of the same enterprise first."""
    asked = pairs(text)
    if len(asked) < 3:
        return []
    rows = open_demands(scope).select_related("enterprise", "chain").order_by("-received_on")
    found = [
        (demand, share)
        for demand in rows[:MAX_COMPARED]
        if (share := alike(asked, pairs(f"{demand.title} {demand.text}"))) >= MIN_SIMILARITY
    ]
    own = enterprise.pk if enterprise else None
    found.sort(key=lambda pair: (pair[0].enterprise_id != own, -pair[1]))
    return found[:limit]


MAX_COMPARED = 2000
