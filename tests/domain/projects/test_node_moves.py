"""A moved date needs a reason and, of a key node, the office: the first plan is kept and no light gets better."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.actions.key_nodes import check_nodes
from pandeng.domain.notices.models import Notice
from pandeng.domain.overview.project import project_page
from pandeng.domain.overview.worklist import work_of
from pandeng.domain.projects.ledger.queries import verdicts
from pandeng.domain.projects.lifecycle import actions as life
from pandeng.domain.projects.lights import WORSE
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import node_of
from pandeng.domain.projects.nodes import actions, rules
from pandeng.domain.projects.nodes.models import NodeMove

pytestmark = pytest.mark.django_db


def at(month: int, day: int) -> datetime:
    return datetime(2022, month, day, 9, tzinfo=OFFICE_TIME)


def d(month: int, day: int) -> date:
    return date(2022, month, day)


@pytest.fixture
def office(scope_of: Callable[[str], Scope]) -> Scope:
    return replace(scope_of("lead"), on=d(7, 4))


@pytest.fixture
def county(scope_of: Callable[[str], Scope]) -> Scope:
    return replace(scope_of("county"), on=d(7, 4))


@pytest.fixture
def node(jining: Cluster, office: Scope, county: Scope) -> Milestone:
    """A key node due on 20 July, of a listed project of the county, and a plain one after it."""
    (unit,) = county.departments
    project = Project.objects.filter(county_id=unit, milestones__isnull=True).first()
    assert project
    life.put_on_list(
        project, year=2022, annual_plan_yuan=1_000_000, since=d(7, 4), by=office, now=at(7, 4)
    )
    made = actions.plan_nodes(
        project,
        [
            rules.Planned("permit", "施工许可", d(7, 20), is_key=True),
            rules.Planned("road", "道路接入", d(8, 20)),
        ],
        by=office,
        now=at(7, 4),
    )
    return made[0]


def test_a_county_asks_and_the_office_decides(
    node: Milestone, office: Scope, county: Scope, scope_of: Callable[[str], Scope]
) -> None:
    with pytest.raises(DomainError, match="原因"):
        actions.move_node(node, planned_on=d(9, 1), why=" ", by=county, now=at(7, 10))
    asked = actions.move_node(node, planned_on=d(9, 1), why="等图审", by=county, now=at(7, 10))
    node.refresh_from_db()
    assert (asked.status, node.planned_on) == ("asked", d(7, 20)), "the plan stands until then"
    with pytest.raises(DomainError, match="等待审批"):
        actions.move_node(node, planned_on=d(9, 2), why="再改", by=county, now=at(7, 10))
    assert [one.pk for one in work_of(office, d(7, 10)).node_moves] == [asked.pk]
    assert work_of(county, d(7, 10)).node_moves == []
    lead = office.user_id
    assert Notice.objects.filter(user_id=lead, line="一项节点调整申请等待审批").exists()
    with pytest.raises(DomainError):
        actions.grant_move(asked, by=county, now=at(7, 11))
    actions.grant_move(asked, by=office, now=at(7, 11))
    node.refresh_from_db()
    assert (node.planned_on, node.original_on) == (d(9, 1), d(7, 20))
    assert Notice.objects.filter(user_id=county.user_id, line__contains="已批准").exists()
    assert work_of(office, d(7, 11)).node_moves == []
    with pytest.raises(DomainError, match="审批过"):
        actions.deny_move(asked, note="晚了", by=office, now=at(7, 12))


def test_what_is_not_granted_changes_nothing_and_says_why(
    node: Milestone, office: Scope, county: Scope
) -> None:
    asked = actions.move_node(node, planned_on=d(9, 1), why="等图审", by=county, now=at(7, 10))
    with pytest.raises(DomainError, match="不同意的原因"):
        actions.deny_move(asked, note=" ", by=office, now=at(7, 11))
    actions.deny_move(asked, note="按原计划推进", by=office, now=at(7, 11))
    node.refresh_from_db()
    asked.refresh_from_db()
    assert (node.planned_on, asked.status, asked.note) == (d(7, 20), "denied", "按原计划推进")


def test_the_office_moves_at_once_with_a_reason_and_a_plain_node_is_the_countys(
    node: Milestone, office: Scope, county: Scope
) -> None:
    moved = actions.move_node(node, planned_on=d(9, 1), why="统一调整", by=office, now=at(7, 10))
    assert (moved.status, Milestone.objects.get(pk=node.pk).planned_on) == ("granted", d(9, 1))
    plain = Milestone.objects.get(project=node.project, code="road")
    actions.move_node(plain, planned_on=d(9, 9), why="顺延", by=county, now=at(7, 10))
    assert Milestone.objects.get(pk=plain.pk).planned_on == d(9, 9)
    assert NodeMove.objects.filter(milestone=plain, why="顺延", status="granted").exists()


def test_no_other_way_round_the_office(node: Milestone, office: Scope, county: Scope) -> None:
    """A key node is not made plain, nor taken out and added anew, by a county."""
    with pytest.raises(DomainError, match="专班"):
        actions.edit_node(
            node, is_key=False, department=node.department, responsible="", waits_for=[],
            by=county, now=at(7, 10),
        )  # fmt: skip
    with pytest.raises(DomainError, match="专班"):
        actions.remove_node(node, why="改名", by=county, now=at(7, 10))
    plain = Milestone.objects.get(project=node.project, code="road")
    actions.remove_node(plain, why="不再单列", by=county, now=at(7, 10))
    (gone,) = project_page(office, node.project, d(7, 10)).removed
    assert (gone.name, gone.original_on, gone.why) == ("道路接入", d(8, 20), "不再单列")


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1), date(2200, 1, 1)])
def test_no_plan_goes_to_a_day_that_no_calendar_has(
    day: date, node: Milestone, office: Scope, county: Scope
) -> None:
    """Its project could not be shown any more, nor the node be moved back."""
    road = Milestone.objects.get(project_id=node.project_id, code="road")
    for by in (office, county):
        with pytest.raises(DomainError):
            actions.move_node(road, planned_on=day, why="顺延", by=by, now=at(7, 5))
    assert Milestone.objects.get(pk=road.pk).planned_on == d(8, 20)
    plan = [rules.Planned("permit", "施工许可", day)]
    other = Project.objects.filter(milestones__isnull=True).exclude(pk=node.project_id).first()
    assert other
    with pytest.raises(DomainError):
        actions.plan_nodes(other, plan, by=office, now=at(7, 5))


@pytest.mark.parametrize("seed", range(12))
def test_no_light_gets_better_because_a_date_moved(
    seed: int, node: Milestone, office: Scope
) -> None:
    """Whatever moves and when, on every day the light is as bad at least as without them."""
    draw = Random(seed)
    days = [d(7, 5) + timedelta(days=draw.randrange(150)) for _n in range(3)]
    before = {day: verdicts(office, day)[node.project_id] for day in days}
    for after in sorted(draw.sample(range(90), draw.randint(1, 3))):
        new = d(7, 5) + timedelta(days=draw.randint(1, 120))
        if new != node.planned_on:
            now = at(7, 5) + timedelta(days=after)
            actions.move_node(node, planned_on=new, why="顺延", by=office, now=now)
    for day, was in before.items():
        found = verdicts(office, day)[node.project_id]
        assert WORSE[found.tone] >= WORSE[was.tone]
        for part, before_it in zip(found.parts, was.parts, strict=True):
            assert WORSE[part.tone] >= WORSE[before_it.tone], part.code
        assert found.facts.due_yuan >= was.facts.due_yuan
        assert found.facts.early_nodes <= was.facts.early_nodes


def test_lateness_is_told_against_both_plans(node: Milestone, office: Scope) -> None:
    actions.move_node(node, planned_on=d(9, 1), why="顺延", by=office, now=at(7, 10))
    found = node_of(office, node.pk, d(8, 4))
    assert (found.is_late, found.is_moved, found.behind_first) == (False, True, 15)
    said = verdicts(office, d(8, 4))[node.project_id].reasons
    assert any("其中1个已调整计划，按最初计划计" in one and "15天" in one for one in said)


def test_a_late_key_node_tells_each_whom_a_light_names_once(
    node: Milestone, office: Scope, county: Scope, jining: Cluster
) -> None:
    system = Scope.of_system(jining.pk)
    check_nodes(by=system, now=at(7, 5))
    told = Notice.objects.filter(key__startswith=f"node:{node.pk}:")
    assert not told.exists(), "two weeks before its day nobody is told"
    check_nodes(by=system, now=at(7, 21))
    line = "一个项目关键节点逾期未完成"
    assert told.filter(user_id=county.user_id, line=line).exists()
    assert told.filter(user_id=office.user_id, line=line).exists()
    said = told.count()
    check_nodes(by=system, now=at(7, 21))
    assert told.count() == said, "each light once"
    actions.move_node(node, planned_on=d(7, 25), why="顺延", by=office, now=at(7, 21))
    check_nodes(by=system, now=at(7, 28))
    assert told.count() > said, "the new day has lights of its own"
