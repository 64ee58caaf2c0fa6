"""Plans of climbing: set, changed with a reason, refused where unsound."""

from datetime import date, datetime

import pytest

from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.climbing import actions
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest
from pandeng.domain.climbing.rules import Goal
from pandeng.domain.enterprises.models import Enterprise

DAY = date(2022, 5, 31)
NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
WAN = 10_000


def goals(first: int = 2026, revenue: int = 20_000) -> list[Goal]:
    return [Goal(first + n, (revenue + n * 1000) * WAN, "growing") for n in range(5)]


def enterprise_of(county: str) -> Enterprise:
    return Enterprise.objects.filter(county__code=county, climbing_since=date(2021, 3, 1)).first()


def test_a_plan_is_set_with_its_tests_and_changed_with_a_reason_that_is_kept(scope_of):
    staff, enterprise = scope_of("staff"), enterprise_of("370811")
    plan = actions.set_plan(
        enterprise, goals(), {"listing": "已签辅导协议"}, source="董事会决议", by=staff, now=NOW
    )
    assert (plan.first_year, plan.last_year, plan.goals.count()) == (2026, 2030, 5)
    with pytest.raises(DomainError, match="请写明原因"):
        actions.set_plan(enterprise, goals(revenue=25_000), {}, by=staff, now=NOW)
    actions.set_plan(
        enterprise, goals(revenue=25_000), {"listing": ""}, why="新厂投产", by=staff, now=NOW
    )
    goal = plan.goals.get(year=2026)
    assert goal.revenue_yuan == 25_000 * WAN
    versions = version_model(ClimbGoal).objects.filter(id=goal.pk).order_by("history_id")
    assert [row.revenue_yuan for row in versions] == [20_000 * WAN, 25_000 * WAN]
    assert not ClimbTest.objects.filter(plan=plan).exists()
    assert version_model(ClimbTest).objects.filter(plan_id=plan.pk, history_type="-").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda g: g[:4], "连续五年"),
        (lambda g: [g[0]._replace(revenue_yuan=9_999 * WAN), *g[1:]], "达不到其下限"),
        (lambda g: [g[0]._replace(tier="summit"), *g[1:]], "没有代码为“summit”"),
        (lambda g: goals(first=2024), "已在另一份攀登计划中"),
    ],
)
def test_an_unsound_plan_is_refused_and_nothing_is_kept(scope_of, change, sentence):
    enterprise, before = enterprise_of("370811"), ClimbPlan.objects.count()
    with pytest.raises(DomainError, match=sentence):
        actions.set_plan(enterprise, change(goals()), {}, by=scope_of("staff"), now=NOW)
    assert ClimbPlan.objects.count() == before


def test_who_may_set_a_plan_and_for_whom(scope_of):
    own, foreign = enterprise_of("370811"), enterprise_of("370832")
    actions.set_plan(own, goals(), {}, by=scope_of("county"), now=NOW)
    with pytest.raises(NotFound):
        actions.set_plan(foreign, goals(), {}, by=scope_of("county"), now=NOW)
    with pytest.raises(DomainError, match="没有这项权限"):
        actions.set_plan(own, goals(2031), {}, by=scope_of("auditor"), now=NOW)
