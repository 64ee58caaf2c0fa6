"""A leader's instruction (批示) from its first word to its close, as one table: step by step, in whose hands.

Buttons, forms, what the actions allow and the diagram in docs/reference are read off this table. The order
立项 → 交办 → 催办 → 反馈 → 审核 → 办结 is the practice; limits and hands are this system's proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pandeng.access.scope import Scope
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

Hand = Literal["office", "lead", "unit", "leader"]

STATUSES: Mapping[str, str] = {
    "given": gettext_noop("待立项"),
    "registered": gettext_noop("待交办"),
    "assigned": gettext_noop("办理中"),
    "answered": gettext_noop("待审核"),
    "reviewed": gettext_noop("待办结"),
    "closed": gettext_noop("已办结"),
    "declined": gettext_noop("不予立项"),
}
ENDED = frozenset({"closed", "declined"})

STEPS: Mapping[str, str] = {
    "give": gettext_noop("批示"),
    "register": gettext_noop("立项"),
    "decline": gettext_noop("不予立项"),
    "assign": gettext_noop("交办"),
    "urge": gettext_noop("催办"),
    "report": gettext_noop("报告进展"),
    "report_part": gettext_noop("协办反馈"),
    "adjust": gettext_noop("调整期限"),
    "answer": gettext_noop("反馈"),
    "review": gettext_noop("审核通过"),
    "return": gettext_noop("退回补办"),
    "close": gettext_noop("办结"),
    "reopen": gettext_noop("重新办理"),
}
NEEDS: Mapping[str, str] = {
    "note": gettext_noop("说明"),
    "department": gettext_noop("主办单位"),
    "days": gettext_noop("办理期限（工作日）"),
    "new_due_on": gettext_noop("新的期限"),
    "evidence": gettext_noop("办结依据"),
}
HANDS: Mapping[str, str] = {
    "office": gettext_noop("专班"),
    "lead": gettext_noop("主办单位"),
    "unit": gettext_noop("主办或协办单位"),
    "leader": gettext_noop("作出批示的领导或专班负责人"),
}


@dataclass(frozen=True)
class Move:
    """Where a step leads (None: the status stays), in whose hands it is, what it must be told."""

    to: str | None
    by: Hand
    needs: tuple[str, ...] = ()


MOVES: Mapping[str, Mapping[str, Move]] = {
    "given": {
        "register": Move("registered", "office"),
        "decline": Move("declined", "office", ("note",)),
    },
    "registered": {
        "assign": Move("assigned", "office", ("department", "days")),
        "decline": Move("declined", "office", ("note",)),
    },
    "assigned": {
        "urge": Move(None, "office", ("note",)),
        "report": Move(None, "unit", ("note",)),
        "report_part": Move(None, "unit", ("note",)),
        "adjust": Move(None, "office", ("new_due_on", "note")),
        "answer": Move("answered", "lead", ("note", "evidence")),
        "assign": Move("assigned", "office", ("department", "days")),
    },
    "answered": {
        "review": Move("reviewed", "office"),
        "return": Move("assigned", "office", ("note",)),
    },
    "reviewed": {
        "close": Move("closed", "leader"),
        "return": Move("assigned", "leader", ("note",)),
    },
    "closed": {"reopen": Move("assigned", "leader", ("note",))},
    "declined": {},
}


def verb(step: str) -> str:
    """The permission that a step asks for; roles.py names them."""
    return "instruct" if step == "give" else f"instruction.{step}"


@dataclass(frozen=True)
class State:
    """What the rules must know of an instruction."""

    status: str
    department_id: int | None = None
    assisting: frozenset[int] = frozenset()
    open_parts: frozenset[int] = frozenset()
    leader_id: int | None = None


def may_take(state: State, step: str, scope: Scope) -> Verdict:
    """May this person take this step now? Else the sentence that says why not."""
    move = MOVES[state.status].get(step)
    if move is None:
        return _not_now(state.status, step)
    return scope.may(verb(step)) and _in_hand(state, move, scope) and _ready(state, step, scope)


def _not_now(status: str, step: str) -> Verdict:
    if step not in STEPS:
        return deny(gettext_noop("没有“%(step)s”这个环节。"), step=step[:30])
    words = {"step": _say(STEPS[step]), "status": _say(STATUSES[status])}
    following = "、".join(_say(STEPS[name]) for name in MOVES[status])
    if not following:
        return deny(gettext_noop("批示“%(status)s”，不能再%(step)s。"), **words)
    return deny(
        gettext_noop("批示现在“%(status)s”，不能直接%(step)s；可以做的是：%(next)s。"),
        **words,
        next=following,
    )


def _say(words: str) -> str:
    return deny(words).message


def _in_hand(state: State, move: Move, scope: Scope) -> Verdict:
    if scope.system:
        return ALLOW
    office = bool(scope.may(verb("assign")))
    own = scope.departments | scope.counties
    if move.by == "lead" and state.department_id not in own and not office:
        return deny(gettext_noop("这件批示由其他单位主办，只能由主办单位反馈。"))
    if move.by == "unit" and not office and not own & (state.assisting | {state.department_id}):
        return deny(gettext_noop("本单位不是这件批示的主办或协办单位。"))
    if (
        move.by == "leader"
        and state.leader_id not in (None, scope.user_id)
        and not scope.may("approve")
    ):
        return deny(gettext_noop("须由作出批示的领导或专班负责人办理。"))
    return ALLOW


def _ready(state: State, step: str, scope: Scope) -> Verdict:
    if step == "answer" and state.open_parts:
        return deny(
            gettext_noop("还有%(count)s个协办单位没有反馈，不能反馈办结。"),
            count=len(state.open_parts),
        )
    if step == "report_part":
        if not state.open_parts:
            return deny(gettext_noop("没有等待反馈的协办事项。"))
        if not scope.system and not state.open_parts & scope.departments:
            return deny(gettext_noop("没有等待本单位反馈的协办事项。"))
    return ALLOW
