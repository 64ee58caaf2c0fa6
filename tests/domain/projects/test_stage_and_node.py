"""开工, 竣工验收, 投产 are one fact: whichever way they are entered, stage and node say the same day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from django.test import Client

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.overview.worklist import work_of
from pandeng.domain.projects import actions as imports
from pandeng.domain.projects.lifecycle import actions as life
from pandeng.domain.projects.lifecycle.queries import buttons, facts_of
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import contradictions, moves_to_decide
from pandeng.domain.projects.nodes import actions, rules

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 7, 4, 9, tzinfo=OFFICE_TIME)


@pytest.fixture
def office(scope_of: Callable[[str], Scope]) -> Scope:
    return replace(scope_of("lead"), on=NOW.date())


@pytest.fixture
def project(jining: Cluster, office: Scope) -> Project:
    """Signed in 2021, with a plan of which the start waits for the permit."""
    made = life.register(
        name="阶段节点试验项目", county=Department.objects.get(code="370811"), stage="signed",
        planned_total_yuan=80_000_000, on=date(2021, 3, 1), evidence="协议", by=office, now=NOW,
    )  # fmt: skip
    actions.plan_nodes(
        made,
        [
            rules.Planned("permit", "施工许可", date(2021, 6, 1), True),
            rules.Planned("start", "开工", date(2021, 7, 1), True, ("permit",)),
            rules.Planned("acceptance", "竣工验收", date(2022, 7, 1), True, ("start",)),
            rules.Planned("production", "投产", date(2022, 9, 1), True, ("acceptance",)),
        ],
        by=office,
        now=NOW,
    )
    return made


def node(project: Project, code: str) -> Milestone:
    found: Milestone = Milestone.objects.get(project=project, code=code)
    return found


def test_the_demo_is_free_of_contradictions(jining: Cluster, office: Scope) -> None:
    assert contradictions(Scope.of_system(jining.pk)) == []
    assert Milestone.objects.filter(code="start", actual_on__isnull=False).count() > 300
    assert work_of(office, NOW.date()).contradictions == []


def test_a_stage_is_not_taken_while_its_node_waits(project: Project, office: Scope) -> None:
    taking = {"on": date(2021, 7, 5), "evidence": "许可证", "by": office, "now": NOW}
    with pytest.raises(DomainError, match="要等“施工许可”"):
        life.take_step(project, "start", **taking)  # type: ignore[arg-type]
    project.refresh_from_db()
    assert project.started_on is None
    actions.reach(node(project, "permit"), actual_on=date(2021, 6, 2), evidence="许可证", by=office, now=NOW)  # fmt: skip
    life.take_step(project, "start", **taking)  # type: ignore[arg-type]
    assert node(project, "start").actual_on == date(2021, 7, 5)


def test_a_node_brings_its_stage_and_takes_it_back(project: Project, office: Scope) -> None:
    for code, day in (("permit", date(2021, 6, 2)), ("start", date(2021, 7, 5))):
        actions.reach(node(project, code), actual_on=day, evidence="证", by=office, now=NOW)
    project.refresh_from_db()
    assert project.started_on == date(2021, 7, 5)
    with pytest.raises(DomainError, match="竣工"):  # not before it was under construction
        actions.reach(
            node(project, "acceptance"),
            actual_on=date(2022, 5, 1),
            evidence="备案",
            by=office,
            now=NOW,
        )
    assert node(project, "acceptance").actual_on is None
    actions.take_back(node(project, "start"), why="填错", by=office, now=NOW)
    project.refresh_from_db()
    assert project.started_on is None


def test_a_move_asked_for_falls_away_with_the_stage(
    project: Project, office: Scope, scope_of: Callable[[str], Scope]
) -> None:
    asked = actions.move_node(
        node(project, "start"),
        planned_on=date(2022, 8, 1),
        why="试",
        by=scope_of("county"),
        now=NOW,
    )
    actions.reach(node(project, "permit"), actual_on=date(2021, 6, 2), evidence="许可证", by=office, now=NOW)  # fmt: skip
    life.take_step(project, "start", on=date(2021, 7, 5), evidence="许可证", by=office, now=NOW)
    asked.refresh_from_db()
    assert asked.status == "denied"
    assert not moves_to_decide(office).filter(pk=asked.pk).exists()


def test_a_corrected_day_is_corrected_on_both(project: Project, office: Scope) -> None:
    for code, day in (("permit", date(2021, 6, 2)), ("start", date(2021, 7, 5))):
        actions.reach(node(project, code), actual_on=day, evidence="证", by=office, now=NOW)
    life.correct_day(project, "started", on=date(2021, 7, 9), why="许可证日期", by=office, now=NOW)
    assert node(project, "start").actual_on == date(2021, 7, 9)
    life.take_step(project, "take_back", note="重复登记", by=office, now=NOW)
    assert node(project, "start").actual_on is None


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_entered_they_never_disagree(
    seed: int, project: Project, office: Scope
) -> None:
    """A random walk through nodes and steps, refusals and all."""
    draw, taken = Random(seed), 0
    for _step in range(25):
        day = date(2021, draw.randint(3, 12), draw.randint(1, 28))
        one = draw.choice(list(Milestone.objects.filter(project=project)))
        ready = [
            b.step for b in buttons(office, facts_of(office, Project.objects.get(pk=project.pk)))
        ]
        try:
            match draw.randrange(4):
                case 0:
                    actions.reach(one, actual_on=day, evidence="证", by=office, now=NOW)
                case 1:
                    actions.take_back(one, why="填错", by=office, now=NOW)
                case _:
                    step = draw.choice(
                        [s for s in ready if s not in ("stop", "withdraw")] or ["start"]
                    )
                    more = {} if step == "take_back" else {"on": day, "evidence": "证"}
                    life.take_step(project, step, note="登记", by=office, now=NOW, **more)
            taken += 1
        except DomainError:
            pass
        assert contradictions(office, project.pk) == []
    assert taken


@pytest.mark.parametrize("keep", ["node", "stage"])
def test_what_a_ledger_brought_is_mended_by_a_button(
    keep: str, project: Project, office: Scope, signed_in: Callable[[str], Client]
) -> None:
    done = node(project, "start")
    done.actual_on = date(2021, 7, 5)
    imports.reach_nodes([done], by=office, now=NOW)  # as an older ledger tells it
    (found,) = contradictions(office, project.pk)
    assert "节点“开工”已于2021-07-05完成，项目进程没有开工日期" in found.message
    assert [one.project_id for one in work_of(office, NOW.date()).contradictions] == [project.pk]
    client = signed_in("lead")
    page = client.get(f"/projects/{project.pk}/").content.decode()
    address = f"/projects/{project.pk}/agree/started/"
    assert found.message in page
    assert address in page
    assert address in client.get("/projects/contradictions/").content.decode()
    client.post(address, {"keep": keep, "why": "核对施工许可证"})
    project.refresh_from_db()
    assert (project.started_on is not None) is (keep == "node")
    assert project.started_on == node(project, "start").actual_on
    assert contradictions(office, project.pk) == []


def test_a_running_project_is_planned_truthfully(project: Project, office: Scope) -> None:
    """What was finished before the plan was made stands in it with its day, and is not late for it."""
    permit = node(project, "permit")
    assert permit.planned_since == NOW.date()
    actions.reach(permit, actual_on=date(2021, 5, 30), evidence="许可证", by=office, now=NOW)
    assert node(project, "permit").actual_on == date(2021, 5, 30)
