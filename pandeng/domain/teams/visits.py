"""Reading visits: what is planned, what is still asked, where two bodies meet in one week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import departments
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import NotFound
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import (
    Team,
    TeamService,
    Visit,
    VisitQuestion,
)


@dataclass(frozen=True)
class VisitMonth:
    """The visits of a month by day; `crowded`: those of weeks in which two bodies come to one enterprise."""

    first: date
    following: date
    by_day: dict[date, list[Visit]]
    crowded: list[Visit]


def open_questions(scope: Scope, enterprise: Enterprise) -> QuerySet[VisitQuestion]:
    """Questions of past or called-off visits that nobody has settled or taken along."""
    rows: QuerySet[VisitQuestion] = (
        VisitQuestion.objects.filter(
            Q(visit__done_on__isnull=False) | Q(visit__called_off_on__isnull=False),
            cluster_id=scope.in_cluster(),
            visit__enterprise=enterprise,
            settled_on__isnull=True,
            demand__isnull=True,
            carried_to__isnull=True,
        )
        .select_related("visit")
        .order_by("visit_id", "order")
    )
    return rows


def question_of(scope: Scope, visit: Visit, pk: int) -> VisitQuestion:
    found: VisitQuestion | None = (
        VisitQuestion.objects.visible_to(scope).filter(visit=visit, pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有找到这个问题。"))
    return found


def team_of(scope: Scope, enterprise: Enterprise, on: date) -> Team | None:
    """The team that serves an enterprise on a day, the one that came last."""
    services = TeamService.objects.visible_to(scope).filter(in_force(on), enterprise=enterprise)
    service = services.select_related("team").order_by("-since").first()
    return service.team if service else None


def visit_month(scope: Scope, first: date) -> VisitMonth:
    """The month that begins on a day. Three queries at most."""
    following = (first + timedelta(days=32)).replace(day=1)
    rows = (
        Visit.objects.visible_to(scope)
        .filter(planned_on__gte=first, planned_on__lt=following, called_off_on__isnull=True)
        .select_related("enterprise", "department")
        .order_by("planned_on", "id")
    )
    by_day: dict[date, list[Visit]] = {}
    for visit in rows:
        by_day.setdefault(visit.planned_on, []).append(visit)
    crowded = crowded_weeks(scope, first, following - timedelta(days=1))
    return VisitMonth(
        first, following, by_day, [visit for found in crowded.values() for visit in found]
    )


def own_demands(scope: Scope) -> dict[int, list[Demand]]:
    """The open demands of the enterprises that somebody serves, those due first, by enterprise."""
    rows = Demand.objects.visible_to(scope).filter(
        enterprise_id__in=scope.enterprises, status__in=OPEN
    )
    found: dict[int, list[Demand]] = {}
    for demand in rows.select_related("department").order_by("next_due_on", "id"):
        found.setdefault(demand.enterprise_id, []).append(demand)
    return found


def visiting_units(scope: Scope) -> tuple[QuerySet[Department], Department | None]:
    """The units that this person may plan a visit for, and their own."""
    units = departments(scope).exclude(kind="enterprise")
    own = units.filter(pk__in=scope.departments)
    first = own.first()
    everywhere = bool(scope.may(Permission.EDIT_TEAM)) or first is None
    return units if everywhere else own, first


def coming_visits(scope: Scope, today: date) -> QuerySet[Visit]:
    """Visits this person still has to make or to record, the next first."""
    rows: QuerySet[Visit] = (
        Visit.objects.visible_to(scope)
        .filter(user_id=scope.user_id or 0, done_on__isnull=True, called_off_on__isnull=True)
        .select_related("enterprise")
        .order_by("planned_on", "id")
    )
    return rows


def clashes(scope: Scope, enterprise: Enterprise, day: date, department: Department) -> list[Visit]:
    """Visits of other bodies to the enterprise in the same week, whoever may read them: a warning must
    not depend on the reader."""
    monday = day - timedelta(days=day.weekday())
    week = (monday, monday + timedelta(days=6))
    return list(
        Visit.objects.filter(
            Q(done_on__range=week) | Q(done_on__isnull=True, planned_on__range=week),
            cluster_id=scope.in_cluster(),
            enterprise=enterprise,
            called_off_on__isnull=True,
        )
        .exclude(department=department)
        .select_related("department")
        .order_by("planned_on", "id")
    )


def crowded_weeks(scope: Scope, first: date, last: date) -> dict[int, list[Visit]]:
    """Visits of a span by id of the enterprise, of those that two bodies visit in one week."""
    rows = (
        Visit.objects.visible_to(scope)
        .filter(planned_on__range=(first, last), called_off_on__isnull=True)
        .select_related("department", "enterprise")
        .order_by("planned_on", "id")
    )
    weeks: dict[tuple[int, date], list[Visit]] = {}
    for visit in rows:
        day = visit.done_on or visit.planned_on
        monday = day - timedelta(days=day.weekday())
        weeks.setdefault((visit.enterprise_id, monday), []).append(visit)
    found: dict[int, list[Visit]] = {}
    for (enterprise, _monday), visits in weeks.items():
        if len({visit.department_id for visit in visits}) > 1:
            found.setdefault(enterprise, []).extend(visits)
    return found
