"""Who serves whom and when, and so: which scope a person has on a day; visits and coverage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department, DepartmentKind, Membership, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import departments
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import NotFound
from pandeng.domain.demands.models import Demand, DemandStep
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import (
    HandOver,
    Team,
    TeamMember,
    TeamRole,
    TeamService,
    Visit,
    VisitQuestion,
)


def scope_for(user: User, *, on: date, cluster_id: int | None = None) -> Scope:
    """The scope of a person on a day, in the cluster asked for or else in the first of theirs.

    Roles and units come from the memberships that hold on that day; enterprises from the teams the
    person sits in and from the enterprises whose contact the person is. Five queries at most.
    """
    memberships = list(
        Membership.objects.filter(in_force(on), user=user)
        .select_related("department")
        .order_by("cluster_id", "id")
    )
    clusters = [membership.cluster_id for membership in memberships]
    if cluster_id not in clusters:
        cluster_id = clusters[0] if clusters else None
    own = [membership for membership in memberships if membership.cluster_id == cluster_id]
    departments = frozenset(membership.department_id for membership in own)
    served = TeamService.objects.filter(
        in_force(on), in_force(on, "team__members__"), team__members__user=user, cluster=cluster_id
    ).values_list("enterprise_id", flat=True)
    contact = Enterprise.objects.filter(organisation_id__in=departments).values_list(
        "id", flat=True
    )
    return Scope(
        cluster_id=cluster_id,
        user_id=user.pk,
        name=str(user),
        roles=frozenset(membership.role for membership in own),
        counties=frozenset(
            m.department_id for m in own if m.department.kind == DepartmentKind.COUNTY
        ),
        departments=departments,
        enterprises=frozenset(served) | frozenset(contact),
        on=on,
    )


def seats_on(scope: Scope, team: Team, on: date) -> list[tuple[TeamRole, list[TeamMember]]]:
    """Who sat where on a day: every role of the team with its members, empty where nobody sat."""
    roles = TeamRole.objects.visible_to(scope).order_by("order", "id")
    held = TeamMember.objects.visible_to(scope).filter(in_force(on), team=team)
    members = list(held.select_related("role", "department").order_by("since", "id"))
    return [(role, [m for m in members if m.role_id == role.pk]) for role in roles]


def served_by(scope: Scope, team: Team, on: date) -> list[int]:
    """Ids of the enterprises that a team serves on a day."""
    rows = TeamService.objects.visible_to(scope).filter(in_force(on), team=team)
    return list(rows.values_list("enterprise_id", flat=True))


def led_by(scope: Scope, user_id: int, on: date) -> list[int]:
    """Ids of the enterprises that the teams serve in which a person sits on a day."""
    rows = TeamService.objects.visible_to(scope).filter(
        in_force(on), in_force(on, "team__members__"), team__members__user=user_id
    )
    return sorted(set(rows.values_list("enterprise_id", flat=True)))


def vacancies(scope: Scope, on: date) -> list[tuple[Team, TeamRole, date | None]]:
    """Seats that nobody holds on a day, each with the last day on which somebody did."""
    teams = {team.pk: team for team in Team.objects.visible_to(scope).order_by("number")}
    roles = list(TeamRole.objects.visible_to(scope).order_by("order", "id"))
    held: Counter[tuple[int, int]] = Counter()
    last: dict[tuple[int, int], date] = {}
    rows = TeamMember.objects.visible_to(scope).filter(since__lte=on)
    for team, role, until in rows.values_list("team_id", "role_id", "until"):
        if until is None or until >= on:
            held[team, role] += 1
        else:
            last[team, role] = max(until, last.get((team, role), until))
    return [
        (team, role, last.get((team.pk, role.pk)))
        for team in teams.values()
        for role in roles
        if held[team.pk, role.pk] < role.seats
    ]


def ending(scope: Scope, on: date, *, days: int = 30) -> QuerySet[TeamMember]:
    """Seats whose term ends within so many days."""
    rows: QuerySet[TeamMember] = (
        TeamMember.objects.visible_to(scope)
        .filter(until__range=(on, on + timedelta(days=days)))
        .select_related("team", "role")
        .order_by("until", "id")
    )
    return rows


# -- visits --------------------------------------------------------------------------------------


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


def hand_overs(scope: Scope, team: Team) -> QuerySet[HandOver]:
    """The hand-overs of a team's seats, the newest first."""
    rows: QuerySet[HandOver] = HandOver.objects.visible_to(scope).filter(team=team)
    return rows.select_related("left", "entered__role").order_by("-happened_on")


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


@dataclass(frozen=True)
class VisitMonth:
    """The visits of a month by day; `crowded`: those of weeks in which two bodies come to one enterprise."""

    first: date
    following: date
    by_day: dict[date, list[Visit]]
    crowded: list[Visit]


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


# -- what a team has in hand ---------------------------------------------------------------------


@dataclass(frozen=True)
class Served:
    """One enterprise as its team sees it."""

    enterprise: Enterprise
    open_demands: int
    late_demands: int
    solved: int
    contact_on: date | None
    days_since: int | None
    questions: int
    next_visit: Visit | None


def served(scope: Scope, enterprises: Iterable[int], today: date) -> list[Served]:
    """Enterprises with their open demands, the last contact, questions and the next visit. Six queries."""
    ids = list(enterprises)
    rows = Enterprise.objects.visible_to(scope).filter(pk__in=ids).order_by("name")
    mine = Demand.objects.visible_to(scope).filter(enterprise_id__in=ids)
    counts = {
        row["enterprise_id"]: row
        for row in mine.values("enterprise_id").annotate(
            open=Count("id", filter=Q(status__in=OPEN)),
            late=Count("id", filter=Q(status__in=OPEN, next_due_on__lt=today)),
            solved=Count("id", filter=Q(closed_on__isnull=False, result="solved")),
        )
    }
    contact = last_contacts(scope, ids)
    questions = Counter(
        VisitQuestion.objects.visible_to(scope)
        .filter(
            visit__enterprise_id__in=ids,
            settled_on__isnull=True,
            demand__isnull=True,
            carried_to__isnull=True,
        )
        .values_list("visit__enterprise_id", flat=True)
    )
    coming: dict[int, Visit] = {}
    for visit in (
        Visit.objects.visible_to(scope)
        .filter(enterprise_id__in=ids, done_on__isnull=True, called_off_on__isnull=True)
        .select_related("department")
        .order_by("-planned_on", "-id")
    ):
        coming[visit.enterprise_id] = visit
    none = {"open": 0, "late": 0, "solved": 0}
    return [
        Served(
            enterprise,
            (own := counts.get(enterprise.pk, none))["open"],
            own["late"],
            own["solved"],
            on := contact.get(enterprise.pk),
            (today - on).days if on else None,
            questions[enterprise.pk],
            coming.get(enterprise.pk),
        )
        for enterprise in rows
    ]


def last_contacts(scope: Scope, enterprises: Iterable[int]) -> dict[int, date]:
    """The day of the last visit or first contact about a demand, by id of the enterprise."""
    ids = list(enterprises)
    visits = Visit.objects.filter(
        cluster_id=scope.in_cluster(), enterprise_id__in=ids, done_on__isnull=False
    )
    found: dict[int, date] = {
        row["enterprise_id"]: row["last"]
        for row in visits.values("enterprise_id").annotate(last=Max("done_on"))
    }
    spoken = DemandStep.objects.filter(
        cluster_id=scope.in_cluster(), step="contact", demand__enterprise_id__in=ids
    )
    for row in spoken.values("demand__enterprise_id").annotate(last=Max("happened_at")):
        day = timezone.localdate(row["last"])
        key = row["demand__enterprise_id"]
        found[key] = max(day, found.get(key, day))
    return found


COVERED_DAYS = 90  # an enterprise without contact for longer is not covered; this system's proposal


@dataclass(frozen=True)
class Coverage:
    """One team: whom it serves, how many of them it has spoken to lately, and what was solved."""

    team: Team
    serves: int
    covered: int
    longest: int | None
    open_demands: int
    solved: int
    empty_seats: int


def coverage(scope: Scope, today: date) -> list[Coverage]:
    """Every team in the order of its number. Visits and log-ins are not counted, problems solved are."""
    teams = list(Team.objects.visible_to(scope).order_by("number"))
    serves: dict[int, list[int]] = {team.pk: [] for team in teams}
    for team_id, enterprise in (
        TeamService.objects.visible_to(scope)
        .filter(in_force(today))
        .values_list("team_id", "enterprise_id")
    ):
        serves.setdefault(team_id, []).append(enterprise)
    everyone = {enterprise for ids in serves.values() for enterprise in ids}
    contact = last_contacts(scope, everyone)
    demands = {
        row["enterprise_id"]: row
        for row in Demand.objects.visible_to(scope)
        .filter(enterprise_id__in=everyone)
        .values("enterprise_id")
        .annotate(
            open=Count("id", filter=Q(status__in=OPEN)),
            solved=Count("id", filter=Q(closed_on__isnull=False, result="solved")),
        )
    }
    empty = Counter(team.pk for team, _role, _last in vacancies(scope, today))
    found = []
    for team in teams:
        ids = serves[team.pk]
        days = [(today - contact[e]).days for e in ids if e in contact]
        own = [demands[e] for e in ids if e in demands]
        found.append(
            Coverage(
                team,
                len(ids),
                sum(day <= COVERED_DAYS for day in days),
                max(days, default=None) if len(days) == len(ids) else None,
                sum(row["open"] for row in own),
                sum(row["solved"] for row in own),
                empty[team.pk],
            )
        )
    return found
