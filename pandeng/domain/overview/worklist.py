"""What waits for one person, worklist by worklist, the nearest deadline first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.demands.clock import Light
from pandeng.domain.demands.listing import DemandFilter, DemandLine, in_order, line
from pandeng.domain.demands.listing import demands as demand_list
from pandeng.domain.demands.models import Demand, SupervisionSlip
from pandeng.domain.demands.oversight import to_call_back
from pandeng.domain.demands.queries import light_for, slips_to_answer
from pandeng.domain.demands.worklists import worklists as demand_worklists
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.enterprises.reviewing import returned, to_review
from pandeng.domain.instructions.queries import InstructionLine
from pandeng.domain.instructions.queries import line as instruction_line
from pandeng.domain.instructions.queries import worklists as instruction_worklists
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.outcomes.queries import waiting
from pandeng.domain.projects.node_queries import contradictions, moves_to_decide
from pandeng.domain.projects.nodes.models import NodeMove
from pandeng.domain.projects.nodes.stages import Contradiction
from pandeng.domain.strategy.models import Decomposition
from pandeng.domain.strategy.queries import to_approve
from pandeng.domain.teams.models import Visit
from pandeng.domain.teams.visits import coming_visits

Line = TypeVar("Line")
MAX_LINES = 8  # of a worklist on the page
MAX_INSTRUCTIONS = 50
# The list of demands that holds the whole of a worklist.
ADDRESSES = {
    "accept": "?status=received", "assign": "?status=accepted", "rule_on_objection": "?status=objected",
    "sign": "?status=assigned", "handle": "?status=handling", "consult": "?status=consulting",
    "close": "?status=confirmed", "confirm": "?status=answered", "late": "?tab=late",
    "resubmit": "?status=returned",
}  # fmt: skip


@dataclass(frozen=True)
class Worklist(Generic[Line]):
    """What waits for the same step: how much, the first lines, and the query of all of it."""

    code: str
    title: str
    count: int
    lines: list[Line]
    all: str = ""


@dataclass(frozen=True)
class Work:
    """The page of a person's work. `nothing_in`: the worklists that are theirs and empty."""

    demands: list[Worklist[DemandLine]]
    nothing_in: list[str]
    instructions: list[Worklist[InstructionLine]]
    slips: list[tuple[SupervisionSlip, Light | None]]
    slip_count: int
    outcomes: list[Outcome]
    decompositions: list[Decomposition]
    node_moves: list[NodeMove]
    contradictions: list[Contradiction]
    statements: list[Statement]  # to review
    statement_count: int
    returned: list[Statement]
    call_backs: list[Demand]
    visits: list[Visit]

    @property
    def is_empty(self) -> bool:
        of_demands = (self.demands, self.slips, self.call_backs)
        to_decide = (self.outcomes, self.decompositions, self.node_moves)
        rest = (self.instructions, self.visits, self.contradictions, self.statements, self.returned)
        return not any((*of_demands, *to_decide, *rest))


def work_of(scope: Scope, today: date) -> Work:
    """Two queries for each worklist of demands, one for each of instructions, ten at most for the rest."""
    light = light_for(scope, today)
    lists = [
        _worklist(code, words, rows, lambda one: line(one, light))
        for code, words, rows in demand_worklists(scope, today)
    ]
    slips, reports = slips_to_answer(scope), to_review(scope)
    return Work(
        demands=[one for one in lists if one.count],
        nothing_in=[one.title for one in lists if not one.count],
        instructions=_instructions(scope, today, light),
        slips=[
            (slip, light(slip.due_on))
            for slip in slips.select_related("department", "demand").order_by("due_on")[:MAX_LINES]
        ],
        slip_count=slips.count(),
        outcomes=(
            list(waiting(scope)[:MAX_LINES]) if scope.may(Permission.CONFIRM_OUTCOME) else []
        ),
        decompositions=list(to_approve(scope)[:MAX_LINES]),
        node_moves=list(moves_to_decide(scope)[:MAX_LINES]),
        contradictions=(
            contradictions(scope)[:MAX_LINES] if scope.may(Permission.EDIT_PROJECT_LIST) else []
        ),
        statements=list(reports[:MAX_LINES]),
        statement_count=reports.count(),
        returned=list(returned(scope)[:MAX_LINES]),
        call_backs=to_call_back(scope, today),
        visits=list(coming_visits(scope, today)[:MAX_LINES]),
    )


def waiting_counts(scope: Scope, today: date) -> dict[str, int]:
    """How much waits, by entry of the side bar: of one person's work, of late demands and of instructions.

    A demand that stands in two worklists counts once. One query for each worklist at most.
    """
    of_demands = [rows.order_by().values("id") for *_words, rows in demand_worklists(scope, today)]
    demands = of_demands[0].union(*of_demands[1:]).count() if of_demands else 0
    of_instructions = {
        one.pk for *_words, rows in instruction_worklists(scope, today) for one in rows
    }
    late = demand_list(scope, DemandFilter(tab="late"), today).count()
    others = (
        slips_to_answer(scope).count(),
        waiting(scope).count() if scope.may(Permission.CONFIRM_OUTCOME) else 0,
        to_approve(scope).count(),
        moves_to_decide(scope).count(),
        to_review(scope).count(),
        returned(scope).count(),
        coming_visits(scope, today).count(),
    )
    return {
        "today": demands + len(of_instructions) + sum(others),
        "portal": demands,
        "demands": late,
        "instructions": len(of_instructions),
    }


def _worklist(
    code: str, words: str, rows: QuerySet[Any], line_of: Callable[[Any], DemandLine]
) -> Worklist[DemandLine]:
    first = in_order(rows.select_related("enterprise", "chain", "department", "matter"), "due")
    return Worklist(
        code=code,
        title=_(words),
        count=rows.count(),
        lines=[line_of(one) for one in first[:MAX_LINES]],
        all=ADDRESSES.get(code, ""),
    )


def _instructions(
    scope: Scope, today: date, light: Callable[[date | None], Light | None]
) -> list[Worklist[InstructionLine]]:
    found: list[Worklist[InstructionLine]] = []
    for code, words, rows in instruction_worklists(scope, today):
        waiting_for = list(rows[:MAX_INSTRUCTIONS])
        if waiting_for:
            lines = [instruction_line(one, light) for one in waiting_for[:MAX_LINES]]
            found.append(Worklist(code, _(words), len(waiting_for), lines))
    return found
