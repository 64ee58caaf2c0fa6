"""The inputs of each step of a project's life: a dataclass for each kind, with what usually proves the step."""

from dataclasses import dataclass, make_dataclass
from datetime import date
from typing import Any

from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import ask

DAY, PROOF = gettext_noop("发生日期"), gettext_noop("依据")
WHY, NOTE = gettext_noop("原因"), gettext_noop("说明")
MAX_PROOF_LENGTH, MAX_NOTE_LENGTH = 200, 300
OFTEN = gettext_noop("如会议纪要、来函文号；没有可不填")


@dataclass(frozen=True, kw_only=True)
class Interruption:
    """A step that must say why. Without a day it happened today."""

    on: date | None = ask(DAY, "day")
    evidence: str = ask(PROOF, limit=MAX_PROOF_LENGTH, help=OFTEN)
    note: str = ask(WHY, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Taking the last stage back: it has no day of its own."""

    evidence: str = ask(PROOF, limit=MAX_PROOF_LENGTH, help=OFTEN)
    note: str = ask(WHY, "text", required=True, limit=MAX_NOTE_LENGTH)


def reached(proof: str, *, required: bool = True) -> type[Any]:
    """The inputs of a stage that is reached: its day, and what usually proves it."""
    evidence = ask(PROOF, required=required, limit=MAX_PROOF_LENGTH, help=proof)
    return make_dataclass(
        "StageReached",
        [
            ("on", date | None, ask(DAY, "day")),
            ("evidence", str, evidence),
            ("note", str, ask(NOTE, "text", limit=MAX_NOTE_LENGTH)),
        ],
        frozen=True,
        kw_only=True,
    )
