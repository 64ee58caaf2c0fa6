"""Teams opened and closed, enterprises given to them: one team at a time, nobody left behind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams import queries
from pandeng.domain.teams.actions.kinds import SERVICE, TEAM
from pandeng.domain.teams.models import Team, TeamService

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 1, 9, 0))
TODAY = NOW.date()


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


@pytest.fixture
def team(lead: Scope) -> Team:
    values = {"number": 901, "name": "第901助企攀登小组", "county": None}
    made: Team = by_hand.enter(TEAM, values, by=lead, now=NOW)
    return made


def served(lead: Scope) -> TeamService:
    return TeamService.objects.visible_to(lead).filter(until__isnull=True).order_by("id")[0]


def test_a_new_team_stands_in_the_coverage_with_its_empty_seats(lead: Scope, team: Team) -> None:
    line = next(one for one in queries.coverage(lead, TODAY) if one.team.pk == team.pk)
    assert line.serves == 0
    assert line.empty_seats > 0


def test_an_enterprise_changes_its_team_only_once_the_first_has_ended(
    lead: Scope, team: Team
) -> None:
    before = served(lead)
    given = {"team": team, "enterprise": before.enterprise, "since": TODAY}
    with pytest.raises(DomainError, match="包联，请先结束"):
        by_hand.enter(SERVICE, given, by=lead, now=NOW)
    by_hand.end(SERVICE, before, on=TODAY - timedelta(days=1), by=lead, now=NOW)
    by_hand.enter(SERVICE, given, by=lead, now=NOW)
    assert queries.served_by(lead, team, TODAY) == [before.enterprise_id]


def test_a_service_is_not_entered_for_a_day_ahead(lead: Scope, team: Team) -> None:
    free = Enterprise.objects.visible_to(lead).exclude(services__isnull=False).order_by("id")[0]
    given = {"team": team, "enterprise": free, "since": TODAY + timedelta(days=1)}
    with pytest.raises(DomainError, match="还没有到"):
        by_hand.enter(SERVICE, given, by=lead, now=NOW)


def test_a_team_closes_once_it_serves_nobody_and_alarms_no_more(lead: Scope, team: Team) -> None:
    free = Enterprise.objects.visible_to(lead).exclude(services__isnull=False).order_by("id")[0]
    given = {"team": team, "enterprise": free, "since": date(2022, 5, 1)}
    service = by_hand.enter(SERVICE, given, by=lead, now=NOW)
    with pytest.raises(DomainError, match="还包联1家企业"):
        by_hand.end(TEAM, team, on=TODAY, by=lead, now=NOW)
    by_hand.end(SERVICE, service, on=TODAY - timedelta(days=1), by=lead, now=NOW)
    by_hand.end(TEAM, team, on=TODAY, by=lead, now=NOW)
    after = TODAY + timedelta(days=1)
    assert team.pk in {one.pk for one in queries.open_teams(lead, TODAY)}
    assert team.pk not in {one.pk for one in queries.open_teams(lead, after)}
    assert team.pk not in {one.pk for one, _role, _last in queries.vacancies(lead, after)}
