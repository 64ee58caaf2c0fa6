"""One target has one plan: wherever the amount of the whole office is drawn, the same curve stands beside it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.chart import Chart
from pandeng.demo.facts import evening
from pandeng.domain.indicators.target_progress import states
from pandeng.domain.indicators.timeline import timeline
from pandeng.domain.overview.forecast import year_forecast
from pandeng.domain.strategy import queries as strategy
from pandeng.domain.strategy.models import PlanShare
from tests.probe import PROBE

pytestmark = pytest.mark.django_db
MAY, CODE = date(2022, 5, 31), "target_annual_investment"


def series(chart: Chart, name: str) -> list[float | None] | None:
    return next((list(one.values) for one in chart.series if one.name == name), None)


def drawn(scope: Scope) -> Chart:
    found = year_forecast(scope, MAY, None)
    assert found
    return found.chart


def planned(scope: Scope) -> list[float]:
    """The plan as the page of the target draws it, in 亿元."""
    state = next(one for one in states(scope, as_of=MAY) if one.target.code == CODE)
    plan = strategy.plans(scope, [state.target.id])[state.target.id]
    points = timeline(scope, state, plan, as_of=MAY)
    return [round(float(point.planned) / 100_000_000, 2) for point in points]


@pytest.mark.parametrize("username", ["lead", "leader", "staff"])
def test_forecast_and_target_draw_the_same_plan(
    username: str, scope_of: Callable[[str], Scope], jining: Cluster
) -> None:
    scope = scope_of(username)
    assert series(drawn(scope), "目标计划进度") == planned(scope)
    assert planned(scope)[4] == 73.08
    assert series(drawn(scope), "各项目计划之和") is None


def test_a_plan_that_changes_changes_everywhere(jining: Cluster) -> None:
    office = Scope.of_system(jining.pk)
    rows = {one.month: one for one in PlanShare.objects.filter(target__code=CODE)}
    with Change(PROBE, by=office, now=evening(date(2022, 5, 20))) as change:
        change.save(rows[5], share=rows[5].share + Decimal(3))
        change.save(rows[12], share=rows[12].share - Decimal(3))
    assert series(drawn(office), "目标计划进度") == planned(office)
    assert planned(office)[4] == 78.3


def test_a_county_sees_what_its_projects_own_plans_add_up_to(
    scope_of: Callable[[str], Scope],
) -> None:
    chart = drawn(scope_of("county"))
    assert series(chart, "目标计划进度") is None
    assert series(chart, "各项目计划之和")
