"""A division of a target among the counties as one table: drawn up, submitted, approved, later replaced."""

from collections.abc import Mapping
from dataclasses import dataclass

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, ask, leads
from pandeng.domain.strategy.rules import ADDS_UP, difference

MAX_REASON_LENGTH = 300
STATUSES = (
    Status("draft", gettext_noop("草案"), "plain"),
    Status("submitted", gettext_noop("待审批"), "warn"),
    Status("approved", gettext_noop("已批准"), "good"),
    Status("replaced", gettext_noop("已被替代"), "plain", ended=True),
)


@dataclass(frozen=True)
class DecompositionState:
    """What the rules must know of a division: its parts, and the value in force that they add up to."""

    status: str
    submitter_id: int | None
    parts: tuple[int, ...]
    goal: int
    unit: str

    @property
    def found(self) -> str:
        return units.written(sum(self.parts), self.unit)

    @property
    def total(self) -> str:
        return units.written(self.goal, self.unit)

    @property
    def differs(self) -> str:
        return difference(self.parts, self.goal, self.unit)


@dataclass(frozen=True, kw_only=True)
class DecompositionReturn:
    note: str = ask(
        gettext_noop("退回原因"),
        "text",
        required=True,
        limit=MAX_REASON_LENGTH,
        missing=gettext_noop("请写明退回原因。"),
    )


Refusal = Guard[DecompositionState, Scope]
Row = Step[DecompositionState, Scope]
ACTORS: Mapping[str, Actor[DecompositionState, Scope]] = {
    "editor": Actor(gettext_noop("专班")),
    "approver": Actor(gettext_noop("专班负责人")),
    "second": Actor(
        gettext_noop("提交人以外的专班负责人"),
        (
            Refusal(
                lambda s, a: a.user_id is not None and a.user_id == s.submitter_id,
                gettext_noop(
                    "分解由本人提交，须由另一人审批；没有另一名审批人的，请退回，由工作人员提交。"
                ),
            ),
        ),
    ),
}
PARTS_DIFFER = Refusal(lambda s, a: sum(s.parts) != s.goal, ADDS_UP)

STEPS: tuple[Row, ...] = (
    Row(
        "submit",
        gettext_noop("提交审批"),
        Permission.EDIT_TARGET,
        "editor",
        leads("submitted", "draft"),
        effect="submit",
        notify=(("heads", gettext_noop("一项目标分解等待审批")),),
    ),
    Row(
        "send_back",
        gettext_noop("退回"),
        Permission.APPROVE,
        "approver",
        leads("draft", "submitted"),
        inputs=DecompositionReturn,
        effect="send_back",
        notify=(("submitter", gettext_noop("一项目标分解被退回")),),
    ),
    Row(
        "approve",
        gettext_noop("批准"),
        Permission.APPROVE,
        "second",
        leads("approved", "submitted"),
        guards=(PARTS_DIFFER,),
        effect="approve",
        notify=(("counties", gettext_noop("一项年度目标已分解到县市区")),),
    ),
)
NOT_NOW = gettext_noop("这版分解现在“%(status)s”，不能办理这一步，请刷新后再试。")
DECOMPOSITION: Workflow[DecompositionState, Scope] = Workflow(
    "decomposition", STATUSES, STEPS, ACTORS, not_now=NOT_NOW, over=NOT_NOW
)
