"""What an instruction asks before a step: in whose hands it is, and what the step builds on."""

from collections.abc import Mapping
from dataclasses import dataclass

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Step

# What kinds of units may lead, and which may assist.
LEAD_KINDS = ("department", "guarantee_group", "county", "cluster_office")
ASSISTING_KINDS = ("department", "guarantee_group", "cluster_office")


@dataclass(frozen=True)
class InstructionState:
    """What the rules must know of an instruction."""

    status: str
    department_id: int | None = None
    assisting: frozenset[int] = frozenset()
    open_parts: frozenset[int] = frozenset()
    leader_id: int | None = None

    @property
    def open_count(self) -> int:
        return len(self.open_parts)


Refusal = Guard[InstructionState, Scope]
Row = Step[InstructionState, Scope]


def _is_office(scope: Scope) -> bool:
    return bool(scope.may(Permission.INSTRUCTION_ASSIGN))


def _own(scope: Scope) -> frozenset[int]:
    return scope.departments | scope.counties


ACTORS: Mapping[str, Actor[InstructionState, Scope]] = {
    "office": Actor(gettext_noop("专班")),
    "lead": Actor(
        gettext_noop("主办单位"),
        (
            Refusal(
                lambda s, a: s.department_id not in _own(a) and not _is_office(a),
                gettext_noop("这件批示由其他单位主办，只能由主办单位反馈。"),
            ),
        ),
    ),
    "unit": Actor(
        gettext_noop("主办或协办单位"),
        (
            Refusal(
                lambda s, a: not _is_office(a) and not _own(a) & (s.assisting | {s.department_id}),
                gettext_noop("本单位不是这件批示的主办或协办单位。"),
            ),
        ),
    ),
    "leader": Actor(
        gettext_noop("作出批示的领导或专班负责人"),
        (
            Refusal(
                lambda s, a: s.leader_id not in (None, a.user_id) and not a.may(Permission.APPROVE),
                gettext_noop("须由作出批示的领导或专班负责人办理。"),
            ),
        ),
    ),
}

PARTS_OPEN = Refusal(
    lambda s, a: bool(s.open_parts),
    gettext_noop("还有%(open_count)s个协办单位没有反馈，不能反馈办结。"),
)
NO_PART_OPEN = Refusal(lambda s, a: not s.open_parts, gettext_noop("没有等待反馈的协办事项。"))
NO_PART_OF_OURS = Refusal(
    lambda s, a: not a.system and not s.open_parts & a.departments,
    gettext_noop("没有等待本单位反馈的协办事项。"),
)
