"""Reading demands: what the rules must know of one, the queue, everybody's work, lights."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.scope import Scope
from pandeng.core.verdict import Verdict
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands import workflow
from pandeng.domain.demands.clock import Light, LightRule, light
from pandeng.domain.demands.likeness import alike, pairs
from pandeng.domain.demands.models import (
    Clock,
    ClockLight,
    Demand,
    DemandNode,
    DemandPart,
    DemandStep,
    Extension,
    SavedView,
    SupervisionSlip,
)
from pandeng.domain.demands.workflow import State
from pandeng.domain.enterprises.models import Enterprise

OPEN = [code for code in workflow.STATUSES if code not in workflow.ENDED | workflow.CLOSED]


def state_of(demand: Demand) -> State:
    """What the rules must know of a demand that the caller found through its scope. Six queries."""
    steps = list(
        DemandStep.objects.filter(demand=demand, step__in=("object", "attempt", "answer"))
        .order_by("order")
        .values_list("step", flat=True)
    )
    since_answer = steps[::-1].index("answer") if "answer" in steps else len(steps)
    parts = list(
        DemandPart.objects.filter(demand=demand, withdrawn_on__isnull=True).values_list(
            "department_id", "reported_on"
        )
    )
    nodes = list(DemandNode.objects.filter(demand=demand).values_list("done_on", flat=True))
    extensions = list(
        Extension.objects.filter(demand=demand).values_list("decided_on", "is_granted")
    )
    children = (
        Demand.objects.filter(parent=demand)
        .exclude(status__in=workflow.ENDED | workflow.CLOSED)
        .count()
    )
    return State(
        status=demand.status,
        enterprise_id=demand.enterprise_id,
        department_id=demand.department_id,
        assisting=frozenset(department for department, _reported in parts),
        handler_id=demand.handler_id,
        closer_id=demand.closer_id,
        objections=steps.count("object"),
        attempts=steps[len(steps) - since_answer :].count("attempt"),
        open_parts=sum(reported is None for _department, reported in parts),
        open_children=children,
        open_nodes=sum(done is None for done in nodes),
        is_long_cycle=demand.is_long_cycle,
        is_planned=bool(nodes),
        extension_pending=any(decided is None for decided, _granted in extensions),
        was_extended=any(granted for _decided, granted in extensions),
        is_chain_wide=demand.chain_id is not None,
        is_child=demand.parent_id is not None and demand.status not in workflow.ENDED,
        called_back=demand.called_back_on is not None,
    )


def already_sent(scope: Scope, key: str) -> Demand | None:
    """The demand of a form that arrived before."""
    sent = DemandStep.objects.filter(cluster_id=scope.in_cluster(), key=key)
    demand_id = key and sent.values_list("demand_id", flat=True).first()
    return Demand.objects.get(pk=demand_id) if demand_id else None


@dataclass(frozen=True)
class Button:
    """A next step as the page shows it: pressed or, with its sentence, not."""

    step: str
    title: str
    may: Verdict
    needs: tuple[str, ...]
    by: str


def buttons(scope: Scope, demand: Demand) -> list[Button]:
    """The steps that follow from the status, those in this person's hands first."""
    state = state_of(demand)
    found = [
        Button(
            step, workflow.STEPS[step], workflow.may_take(state, step, scope), move.needs, move.by
        )
        for step, move in workflow.steps_from(demand.status).items()
    ]
    return sorted(found, key=lambda button: not button.may)


# -- lights --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lamp:
    """Turns deadlines into lights for one cluster on one day."""

    palette: tuple[LightRule, ...]
    calendar: WorkCalendar
    today: date

    def __call__(self, due_on: date | None) -> Light | None:
        return light(due_on, self.today, self.palette, self.calendar)


def palette_of(scope: Scope) -> tuple[LightRule, ...]:
    """The lights of the cluster; without a pack the plain three."""
    rows = ClockLight.objects.visible_to(scope).order_by("order")
    return tuple(
        LightRule(r.code, r.name, r.tone, r.most_days_left, r.tells, r.issues_slip, r.pk)
        for r in rows
    ) or (LightRule("calm", "", "green", None),)


def lamp(scope: Scope, today: date) -> Lamp:
    """Two queries."""
    return Lamp(palette_of(scope), calendar_of(scope), today)


# -- queues --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pile:
    """A pile of work on somebody's desk: demands that wait for the same step."""

    code: str
    title: str
    rows: QuerySet[Demand]
    address: str


def open_demands(scope: Scope) -> QuerySet[Demand]:
    return Demand.objects.visible_to(scope).filter(status__in=OPEN)


def piles(scope: Scope, today: date) -> list[tuple[str, str, QuerySet[Demand]]]:
    """What waits for this person: code, words, demands. By what they may do, not by a list of roles."""
    rows = Demand.objects.visible_to(scope)
    mine = rows.filter(department_id__in=scope.departments) if scope.departments else rows.none()
    found: list[tuple[str, str, QuerySet[Demand]]] = []

    def pile(code: str, words: str, verb: str, of: QuerySet[Demand]) -> None:
        if scope.may(f"demand.{verb}"):
            found.append((code, words, of))

    unit = not scope.may("demand.assign")
    pile("accept", workflow.STATUSES["received"], "accept", rows.filter(status="received"))
    pile("assign", workflow.STATUSES["accepted"], "assign", rows.filter(status="accepted"))
    pile("settle", workflow.STATUSES["objected"], "settle", rows.filter(status="objected"))
    pile(
        "grant",
        gettext_noop("待审批延期"),
        "grant",
        rows.filter(
            extensions__decided_on__isnull=True, extensions__isnull=False, status="handling"
        ),
    )
    if unit:
        pile("sign", workflow.STATUSES["assigned"], "sign", mine.filter(status="assigned"))
        pile("handle", workflow.STATUSES["handling"], "answer", mine.filter(status="handling"))
        pile(
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
    pile("consult", workflow.STATUSES["consulting"], "decide", rows.filter(status="consulting"))
    pile("close", workflow.STATUSES["confirmed"], "close", rows.filter(status="confirmed"))
    pile(
        "late",
        gettext_noop("已超期"),
        "assign",
        rows.filter(status__in=OPEN, next_due_on__lt=today),
    )
    pile("confirm", workflow.STATUSES["answered"], "confirm", rows.filter(status="answered"))
    pile("resubmit", workflow.STATUSES["returned"], "resubmit", rows.filter(status="returned"))
    return found


def open_slips(scope: Scope) -> QuerySet[SupervisionSlip]:
    return SupervisionSlip.objects.visible_to(scope).filter(answered_on__isnull=True)


def due_for_call_back(scope: Scope, month: date) -> list[Demand]:
    """The sample of a month's closes to be called back: every tenth at least, the same for everybody.

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
    return closed[: math.ceil(len(closed) * CALL_BACK_SHARE)]


CALL_BACK_SHARE = 0.1  # source: 晴隆 12345, call-back of at least a tenth each month


def views_of(scope: Scope) -> QuerySet[SavedView]:
    """One's own saved views and those shared."""
    return (
        SavedView.objects.visible_to(scope)
        .filter(Q(user_id=scope.user_id) | Q(is_shared=True))
        .order_by("name")
    )


def clocks_of(scope: Scope, demand: Demand, lamp: Lamp) -> list[dict[str, Any]]:
    """The deadlines of a demand, running ones first, each with its light or how it ended."""
    rows = Clock.objects.visible_to(scope).filter(demand=demand).select_related("department")
    return [
        {
            "of": clock,
            "light": lamp(clock.due_on) if clock.ended_on is None and not clock.paused_on else None,
            "in_time": clock.ended_on is not None and clock.ended_on <= clock.due_on,
        }
        for clock in sorted(rows, key=lambda c: (c.ended_on is not None, c.due_on, c.pk))
    ]


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
        .exclude(status__in=workflow.ENDED | workflow.CLOSED)
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

LEAST_ALIKE = 0.3


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
        for demand in rows[:MOST_COMPARED]
        if (share := alike(asked, pairs(f"{demand.title} {demand.text}"))) >= LEAST_ALIKE
    ]
    own = enterprise.pk if enterprise else None
    found.sort(key=lambda pair: (pair[0].enterprise_id != own, -pair[1]))
    return found[:limit]


MOST_COMPARED = 2000
