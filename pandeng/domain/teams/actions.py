"""Setting up assistance teams, and handing seats over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.teams.models import Team, TeamMember, TeamService


def take_over(
    teams: Iterable[Team],
    members: Iterable[TeamMember],
    services: Iterable[TeamService],
    *,
    by: Scope,
    now: datetime,
) -> None:
    by.may("edit_team").require()
    with Change("teams.take_over", by=by, now=now) as change:
        change.add_all(teams)
        change.add_all(members)
        change.add_all(services)


def hand_over(
    seat: TeamMember, *, person: str, since: date, why: str, by: Scope, now: datetime
) -> TeamMember:
    """End a seat the day before and give it to the next person."""
    by.may("edit_team").require()
    with Change("teams.hand_over", by=by, now=now, why=why) as change:
        change.save(seat, until=since - timedelta(days=1))
        return change.add(
            TeamMember(
                cluster_id=seat.cluster_id,
                team_id=seat.team_id,
                role_id=seat.role_id,
                department_id=seat.department_id,
                person=person,
                since=since,
            )
        )
