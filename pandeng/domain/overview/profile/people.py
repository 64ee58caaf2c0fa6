"""Who serves an enterprise, the visits, and how old each part of its page is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.core.dated import in_force
from pandeng.domain.climbing.queries import FiveYearPlan
from pandeng.domain.enterprises.models import EnterpriseName
from pandeng.domain.overview.profile.figures import ReportedFigures
from pandeng.domain.overview.profile.looking import Looking
from pandeng.domain.overview.profile.work import EnterpriseWork
from pandeng.domain.teams.models import TeamMember, TeamService, Visit, VisitQuestion

MAX_LINES = 6


@dataclass(frozen=True)
class People:
    """Who serves the enterprise, and the visits."""

    teams: list[tuple[Any, list[Any]]]
    last: list[Any]
    coming: list[Any]
    questions: list[Any]
    names: list[Any]


def people(at: Looking) -> People:
    """Six queries."""
    services = list(
        at.own(TeamService).filter(in_force(at.day)).select_related("team").order_by("since", "id")
    )
    seats = list(
        at.rows(TeamMember)
        .filter(in_force(at.day), team_id__in=[service.team_id for service in services])
        .select_related("role", "department")
        .order_by("role__order", "id")
    )
    visits = at.own(Visit).select_related("department")
    return People(
        teams=[
            (service.team, [seat for seat in seats if seat.team_id == service.team_id])
            for service in services
        ],
        last=list(visits.filter(done_on__lte=at.day).order_by("-done_on", "-id")[:3]),
        coming=list(
            visits.filter(
                done_on__isnull=True, called_off_on__isnull=True, planned_on__gte=at.day - timedelta(30)
            ).order_by("planned_on", "id")[:3]
        ),
        questions=list(
            at.rows(VisitQuestion)
            .filter(
                visit__enterprise_id=at.pk,
                settled_on__isnull=True,
                demand__isnull=True,
                carried_to__isnull=True,
            )
            .order_by("visit_id", "order")[:MAX_LINES]
        ) if at.known_at is None else [],
        names=list(at.own(EnterpriseName).order_by("kind", "id")),
    )  # fmt: skip


@dataclass(frozen=True)
class Freshness:
    """One kind of content: the day of the newest entry, and how long ago that was."""

    title: str
    on: date | None
    days: int | None
    is_old: bool


OLD_DAYS = 92  # our proposal: older than a quarter is said to be old


def freshness(
    at: Looking,
    fields: Iterable[Any],
    of: ReportedFigures,
    of_work: EnterpriseWork,
    of_people: People,
    plan: FiveYearPlan | None,
) -> list[Freshness]:
    """How old each part of the page is, from what the page has read already. No query."""

    def latest(title: str, days: Iterable[date | None]) -> Freshness:
        on = max((day for day in days if day), default=None)
        age = None if on is None else (at.day - on).days
        return Freshness(title, on, age, age is None or age > OLD_DAYS)

    return [
        latest(_("名册"), (timezone.localdate(one.at) for one in fields)),
        latest(_("报表"), (one.reported_on for one in of.amounts)),
        latest(_("诉求"), (d.received_on for d, _light in of_work.open_demands)),
        latest(_("办结诉求"), (d.closed_on for d in of_work.closed_demands)),
        latest(_("走访"), (visit.done_on for visit in of_people.last)),
        latest(_("称号"), (award.awarded_on for award in of_work.awards)),
        latest(_("攀登计划"), (goal.set_on for goal in plan.goals) if plan else ()),
    ]
