"""A move of a node's plan before the office, as one table: asked for, granted or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, ask, leads

ASKED, GRANTED, DENIED = "asked", "granted", "denied"
MAX_REASON_LENGTH = 200
STATUSES = (
    Status(ASKED, gettext_noop("待审批"), "warn"),
    Status(GRANTED, gettext_noop("已同意"), "good", ended=True),
    Status(DENIED, gettext_noop("未同意"), "plain", ended=True),
)


@dataclass(frozen=True)
class NodeMoveState:
    """What the rules must know of a move that was asked for."""

    status: str
    asker_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NodeMoveDenial:
    note: str = ask(
        gettext_noop("不同意的原因"),
        required=True,
        limit=MAX_REASON_LENGTH,
        missing=gettext_noop("请写明不同意的原因。"),
    )


ACTORS: Mapping[str, Actor[NodeMoveState, Scope]] = {
    "second": Actor(
        gettext_noop("申请人以外的专班人员"),
        (
            Guard(
                lambda s, a: a.user_id is not None and s.asker_id == a.user_id,
                gettext_noop("须由申请人以外的人审批。"),
            ),
        ),
    ),
}
STEPS: tuple[Step[NodeMoveState, Scope], ...] = (
    Step(
        "grant",
        gettext_noop("同意调整"),
        Permission.EDIT_PROJECT_LIST,
        "second",
        leads(GRANTED, ASKED),
        effect="move",
        notify=(("asker", gettext_noop("一项节点调整申请已批准")),),
    ),
    Step(
        "deny",
        gettext_noop("不同意调整"),
        Permission.EDIT_PROJECT_LIST,
        "second",
        leads(DENIED, ASKED),
        inputs=NodeMoveDenial,
        notify=(("asker", gettext_noop("一项节点调整申请没有批准")),),
    ),
)
DECIDED = gettext_noop("这项调整申请已经审批过，请刷新后查看。")
NODE_MOVE: Workflow[NodeMoveState, Scope] = Workflow(
    "node_move", STATUSES, STEPS, ACTORS, not_now=DECIDED, over=DECIDED
)
