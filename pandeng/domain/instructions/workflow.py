"""A leader's instruction (批示) from its first word to its close, as one table: step by step, in whose hands.

Buttons, forms, notices, what the actions allow and the diagram in docs/reference are read off this table.
The order 立项 → 交办 → 催办 → 反馈 → 审核 → 办结 is the practice; limits and hands are this system's proposal.
"""

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Status, Workflow, leads, stays
from pandeng.domain.instructions import inputs
from pandeng.domain.instructions.rules import (
    ACTORS,
    NO_PART_OF_OURS,
    NO_PART_OPEN,
    PARTS_OPEN,
    InstructionState,
    Row,
)

STATUSES = (
    Status("given", gettext_noop("待立项")),
    Status("registered", gettext_noop("待交办")),
    Status("assigned", gettext_noop("办理中"), "plain"),
    Status("answered", gettext_noop("待审核"), "warn"),
    Status("reviewed", gettext_noop("待办结"), "warn"),
    Status("closed", gettext_noop("已办结"), "good"),
    Status("declined", gettext_noop("不予立项"), "plain", ended=True),
)

STEPS: tuple[Row, ...] = (
    Row(
        "give",
        gettext_noop("批示"),
        Permission.INSTRUCT,
        "leader",
        notify=(("office", gettext_noop("收到一件领导批示，等待立项")),),
    ),
    Row(
        "register",
        gettext_noop("立项"),
        Permission.INSTRUCTION_REGISTER,
        "office",
        leads("registered", "given"),
        inputs=inputs.InstructionMaybeNote,
    ),
    Row(
        "urge",
        gettext_noop("催办"),
        Permission.INSTRUCTION_URGE,
        "office",
        stays("assigned"),
        inputs=inputs.InstructionNote,
        effect="urge",
        notify=(("lead", gettext_noop("一件领导批示催办，请尽快反馈")),),
    ),
    Row(
        "report",
        gettext_noop("报告进展"),
        Permission.INSTRUCTION_REPORT,
        "unit",
        stays("assigned"),
        inputs=inputs.InstructionNote,
    ),
    Row(
        "report_part",
        gettext_noop("协办反馈"),
        Permission.INSTRUCTION_REPORT_PART,
        "unit",
        stays("assigned"),
        inputs=inputs.InstructionNote,
        guards=(NO_PART_OPEN, NO_PART_OF_OURS),
        effect="report_part",
        notify=(("lead", gettext_noop("一件领导批示的协办单位已反馈")),),
    ),
    Row(
        "adjust",
        gettext_noop("调整期限"),
        Permission.INSTRUCTION_ADJUST,
        "office",
        stays("assigned"),
        inputs=inputs.NewDeadline,
        effect="adjust",
        notify=(("lead", gettext_noop("一件领导批示调整了办理期限")),),
    ),
    Row(
        "answer",
        gettext_noop("反馈"),
        Permission.INSTRUCTION_ANSWER,
        "lead",
        leads("answered", "assigned"),
        inputs=inputs.Reply,
        guards=(PARTS_OPEN,),
        effect="answer",
        notify=(("office", gettext_noop("一件领导批示已反馈，等待审核")),),
    ),
    Row(
        "assign",
        gettext_noop("交办"),
        Permission.INSTRUCTION_ASSIGN,
        "office",
        leads("assigned", "registered", "assigned"),
        inputs=inputs.InstructionAssignment,
        effect="assign",
        notify=(
            ("lead", gettext_noop("一件领导批示交办到本单位")),
            ("parts", gettext_noop("一件领导批示需要本单位协办")),
        ),
    ),
    Row(
        "decline",
        gettext_noop("不予立项"),
        Permission.INSTRUCTION_DECLINE,
        "office",
        leads("declined", "given", "registered"),
        inputs=inputs.InstructionNote,
        notify=(("leader", gettext_noop("您的一件批示有办理意见")),),
    ),
    Row(
        "review",
        gettext_noop("审核通过"),
        Permission.INSTRUCTION_REVIEW,
        "office",
        leads("reviewed", "answered"),
        inputs=inputs.InstructionMaybeNote,
        notify=(
            ("leader", gettext_noop("您的一件批示已办理，等待办结")),
            ("heads", gettext_noop("一件领导批示审核通过，等待办结")),
        ),
    ),
    Row(
        "close",
        gettext_noop("办结"),
        Permission.INSTRUCTION_CLOSE,
        "leader",
        leads("closed", "reviewed"),
        inputs=inputs.InstructionMaybeNote,
        effect="close",
        notify=(
            ("leader", gettext_noop("您的一件批示已办结")),
            ("lead", gettext_noop("一件领导批示已办结")),
        ),
    ),
    Row(
        "return",
        gettext_noop("退回补办"),
        Permission.INSTRUCTION_RETURN,
        "office",
        leads("assigned", "answered", "reviewed"),
        actor_in={"reviewed": "leader"},
        inputs=inputs.InstructionNote,
        effect="handle_again",
        notify=(("lead", gettext_noop("一件领导批示退回补办")),),
    ),
    Row(
        "reopen",
        gettext_noop("重新办理"),
        Permission.INSTRUCTION_REOPEN,
        "leader",
        leads("assigned", "closed"),
        inputs=inputs.InstructionNote,
        effect="handle_again",
        notify=(("lead", gettext_noop("一件领导批示重新办理")),),
    ),
    # taken by an entry in the work calendar alone: no status leads to it
    Row("recount", gettext_noop("期限重算"), Permission.EDIT_CALENDAR, "office"),
)

INSTRUCTION: Workflow[InstructionState, Scope] = Workflow(
    "instruction",
    STATUSES,
    STEPS,
    ACTORS,
    not_now=gettext_noop("批示现在“%(status)s”，不能直接%(step)s；可以做的是：%(next)s。"),
    over=gettext_noop("批示“%(status)s”，不能再%(step)s。"),
)
