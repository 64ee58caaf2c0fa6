"""The rates of key projects against a plain count of the records."""

from datetime import date

import pytest

from pandeng.core.dated import in_force
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.projects.models import Project, ProjectListing
from tests.domain.indicators.asking import rows_of


@pytest.mark.parametrize("day", [date(2022, 3, 31), date(2022, 5, 31)])
def test_rates_follow_from_records(office, day):
    listed = Project.objects.filter(
        id__in=ProjectListing.objects.filter(
            in_force(day), year=2022, cluster_id=office.cluster_id
        ).values("project_id")
    )
    started = {p.pk for p in listed if p.started_on and p.started_on <= day}
    entered = {p.pk for p in listed if p.in_statistics_on and p.in_statistics_on <= day}
    done = {p.pk for p in listed if p.completed_on and p.completed_on <= day}
    gap = figure(question(office, "projects_started_outside_statistics", as_of=day))
    assert gap.value == len(started - entered) > 0
    assert {row["id"] for row in rows_of(office, gap).rows} == started - entered
    rate = figure(question(office, "completion_rate", as_of=day))
    assert [part.value for part in rate.parts] == [len(done), len(listed)]
