"""Nodes of a project: in which state one is, when it may be reached, and that no two wait for each other.

Every day is compared with the day judged (`as_of`), never with a clock. A node that was late keeps its
late days for ever: a plan moved afterwards, or a node reached at last, does not turn them green.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pandeng.core.verdict import gettext_noop

STATES: Mapping[str, str] = {
    "done": gettext_noop("按期完成"),
    "done_late": gettext_noop("逾期完成"),
    "ahead": gettext_noop("提前完成"),
    "due": gettext_noop("临近到期"),
    "late": gettext_noop("逾期未完成"),
    "blocked": gettext_noop("受阻"),
    "planned": gettext_noop("计划中"),
}
# Green is only for what was never late; what was late and is done stays yellow.
TONES: Mapping[str, str] = {
    "done": "green",
    "done_late": "yellow",
    "ahead": "green",
    "due": "blue",
    "late": "red",
    "blocked": "red",
    "planned": "grey",
}
DONE = frozenset({"done", "done_late", "ahead"})
GUARANTEES: Mapping[str, str] = {
    "land": gettext_noop("用地"),
    "energy": gettext_noop("用能"),
    "finance": gettext_noop("资金"),
    "permits": gettext_noop("审批"),
}
DUE_DAYS = 30
Period = tuple[date, date | None]


@dataclass(frozen=True)
class Facts:
    """What the rules must know of a node. `waiting`: names of unreached nodes it waits for;
    `blocking`: numbers of the open demands on it; `followers`: reached nodes that wait for it."""

    name: str
    planned_on: date
    planned_since: date | None = None
    actual_on: date | None = None
    late_from: date | None = None
    late_until: date | None = None
    waiting: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()


def state_of(node: Facts, as_of: date) -> str:
    """The state of a node on a day; see STATES."""
    actual = node.actual_on if node.actual_on and node.actual_on <= as_of else None
    was_late = node.late_from is not None and node.late_from <= as_of
    if actual:
        if was_late or actual > node.planned_on:
            return "done_late"
        return "ahead" if node.planned_on > as_of else "done"
    if node.blocking:
        return "blocked"
    if is_late(node, as_of):
        return "late"
    if (node.planned_on - as_of).days <= DUE_DAYS:
        return "due"
    return "planned"


def is_late(node: Facts, as_of: date) -> bool:
    """Not reached on that day although its plan, or the plan before it was moved too late, had passed."""
    if node.actual_on and node.actual_on <= as_of:
        return False
    before_move = (
        node.late_from is not None
        and node.late_from <= as_of
        and (node.late_until is None or as_of < node.late_until)
    )
    return before_move or node.planned_on < as_of


def late_periods(node: Facts, as_of: date) -> tuple[Period, ...]:
    """The days on which the node was late, first and last of each; an open end is late still."""
    found: list[Period] = []
    if node.late_from and node.late_from <= as_of:
        ended = node.late_until if node.late_until and node.late_until <= as_of else None
        found.append((node.late_from, ended))
    if node.planned_on < as_of:
        first = node.planned_on + timedelta(days=1)
        reached = node.actual_on if node.actual_on and node.actual_on <= as_of else None
        if reached is None:
            found.append((first, None))
        elif reached >= first:
            found.append((first, reached))
    return tuple(found)
