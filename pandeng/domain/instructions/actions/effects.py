"""What each step of an instruction leaves behind, and what the effects share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.edits import Edits
from pandeng.core.errors import DomainError
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import MAX_DAYS, WorkCalendar
from pandeng.domain.instructions import inputs, rules
from pandeng.domain.instructions.models import Instruction, InstructionPart, InstructionStep

NEAR = 1  # working days left when the unit is reminded; this system's proposal


@dataclass
class InstructionWork:
    """What the effects of a step share. The instruction's row is locked, or new in this change."""

    change: Change
    instruction: Instruction
    by: Scope
    now: datetime
    key: str = ""
    edits: Edits = field(default_factory=Edits)

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar_of(self.by)

    def set(self, **values: Any) -> None:
        """Set fields of the instruction; they are written with the step."""
        self.edits.set(self.instruction, **values)

    def write(self, step: str, note: str) -> None:
        """Write what the step has changed, and its line in the process."""
        self.edits.write(self.change)
        lines = InstructionStep.objects.filter(instruction=self.instruction)
        line = InstructionStep(
            cluster_id=self.instruction.cluster_id,
            instruction=self.instruction,
            order=(lines.aggregate(last=Max("order"))["last"] or 0) + 1,
            step=step,
            happened_at=self.now,
            person=self.by.name,
            user_id=self.by.user_id,
            note=note[:600],
            key=self.key or None,
        )
        self.change.add_each([line])


def _unit(unit: Department, kinds: tuple[str, ...]) -> Department:
    if unit.kind not in kinds:
        raise DomainError(_("“%(unit)s”不能承办批示，请改选其他单位。") % {"unit": unit})
    return unit


def assign(work: InstructionWork, given: inputs.InstructionAssignment) -> str:
    """A lead unit with a deadline in working days, and those who assist it."""
    lead, days = _unit(given.department, rules.LEAD_KINDS), given.days
    if not isinstance(days, int) or not 1 <= days <= MAX_DAYS:
        raise DomainError(_("办理期限应为1至%(most)s个工作日。") % {"most": MAX_DAYS})
    due_on = work.calendar.after(work.today, days).on
    original = work.instruction.original_due_on or due_on
    work.set(department=lead, days=days, due_on=due_on, original_due_on=original)
    known = {
        part.department_id: part
        for part in InstructionPart.objects.filter(instruction=work.instruction)
    }
    assisting = [_unit(unit, rules.ASSISTING_KINDS) for unit in given.assisting]
    fresh = [
        InstructionPart(
            cluster_id=work.instruction.cluster_id,
            instruction=work.instruction,
            department=unit,
            asked_on=work.today,
        )
        for unit in assisting
        if unit.pk != lead.pk and unit.pk not in known
    ]
    work.change.add_each(fresh)
    wanted = {unit.pk for unit in assisting} - {lead.pk}
    dropped = [part for unit, part in known.items() if unit not in wanted and not part.reported_on]
    for part in dropped:  # the list given is the list: who is not on it owes nothing
        work.change.remove(part)
    words = _("交办%(lead)s，%(due)s前办结") % {"lead": lead, "due": work.calendar.written(due_on)}
    if assisting:
        words += _("；协办：%(units)s") % {"units": "、".join(str(unit) for unit in assisting)}
    if gone := [str(part.department) for part in dropped if part.department_id != lead.pk]:
        words += _("；不再协办：%(units)s") % {"units": "、".join(gone)}
    return f"{words}。{given.note}" if given.note else words


def urge(work: InstructionWork, given: inputs.InstructionNote) -> None:
    work.set(urged=work.instruction.urged + 1)


def report_part(work: InstructionWork, given: inputs.InstructionNote) -> None:
    waiting = InstructionPart.objects.filter(instruction=work.instruction, reported_on__isnull=True)
    mine = waiting.filter(department_id__in=work.by.departments).first()
    if mine is None and work.by.system:
        mine = waiting.first()
    if mine is None:
        raise DomainError(_("没有等待本单位反馈的协办事项。"))
    work.change.save(mine, reported_on=work.today, report=given.note[:600])


def adjust(work: InstructionWork, given: inputs.NewDeadline) -> str:
    new, old = given.new_due_on, work.instruction.due_on
    if new <= work.today:
        raise DomainError(_("新的期限须在今天以后。"))
    if not work.calendar.is_working(new):
        raise DomainError(_("%(day)s不是工作日，请改选工作日。") % {"day": new})
    work.set(due_on=new)
    return _("期限由%(old)s调整为%(new)s：%(why)s") % {"old": old, "new": new, "why": given.note}


def answer(work: InstructionWork, given: inputs.Reply) -> None:
    work.set(
        answer=given.note,
        evidence=given.evidence[: inputs.MAX_PROOF_LENGTH],
        answered_on=work.today,
    )


def close(work: InstructionWork, given: inputs.InstructionMaybeNote) -> None:
    work.set(closed_on=work.today)


def handle_again(work: InstructionWork, given: inputs.InstructionNote) -> str:
    """Handled anew with the same number of working days from today; the answer given stays on the record."""
    days = work.instruction.days or NEAR
    due_on = work.calendar.after(work.today, days).on
    work.set(due_on=due_on, answered_on=None, closed_on=None)
    return _("%(why)s（%(due)s前补办）") % {"why": given.note, "due": work.calendar.written(due_on)}


Effect = Callable[[InstructionWork, Any], "str | None"]
EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (assign, urge, report_part, adjust, answer, close, handle_again)
}
