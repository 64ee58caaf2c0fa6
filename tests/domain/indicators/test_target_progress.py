"""Targets beside what was reached: the city, its counties, the past of a revision, the months of a plan."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pandeng.core.errors import DomainError
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.target_progress import states
from pandeng.domain.indicators.timeline import timeline
from pandeng.domain.strategy import actions, queries
from pandeng.domain.strategy.models import Target

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
MAY = date(2022, 5, 31)


@pytest.fixture
def scale(jining):
    return Target.objects.get(cluster=jining, code="target_scale_enterprises")


def test_a_revision_does_not_rewrite_the_past(office, scale):
    """700 until 19 June, 710 from 20 June; who asks as known on 19 June knows of no 710."""

    def asked(day, known_at=None):
        return figure(
            question(office, "target_scale_enterprises", as_of=day, known_at=known_at)
        ).value

    assert asked(MAY) == 700
    assert asked(date(2022, 6, 19)) == 700
    assert asked(date(2022, 6, 20)) == 710
    assert asked(date(2022, 6, 30), datetime(2022, 6, 19, 12, tzinfo=UTC)) == 700
    assert asked(date(2022, 6, 30), datetime(2022, 6, 21, 12, tzinfo=UTC)) == 710
    before = states(office, as_of=MAY, only=[scale.pk])[0]
    after = states(office, as_of=date(2022, 6, 30), only=[scale.pk])[0]
    assert (before.value.value, after.value.value) == (700, 710)
    assert before.value.url.startswith("/figures/target_scale_enterprises/")


def test_a_plan_the_office_enters_moves_the_pace(office, scope_of, jining):
    target = Target.objects.get(cluster=jining, code="target_annual_investment")
    state = states(office, as_of=MAY, only=[target.pk])[0]
    assert (state.pace.status, round(state.pace.expected_share, 2)) == ("behind", Decimal("0.42"))
    with pytest.raises(DomainError, match="少10%"):
        actions.plan(target, [(12, Decimal(90))], by=scope_of("staff"), now=NOW)
    calmer = [(6, Decimal(40)), (12, Decimal(60))]
    actions.plan(target, calmer, by=scope_of("staff"), now=NOW)
    assert states(office, as_of=MAY, only=[target.pk])[0].pace.status == "on_pace"
    then = states(office, as_of=MAY, only=[target.pk], known_at=NOW - timedelta(days=1))[0]
    assert then.pace.status == "behind", "as known before the plan was entered"
    actions.plan(target, [], by=scope_of("staff"), now=NOW)
    assert not states(office, as_of=MAY, only=[target.pk])[0].has_plan


def test_counties_add_up_to_the_city(office):
    """The figure of the city is the sum of its counties, each of which opens to its own rows."""
    for state in states(office, as_of=MAY, by_county=True):
        whole = figure(question(office, state.target.indicator, as_of=MAY))
        assert state.actual.value == whole.value
        if state.counties:
            assert state.parts_agree
            for county in state.counties:
                if county.actual is not None:
                    asked = figure(
                        question(office, county.actual.name, as_of=MAY, county=county.county.code)
                    )
                    assert asked.value == county.actual.value
                    assert f"county={county.county.code}" in county.actual.url


def test_a_county_sees_its_own_part_only(scope_of):
    county = scope_of("county")
    for state in states(county, as_of=MAY, by_county=True):
        assert state.pace.status == "partial"
        assert {one.county.pk for one in state.counties} <= county.counties
        assert all(one.pace.status != "partial" for one in state.counties)


def test_the_course_ends_where_the_plan_ends(office, jining):
    target = Target.objects.get(cluster=jining, code="target_cluster_revenue")
    state = states(office, as_of=MAY, only=[target.pk])[0]
    points = timeline(office, state, queries.plans(office, [target.pk])[target.pk], as_of=MAY)
    assert len(points) == 12
    assert points[-1].planned == target.value
    assert points[4].actual.value == state.actual.value
    assert points[5].actual is None, "what is still ahead has no actual"
