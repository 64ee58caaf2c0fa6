"""Nodes: their state by a table, no loops, late stays yellow, blocked until the demand is closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.ledger.queries import facts
from pandeng.domain.projects.lifecycle import actions as life
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import Node, node_of, nodes_of
from pandeng.domain.projects.nodes import actions, rules
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock, NodeWait
from pandeng.domain.projects.nodes.rules import NodeFacts
from tests.domain.demands.people import ANSWER, Cast
from tests.domain.indicators.asking import rows_of

DAY = date(2022, 6, 15)
NOW = datetime(2022, 7, 4, 9, 0, tzinfo=OFFICE_TIME)


def d(month: int, day: int) -> date:
    return date(2022, month, day)


# planned, actual, late before a move (from, until), blocked → state, light, is late
TABLE = [
    (d(6, 30), None, None, "", "due", "blue", False),
    (d(7, 15), None, None, "", "due", "blue", False),
    (d(7, 16), None, None, "", "planned", "grey", False),
    (d(6, 15), None, None, "", "due", "blue", False),
    (d(6, 14), None, None, "", "late", "red", True),
    (d(6, 10), d(6, 10), None, "", "done", "green", False),
    (d(6, 10), d(6, 11), None, "", "done_late", "yellow", False),
    (d(6, 30), d(6, 11), None, "", "ahead", "green", False),
    (d(6, 10), d(6, 16), None, "", "late", "red", True),  # reached after the day judged
    (d(6, 30), None, None, "SQ202200001", "blocked", "red", False),
    (d(6, 1), None, None, "SQ202200001", "blocked", "red", True),
    (d(8, 30), None, (d(5, 2), d(6, 1)), "", "planned", "grey", False),
    (d(8, 30), d(6, 10), (d(5, 2), d(6, 1)), "", "done_late", "yellow", False),
    (d(8, 30), None, (d(6, 2), d(6, 20)), "", "late", "red", True),  # moved after the day judged
]


@pytest.mark.parametrize(
    ("planned", "actual", "was_late", "demand", "state", "tone", "late"), TABLE
)
def test_states_by_the_table(
    planned: date,
    actual: date | None,
    was_late: tuple[date, date] | None,
    demand: str,
    state: str,
    tone: str,
    late: bool,
) -> None:
    node = NodeFacts(
        "主体完工",
        planned,
        actual_on=actual,
        late=(was_late,) if was_late else (),
        blocking=(demand,) if demand else (),
    )
    assert rules.state_of(node, DAY) == state
    assert rules.TONES[state] == tone
    assert rules.is_late(node, DAY) is late


def test_a_node_that_was_late_is_green_in_no_state() -> None:
    """Whatever is done later: green is only for what never was late."""
    for planned in (d(5, 1), d(6, 1), d(9, 1)):
        for actual in (None, d(6, 2), d(6, 14)):
            node = NodeFacts("开工", planned, actual_on=actual, late=((d(4, 2), d(5, 3)),))
            assert rules.TONES[rules.state_of(node, DAY)] != "green"
            assert rules.late_periods(node, DAY)[0] == (d(4, 2), d(5, 3))


def test_late_periods_end_on_the_day_the_node_is_reached() -> None:
    assert rules.late_periods(NodeFacts("开工", d(5, 1), actual_on=d(5, 20)), DAY) == (
        (d(5, 2), d(5, 20)),
    )
    assert rules.late_periods(NodeFacts("开工", d(5, 1)), DAY) == ((d(5, 2), None),)
    assert rules.late_periods(NodeFacts("开工", d(5, 1), actual_on=d(5, 1)), DAY) == ()


# Late from 1 to 5 March and from 11 to 15 June, moved on those last days; planned for September now.
TWICE = ((d(3, 1), d(3, 5)), (d(6, 11), d(6, 15)))


@pytest.mark.parametrize(
    ("day", "late", "periods"),
    [
        (d(2, 28), False, ()),
        (d(3, 1), True, ((d(3, 1), None),)),
        (d(3, 4), True, ((d(3, 1), None),)),
        (d(3, 5), False, TWICE[:1]),
        (d(4, 20), False, TWICE[:1]),
        (d(6, 10), False, TWICE[:1]),
        (d(6, 11), True, (TWICE[0], (d(6, 11), None))),
        (d(6, 14), True, (TWICE[0], (d(6, 11), None))),
        (d(6, 15), False, TWICE),
        (d(9, 10), False, TWICE),
        (d(9, 11), True, (*TWICE, (d(9, 11), None))),
    ],
)
def test_a_node_moved_twice_is_late_in_its_periods_and_not_between_them(
    day: date, late: bool, periods: tuple[rules.Period, ...]
) -> None:
    node = NodeFacts("开工", d(9, 10), late=TWICE)
    assert rules.is_late(node, day) is late
    assert (rules.state_of(node, day) == "late") is late
    assert rules.late_periods(node, day) == periods
    done = NodeFacts("开工", d(9, 10), late=TWICE, actual_on=d(8, 1))
    assert rules.state_of(done, d(8, 1)) == "done_late"
    assert rules.late_periods(done, d(12, 1)) == TWICE


def test_a_node_reached_before_it_was_late_was_never_late() -> None:
    """Reported only after the move: no day of the period counts, or those until it was reached."""
    early = NodeFacts("开工", d(9, 10), late=TWICE[1:], actual_on=d(6, 8))
    assert (rules.state_of(early, d(7, 1)), rules.late_periods(early, d(7, 1))) == ("ahead", ())
    within = NodeFacts("开工", d(9, 10), late=TWICE[1:], actual_on=d(6, 13))
    assert rules.late_periods(within, d(7, 1)) == ((d(6, 11), d(6, 13)),)
    assert rules.state_of(within, d(7, 1)) == "done_late"


REACH = [
    (NodeFacts("开工", d(6, 30)), d(6, 1), ""),
    (NodeFacts("开工", d(6, 30)), d(6, 16), "还没有到"),
    (NodeFacts("开工", d(6, 30), planned_since=d(5, 1)), d(4, 30), ""),
    (NodeFacts("开工", d(6, 30), planned_since=d(5, 1)), d(5, 1), ""),
    (NodeFacts("开工", d(6, 30), waiting=("施工许可",)), d(6, 1), "要等“施工许可”完成"),
    (NodeFacts("开工", d(6, 30), blocking=("SQ202200009",)), d(6, 1), "受诉求SQ202200009影响"),
    (NodeFacts("开工", d(6, 30), actual_on=d(6, 2)), d(6, 3), "已于2022-06-02完成"),
]


@pytest.mark.parametrize(("node", "on", "words"), REACH)
def test_what_may_be_reached(node: NodeFacts, on: date, words: str) -> None:
    verdict = rules.may_reach(node, DAY, on)
    assert bool(verdict) is not bool(words)
    assert words in verdict.message


@pytest.mark.parametrize(
    ("waits", "loop"),
    [
        ({1: {2}, 2: {3}}, ""),
        ({1: {2, 3}, 2: {4}, 3: {4}}, ""),
        ({1: {1}}, "“甲”→“甲”"),
        ({1: {2}, 2: {3}, 3: {1}}, "“甲”→“乙”→“丙”→“甲”"),
        ({4: {1}, 1: {2}, 2: {3}, 3: {2}}, "“乙”→“丙”→“乙”"),
    ],
)
def test_a_loop_is_named(waits: dict[int, set[int]], loop: str) -> None:
    verdict = rules.no_loop(waits, {1: "甲", 2: "乙", 3: "丙", 4: "丁"})
    assert bool(verdict) is not bool(loop)
    assert loop in verdict.message


def test_a_long_chain_of_waits_is_walked_without_recursion() -> None:
    waits = {n: {n + 1} for n in range(5000)}
    assert rules.loop_in(waits) == []
    assert len(rules.loop_in({**waits, 5000: {0}})) == 5001


# -- records ---------------------------------------------------------------------------------------


@pytest.fixture
def fresh(jining: Cluster, office: Scope) -> dict[str, Milestone]:
    """A project of the demo enterprise with three new nodes, planned on 4 July 2022."""
    like = Project.objects.filter(enterprise__isnull=False, milestones__isnull=True).first()
    assert like
    project = life.register(
        name="节点试验项目", county=like.county, enterprise=like.enterprise, stage="signed",
        planned_total_yuan=80_000_000, on=d(3, 1), evidence="协议", by=office, now=NOW,
    )  # fmt: skip
    made = actions.plan_nodes(
        project,
        [
            rules.Planned("permit", "施工许可", d(7, 20), True, (), ("permits",)),
            rules.Planned("start", "开工", d(8, 10), True, ("permit",), ("finance",)),
            rules.Planned("build", "主体完工", d(12, 1), False, ("start",)),
        ],
        by=office,
        now=NOW,
    )
    return {node.code: node for node in made}


def of(node: Milestone, scope: Scope, day: date) -> Node:
    return node_of(scope, node.pk, day)


def test_a_plan_keeps_waits_guarantees_and_its_first_days(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    start = of(fresh["start"], office, d(7, 4))
    assert [one.name for one in start.waits_for] == ["施工许可"]
    assert [one.kind for one in start.guarantees] == ["finance"]
    assert (start.original_on, start.planned_since) == (d(8, 10), d(7, 4))
    with pytest.raises(DomainError, match="已有3个节点"):
        actions.plan_nodes(
            fresh["start"].project, [rules.Planned("x", "x", d(9, 1))], by=office, now=NOW
        )


def test_a_node_is_reached_only_after_those_it_waits_for(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    later = NOW + timedelta(days=40)
    told = {"evidence": "施工许可证", "by": office, "now": later}
    with pytest.raises(DomainError, match="要等“施工许可”"):
        actions.reach(fresh["start"], actual_on=d(8, 1), **told)  # type: ignore[arg-type]
    actions.reach(fresh["permit"], actual_on=d(7, 18), **told)  # type: ignore[arg-type]
    actions.reach(fresh["start"], actual_on=d(8, 1), **told)  # type: ignore[arg-type]
    assert of(fresh["start"], office, d(8, 13)).state == "done"
    with pytest.raises(DomainError, match="“开工”在它之后已经完成"):
        actions.take_back(fresh["permit"], why="填错", by=office, now=later)
    actions.take_back(fresh["start"], why="填错", by=office, now=later)
    assert of(fresh["start"], office, d(8, 13)).actual_on is None


def test_bad_days_are_refused_and_nothing_is_saved(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    with pytest.raises(DomainError, match="还没有到"):
        actions.reach(fresh["permit"], actual_on=d(7, 5), evidence="证", by=office, now=NOW)
    with pytest.raises(DomainError, match="依据"):
        actions.reach(fresh["permit"], actual_on=d(7, 4), evidence=" ", by=office, now=NOW)
    assert Milestone.objects.get(pk=fresh["permit"].pk).actual_on is None


def test_a_loop_is_refused_and_the_waits_stay(fresh: dict[str, Milestone], office: Scope) -> None:
    permit = fresh["permit"]
    with pytest.raises(DomainError, match="“施工许可”→“主体完工”→“开工”→“施工许可”"):
        actions.edit_node(
            permit,
            is_key=True,
            department=permit.department,
            responsible="某人",
            waits_for=[fresh["build"]],
            by=office,
            now=NOW,
        )
    assert not NodeWait.objects.filter(node=permit).exists()
    assert Milestone.objects.get(pk=permit.pk).responsible == ""


def test_late_stays_yellow_however_the_plan_moves(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    permit = fresh["permit"]
    late = NOW + timedelta(days=22)  # 26 July, planned for 20 July
    assert of(permit, office, d(7, 26)).state == "late"
    actions.move_node(permit, planned_on=d(8, 30), why="图审延后", by=office, now=late)
    moved = of(permit, office, d(7, 26))
    assert (moved.state, moved.original_on) == ("planned", d(7, 20))
    assert moved.late_periods == ((d(7, 21), d(7, 26)),)
    assert of(permit, office, d(7, 24)).state == "late", "as of a day in the late period it is late"
    actions.reach(
        permit, actual_on=d(8, 1), evidence="许可证", by=office, now=NOW + timedelta(days=30)
    )
    done = of(permit, office, d(8, 3))
    assert (done.state, done.tone) == ("done_late", "yellow")
    assert done.late_periods == ((d(7, 21), d(7, 26)),)


def test_each_late_period_stays_when_the_plan_is_moved_again(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    permit = fresh["permit"]  # planned for 20 July

    def at(month: int, day: int) -> datetime:
        return datetime(2022, month, day, 9, tzinfo=OFFICE_TIME)

    first, second = (d(7, 21), d(7, 26)), (d(9, 1), d(9, 5))
    actions.move_node(permit, planned_on=d(8, 31), why="图审延后", by=office, now=at(7, 26))
    actions.move_node(permit, planned_on=d(10, 20), why="再次延后", by=office, now=at(9, 5))
    for day in (d(7, 24), d(9, 1)):
        assert of(permit, office, day).state == "late"
    for day in (d(7, 26), d(8, 20), d(8, 31), d(9, 5)):
        assert of(permit, office, day).state != "late"
    assert of(permit, office, d(9, 30)).late_periods == (first, second)
    then = nodes_of(office, [permit.project_id], d(9, 30), at(9, 4))[permit.project_id]
    assert then[0].late_periods == (first, (d(9, 1), None)), "the second move was not known yet"
    actions.reach(permit, actual_on=d(9, 20), evidence="许可证", by=office, now=at(9, 20))
    assert of(permit, office, d(9, 30)).state == "done_late"
    actions.take_back(permit, why="填错", by=office, now=at(9, 21))
    assert of(permit, office, d(10, 21)).late_periods == (first, second, (d(10, 21), None))
    actions.move_node(permit, planned_on=d(10, 25), why="补办", by=office, now=at(10, 28))
    actions.move_node(permit, planned_on=d(11, 30), why="改期", by=office, now=at(10, 28))
    third = (d(10, 21), d(10, 28))
    assert of(permit, office, d(11, 1)).late_periods == (first, second, third)
    actions.remove_node(fresh["build"], why="合并", by=office, now=at(11, 1))
    actions.edit_node(
        fresh["start"], is_key=True, department=None, responsible="", waits_for=[],
        by=office, now=at(11, 1),
    )  # fmt: skip
    actions.remove_node(permit, why="不再单列", by=office, now=at(11, 1))
    known = nodes_of(office, [permit.project_id], d(10, 31), at(10, 31))[permit.project_id]
    assert known[0].late_periods == (first, second, third), "removed since, known until then"


def test_lights_and_figures_know_a_late_node_whose_plan_was_moved_since(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    """From the first plan on it counts as late until it is reached, however often it is moved; late, then
    done before the last plan: not early."""
    permit, project = fresh["permit"], fresh["permit"].project

    def at(month: int, day: int) -> datetime:
        return datetime(2022, month, day, 9, tzinfo=OFFICE_TIME)

    def seen(day: date, known_at: datetime | None = None) -> tuple[int, date | None, int, bool]:
        found = facts(office, day, known_at)[project.pk]
        ahead = rows_of(
            office, figure(question(office, "projects_ahead", as_of=day, known_at=known_at))
        )
        return (found.late_keys, found.oldest_late_on, found.early_nodes,
                project.pk in [row["id"] for row in ahead.rows])  # fmt: skip

    life.put_on_list(
        project, year=2022, annual_plan_yuan=10_000, since=d(7, 4), by=office, now=at(7, 4)
    )
    actions.edit_node(
        fresh["build"], is_key=False, department=None, responsible="", waits_for=[],
        by=office, now=at(7, 5),
    )  # fmt: skip
    actions.reach(fresh["build"], actual_on=d(7, 6), evidence="验收", by=office, now=at(7, 6))
    actions.move_node(fresh["start"], planned_on=d(11, 1), why="顺延", by=office, now=at(7, 7))
    actions.move_node(permit, planned_on=d(8, 31), why="图审延后", by=office, now=at(7, 26))
    actions.move_node(permit, planned_on=d(10, 20), why="再次延后", by=office, now=at(9, 5))
    actions.reach(permit, actual_on=d(9, 20), evidence="许可证", by=office, now=at(9, 20))
    assert seen(d(7, 20)) == (0, None, 1, False), "due today by its first plan"
    assert seen(d(7, 24)) == (1, d(7, 20), 1, False)
    assert seen(d(7, 24), at(7, 30)) == (1, d(7, 20), 1, False)
    assert seen(d(8, 9)) == (1, d(7, 20), 1, False)
    for day in (d(8, 20), d(9, 3), d(9, 10)):  # the start, moved in time, passed its first plan too
        assert seen(day) == (2, d(7, 20), 1, False)
    assert seen(d(9, 21)) == (1, d(8, 10), 1, False), "the early one is the other node"
    actions.take_back(fresh["build"], why="填错", by=office, now=at(9, 22))
    assert seen(d(9, 23)) == (1, d(8, 10), 0, False)


def test_a_plan_moved_in_time_leaves_no_yellow(fresh: dict[str, Milestone], office: Scope) -> None:
    actions.move_node(fresh["permit"], planned_on=d(8, 1), why="提前协商", by=office, now=NOW)
    moved = of(fresh["permit"], office, d(7, 26))
    assert (moved.state, moved.late_periods, moved.is_moved) == ("due", (), True)
    with pytest.raises(DomainError, match="原因"):
        actions.move_node(fresh["permit"], planned_on=d(8, 2), why="", by=office, now=NOW)


def test_as_known_then_the_plan_is_the_one_of_then(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    moved_at = NOW + timedelta(days=3)
    actions.move_node(fresh["permit"], planned_on=d(8, 1), why="协商", by=office, now=moved_at)
    project = fresh["permit"].project_id
    before = nodes_of(office, [project], d(7, 8), moved_at - timedelta(hours=1))[project]
    after = nodes_of(office, [project], d(7, 8), moved_at)[project]
    assert (before[0].planned_on, after[0].planned_on) == (d(7, 20), d(8, 1))
    assert nodes_of(office, [project], d(7, 8), NOW - timedelta(hours=1)) == {}


def test_nodes_are_added_in_their_place_and_removed_with_a_reason(
    fresh: dict[str, Milestone], office: Scope
) -> None:
    project = fresh["start"].project
    actions.add_node(
        project,
        name="桩基完工",
        planned_on=d(9, 1),
        after=fresh["start"],
        waits_for=[fresh["start"]],
        why="专家建议",
        by=office,
        now=NOW,
    )
    names = [node.name for node in nodes_of(office, [project.pk])[project.pk]]
    assert names == ["施工许可", "开工", "桩基完工", "主体完工"]
    with pytest.raises(DomainError, match="“桩基完工”、“主体完工”在等它"):
        actions.remove_node(fresh["start"], why="合并", by=office, now=NOW)
    actions.remove_node(fresh["build"], why="不再单列", by=office, now=NOW)
    assert [n.name for n in nodes_of(office, [project.pk])[project.pk]][-1] == "桩基完工"


def test_a_guarantee_given_late_stays_late(fresh: dict[str, Milestone], office: Scope) -> None:
    one = Guarantee.objects.get(milestone=fresh["permit"])
    with pytest.raises(DomainError, match="还没有到"):
        actions.give(one, given_on=d(7, 30), by=office, now=NOW)
    actions.give(one, given_on=d(7, 25), by=office, now=NOW + timedelta(days=25))
    assert of(fresh["permit"], office, d(8, 1)).guarantees[0].is_late
    assert of(fresh["permit"], office, d(7, 22)).guarantees[0].given_on is None
    with pytest.raises(DomainError, match="已于2022-07-25落实"):
        actions.give(one, given_on=d(7, 26), by=office, now=NOW + timedelta(days=25))


# -- who ------------------------------------------------------------------------------------------


def test_the_unit_in_charge_reports_its_own_nodes_only(
    fresh: dict[str, Milestone], office: Scope, scope_of: Callable[[str], Scope]
) -> None:
    handler = scope_of("handler")
    told = {"actual_on": d(7, 4), "evidence": "许可证", "by": handler, "now": NOW}
    with pytest.raises(DomainError, match="其他单位"):
        actions.reach(fresh["permit"], **told)  # type: ignore[arg-type]
    land = Department.objects.get(cluster_id=office.cluster_id, code="land")
    actions.edit_node(
        fresh["permit"],
        is_key=True,
        department=land,
        responsible="王示例",
        waits_for=[],
        by=office,
        now=NOW,
    )
    actions.reach(fresh["permit"], **told)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="专班"):
        actions.move_node(fresh["build"], planned_on=d(12, 9), why="x", by=handler, now=NOW)
    actions.take_back(fresh["permit"], why="填错", by=handler, now=NOW)
    asked = actions.move_node(
        fresh["permit"], planned_on=d(9, 1), why="等图审", by=handler, now=NOW
    )
    assert asked.status == "asked"


def test_a_node_out_of_scope_is_not_there(
    fresh: dict[str, Milestone], scope_of: Callable[[str], Scope]
) -> None:
    other = scope_of("other")
    with pytest.raises(NotFound):
        node_of(other, fresh["permit"].pk)
    with pytest.raises(NotFound):
        actions.move_node(fresh["permit"], planned_on=d(9, 1), why="x", by=other, now=NOW)
    assert nodes_of(other, [fresh["permit"].project_id]) == {}


# -- demands ---------------------------------------------------------------------------------------


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining)


def problem(node: Milestone, cast: Cast, office: Scope) -> Demand:
    enterprise = node.project.enterprise
    assert enterprise
    return demands.receive(
        enterprise,
        matter=DemandClass.objects.get(cluster=cast.cluster, code="permits"),
        title="施工许可要件需一次告知",
        text="",
        channel="visit",
        node=node.pk,
        by=office,
        now=cast.now,
    )


def test_a_problem_blocks_its_node_until_the_demand_is_closed(
    fresh: dict[str, Milestone], cast: Cast, office: Scope
) -> None:
    node = fresh["permit"]
    demand = problem(node, cast, office)
    blocked = of(node, office, d(7, 4))
    assert (blocked.state, blocked.blocked_by[0].number) == ("blocked", demand.number)
    told = {"actual_on": d(7, 4), "evidence": "许可证", "by": office, "now": cast.now}
    for step, more in (
        ("accept", {}),
        ("assign", {"department": cast.unit("land")}),
        ("sign", {}),
        ("answer", ANSWER),
        ("confirm", {"satisfied": True}),
    ):
        with pytest.raises(DomainError, match="受诉求"):
            actions.reach(node, **told)  # type: ignore[arg-type]
        cast.take(demand, step, office, **more)  # type: ignore[arg-type]
    cast.take(demand, "close", office)
    assert of(node, office, d(7, 4)).blocked_by == ()
    actions.reach(node, **told)  # type: ignore[arg-type]
    assert NodeBlock.objects.get(demand_ref=demand.pk).until == d(7, 4)


def test_a_demand_handled_again_blocks_again(
    fresh: dict[str, Milestone], cast: Cast, office: Scope
) -> None:
    node = fresh["permit"]
    demand = problem(node, cast, office)
    for step, more in (
        ("accept", {}),
        ("assign", {"department": cast.unit("land")}),
        ("sign", {}),
        ("answer", ANSWER),
        ("confirm", {"satisfied": True}),
        ("close", {}),
    ):
        cast.take(demand, step, office, **more)  # type: ignore[arg-type]
    assert not of(node, office, d(7, 4)).blocked_by
    cast.wait(days=2)
    cast.take(demand, "reopen", office, note="问题反复")
    assert of(node, office, d(7, 6)).state == "blocked"
    assert not of(node, office, d(7, 5)).blocked_by, "in between it was free"


def test_declined_frees_merged_and_split_hand_on(
    fresh: dict[str, Milestone], cast: Cast, office: Scope
) -> None:
    node = fresh["permit"]
    first, second = problem(node, cast, office), problem(node, cast, office)
    cast.take(first, "merge", office, into=second, note="同一问题")
    assert [one.number for one in of(node, office, d(7, 4)).blocked_by] == [second.number]
    cast.take(second, "split", office, titles=["图审意见", "消防意见"], note="分别办理")
    parts = list(Demand.objects.filter(parent=second).order_by("id"))
    assert [o.number for o in of(node, office, d(7, 4)).blocked_by] == [p.number for p in parts]
    for part in parts:
        cast.take(part, "decline", office, note="不属于受理范围")
    assert of(node, office, d(7, 4)).state == "due"


def test_a_problem_of_another_enterprise_or_of_a_done_node_is_refused(
    fresh: dict[str, Milestone], cast: Cast, office: Scope
) -> None:
    node, count = fresh["permit"], Demand.objects.count()
    stranger = node.project.enterprise and Project.objects.exclude(
        enterprise=node.project.enterprise
    ).exclude(enterprise=None)
    assert stranger
    other = stranger[0].enterprise
    assert other
    told = {
        "matter": DemandClass.objects.get(cluster=cast.cluster, code="permits"),
        "title": "问题",
        "text": "",
        "channel": "visit",
        "node": node.pk,
        "by": office,
        "now": cast.now,
    }
    with pytest.raises(DomainError, match="请以这家企业登记"):
        demands.receive(other, **told)  # type: ignore[arg-type]
    actions.reach(node, actual_on=d(7, 4), evidence="许可证", by=office, now=cast.now)
    assert node.project.enterprise
    with pytest.raises(DomainError, match="已经完成"):
        demands.receive(node.project.enterprise, **told)  # type: ignore[arg-type]
    assert Demand.objects.count() == count


# -- the demo --------------------------------------------------------------------------------------


def test_the_demo_has_waits_late_guarantees_and_three_blocked_nodes(office: Scope) -> None:
    nodes = [node for rows in nodes_of(office, as_of=d(7, 1)).values() for node in rows]
    assert sum(node.state == "blocked" for node in nodes) == 3
    assert not [n.name for n in nodes if n.is_done and any(not w.reached for w in n.waits_for)]
    given = [one for node in nodes for one in node.guarantees if one.given_on]
    assert len(given) > 500
    assert 20 < sum(one.is_late for one in given) < len(given) / 2
    waits: dict[int, set[int]] = {n.id: {w.node_id for w in n.waits_for} for n in nodes}
    assert rules.loop_in(waits) == []


def test_reading_all_nodes_takes_five_queries(office: Scope) -> None:
    for projects in (None, [Project.objects.earliest("id").pk]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            nodes_of(office, projects, d(7, 1))
        assert len(asked) == 5
