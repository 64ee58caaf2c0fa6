"""Who serves whom and when, and so: which scope a person has on a day; visits and coverage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from pandeng.access.attributions import attributions
from pandeng.access.models import DepartmentKind, Membership, User
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
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


def scope_for(user: User, *, on: date, cluster_id: int | None = None, role: str = "") -> Scope:
    """The scope of a person on a day, in the cluster asked for or else in the first of theirs.

    Roles and units come from the memberships that hold on that day, with the units merged into theirs;
    enterprises from the teams the person sits in and from the enterprises whose contact the person is.
    With a `role`, only what they hold in it.
    Six queries at most.
    """
    memberships = list(
        Membership.objects.filter(in_force(on), user=user, cluster__closed_at=None)
        .select_related("department")
        .order_by("cluster_id", "id")
    )
    clusters = [membership.cluster_id for membership in memberships]
    if cluster_id not in clusters:
        cluster_id = clusters[0] if clusters else None
    own = [m for m in memberships if m.cluster_id == cluster_id and role in ("", m.role)]
    sitting = {membership.department_id for membership in own}
    counted = attributions(cluster_id)
    before = {one.unit_id: one.unit.kind for one in counted if one.holds(on, sitting)}
    departments = frozenset(sitting | before.keys())
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
            [m.department_id for m in own if m.department.kind == DepartmentKind.COUNTY]
            + [unit for unit, kind in before.items() if kind == DepartmentKind.COUNTY]
        ),
        departments=departments,
        enterprises=frozenset(served) | frozenset(contact),
        on=on,
        has_unit_changes=bool(counted),
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


def visits_ahead(scope: Scope) -> QuerySet[Visit]:
    """The visits that are planned and neither made nor called off, the next first."""
    rows: QuerySet[Visit] = Visit.objects.visible_to(scope).filter(done_on=None, called_off_on=None)
    return rows.select_related("enterprise").order_by("planned_on", "id")


def open_teams(scope: Scope, on: date) -> QuerySet[Team]:
    """The teams that are not closed on a day, in the order of their numbers."""
    rows: QuerySet[Team] = Team.objects.visible_to(scope)
    return rows.exclude(closed_on__lt=on).order_by("number")


def vacancies(scope: Scope, on: date) -> list[tuple[Team, TeamRole, date | None]]:
    """Seats that nobody holds on a day, each with the last day on which somebody did."""
    teams = {team.pk: team for team in open_teams(scope, on)}
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


def hand_overs(scope: Scope, team: Team) -> QuerySet[HandOver]:
    """The hand-overs of a team's seats, the newest first."""
    rows: QuerySet[HandOver] = HandOver.objects.visible_to(scope).filter(team=team)
    return rows.select_related("left", "entered__role").order_by("-happened_on")


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
    teams = list(open_teams(scope, today))
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
