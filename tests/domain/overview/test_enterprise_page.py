"""The page of an enterprise shows what the records of the scope say on that day, in a fixed number of queries."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Placement
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises import actions
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.overview.profile.page import EnterprisePage, enterprise_page
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.models import TeamMember, TeamService, Visit
from pandeng.domain.titles.models import Award

DAY = date(2022, 5, 31)
NOW = datetime(2022, 6, 20, 9, tzinfo=OFFICE_TIME)
ROLES = ["lead", "county", "officer"]


def some(scope: Scope) -> list[Enterprise]:
    """Enterprises of the scope with most to show: climbing ones, with demands, projects, titles, and any."""
    seen = Enterprise.objects.visible_to(scope).filter(merged_into=None).order_by("pk")
    found = [
        *seen.filter(climbing_since__lte=DAY, climbing_until=None)[:2],
        *seen.filter(pk__in=Demand.objects.filter(status__in=OPEN).values("enterprise"))[:1],
        *seen.filter(pk__in=Project.objects.exclude(enterprise=None).values("enterprise"))[:1],
        *seen.filter(pk__in=Award.objects.values("enterprise"))[:1],
        *seen[:1],
    ]
    return list({one.pk: one for one in found}.values())


def shown(
    scope: Scope, enterprise: Enterprise, day: date = DAY, known_at: datetime | None = None
) -> EnterprisePage:
    return enterprise_page(scope, enterprise, day=day, figures_on=day, known_at=known_at)


@pytest.mark.parametrize("username", ROLES)
def test_work_and_people_are_those_of_the_scope(
    username: str, scope_of: Callable[[str], Scope]
) -> None:
    scope = scope_of(username)
    enterprises = some(scope)
    assert enterprises
    for enterprise in enterprises:
        page = shown(scope, enterprise)
        own = Demand.objects.visible_to(scope).filter(enterprise=enterprise, received_on__lte=DAY)
        still = own.filter(status__in=OPEN)
        assert page.work.open_count == still.count()
        assert {one.pk for one, _light in page.work.open_demands} <= {one.pk for one in still}
        for one, light in page.work.open_demands:
            is_late = one.next_due_on is not None and one.next_due_on < DAY
            assert (light == "red") == is_late
        assert page.work.closed_count == own.filter(closed_on__lte=DAY).count()
        projects = Project.objects.visible_to(scope).filter(enterprise=enterprise)
        assert page.work.projects_count == projects.count()
        awards = Award.objects.visible_to(scope).filter(enterprise=enterprise)
        assert page.work.awards == list(
            awards.filter(awarded_on__lte=DAY).order_by("-awarded_on", "id")
        )
        outcomes = Outcome.objects.visible_to(scope).filter(
            enterprise=enterprise, happened_on__lte=DAY
        )
        assert page.work.waiting == outcomes.filter(status="reported").count()
        counted = sum(count for _kind, _amount, count in page.work.outcomes)
        assert counted == outcomes.filter(status="confirmed").count()


def test_who_serves_it_are_the_seats_of_that_day(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    ended = TeamMember.objects.visible_to(scope).filter(until__lt=DAY).values("team")
    service = TeamService.objects.visible_to(scope).filter(
        since__lte=DAY, until=None, team__in=ended
    )[0]
    page = shown(scope, service.enterprise)
    assert service.team in [team for team, _seats in page.people.teams]
    for team, seats in page.people.teams:
        assert seats
        held = TeamMember.objects.visible_to(scope).filter(team=team, since__lte=DAY)
        left = {seat.pk for seat in held.filter(until__lt=DAY)}
        assert {seat.pk for seat in seats} == {seat.pk for seat in held} - left
    before = shown(scope, service.enterprise, day=service.since - timedelta(1))
    assert service.team not in [team for team, _seats in before.people.teams]


def test_visits_done_and_to_come_do_not_mix(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    visits = Visit.objects.visible_to(scope)
    coming = visits.filter(done_on=None, called_off_on=None, planned_on__gte=DAY)[0]
    people = shown(scope, coming.enterprise).people
    assert coming in people.coming
    assert all(one.done_on is None and one.called_off_on is None for one in people.coming)
    done = visits.filter(done_on__lte=DAY).order_by("-done_on")[0]
    last = shown(scope, done.enterprise).people.last
    assert done in last
    days = [one.done_on for one in last]
    assert days == sorted(days, reverse=True)
    assert len(last) <= 3


def test_figures_stop_at_the_day_and_keep_years_apart(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    for enterprise in some(scope)[:2]:
        page = shown(scope, enterprise)
        rows = Statement.objects.visible_to(scope).filter(enterprise=enterprise, period_on__lte=DAY)
        assert {one.measure for one in page.figures.amounts} == set(
            rows.values_list("measure", flat=True)
        )
        for one in page.figures.amounts:
            latest = rows.get(pk=one.statement_id)
            newer = rows.filter(measure=one.measure, basis="current", period_kind="month")
            assert not newer.filter(period_on__gt=latest.period_on).exists()
            assert one.days == (DAY - latest.reported_on).days
        for measure, _title, chart in page.figures.charts:
            this_year = chart.series[-1].values
            months = rows.filter(
                measure=measure, period_kind="month", basis="current", period_on__year=2022
            )
            reported = {one.period_on.month for one in months}
            assert {n for n, value in enumerate(this_year, 1) if value is not None} == reported


def test_a_corrected_field_tells_what_it_was_and_who_set_it(
    scope_of: Callable[[str], Scope],
) -> None:
    scope = scope_of("lead")
    enterprise = some(scope)[0]
    was = enterprise.industry_code
    actions.correct(enterprise, industry_code="3512", why="登记时录错", by=scope, now=NOW)
    (field,) = [
        one for one in shown(scope, enterprise, day=date(2022, 6, 20)).fields
        if one.name == "industry_code"
    ]  # fmt: skip
    assert (field.value, field.days, field.source) == ("3512", 0, "更正企业信息")
    assert field.earlier[0].value == was
    assert field.restorable
    actions.restore(
        enterprise, field="industry_code", version=field.earlier[0].version, why="原值正确",
        by=scope, now=NOW + timedelta(hours=1),
    )  # fmt: skip
    enterprise.refresh_from_db()
    assert enterprise.industry_code == was


def test_what_was_known_earlier_is_shown_as_it_was(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    enterprise = some(scope)[0]
    was, known_at = enterprise.industry_code, NOW - timedelta(minutes=1)
    actions.correct(enterprise, industry_code="3512", why="登记时录错", by=scope, now=NOW)
    fields = {one.name: one for one in shown(scope, enterprise, known_at=known_at).fields}
    assert fields["industry_code"].value == was
    assert not fields["industry_code"].earlier


def test_a_neighbour_segment_counts_the_enterprises_of_the_scope(
    scope_of: Callable[[str], Scope],
) -> None:
    counted = 0
    for username in ("lead", "county"):
        scope = scope_of(username)
        standing = Placement.objects.visible_to(scope).filter(since__lte=DAY, until=None)
        for placement in standing.order_by("pk")[:6]:
            position = shown(scope, placement.enterprise).position
            assert placement.segment in [one.segment for one in position.placements]
            for one in (*position.suppliers, *position.customers):
                rows = standing.filter(segment=one.segment)
                assert one.count == rows.values("enterprise").distinct().count()
                assert len(one.names) <= min(one.count, 3)
                counted += one.count
            assert position.sees_all == (username == "lead")
    assert counted


def test_the_plan_stands_beside_what_was_reached(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    climbing = shown(scope, some(scope)[0]).climbing
    assert climbing.plan
    assert [year.year for year in climbing.years] == [goal.year for goal in climbing.plan.goals]
    assert climbing.word
    assert climbing.reasons
    future = [year for year in climbing.years if year.year > 2022]
    assert all(year.actual == "—" and not year.is_whole for year in future)


def test_old_parts_are_said_to_be_old(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    page = shown(scope, some(scope)[0])
    for one in page.freshness:
        assert one.is_old == (one.days is None or one.days > 92), one.title
    reports = next(one for one in page.freshness if one.title == "报表")
    assert reports.on == max(one.reported_on for one in page.figures.amounts)


@pytest.mark.parametrize("username", ["lead", "county"])
def test_every_enterprise_costs_the_same_queries(
    username: str, scope_of: Callable[[str], Scope]
) -> None:
    scope = scope_of(username)
    costs = set()
    for enterprise in some(scope):
        shown(scope, enterprise)
        with CaptureQueriesContext(connection) as queries:
            shown(scope, enterprise)
        costs.add(len(queries))
    assert costs == {42}
