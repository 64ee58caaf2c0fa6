"""What the loop of a demand asks before a step: in whose hands it is, and what the step builds on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import Verdict, deny, gettext_noop
from pandeng.core.workflow import Actor, Guard, Step

# A second objection of the same demand goes to the arbiter.
ARBITER_FROM = 2
ATTEMPTS_NEEDED = 3
# What kinds of units may lead a demand.
LEAD_KINDS = ("department", "guarantee_group", "county", "cluster_office")


class PastStep(NamedTuple):
    """A line of the process as the rules read it."""

    step: str
    on: date
    user_id: int | None = None


@dataclass(frozen=True)
class DemandState:
    """What the rules must know of a demand. Ids as in the records, days as dates."""

    status: str
    enterprise_id: int | None
    department_id: int | None
    assisting: frozenset[int] = frozenset()
    tasked: frozenset[int] = frozenset()  # a session named them for what they still owe
    handler_id: int | None = None
    closer_id: int | None = None
    asker_id: int | None = None  # who asked for more time
    objector_id: int | None = None
    reviewer_id: int | None = None  # who confirmed for the enterprise since the last answer
    objections: int = 0  # since the last assignment
    object_until: date | None = None  # the day on which the unit must have signed or objected
    attempts: int = 0  # days since the last answer on which the enterprise was not reached
    open_parts: int = 0
    open_children: int = 0
    open_nodes: int = 0
    is_long_cycle: bool = False
    is_planned: bool = False
    extension_pending: bool = False
    was_extended: bool = False
    replan_pending: bool = False
    replanner_id: int | None = None  # who asked for another node plan
    is_chain_wide: bool = False
    is_child: bool = False
    was_followed_up: bool = False
    attempts_needed: ClassVar[int] = ATTEMPTS_NEEDED


Refusal = Guard[DemandState, Scope]
Row = Step[DemandState, Scope]


# -- in whose hands -------------------------------------------------------------------------------


def _is_office(scope: Scope) -> bool:
    return bool(scope.may(Permission.DEMAND_ASSIGN))


def _is_own(state: DemandState, scope: Scope) -> bool:
    return state.enterprise_id in scope.enterprises


def _is_involved(state: DemandState, scope: Scope) -> bool:
    units = state.assisting | state.tasked | {state.department_id}
    return bool(units & scope.departments) or _is_own(state, scope)


ACTORS: Mapping[str, Actor[DemandState, Scope]] = {
    "office": Actor(gettext_noop("专班")),
    "lead": Actor(
        gettext_noop("主办单位"),
        (
            Refusal(
                lambda s, a: s.department_id not in a.departments,
                gettext_noop("这件诉求由其他单位主办，只能由主办单位办理这一步。"),
            ),
        ),
    ),
    "caller": Actor(
        gettext_noop("主办单位或专班"),
        (
            Refusal(
                lambda s, a: s.department_id not in a.departments and not _is_office(a),
                gettext_noop("这件诉求由其他单位主办，只能由主办单位或专班办理这一步。"),
            ),
        ),
    ),
    "unit": Actor(
        gettext_noop("主办或协办单位"),
        (
            Refusal(
                lambda s, a: not _is_office(a) and not _is_involved(s, a),
                gettext_noop("本单位不是这件诉求的主办或协办单位。"),
            ),
        ),
    ),
    "enterprise": Actor(
        gettext_noop("提出诉求的企业"),
        (
            Refusal(
                lambda s, a: not (_is_own(s, a) or _is_office(a) or a.counties),
                gettext_noop("须由提出诉求的企业办理这一步。"),
            ),
        ),
    ),
    "closer": Actor(
        gettext_noop("经办人、复核人以外的专班人员"),
        (
            Refusal(
                lambda s, a: a.user_id is not None and a.user_id in (s.handler_id, s.reviewer_id),
                gettext_noop("经办人、代确认的复核人不能销号，须由专班其他人员办理。"),
            ),
        ),
    ),
    "recorder": Actor(
        gettext_noop("经办人以外的专班、县市区人员或驻企干部"),
        (
            Refusal(
                lambda s, a: a.user_id is not None and a.user_id == s.handler_id,
                gettext_noop("经办人不能代录企业意见，须由他人联系企业。"),
            ),
        ),
    ),
    "other": Actor(
        gettext_noop("经办人、销号人以外的第三人"),
        (
            Refusal(
                lambda s, a: a.user_id in (s.handler_id, s.closer_id),
                gettext_noop("须由经办人、销号人以外的第三人办理。"),
            ),
        ),
    ),
}

# -- what a step builds on ------------------------------------------------------------------------

NOT_APPROVED = Refusal(
    lambda s, a: not a.may(Permission.APPROVE), gettext_noop("挂账由专班负责人批准。")
)
OWN_REQUEST = Refusal(
    lambda s, a: a.user_id is not None and a.user_id == s.asker_id,
    gettext_noop("本人提出的延期申请须由他人审批。"),
)
OWN_OBJECTION = Refusal(
    lambda s, a: a.user_id is not None and a.user_id == s.objector_id,
    gettext_noop("本人提出的异议须由他人裁定。"),
)
LATE_OBJECTION = Refusal(
    lambda s, a: bool(s.object_until and a.on and a.on > s.object_until),
    gettext_noop("异议须在签收期限%(object_until)s前提出，现已逾期，请签收办理。"),
)
RULED_FINALLY = Refusal(
    lambda s, a: s.objections >= ARBITER_FROM,
    gettext_noop("两次异议已经裁定，裁定为最终决定，请签收办理。"),
)
SECOND_OBJECTION = Refusal(
    lambda s, a: s.objections >= ARBITER_FROM and not a.may(Permission.APPROVE),
    gettext_noop("第二次异议由专班负责人裁定。"),
)
PARTS_OPEN = Refusal(
    lambda s, a: s.open_parts > 0,
    gettext_noop("还有%(open_parts)s个协办单位没有反馈，不能%(step)s。"),
)
CHILDREN_OPEN = Refusal(
    lambda s, a: s.open_children > 0,
    gettext_noop("还有%(open_children)s件子诉求没有销号，不能%(step)s。"),
)
NOT_PLANNED = Refusal(
    lambda s, a: s.is_long_cycle and not s.is_planned, gettext_noop("长周期诉求须先报节点计划。")
)
NODES_OPEN = Refusal(
    lambda s, a: s.open_nodes > 0,
    gettext_noop("还有%(open_nodes)s个节点没有完成，不能反馈办结。"),
)
NOT_LONG = Refusal(lambda s, a: not s.is_long_cycle, gettext_noop("只有长周期诉求按节点管理。"))
NO_NODE_OPEN = Refusal(lambda s, a: not s.open_nodes, gettext_noop("没有未完成的节点。"))
NO_PART_OPEN = Refusal(lambda s, a: not s.open_parts, gettext_noop("没有等待反馈的协办事项。"))
EXTENDED = Refusal(lambda s, a: s.was_extended, gettext_noop("只能延期一次，已经延过期。"))
EXTENSION_PENDING = Refusal(
    lambda s, a: s.extension_pending, gettext_noop("已有延期申请等待专班审批。")
)
LONG = Refusal(lambda s, a: s.is_long_cycle, gettext_noop("长周期诉求调整节点日期，不办延期。"))
NO_EXTENSION = Refusal(lambda s, a: not s.extension_pending, gettext_noop("没有待审批的延期申请。"))
REPLAN_PENDING = Refusal(
    lambda s, a: s.replan_pending, gettext_noop("已有节点调整申请等待专班审批。")
)
NO_REPLAN = Refusal(lambda s, a: not s.replan_pending, gettext_noop("没有待审批的节点调整申请。"))
OWN_REPLAN = Refusal(
    lambda s, a: a.user_id is not None and a.user_id == s.replanner_id,
    gettext_noop("本人提出的节点调整须由他人审批。"),
)
TOO_FEW_ATTEMPTS = Refusal(
    lambda s, a: not s.is_chain_wide and s.attempts < s.attempts_needed,
    gettext_noop(
        "企业没有回音时，须先在%(attempts_needed)s个不同日期登记联系未果，现有%(attempts)s天。"
    ),
)
IN_CHAIN = Refusal(
    lambda s, a: s.is_chain_wide or s.is_child, gettext_noop("这件诉求已经归入链上共性诉求。")
)
FOLLOWED_UP = Refusal(lambda s, a: s.was_followed_up, gettext_noop("已经回访过。"))


# -- slips ----------------------------------------------------------------------------------------


def may_answer_slip(department_id: int, scope: Scope) -> Verdict:
    """A slip is answered by the unit that it names."""
    may = scope.may(Permission.ANSWER_SLIP)
    if may and not scope.system and department_id not in scope.departments:
        return deny(gettext_noop("这张督办单由承办单位答复，本单位不是承办单位。"))
    return may
