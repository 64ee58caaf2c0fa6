"""The key-project list of a year carried over: plans and their months go along, nothing twice."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.projects.ledger.actions.leaders import PROJECT_LEADER
from pandeng.domain.projects.ledger.models import MonthlyPlan, ProjectLeader
from pandeng.domain.projects.lifecycle import actions, queries
from pandeng.domain.projects.models import Project, ProjectListing

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2023, 1, 9, 9, 0))
DAY = date(2023, 1, 9)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


def test_what_is_carried_stands_on_the_new_list_with_its_months(lead: Scope) -> None:
    rows = queries.to_carry(lead, 2023)
    planned = set(MonthlyPlan.objects.values_list("project_id", flat=True))
    one = next(row for row in rows if row.listing.project_id in planned)
    project = one.listing.project_id
    actions.carry_list({project: 120_000_000}, year=2023, since=DAY, by=lead, now=NOW)
    months = MonthlyPlan.objects.filter(project_id=project, month_on__year=2023)
    assert sum(month.amount_yuan for month in months) == 120_000_000
    assert project not in {row.listing.project_id for row in queries.to_carry(lead, 2023)}


def test_what_was_taken_off_or_stands_there_already_is_refused_and_nothing_is_half_made(
    lead: Scope,
) -> None:
    first, second = (row.listing for row in queries.to_carry(lead, 2023)[:2])
    actions.take_off_list(first, on=DAY, why="竣工", by=lead, now=NOW)
    both = {first.project_id: 10_000_000, second.project_id: 10_000_000}
    with pytest.raises(DomainError, match="不在2022年清单"):
        actions.carry_list(both, year=2023, since=DAY, by=lead, now=NOW)
    assert not ProjectListing.objects.filter(year=2023).exists()
    with pytest.raises(DomainError, match="至少"):
        actions.carry_list({}, year=2023, since=DAY, by=lead, now=NOW)


def test_the_page_suggests_what_is_left_and_carries_what_is_filled_in(
    signed_in: Callable[[str], Client], lead: Scope
) -> None:
    client = signed_in("lead")
    page = client.get(reverse("carry_list"))
    assert "结转到2023年清单" in page.content.decode()
    row = queries.to_carry(lead, 2023)[0]
    name = f"plan{row.listing.project_id}"
    bad = client.post(reverse("carry_list"), {"since": "2022-05-31", name: "许多"})
    assert bad.status_code == 422
    client.post(reverse("carry_list"), {"since": "2022-05-31", name: "3500万元"})
    made = ProjectListing.objects.get(year=2023)
    assert (made.project_id, made.annual_plan_yuan) == (row.listing.project_id, 35_000_000)
    page = client.get(reverse("carry_list"))
    assert "结转到2023年清单" in page.content.decode(), "the rest can follow"
    assert name not in page.context["form"].fields


def test_one_leader_answers_for_a_project_at_a_time(lead: Scope) -> None:
    led = ProjectLeader.objects.filter(until__isnull=True).order_by("id")[0]
    given = {"project": led.project, "person": "李示例", "user": None, "since": DAY}
    with pytest.raises(DomainError, match=f"由{led.person}牵头"):
        by_hand.enter(PROJECT_LEADER, given, by=lead, now=NOW)
    by_hand.end(PROJECT_LEADER, led, on=date(2023, 1, 8), why="分工调整", by=lead, now=NOW)
    by_hand.enter(PROJECT_LEADER, given, by=lead, now=NOW)
    held = ProjectLeader.objects.filter(project=led.project).order_by("since")
    assert [one.person for one in held][-2:] == [led.person, "李示例"]


def test_a_project_page_offers_what_may_be_entered_for_it(
    signed_in: Callable[[str], Client],
) -> None:
    project = Project.objects.exclude(leaders__isnull=False).order_by("id").first()
    assert project is not None
    page = signed_in("lead").get(project.get_absolute_url()).content.decode()
    assert f"{reverse('projects_leaders_enter')}?project={project.pk}" in page
