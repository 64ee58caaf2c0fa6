"""The inputs of each step of the loop, a dataclass a step: form, JSON shape and check follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NotRequired, TypedDict

from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import ask

if TYPE_CHECKING:  # the models read their words off the table
    from pandeng.access.models import Department
    from pandeng.domain.chains.models import Chain
    from pandeng.domain.demands.models import Demand, DemandNode, DemandPart, ServiceLevel

OBJECTIONS: Mapping[str, str] = {
    "not_ours": gettext_noop("不属于本单位职责"),
    "several": gettext_noop("涉及多个单位，应由其他单位主办"),
    "unclear": gettext_noop("诉求事实不清，无法办理"),
    "done": gettext_noop("同一事项已在办理"),
}
RESULTS: Mapping[str, str] = {
    "solved": gettext_noop("解决"),
    "promised": gettext_noop("承诺办结"),
    "explained": gettext_noop("解释"),
}
PARKED: Mapping[str, str] = {
    "approval": gettext_noop("等待上级批复"),
    "policy": gettext_noop("等待政策调整"),
    "conditions": gettext_noop("外部条件暂不具备"),
    "enterprise": gettext_noop("企业自身原因暂缓"),
}
CONTACTED: Mapping[str, str] = {"phone": gettext_noop("电话"), "visit": gettext_noop("走访")}
YES: Mapping[str, str] = {"yes": gettext_noop("满意")}
YES_NO: Mapping[str, str] = {**YES, "no": gettext_noop("不满意")}

NOTE, LEAD, RESULT = gettext_noop("说明"), gettext_noop("主办单位"), gettext_noop("办理结果")
PROOF, NEW_DAY = gettext_noop("办结依据"), gettext_noop("新的期限")
PROOF_HELP = gettext_noop("文号、回执、纪要等；文件可在附件中上传")
SATISFIED, OPINION = gettext_noop("是否满意"), gettext_noop("企业意见")
MAX_NOTE_LENGTH = 500
MAX_PROOF_LENGTH = 300


class PlannedNode(TypedDict):
    """A row of a node plan; `was`: the name of the node that it renames."""

    name: str
    planned_on: date
    responsible: str
    was: NotRequired[str]


@dataclass(frozen=True, kw_only=True)
class Note:
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class MaybeNote:
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    level: "ServiceLevel | None" = ask(gettext_noop("办理时限"), "record", source="levels")
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    assisting: "Sequence[Department]" = ask(
        gettext_noop("协办单位"),
        "records",
        source="units",
        help=gettext_noop("可多选；不需要就不选"),
    )
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)
    department: "Department" = ask(LEAD, "record", required=True, source="units")


@dataclass(frozen=True, kw_only=True)
class Objection:
    reason: str = ask(gettext_noop("异议理由"), "choice", required=True, choices=OBJECTIONS)
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    department: "Department" = ask(LEAD, "record", required=True, source="units")
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class DemandProgress:
    decision_done: bool = ask(gettext_noop("会商决定的事项已经落实"), "flag")
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class NodePlan:
    nodes: Sequence[PlannedNode] = ask(gettext_noop("节点"), "rows", required=True)
    note: str = ask(
        gettext_noop("调整原因"),
        "text",
        limit=MAX_NOTE_LENGTH,
        help=gettext_noop("初次报计划不用填；改动已有节点的日期、名称或去掉节点须写明，由专班审批"),
    )


@dataclass(frozen=True, kw_only=True)
class NodeDone:
    node: "DemandNode | None" = ask(gettext_noop("完成的节点"), "record", source="open_nodes")
    evidence: str = ask(PROOF, required=True, limit=MAX_PROOF_LENGTH, help=PROOF_HELP)


@dataclass(frozen=True, kw_only=True)
class PartReport:
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)
    part: "DemandPart | None" = ask(
        gettext_noop("协办事项"), "record", source="parts", on_form=False
    )


@dataclass(frozen=True, kw_only=True)
class MoreTime:
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)
    new_due_on: date = ask(NEW_DAY, "day", required=True)


@dataclass(frozen=True, kw_only=True)
class Decision:
    department: "Department | None" = ask(LEAD, "record", source="units")
    new_due_on: date | None = ask(NEW_DAY, "day", prompt=gettext_noop("完成期限"))
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Answer:
    result: str = ask(RESULT, "choice", required=True, choices=RESULTS)
    evidence: str = ask(PROOF, required=True, limit=MAX_PROOF_LENGTH, help=PROOF_HELP)
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    note: str = ask(NOTE, "text", limit=MAX_NOTE_LENGTH)
    satisfied: bool = ask(SATISFIED, "yes_no", required=True, choices=YES, prompt=OPINION)


@dataclass(frozen=True, kw_only=True)
class Parking:
    reason: str = ask(gettext_noop("挂账原因"), "choice", required=True, choices=PARKED)
    review_on: date = ask(
        gettext_noop("复核日期"),
        "day",
        required=True,
        help=gettext_noop("到这一天重新研究：恢复办理，或者继续挂账"),
    )
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class ContactConfirmation:
    how: str = ask(gettext_noop("方式"), "choice", required=True, choices=CONTACTED)
    whom: str = ask(gettext_noop("企业答复人"), required=True, limit=60)
    asked_on: date = ask(gettext_noop("联系日期"), "day", required=True)
    satisfied: bool = ask(SATISFIED, "yes_no", required=True, choices=YES_NO, prompt=OPINION)
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    satisfied: bool = ask(SATISFIED, "yes_no", required=True, choices=YES_NO, prompt=OPINION)
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Merger:
    into: "Demand" = ask(gettext_noop("并入的诉求"), "record", required=True, source="mergeable")
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class Division:
    titles: Sequence[str] = ask(
        gettext_noop("拆分后的各项"),
        "lines",
        required=True,
        prompt=gettext_noop("拆分后的各项，每行一项"),
    )
    note: str = ask(NOTE, "text", required=True, limit=MAX_NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
class ChainDemand:
    into: "Demand | None" = ask(
        gettext_noop("已有的共性诉求"),
        "record",
        source="chain_wide",
        help=gettext_noop("没有合适的，就在下面新建一件"),
    )
    chain: "Chain | None" = ask(gettext_noop("产业链"), "record", source="chains")
    title: str = ask(gettext_noop("共性诉求标题"), limit=120)
