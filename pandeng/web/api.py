"""The JSON interface: the same actions, rules and scopes as the pages, for programs. OpenAPI at /api/openapi.json.

Whoever calls has signed in by session; writes carry the CSRF token. Lists answer without a count of
everything (ask `count=1` for it), so that they cost the same in a large ledger.
"""

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import CharField, Count, F
from django.db.models.functions import Cast, Substr
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.security import django_auth

from pandeng.access.scope import Scope
from pandeng.core.errors import Busy, DomainError, NotFound
from pandeng.core.search import found
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import (
    Demand,
    DemandClass,
    DemandStep,
)
from pandeng.domain.demands.queries import buttons, options
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.queries import find, of_enterprise
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.instructions import actions as instruction_actions
from pandeng.domain.instructions import queries as instruction_queries
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.web.query_params import asked_figure
from pandeng.web.request import PageRequest
from pandeng.web.steps_api import given, named, shape_of

api = NinjaAPI(title="Pandeng", version="1", auth=django_auth, docs_url=None)
MOST = 200
ORDERS = {"due": "next_due_on", "new": "-received_on", "number": "number"}
LINE = (
    "id", "number", "title", "status", "received_on", "next_due_on", "due_on", "closed_on",
    "is_long_cycle", "enterprise_id", "enterprise__name", "matter_id", "matter__name",
    "department_id", "department__short_name",
)  # fmt: skip


@api.exception_handler(NotFound)
def _missing(request: PageRequest, error: NotFound) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=404)


@api.exception_handler(Busy)
def _busy(request: PageRequest, error: Busy) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=503)


@api.exception_handler(DomainError)
def _refused(request: PageRequest, error: DomainError) -> HttpResponse:
    return JsonResponse({"error": error.message}, status=422)


@api.exception_handler(ValidationError)
def _malformed(request: PageRequest, error: ValidationError) -> HttpResponse:
    where = [".".join(str(part) for part in one["loc"]) + ": " + one["msg"] for one in error.errors]
    return JsonResponse({"error": "; ".join(where)}, status=400)


class Line(Schema):
    """A demand as lists show it."""

    id: int
    number: str
    title: str
    status: str
    received_on: date
    next_due_on: date | None
    due_on: date | None
    closed_on: date | None
    is_long_cycle: bool
    enterprise_id: int | None
    enterprise: str | None
    matter_id: int
    matter: str
    department_id: int | None
    department: str | None


class Lines(Schema):
    rows: list[Line]
    next: int | None = Field(description="offset of the next rows; null at the end")
    count: int | None = None


def _lines(rows: Any) -> list[dict[str, Any]]:
    names = [name.replace("__name", "").replace("__short_name", "") for name in LINE]
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*LINE)]


@api.get("/demands", response=Lines, tags=["demands"])
def demands(
    request: PageRequest,
    status: str = "",
    department: int | None = None,
    matter: int | None = None,
    enterprise: int | None = None,
    q: str = "",
    order: Literal["due", "new", "number"] = "due",
    limit: int = 50,
    offset: int = 0,
    count: bool = False,
) -> HttpResponse:
    """Demands in scope, filtered and in order; one query."""
    scope = request.scope
    rows = Demand.objects.visible_to(scope)
    if status:
        rows = rows.filter(status=status)
    if enterprise is not None:
        rows = rows.filter(of_enterprise(scope, enterprise))
    for name, value in (("department", department), ("matter", matter)):
        if value is not None:
            rows = rows.filter(**{name: value})
    if q:
        rows = found(rows, asked(q))
    by = ORDERS[order]
    ordered = rows.order_by(F(by).asc(nulls_last=True) if order == "due" else by, "id")
    limit = max(1, min(limit, MOST))
    offset = max(0, offset)
    lines = _lines(ordered[offset : offset + limit + 1])
    more = len(lines) > limit
    answer = {"rows": lines[:limit], "next": offset + limit if more else None}
    if count:
        answer["count"] = rows.count()
    return JsonResponse(answer)


class Taken(Schema):
    order: int
    step: str
    title: str
    happened_at: datetime
    person: str
    note: str


class Step(Taken):
    department: str | None


class Next(Schema):
    step: str
    title: str
    may: bool
    why_not: str
    needs: list[str]


class Whole(Line):
    """One demand with its process and what may be done next."""

    text: str
    answer: str
    result: str
    steps: list[Step]
    next_steps: list[Next]


def _demand(request: PageRequest, pk: int) -> Demand:
    rows = Demand.objects.visible_to(request.scope).filter(pk=pk)
    found: Demand | None = rows.select_related(
        "enterprise", "chain", "matter__level", "level", "department"
    ).first()
    if found is None:
        raise NotFound(_("没有找到这件诉求。"))
    return found


@api.get("/demands/{int:pk}", response=Whole, tags=["demands"])
def demand(request: PageRequest, pk: int) -> HttpResponse:
    """One demand, its process, and the next steps with the reason where one may not be taken."""
    return JsonResponse(_whole(request, _demand(request, pk)))


def _whole(request: PageRequest, found: Demand) -> dict[str, Any]:
    scope = request.scope
    steps = (
        DemandStep.objects.filter(demand=found)
        .order_by("order")
        .values_list("order", "step", "happened_at", "department__short_name", "person", "note")
    )
    return {
        "id": found.pk,
        "number": found.number,
        "title": found.title,
        "status": found.status,
        "received_on": found.received_on,
        "next_due_on": found.next_due_on,
        "due_on": found.due_on,
        "closed_on": found.closed_on,
        "is_long_cycle": found.is_long_cycle,
        "enterprise_id": found.enterprise_id,
        "enterprise": found.enterprise.name if found.enterprise else None,
        "matter_id": found.matter_id,
        "matter": found.matter.name,
        "department_id": found.department_id,
        "department": found.department.short_name if found.department else None,
        "text": found.text,
        "answer": found.answer,
        "result": found.result,
        "steps": [
            {
                "order": order,
                "step": step,
                "title": _(LOOP.step_words[step]),
                "happened_at": at,
                "department": unit,
                "person": person,
                "note": note,
            }
            for order, step, at, unit, person, note in steps
        ],
        "next_steps": [
            {
                "step": b.step,
                "title": b.title,
                "may": bool(b.may),
                "why_not": b.may.message,
                "needs": list(b.needs),
            }
            for b in buttons(scope, found)
        ],
    }


class New(Schema):
    """A demand to take in. `key` makes a repetition harmless."""

    enterprise: int
    matter: int
    title: str = Field(max_length=120)
    text: str = Field("", max_length=5000)
    channel: str = "enterprise"
    key: str = Field("", max_length=40)


@api.post("/demands", response={201: Line}, tags=["demands"])
def receive(request: PageRequest, told: New) -> HttpResponse:
    """Take a demand in, by the same action as the form."""
    scope = request.scope
    enterprise = find(scope, told.enterprise)
    made = actions.receive(
        enterprise,
        matter=named(DemandClass, scope, told.matter),
        title=told.title,
        text=told.text,
        channel=told.channel,
        key=told.key,
        by=scope,
        now=request.now,
    )
    rows = Demand.objects.visible_to(scope).filter(pk=made.pk)
    return JsonResponse(_lines(rows)[0], status=201)


class PlannedNode(Schema):
    name: str
    planned_on: date
    responsible: str


Told: Any = shape_of("Told", LOOP, {"nodes": PlannedNode})


@api.post("/demands/{int:pk}/steps/{slug:step}", response=Whole, tags=["demands"])
def take(request: PageRequest, pk: int, step: str, told: Told) -> HttpResponse:
    """Take one step, by the same table as the buttons."""
    found = _demand(request, pk)
    if step not in LOOP.steps:
        raise NotFound(_("没有这个环节。"))
    scope = request.scope
    inputs = given(told, LOOP.steps[step], scope, lambda source: options(scope, found, source))
    actions.take(found, step, by=scope, now=request.now, **inputs)
    return JsonResponse(_whole(request, _demand(request, pk)))


class InstructionLine(Schema):
    """An instruction as lists show it."""

    id: int
    number: str
    title: str
    status: str
    leader_id: int
    given_on: date
    department_id: int | None
    department: str | None
    due_on: date | None
    closed_on: date | None


class InstructionLines(Schema):
    rows: list[InstructionLine]
    next: int | None = Field(description="offset of the next rows; null at the end")


class WholeInstruction(InstructionLine):
    """One instruction with its process and what may be done next; the confidential part is on its page only."""

    text: str
    answer: str
    evidence: str
    steps: list[Taken]
    next_steps: list[Next]


@api.get("/instructions", response=InstructionLines, tags=["instructions"])
def instructions(
    request: PageRequest, status: str = "", limit: int = 50, offset: int = 0
) -> HttpResponse:
    """Instructions in scope, the nearest deadline first."""
    rows = instruction_queries.instructions(request.scope)
    if status:
        rows = rows.filter(status=status)
    limit, offset = max(1, min(limit, MOST)), max(0, offset)
    lines = [_instruction_line(one) for one in rows[offset : offset + limit + 1]]
    more = offset + limit if len(lines) > limit else None
    return JsonResponse({"rows": lines[:limit], "next": more})


@api.get("/instructions/{int:pk}", response=WholeInstruction, tags=["instructions"])
def instruction(request: PageRequest, pk: int) -> HttpResponse:
    """One instruction, its process, and the next steps with the reason where one may not be taken."""
    return JsonResponse(_whole_instruction(request.scope, pk))


def _instruction_line(one: Instruction) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in InstructionLine.model_fields}
    return told | {"department": one.department.short_name if one.department else None}


def _whole_instruction(scope: Scope, pk: int) -> dict[str, Any]:
    found = instruction_queries.instruction(scope, pk)
    steps = instruction_queries.steps(scope, found).reverse()
    return {
        **_instruction_line(found),
        "text": found.text,
        "answer": found.answer,
        "evidence": found.evidence,
        "steps": [
            {
                "order": step.order,
                "step": step.step,
                "title": step.get_step_display(),
                "happened_at": step.happened_at,
                "person": step.person,
                "note": step.note,
            }
            for step in steps
        ],
        "next_steps": [
            {
                "step": button.step,
                "title": button.title,
                "may": bool(button.may),
                "why_not": button.may.message,
                "needs": list(button.needs),
            }
            for button in instruction_queries.buttons(scope, found)
        ],
    }


ToldOfInstruction: Any = shape_of("ToldOfInstruction", INSTRUCTION)


@api.post(
    "/instructions/{int:pk}/steps/{slug:step}", response=WholeInstruction, tags=["instructions"]
)
def take_of_instruction(
    request: PageRequest, pk: int, step: str, told: ToldOfInstruction
) -> HttpResponse:
    """Take one step of an instruction, by the same table as the buttons."""
    scope = request.scope
    found = instruction_queries.instruction(scope, pk)
    if step not in INSTRUCTION.steps:
        raise NotFound(_("没有这个环节。"))
    inputs = given(
        told,
        INSTRUCTION.steps[step],
        scope,
        lambda source: instruction_queries.options(scope, source),
    )
    instruction_actions.take(found, step, by=scope, now=request.now, **inputs)
    return JsonResponse(_whole_instruction(scope, pk))


@api.get("/reports/demands", tags=["reports"])
def report(request: PageRequest, since: date | None = None) -> HttpResponse:
    """How many demands by status, department and month of receipt; one query."""
    rows = Demand.objects.visible_to(request.scope)
    if since:
        rows = rows.filter(received_on__gte=since)
    cells = (
        rows.annotate(month=Substr(Cast("received_on", CharField()), 1, 7))
        .values("status", "department_id", "month")
        .annotate(count=Count("id"))
        .order_by("month", "department_id", "status")
    )
    return JsonResponse({"rows": list(cells)})


@api.get("/figures/{slug:name}", tags=["figures"])
def one_figure(request: PageRequest, name: str) -> HttpResponse:
    """A figure with its parts, exclusions in words, as-of and known-at; slices as query parameters."""
    answer = figure(question(request.scope, name, **asked_figure(request)))
    return JsonResponse(answer.as_json())
