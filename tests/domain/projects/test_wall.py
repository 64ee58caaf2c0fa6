"""Reading the wall chart: the projects of the year, narrowed by filters, scope, day and what was known."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pandeng.access.models import Department
from pandeng.access.queries import counties
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.chains.models import Chain
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.node_queries import nodes_of
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.projects.wall import Filters, project_sheet, wall

DAYS = {"as_of": date(2022, 5, 31), "today": date(2022, 7, 1)}


def test_all_341_projects_stand_on_the_chart_with_their_nodes(office):
    shown = wall(office, **DAYS)
    assert len(shown.rows) == shown.total == 341
    assert len({row.name for row in shown.rows}) == 341
    assert all(len(row.nodes) >= 5 for row in shown.rows)
    order = [(row.county_id, row.code) for row in shown.rows]
    assert order == sorted(order)


def test_filters_narrow_the_chart(office):
    everything = wall(office, **DAYS).rows
    county = Department.objects.get(code="370811")
    chain = Chain.objects.order_by("id").first()
    late = wall(office, Filters(state="late"), **DAYS).rows
    both = wall(office, Filters(county=county.pk, chain=chain.pk), **DAYS).rows
    assert late == [row for row in everything if row.late]
    assert both == [
        row for row in everything if row.county_id == county.pk and row.chain == chain.name
    ]
    assert 0 < len(both) < len(everything)
    major = wall(office, Filters(level="provincial_major"), **DAYS).rows
    assert len(major) == 6
    assert wall(office, Filters(words="山能智慧"), **DAYS).rows[0].code == "2022-001"


def test_the_chart_of_an_earlier_day_does_not_know_what_came_later(office):
    early = wall(office, as_of=date(2022, 3, 31), today=date(2022, 7, 1))
    late = wall(office, **DAYS)
    assert sum(row.done for row in early.rows) < sum(row.done for row in late.rows)
    assert not any(
        node.actual_on and node.actual_on > date(2022, 3, 31)
        for row in early.rows
        for node in row.nodes
    )
    known = wall(
        office,
        as_of=date(2022, 3, 31),
        today=date(2022, 7, 1),
        known_at=timezone.make_aware(datetime(2022, 3, 1)),
    )
    assert sum(row.done for row in known.rows) < sum(row.done for row in early.rows)
    assert len(known.rows) == 341


def test_before_the_list_of_the_year_there_is_no_chart(office):
    shown = wall(office, as_of=date(2022, 1, 15), today=date(2022, 7, 1))
    assert shown.rows == []
    assert wall(office, as_of=date(2021, 12, 31), today=date(2022, 7, 1)).total == 163


def test_a_day_that_has_not_come_is_refused(office):
    with pytest.raises(DomainError, match="2022-07-02还没有到"):
        wall(office, as_of=date(2022, 7, 2), today=date(2022, 7, 1))


def test_a_county_reporter_sees_its_own_projects_only(scope_of):
    county = scope_of("county")
    shown = wall(county, **DAYS)
    assert {row.county for row in shown.rows} == {"任城区"}
    assert shown.total == len(shown.rows) < 341
    assert [str(one) for one in counties(county, "project")] == ["任城区"]
    foreign = Department.objects.get(code="370883")
    assert wall(county, Filters(county=foreign.pk), **DAYS).rows == []


def test_the_page_of_a_foreign_project_is_not_there(scope_of, office):
    foreign = Project.objects.exclude(county__code="370811").filter(code__startswith="2022").first()
    assert project_sheet(office, foreign.pk, **DAYS).row.code == foreign.code
    with pytest.raises(NotFound, match="没有这个项目"):
        project_sheet(scope_of("county"), foreign.pk, **DAYS)


def test_the_page_of_a_project_holds_stages_and_money_up_to_the_day(office):
    park = Project.objects.get(code="2022-001")
    shown = project_sheet(office, park.pk, **DAYS)
    assert shown.row.annual_plan_yuan == 1_200_000_000
    assert dict(shown.stages)["开工"] == date(2022, 3, 18)
    assert [month.month for month, amount in shown.months if amount] == [3, 4, 5]
    early = project_sheet(office, park.pk, as_of=date(2022, 3, 1), today=date(2022, 7, 1))
    assert dict(early.stages)["开工"] is None


def test_the_number_of_queries_does_not_grow_with_the_rows(office):
    def queries(filters):
        with CaptureQueriesContext(connection) as seen:
            wall(office, filters, **DAYS)
        return len(seen)

    few, many = queries(Filters(words="山能智慧")), queries(Filters())
    assert few == many


def test_the_chart_says_what_the_lights_and_the_nodes_say(office):
    shown = wall(office, **DAYS)
    judged = verdicts(office, date(2022, 5, 31))
    assert {row.project_id: row.light.code for row in shown.rows if row.light} == {
        project: verdict.code for project, verdict in judged.items()
    }
    light = shown.lights[0]
    narrowed = wall(office, Filters(light=light.code), **DAYS).rows
    assert narrowed == [row for row in shown.rows if row.light and row.light.code == light.code]
    nodes = nodes_of(office, [row.project_id for row in shown.rows], date(2022, 5, 31))
    for row in shown.rows:
        assert [node.state for node in row.nodes] == [node.state for node in nodes[row.project_id]]


def test_guarantees_and_blocks_stand_at_their_nodes(office):
    shown = wall(office, as_of=date(2022, 6, 30), today=date(2022, 7, 1))
    needs = [need for row in shown.rows for node in row.nodes for need in node.needs]
    assert {need.state for need in needs} == {"given", "open", "overdue"}
    assert all(need.what and need.by for need in needs)
    blocked = [node for row in shown.rows for node in row.nodes if node.state == "blocked"]
    assert len(blocked) == 3
    assert all(node.blocked_by for node in blocked)
