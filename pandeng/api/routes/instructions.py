"""Instructions: the list, one with its process, taking a step."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.api.shapes import InstructionLineOut, InstructionLinesOut, WholeInstructionOut
from pandeng.api.steps import Id, Limit, Offset, given, next_steps, shape_of
from pandeng.core.errors import NotFound
from pandeng.core.refusal import json_answer
from pandeng.domain.calendars.queries import ProvisionalDays
from pandeng.domain.instructions import actions, queries
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.workflow import INSTRUCTION

router = Router(tags=["instructions"])
InstructionStepInputs: Any = shape_of("InstructionStepInputs", INSTRUCTION)


@router.get("/instructions", response=InstructionLinesOut)
def listing(
    request: PageRequest, status: str = "", limit: Limit = 50, offset: Offset = 0
) -> HttpResponse:
    """Instructions in scope, the nearest deadline first."""
    rows = queries.instructions(request.scope, status=status)
    provisional = ProvisionalDays(request.scope)
    lines = [_line(one, provisional) for one in rows[offset : offset + limit + 1]]
    more = offset + limit if len(lines) > limit else None
    return json_answer({"rows": lines[:limit], "next": more})


@router.get("/instructions/{record:pk}", response=WholeInstructionOut)
def one(request: PageRequest, pk: Id) -> HttpResponse:
    """One instruction, its process, and the next steps with the reason where one may not be taken."""
    return json_answer(_whole(request.scope, pk))


def _line(one: Instruction, provisional: ProvisionalDays) -> dict[str, Any]:
    names = [name for name in InstructionLineOut.model_fields if hasattr(one, name)]
    return {name: getattr(one, name) for name in names} | {
        "department": one.department.short_name if one.department else None,
        "due_is_provisional": provisional(one.due_on),
    }


def _whole(scope: Scope, pk: int) -> dict[str, Any]:
    found = queries.instruction(scope, pk)
    return {
        **_line(found, ProvisionalDays(scope)),
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
            for step in queries.steps(scope, found).reverse()
        ],
        "next_steps": next_steps(queries.buttons(scope, found)),
    }


@router.post("/instructions/{record:pk}/steps/{slug:step}", response=WholeInstructionOut)
def take(request: PageRequest, pk: Id, step: str, inputs: InstructionStepInputs) -> HttpResponse:
    """Take one step of an instruction, by the same table as the buttons."""
    scope = request.scope
    found = queries.instruction(scope, pk)
    if step not in INSTRUCTION.steps:
        raise NotFound(_("没有这个环节。"))
    row = INSTRUCTION.steps[step]
    values = given(inputs, row, scope, lambda source: queries.options(scope, source).model)
    actions.take(found, step, by=scope, now=request.now, **values)
    return json_answer(_whole(scope, pk))
