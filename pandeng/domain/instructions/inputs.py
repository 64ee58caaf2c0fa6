"""The inputs of each step of an instruction, a dataclass a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import ask

if TYPE_CHECKING:
    from pandeng.access.models import Department

NOTE, REPORT = gettext_noop("说明"), gettext_noop("办理情况")
PROOF_HELP = gettext_noop("文号、回执、纪要等；文件可在附件中上传")
MAX_NOTE_LENGTH = 500
MAX_REPORT_LENGTH = 2000
MAX_PROOF_LENGTH = 300
MAX_DAYS_ON_FORM = 400


@dataclass(frozen=True, kw_only=True)
class InstructionNote:
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class InstructionMaybeNote:
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class InstructionAssignment:
    department: "Department" = ask(
        gettext_noop("主办单位"), "record", required=True, source="leads"
    )
    days: int = ask(
        gettext_noop("办理期限（工作日）"), "number", required=True, limit=MAX_DAYS_ON_FORM
    )
    assisting: "Sequence[Department]" = ask(
        gettext_noop("协办单位"),
        "records",
        source="assisting",
        help=gettext_noop("可多选；不需要就不选"),
    )
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class NewDeadline:
    new_due_on: date = ask(gettext_noop("新的期限"), "day", required=True)
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Reply:
    note: str = ask(NOTE, "text", required=True, limit=MAX_REPORT_LENGTH, prompt=REPORT)
    evidence: str = ask(
        gettext_noop("办结依据"), required=True, limit=MAX_PROOF_LENGTH, help=PROOF_HELP
    )
