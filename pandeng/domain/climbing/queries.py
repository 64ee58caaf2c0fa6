"""Reading climb plans; the ladder of all enterprises is asked in `indicators/ladder.py`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest, Condition
from pandeng.domain.climbing.rules import Rung
from pandeng.domain.enterprises.models import ClubTier


def rungs(scope: Scope, *, known_at: datetime | None = None) -> list[Rung]:
    """The tiers of the club from the top down, as they were known."""
    rows = seen(ClubTier, scope, known_at)
    return [
        Rung(*row)
        for row in rows.order_by("-least_revenue_yuan", "id").values_list(
            "code", "name", "least_revenue_yuan"
        )
    ]


@dataclass(frozen=True)
class FiveYearPlan:
    """The plan of one enterprise: its goals by year and the evidence of each of the four tests."""

    plan: Any
    goals: list[Any]
    tests: list[tuple[str, str, Any]]


def plan_of(
    scope: Scope, enterprise_id: int, *, known_at: datetime | None = None
) -> FiveYearPlan | None:
    """The latest plan of an enterprise, as known. Three queries."""
    plans = seen(ClimbPlan, scope, known_at)
    plan = plans.filter(enterprise_id=enterprise_id).order_by("-first_year").first()
    if plan is None:
        return None
    goals = seen(ClimbGoal, scope, known_at).filter(plan_id=plan.id)
    tests = seen(ClimbTest, scope, known_at).filter(plan_id=plan.id)
    by_kind = {test.kind: test for test in tests}
    return FiveYearPlan(
        plan,
        list(goals.select_related("tier").order_by("year")),
        [(code, str(words), by_kind.get(code)) for code, words in Condition.choices],
    )
