"""The closed loop of a demand as one table: which step leads from which status to which, and who takes it.

Everything else is read off this table: what the actions allow, the buttons and the sentence beside a
disabled one, the JSON interface, the diagram and the role matrix in docs/reference/workflow.md.
Sources: states and limits of the published schemes listed in the field's facts (泉州, 枣庄, 江门 …);
what no source gives is this system's proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pandeng.access.scope import Scope
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

Hand = Literal["office", "lead", "unit", "enterprise", "arbiter", "other"]

STATUSES: Mapping[str, str] = {
    "received": gettext_noop("待受理"),
    "returned": gettext_noop("退回补正"),
    "accepted": gettext_noop("待分办"),
    "assigned": gettext_noop("待签收"),
    "objected": gettext_noop("异议待裁定"),
    "handling": gettext_noop("办理中"),
    "consulting": gettext_noop("会商中"),
    "parked": gettext_noop("挂账"),
    "answered": gettext_noop("待企业确认"),
    "confirmed": gettext_noop("待销号"),
    "closed": gettext_noop("已销号"),
    "archived": gettext_noop("已归档"),
    "declined": gettext_noop("不予受理"),
    "merged": gettext_noop("已合并"),
    "split": gettext_noop("已拆分"),
}
# Nothing more is done to these.
ENDED = frozenset({"archived", "declined", "merged", "split"})
CLOSED = frozenset({"closed", "archived"})
# Counted neither as received nor as closed: another record counts in their place.
NOT_COUNTED = frozenset({"declined", "merged", "split"})

STEPS: Mapping[str, str] = {
    "receive": gettext_noop("收集"),
    "return": gettext_noop("退回"),
    "resubmit": gettext_noop("补正重报"),
    "accept": gettext_noop("受理"),
    "decline": gettext_noop("不予受理"),
    "assign": gettext_noop("分办"),
    "recall": gettext_noop("撤回分办"),
    "sign": gettext_noop("签收"),
    "object": gettext_noop("提出异议"),
    "settle": gettext_noop("裁定异议"),
    "contact": gettext_noop("首次联系"),
    "handle": gettext_noop("办理进展"),
    "plan": gettext_noop("节点计划"),
    "node": gettext_noop("节点完成"),
    "report_part": gettext_noop("协办反馈"),
    "extend": gettext_noop("申请延期"),
    "grant": gettext_noop("同意延期"),
    "deny": gettext_noop("不同意延期"),
    "escalate": gettext_noop("提级"),
    "consult": gettext_noop("提请会商"),
    "decide": gettext_noop("会商决定"),
    "park": gettext_noop("挂账"),
    "resume": gettext_noop("恢复办理"),
    "answer": gettext_noop("反馈"),
    "attempt": gettext_noop("联系未果"),
    "review": gettext_noop("复核代确认"),
    "confirm": gettext_noop("企业确认"),
    "dispute": gettext_noop("企业不满意"),
    "close": gettext_noop("销号"),
    "call_back": gettext_noop("回访"),
    "reopen": gettext_noop("重办"),
    "archive": gettext_noop("归档"),
    "transfer": gettext_noop("移交"),
    "merge": gettext_noop("合并"),
    "split": gettext_noop("拆分"),
    "raise": gettext_noop("升级为链上共性诉求"),
}

# What a step must be told. The page asks for it, the action refuses without it.
NEEDS: Mapping[str, str] = {
    "note": gettext_noop("说明"),
    "department": gettext_noop("主办单位"),
    "reason": gettext_noop("异议理由"),
    "new_due_on": gettext_noop("新的期限"),
    "result": gettext_noop("办理结果"),
    "evidence": gettext_noop("办结依据"),
    "nodes": gettext_noop("节点"),
    "satisfied": gettext_noop("是否满意"),
    "into": gettext_noop("并入的诉求"),
    "titles": gettext_noop("拆分后的各项"),
}
HANDS: Mapping[str, str] = {
    "office": gettext_noop("专班"),
    "lead": gettext_noop("主办单位"),
    "unit": gettext_noop("主办或协办单位"),
    "enterprise": gettext_noop("提出诉求的企业"),
    "arbiter": gettext_noop("专班负责人"),
    "other": gettext_noop("经办人、销号人以外的第三人"),
}
OBJECTIONS: Mapping[str, str] = {
    "not_ours": gettext_noop("不属于本单位职责"),
    "several": gettext_noop("涉及多个单位，应由其他单位主办"),
    "unclear": gettext_noop("诉求事实不清，无法办理"),
    "done": gettext_noop("同一事项已在办理"),
}


@dataclass(frozen=True)
class Move:
    """Where a step leads (None: the status stays), in whose hands it is, what it must be told.

    `unhappy`: where it leads when the enterprise says that it is not satisfied.
    """

    to: str | None
    by: Hand
    needs: tuple[str, ...] = ()
    unhappy: str | None = None


_HANDLING: Mapping[str, Move] = {
    "contact": Move(None, "lead", ("note",)),
    "handle": Move(None, "unit", ("note",)),
    "plan": Move(None, "lead", ("nodes",)),
    "node": Move(None, "lead", ("evidence",)),
    "report_part": Move(None, "unit", ("note",)),
    "extend": Move(None, "lead", ("note", "new_due_on")),
    "grant": Move(None, "office"),
    "deny": Move(None, "office", ("note",)),
    "escalate": Move(None, "unit", ("note",)),
    "consult": Move("consulting", "unit", ("note",)),
    "park": Move("parked", "office", ("note",)),
    "answer": Move("answered", "lead", ("result", "evidence", "note")),
    "assign": Move("assigned", "office", ("department",)),
    "merge": Move("merged", "office", ("into", "note")),
    "split": Move("split", "office", ("titles", "note")),
    "raise": Move(None, "office"),
}

MOVES: Mapping[str, Mapping[str, Move]] = {
    "received": {
        "accept": Move("accepted", "office"),
        "return": Move("returned", "office", ("note",)),
        "decline": Move("declined", "office", ("note",)),
        "merge": Move("merged", "office", ("into", "note")),
        "split": Move("split", "office", ("titles", "note")),
        "raise": Move(None, "office"),
    },
    "returned": {
        "resubmit": Move("received", "enterprise", ("note",)),
        "decline": Move("declined", "office", ("note",)),
    },
    "accepted": {
        "assign": Move("assigned", "office", ("department",)),
        "merge": Move("merged", "office", ("into", "note")),
        "split": Move("split", "office", ("titles", "note")),
        "raise": Move(None, "office"),
    },
    "assigned": {
        "sign": Move("handling", "lead"),
        "object": Move("objected", "lead", ("reason", "note")),
        "assign": Move("assigned", "office", ("department",)),
        "recall": Move("accepted", "office"),
    },
    "objected": {"settle": Move("assigned", "office", ("department", "note"))},
    "handling": _HANDLING,
    "consulting": {
        "decide": Move("handling", "office", ("note",)),
        "handle": Move(None, "unit", ("note",)),
        "node": Move(None, "lead", ("evidence",)),
        "report_part": Move(None, "unit", ("note",)),
    },
    "parked": {
        "handle": Move(None, "unit", ("note",)),
        "resume": Move("handling", "office", ("note",)),
    },
    "answered": {
        "confirm": Move("confirmed", "enterprise", ("satisfied",)),
        "dispute": Move("handling", "enterprise", ("note",)),
        "attempt": Move(None, "lead", ("note",)),
        "review": Move("confirmed", "other", ("note",)),
    },
    "confirmed": {
        "close": Move("closed", "office"),
        "dispute": Move("handling", "enterprise", ("note",)),
    },
    "closed": {
        "call_back": Move(None, "other", ("satisfied", "note"), unhappy="handling"),
        "reopen": Move("handling", "office", ("note",)),
        "archive": Move("archived", "office"),
    },
    "archived": {},
    "declined": {},
    "merged": {},
    "split": {},
}
# A second objection of the same demand goes to the arbiter.
ARBITER_FROM = 2
ATTEMPTS_NEEDED = 3


def verb(step: str) -> str:
    """The permission that a step asks for; roles.py names them."""
    return f"demand.{step}"


@dataclass(frozen=True)
class State:
    """What the rules must know of a demand. Ids as in the records, days as dates."""

    status: str
    enterprise_id: int | None
    department_id: int | None
    assisting: frozenset[int] = frozenset()
    handler_id: int | None = None
    closer_id: int | None = None
    objections: int = 0
    attempts: int = 0
    open_parts: int = 0
    open_children: int = 0
    open_nodes: int = 0
    is_long_cycle: bool = False
    is_planned: bool = False
    extension_pending: bool = False
    was_extended: bool = False
    is_chain_wide: bool = False
    is_child: bool = False
    called_back: bool = False


def steps_from(status: str) -> Mapping[str, Move]:
    return MOVES[status]


def may_take(state: State, step: str, scope: Scope) -> Verdict:
    """May this person take this step now? Else the sentence that says why not."""
    move = MOVES[state.status].get(step)
    if move is None:
        return _not_now(state.status, step)
    return scope.may(verb(step)) and _in_hand(state, step, move, scope) and _ready(state, step)


def _not_now(status: str, step: str) -> Verdict:
    if step not in STEPS:
        return deny(gettext_noop("没有“%(step)s”这个环节。"), step=step[:30])
    words = {"step": _say(STEPS[step]), "status": _say(STATUSES[status])}
    following = "、".join(_say(STEPS[name]) for name in MOVES[status])
    if not following:
        return deny(gettext_noop("诉求“%(status)s”，办理已经结束，不能再%(step)s。"), **words)
    return deny(
        gettext_noop("诉求现在“%(status)s”，不能直接%(step)s；可以做的是：%(next)s。"),
        **words,
        next=following,
    )


def _say(words: str) -> str:
    return deny(words).message


def _in_hand(state: State, step: str, move: Move, scope: Scope) -> Verdict:
    """Is the demand in this person's hands at all?"""
    if scope.system:
        return ALLOW
    office = bool(scope.may("demand.assign"))
    if move.by == "lead" and state.department_id not in scope.departments and not office:
        return deny(gettext_noop("这件诉求由其他单位主办，只能由主办单位办理这一步。"))
    if move.by == "unit" and not office:
        units = state.assisting | {state.department_id}
        if not units & scope.departments and state.enterprise_id not in scope.enterprises:
            return deny(gettext_noop("本单位不是这件诉求的主办或协办单位。"))
    elsewhere = state.enterprise_id not in scope.enterprises
    if move.by == "enterprise" and elsewhere and not (office or scope.counties):
        return deny(gettext_noop("须由提出诉求的企业办理这一步。"))
    if move.by == "other" and scope.user_id in (state.handler_id, state.closer_id):
        return deny(gettext_noop("须由经办人、销号人以外的第三人办理。"))
    if step == "settle" and state.objections >= ARBITER_FROM and not scope.may("approve"):
        return deny(gettext_noop("第二次异议由专班负责人裁定。"))
    return ALLOW


def _ready(state: State, step: str) -> Verdict:
    """Is everything there that the step builds on?"""
    if step in ("answer", "close") and state.open_parts:
        return deny(
            gettext_noop("还有%(count)s个协办单位没有反馈，不能%(step)s。"),
            count=state.open_parts,
            step=_say(STEPS[step]),
        )
    if step in ("answer", "close") and state.open_children:
        return deny(
            gettext_noop("还有%(count)s件子诉求没有销号，不能%(step)s。"),
            count=state.open_children,
            step=_say(STEPS[step]),
        )
    if step == "answer" and state.is_long_cycle and not state.is_planned:
        return deny(gettext_noop("长周期诉求须先报节点计划。"))
    if step == "answer" and state.open_nodes:
        return deny(
            gettext_noop("还有%(count)s个节点没有完成，不能反馈办结。"), count=state.open_nodes
        )
    if step == "plan" and not state.is_long_cycle:
        return deny(gettext_noop("只有长周期诉求按节点管理。"))
    if step == "node" and not state.open_nodes:
        return deny(gettext_noop("没有未完成的节点。"))
    if step == "report_part" and not state.open_parts:
        return deny(gettext_noop("没有等待反馈的协办事项。"))
    if step == "extend" and state.was_extended:
        return deny(gettext_noop("只能延期一次，已经延过期。"))
    if step == "extend" and state.extension_pending:
        return deny(gettext_noop("已有延期申请等待专班审批。"))
    if step == "extend" and state.is_long_cycle:
        return deny(gettext_noop("长周期诉求调整节点日期，不办延期。"))
    if step in ("grant", "deny") and not state.extension_pending:
        return deny(gettext_noop("没有待审批的延期申请。"))
    if step == "review" and not state.is_chain_wide and state.attempts < ATTEMPTS_NEEDED:
        return deny(
            gettext_noop("企业没有回音时，须先登记%(needed)s次联系未果，现有%(count)s次。"),
            needed=ATTEMPTS_NEEDED,
            count=state.attempts,
        )
    if step == "raise" and (state.is_chain_wide or state.is_child):
        return deny(gettext_noop("这件诉求已经归入链上共性诉求。"))
    if step == "call_back" and state.called_back:
        return deny(gettext_noop("已经回访过。"))
    return ALLOW
