"""Reading instructions: the list, one with its next steps, the worklists of everybody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import departments
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.workflow import StepButton
from pandeng.domain.demands.clock import Light
from pandeng.domain.instructions.models import (
    Instruction,
    InstructionPart,
    InstructionSecret,
    InstructionStep,
)
from pandeng.domain.instructions.rules import ASSISTING_KINDS, LEAD_KINDS, InstructionState
from pandeng.domain.instructions.workflow import INSTRUCTION

CLOSED = frozenset({"closed"})
OPEN = [code for code in INSTRUCTION.statuses if code not in INSTRUCTION.ended | CLOSED]
RELATED = ("department", "leader", "enterprise", "project", "demand", "target")


@dataclass(frozen=True)
class InstructionLine:
    """An instruction as lists show it: a clock runs only while it is handled."""

    of: Instruction
    tone: str
    light: Light | None


def line(instruction: Instruction, light: Callable[[date | None], Light | None]) -> InstructionLine:
    return InstructionLine(
        of=instruction,
        tone=INSTRUCTION.tones[instruction.status],
        light=light(instruction.due_on) if instruction.status == "assigned" else None,
    )


def instructions(scope: Scope, status: str = "") -> QuerySet[Instruction]:
    """Those in sight (of a status), the nearest deadline first."""
    rows: QuerySet[Instruction] = (
        Instruction.objects.visible_to(scope)
        .select_related("department", "leader")
        .order_by(F("due_on").asc(nulls_last=True), "-given_on", "-id")
    )
    return rows.filter(status=status) if status else rows


def instruction(scope: Scope, pk: int) -> Instruction:
    found: Instruction | None = (
        Instruction.objects.visible_to(scope).select_related(*RELATED).filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有找到这件批示。"))
    return found


def given_by(scope: Scope, leader_id: int) -> QuerySet[Instruction]:
    """What one leader instructed, the newest first."""
    return instructions(scope).filter(leader_id=leader_id).order_by("-given_on", "-id")


def state_of(scope: Scope, instruction: Instruction) -> InstructionState:
    """What the rules must know of an instruction. One query."""
    parts = list(
        InstructionPart.objects.filter(
            cluster_id=scope.in_cluster(), instruction=instruction
        ).values_list("department_id", "reported_on")
    )
    return InstructionState(
        status=instruction.status,
        department_id=instruction.department_id,
        assisting=frozenset(unit for unit, _on in parts),
        open_parts=frozenset(unit for unit, reported in parts if reported is None),
        leader_id=instruction.leader_id,
    )


def buttons(scope: Scope, instruction: Instruction) -> list[StepButton]:
    """The steps that follow from the status, those in this person's hands first."""
    return INSTRUCTION.steps_for(state_of(scope, instruction), scope)


def assisting(scope: Scope, instruction: Instruction) -> list[int]:
    """The units that assist and have not reported."""
    rows = InstructionPart.objects.visible_to(scope).filter(
        instruction=instruction, reported_on__isnull=True
    )
    return list(rows.values_list("department_id", flat=True))


def options(scope: Scope, source: str) -> QuerySet[Department]:
    """The units that an input of a step may name, by the source of its row."""
    kinds = {"leads": LEAD_KINDS, "assisting": ASSISTING_KINDS}[source]
    return departments(scope, kinds)


def steps(scope: Scope, instruction: Instruction) -> QuerySet[InstructionStep]:
    """What was done, the newest first."""
    rows: QuerySet[InstructionStep] = (
        InstructionStep.objects.visible_to(scope).filter(instruction=instruction).order_by("-order")
    )
    return rows


def parts(scope: Scope, instruction: Instruction) -> QuerySet[InstructionPart]:
    rows: QuerySet[InstructionPart] = (
        InstructionPart.objects.visible_to(scope)
        .filter(instruction=instruction)
        .select_related("department")
        .order_by("id")
    )
    return rows


def secret(scope: Scope, instruction: Instruction) -> str:
    """The confidential text, for those who may read it; else nothing."""
    found = InstructionSecret.objects.visible_to(scope).filter(instruction=instruction).first()
    return str(found.confidential_text) if found else ""


def already_sent(scope: Scope, key: str) -> Instruction | None:
    """The instruction of a form that arrived before."""
    if not key:
        return None
    step = (
        InstructionStep.objects.filter(cluster_id=scope.in_cluster(), key=key)
        .select_related("instruction")
        .first()
    )
    return step.instruction if step else None


def worklists(scope: Scope, today: date) -> list[tuple[str, str, QuerySet[Instruction]]]:
    """What waits for this person: code, words, instructions. By what they may do."""
    rows = instructions(scope)
    found: list[tuple[str, str, QuerySet[Instruction]]] = []

    def add(code: str, step: str, words: str, of: QuerySet[Instruction]) -> None:
        if scope.may(Permission(INSTRUCTION.steps[step].permission)):
            found.append((code, words, of))

    office = bool(scope.may(Permission.INSTRUCTION_ASSIGN))
    status = INSTRUCTION.status_words
    add("register", "register", status["given"], rows.filter(status="given"))
    add("assign", "assign", status["registered"], rows.filter(status="registered"))
    add("review", "review", status["answered"], rows.filter(status="answered"))
    if not office:
        own = scope.departments | scope.counties
        add("answer", "answer", status["assigned"], rows.filter(
            status="assigned", department_id__in=own))  # fmt: skip
        asked = InstructionPart.objects.filter(
            department_id__in=scope.departments, reported_on__isnull=True
        )
        add("assist", "report_part", INSTRUCTION.step_words["report_part"], rows.filter(
            status="assigned", id__in=asked.values("instruction_id")))  # fmt: skip
    ready = rows.filter(status="reviewed")
    if not scope.may(Permission.APPROVE):
        ready = ready.filter(leader_id=scope.user_id or 0)
    add("close", "close", status["reviewed"], ready)
    return found


def tab_of(scope: Scope, tab: str, words: str, today: date) -> QuerySet[Instruction]:
    """The instructions of a tab of the list: open, late, closed, all; with these words in the title."""
    if tab == "late":
        rows = late(scope, today)
    else:
        rows = instructions(scope)
        narrower: dict[str, dict[str, Any]] = {"closed": {"status": "closed"}, "all": {}}
        rows = rows.filter(**narrower.get(tab, {"status__in": OPEN}))
    return rows.filter(title__contains=words[:60]) if words else rows


def subjects(scope: Scope, found: Instruction) -> list[ClusterRecord]:
    """What it concerns, where this person may see it."""
    of = [found.enterprise, found.project, found.demand]
    seen: list[ClusterRecord] = [
        one for one in of if one and type(one).objects.visible_to(scope).filter(pk=one.pk).exists()
    ]
    return [*seen, found.target] if found.target else seen


def late(
    scope: Scope, today: date, *, only: Iterable[str] = ("assigned",)
) -> QuerySet[Instruction]:
    """Those that are handled beyond their deadline."""
    return instructions(scope).filter(status__in=list(only), due_on__lt=today)
