"""What the pages of a project and of a node show is what the records of the scope say, in a fixed number of queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.demands.models import Demand, Responsibility
from pandeng.domain.overview.project import guarantors, node_page, project_page, readable
from pandeng.domain.projects.ledger.models import LightVerdict, ProjectSlip
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.nodes.models import NodeBlock, NodeWait

TODAY = date(2022, 5, 31)
ROLES = ["lead", "county"]


def some(scope: Scope) -> list[Project]:
    """Projects of the scope with most to show: blocked ones, ones with a slip, and two of any kind."""
    seen = Project.objects.visible_to(scope).order_by("pk")
    blocked = NodeBlock.objects.visible_to(scope).filter(until=None).values("milestone__project")
    slips = ProjectSlip.objects.visible_to(scope).values("project")
    return [*seen.filter(pk__in=blocked)[:2], *seen.filter(pk__in=slips)[:2], *seen[:2]]


@pytest.mark.parametrize("username", ROLES)
def test_a_project_shows_its_nodes_its_light_and_its_slips(
    username: str, scope_of: Callable[[str], Scope]
) -> None:
    scope = scope_of(username)
    projects = some(scope)
    assert projects
    for project in projects:
        page = project_page(scope, project, TODAY)
        nodes = Milestone.objects.visible_to(scope).filter(project=project)
        assert {node.id for node in page.nodes} == set(nodes.values_list("pk", flat=True))
        slips = ProjectSlip.objects.visible_to(scope).filter(project=project)
        assert {slip.pk for slip in page.slips} == set(slips.values_list("pk", flat=True))
        if page.verdict:
            assert page.verdict.project_id == project.pk
            assert page.verdict.since <= TODAY
        else:
            light = LightVerdict.objects.visible_to(scope).filter(project=project)
            assert not light.filter(since__lte=TODAY, until=None).exists()
        assert page.month == date(2022, 5, 1), "a month has ended on its last day"
        assert project_page(scope, project, date(2022, 5, 30)).month == date(2022, 4, 1)


@pytest.mark.parametrize("username", ROLES)
def test_the_counts_are_those_of_the_nodes(username: str, scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of(username)
    for project in some(scope):
        counts = project_page(scope, project, TODAY).counts
        rows = Milestone.objects.visible_to(scope).filter(project=project)
        assert counts["total"] == rows.count()
        assert counts["done"] == rows.filter(actual_on__lte=TODAY).count()
        assert counts["done_late"] <= counts["done"]
        assert counts["late"] <= counts["total"] - counts["done"] + counts["done_late"]


def test_only_demands_of_the_scope_may_be_opened(scope_of: Callable[[str], Scope]) -> None:
    blocked = 0
    for username in ROLES:
        scope = scope_of(username)
        for project in some(scope):
            page = project_page(scope, project, date(2022, 7, 1))
            blocking = {one.demand_id for node in page.nodes for one in node.blocked_by}
            seen = Demand.objects.visible_to(scope).filter(pk__in=blocking)
            assert page.readable == set(seen.values_list("pk", flat=True))
            blocked += len(blocking)
    assert blocked
    every = Demand.objects.values_list("pk", flat=True)
    assert readable(scope_of("county"), every) < set(every)


@pytest.mark.parametrize("username", ROLES)
def test_a_project_costs_eighteen_queries(username: str, scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of(username)
    for project in some(scope):
        with CaptureQueriesContext(connection) as queries:
            project_page(scope, project, TODAY)
        assert len(queries) == 18, project.code


def test_a_node_shows_who_waits_for_it_and_what_blocks_it(
    scope_of: Callable[[str], Scope],
) -> None:
    scope = scope_of("lead")
    waited = NodeWait.objects.visible_to(scope).order_by("pk")[0].waits_for_id
    block = NodeBlock.objects.visible_to(scope).order_by("pk")[0]
    followers = NodeWait.objects.visible_to(scope).filter(waits_for=waited)
    page = node_page(scope, waited, TODAY)
    assert page.record.pk == page.node.id == waited
    assert sorted(page.followers) == sorted(followers.values_list("node__name", flat=True))
    assert page.followers
    blocks = node_page(scope, block.milestone_id, TODAY).blocks
    assert block in [one for one, _may_open in blocks]
    assert all(may_open for _one, may_open in blocks), "the office opens every demand"


def test_a_node_out_of_scope_is_not_there(scope_of: Callable[[str], Scope]) -> None:
    own = Milestone.objects.visible_to(scope_of("county")).values("pk")
    foreign = Milestone.objects.visible_to(scope_of("lead")).exclude(pk__in=own)[0]
    with pytest.raises(NotFound):
        node_page(scope_of("county"), foreign.pk, TODAY)


@pytest.mark.parametrize("username", ROLES)
def test_a_node_costs_twelve_queries(username: str, scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of(username)
    for node in Milestone.objects.visible_to(scope).order_by("pk")[:4]:
        with CaptureQueriesContext(connection) as queries:
            node_page(scope, node.pk, TODAY)
        assert len(queries) == 12, node.pk


def test_guarantors_are_read_in_one_query_and_the_countys_own_comes_first(
    scope_of: Callable[[str], Scope],
) -> None:
    scope = scope_of("lead")
    for project in some(scope):
        with CaptureQueriesContext(connection) as queries:
            named = guarantors(scope, project)
        assert len(queries) == 1
        assert named
        lines = Responsibility.objects.visible_to(scope)
        for code, department in named.items():
            of_matter = lines.filter(matter__code=code)
            own = of_matter.filter(county=project.county)
            assert department in [line.department for line in own or of_matter.filter(county=None)]
