"""The nodes of a long-cycle demand: a unit asks before one moves; the first date and every trace stay."""

from datetime import date
from typing import Any

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Clock, Demand, DemandNode, NodePlanRequest
from pandeng.domain.notices.models import Notice
from pandeng.domain.overview.demand import demand_page
from pandeng.domain.overview.worklist import work_of
from tests.domain.demands.people import Cast

pytestmark = pytest.mark.django_db
AUGUST, OCTOBER, DECEMBER = date(2022, 8, 1), date(2022, 10, 10), date(2022, 12, 30)


def row(name: str, day: date, was: str = "") -> dict[str, Any]:
    return {"name": name, "planned_on": day, "responsible": "某人", "was": was}


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining)


@pytest.fixture
def demand(cast: Cast) -> Demand:
    """A demand for land with two nodes, planned by the unit that leads."""
    made = cast.to_handling("land")
    cast.take(made, "contact", cast.handler, note="已联系")
    return cast.take(made, "plan", cast.handler, nodes=[row("报批", AUGUST), row("供地", OCTOBER)])


def plan(demand: Demand) -> list[tuple[str, date, date]]:
    rows = DemandNode.objects.filter(demand=demand)
    return list(rows.values_list("name", "original_on", "planned_on"))


def waiting(scope: Scope, cast: Cast) -> list[str]:
    return [one.code for one in work_of(scope, cast.now.date()).demands]


def test_a_unit_asks_and_the_office_decides(cast: Cast, demand: Demand) -> None:
    before = plan(demand)
    moved = [row("报批", AUGUST), row("供地", DECEMBER)]
    with pytest.raises(DomainError, match="写明原因"):
        cast.take(demand, "plan", cast.handler, nodes=moved)
    cast.take(demand, "plan", cast.handler, nodes=moved, note="指标未下达")
    assert plan(demand) == before, "the plan stands until the office agrees"
    assert Notice.objects.filter(user=cast.lead.user_id, line__contains="调整节点").exists()
    assert "grant_nodes" in waiting(cast.lead, cast)
    with pytest.raises(DomainError, match="等待专班审批"):
        cast.take(demand, "plan", cast.handler, nodes=moved, note="再报")
    with pytest.raises(DomainError):
        cast.take(demand, "grant_nodes", cast.handler)
    granted = cast.take(demand, "grant_nodes", cast.lead)
    assert plan(demand) == [("报批", AUGUST, AUGUST), ("供地", OCTOBER, DECEMBER)]
    assert granted.due_on == DECEMBER
    assert granted.original_due_on == OCTOBER
    assert "grant_nodes" not in waiting(cast.lead, cast)


def test_what_is_refused_leaves_the_plan(cast: Cast, demand: Demand) -> None:
    cast.take(demand, "plan", cast.handler, nodes=[row("供地", OCTOBER)], note="合并")
    cast.take(demand, "deny_nodes", cast.lead, note="报批须单列")
    assert [name for name, _first, _now in plan(demand)] == ["报批", "供地"]
    assert NodePlanRequest.objects.get().is_granted is False


def test_a_renamed_node_keeps_its_first_date_and_one_left_out_its_trace(
    cast: Cast, demand: Demand
) -> None:
    cast.take(
        demand, "plan", cast.handler, nodes=[row("土地供应", DECEMBER, was="供地")], note="合并办理"
    )
    cast.take(demand, "grant_nodes", cast.lead)
    assert plan(demand) == [("土地供应", OCTOBER, DECEMBER)]
    page = demand_page(cast.lead, demand.pk, cast.now.date())
    assert page.removed_nodes == [("报批", AUGUST, cast.now.date())]
    said = " ".join(one.note for one in page.process)
    assert "“供地”改为“土地供应”" in said
    assert "去掉“报批”" in said


def test_what_moves_nothing_asks_nobody(cast: Cast, demand: Demand) -> None:
    """One more node, or another person in charge, is the unit's own."""
    more = [row("报批", AUGUST), row("供地", OCTOBER), row("交地", DECEMBER)]
    cast.take(demand, "plan", cast.handler, nodes=more)
    assert len(plan(demand)) == 3
    assert not NodePlanRequest.objects.exists()


def test_a_late_node_alarms_like_every_clock(cast: Cast, demand: Demand, jining: Cluster) -> None:
    system = Scope.of_system(jining.pk)
    running = Clock.objects.get(demand=demand, kind="node", ended_on=None)
    assert (running.due_on, running.department) == (AUGUST, demand.department)
    cast.wait(days=30)  # 3 August
    assert cast.now.date() > AUGUST
    actions.check_deadlines(jining, by=system, now=cast.now)
    assert demand.slips.filter(clock=running).exists(), "the unit gets a slip"
    node = DemandNode.objects.get(demand=demand, name="报批")
    cast.take(demand, "node", cast.handler, node=node, evidence="批复")
    running = Clock.objects.get(demand=demand, kind="node", ended_on=None)
    assert running.due_on == OCTOBER, "the next node runs"
