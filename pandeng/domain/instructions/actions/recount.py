"""A changed work calendar moves the deadlines of instructions that are being handled, each with a line."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.language import office_language
from pandeng.domain.calendars.rules import CalendarTurn
from pandeng.domain.instructions.actions.effects import InstructionWork
from pandeng.domain.instructions.models import Instruction, InstructionStep

COUNTED = ("assign", "return", "reopen")  # the steps that count the working days from their day


@office_language()
def recount(change: Change, turn: CalendarTurn, why: str, *, by: Scope, now: datetime) -> int:
    """Count anew what is being handled and depends on the days that changed. Counts those that moved."""
    rows = Instruction.objects.filter(
        cluster_id=by.in_cluster(), status="assigned", due_on__gte=turn.changed[0]
    )
    moved = 0
    for one in rows.select_for_update(of=("self",)).order_by("id"):
        lines = InstructionStep.objects.filter(instruction=one, step__in=COUNTED).order_by("order")
        if (last := lines.last()) is None or one.due_on is None:
            continue
        started_on = timezone.localdate(last.happened_at)
        due_on = turn.counted(started_on, one.days or 0, one.due_on)
        if due_on == one.due_on:
            continue
        said = _("办理期限由%(old)s改为%(new)s") % {
            "old": turn.was.written(one.due_on),
            "new": turn.now.written(due_on),
        }
        work = InstructionWork(change, one, by, now)
        if one.original_due_on == one.due_on:
            work.set(original_due_on=due_on)
        work.set(due_on=due_on)
        work.write("recount", f"{why}：{said}")
        moved += 1
    return moved
