"""Lists of leaders' instructions."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.instructions.models import Instruction, InstructionPart, InstructionStep
from pandeng.domain.registers.register import Column, Register

REGISTERS = (
    Register(
        path="instructions",
        model=Instruction,
        title=_("批示"),
        columns=(
            Column("title"),
            Column("number"),
            Column("status"),
            Column("leader__display_name", title=_("批示领导")),
            Column("given_on"),
            Column("department__short_name", title=_("主办单位")),
            Column("due_on", kind="due"),
            Column("closed_on"),
        ),
        order="-given_on",
        filters=("status", "department"),
        search="title",
        day="given_on",
    ),
    Register(
        path="instructions/parts",
        model=InstructionPart,
        title=_("批示协办"),
        columns=(
            Column("instruction__title", title=_("批示")),
            Column("department__short_name", title=_("协办单位")),
            Column("asked_on"),
            Column("reported_on"),
            Column("report"),
        ),
        order="-asked_on",
        filters=("department",),
        search="instruction__title",
        day="asked_on",
    ),
    Register(
        path="instructions/steps",
        model=InstructionStep,
        title=_("批示办理过程"),
        columns=(
            Column("instruction__title", title=_("批示")),
            Column("step"),
            Column("happened_at"),
            Column("person"),
            Column("note"),
        ),
        order="-happened_at",
        filters=("step",),
        search="instruction__title",
    ),
)
