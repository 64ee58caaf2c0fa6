"""Demands: the list, one with its process, taking one in, taking a step."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.api.shapes import (
    DemandLineOut,
    DemandLinesOut,
    NewDemandIn,
    NodePlanIn,
    WholeDemandOut,
)
from pandeng.api.steps import Id, Limit, Offset, given, named, next_steps, shape_of
from pandeng.core.errors import NotFound
from pandeng.core.refusal import json_answer
from pandeng.domain.calendars.queries import ProvisionalDays
from pandeng.domain.demands import actions
from pandeng.domain.demands.listing import DemandFilter, demand_line, demand_lines, demands
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.demands.queries import demand_of, options, process_and_buttons
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.queries import find

router = Router(tags=["demands"])
StepInputs: Any = shape_of("StepInputs", LOOP, {"nodes": NodePlanIn})


@router.get("/demands", response=DemandLinesOut)
def listing(
    request: PageRequest,
    status: str = "",
    department: Id | None = None,
    matter: Id | None = None,
    enterprise: Id | None = None,
    q: str = "",
    order: Literal["due", "new", "number"] = "due",
    limit: Limit = 50,
    offset: Offset = 0,
    count: bool = False,
) -> HttpResponse:
    """Demands in scope, filtered and in order; one query."""
    asked = DemandFilter(
        status=status,
        department=department,
        matter=matter,
        enterprise=enterprise,
        words=q,
        order=order,
    )
    rows = demands(request.scope, asked, request.today)
    provisional = ProvisionalDays(request.scope)
    lines = [_marked(one, provisional) for one in demand_lines(rows[offset : offset + limit + 1])]
    more = len(lines) > limit
    answer = {"rows": lines[:limit], "next": offset + limit if more else None}
    if count:
        answer["count"] = rows.count()
    return json_answer(answer)


@router.get("/demands/{record:pk}", response=WholeDemandOut)
def one(request: PageRequest, pk: Id) -> HttpResponse:
    """One demand, its process, and the next steps with the reason where one may not be taken."""
    return json_answer(_whole(request, demand_of(request.scope, pk)))


def _whole(request: PageRequest, found: Demand) -> dict[str, Any]:
    lines, next_ones = process_and_buttons(request.scope, found)
    return {
        **_marked(demand_line(found), ProvisionalDays(request.scope)),
        "text": found.text,
        "answer": found.answer,
        "result": found.result,
        "steps": lines,
        "next_steps": next_steps(next_ones),
    }


@router.post("/demands", response={201: DemandLineOut})
def receive(request: PageRequest, new: NewDemandIn) -> HttpResponse:
    """Take a demand in, by the same action as the form."""
    scope = request.scope
    made = actions.receive(
        find(scope, new.enterprise),
        matter=named(DemandClass, scope, new.matter),
        title=new.title,
        text=new.text,
        channel=new.channel,
        key=new.key,
        by=scope,
        now=request.now,
    )
    return json_answer(_marked(demand_line(made), ProvisionalDays(scope)), status=201)


def _marked(line: dict[str, Any], provisional: ProvisionalDays) -> dict[str, Any]:
    """With whether its dates may still move; the last node of a long cycle is a day that somebody named."""
    counted = None if line["is_long_cycle"] else line["due_on"]
    return {
        **line,
        "next_due_is_provisional": provisional(line["next_due_on"]),
        "due_is_provisional": provisional(counted),
    }


@router.post("/demands/{record:pk}/steps/{slug:step}", response=WholeDemandOut)
def take(request: PageRequest, pk: Id, step: str, inputs: StepInputs) -> HttpResponse:
    """Take one step, by the same table as the buttons."""
    scope = request.scope
    found = demand_of(scope, pk)
    if step not in LOOP.steps:
        raise NotFound(_("没有这个环节。"))
    values = given(
        inputs, LOOP.steps[step], scope, lambda source: options(scope, found, source).model
    )
    actions.take(found, step, by=scope, now=request.now, **values)
    return json_answer(_whole(request, demand_of(scope, pk)))
