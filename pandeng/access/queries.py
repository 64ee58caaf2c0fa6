"""Who belongs to a cluster, and what was done in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access import rules
from pandeng.access.attributions import attributions
from pandeng.access.models import (
    Cluster,
    Department,
    DepartmentKind,
    Invitation,
    Membership,
    RoleRequest,
    User,
)
from pandeng.access.records import ClusterRecord
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import NotFound
from pandeng.core.models import AuditEvent
from pandeng.core.prepared import PreparedRead


def clusters_of(user: User, *, on: date) -> QuerySet[Cluster]:
    """The clusters in which this person holds a role on a day; a closed one is entered by nobody."""
    held = Membership.objects.filter(in_force(on), user=user).values("cluster_id")
    return Cluster.objects.filter(pk__in=held, closed_at=None).order_by("pk")


def staff(
    scope: Scope,
    *,
    on: date,
    roles: Iterable[str] = (),
    departments: Iterable[int | None] | None = None,
) -> list[User]:
    """Who holds one of these roles, or sits in one of these units, on a day."""
    units = None
    if departments is not None:
        asked = {unit for unit in departments if unit}
        units = sorted(asked | _became(scope, asked, on))
    if units == []:
        return []
    read = _staff(tuple(roles), None if units is None else len(units))
    return read(scope, on, *(units or ()))


@lru_cache(maxsize=256)
def _staff(roles: tuple[str, ...], unit_count: int | None) -> PreparedRead:
    """Who holds one of these roles and sits in one of so many units; both may be left open."""

    def build(scope: Scope, on: date, *units: int) -> QuerySet[User]:
        held = Membership.objects.filter(
            in_force(on), cluster_id=scope.in_cluster(), user__is_active=True
        )
        if roles:
            held = held.filter(role__in=roles)
        if unit_count is not None:
            held = held.filter(department_id__in=units)
        return User.objects.filter(pk__in=held.values("user_id")).order_by("pk")

    return PreparedRead(build)


def departments(scope: Scope, kinds: Iterable[str] | None = None) -> QuerySet[Department]:
    """The units of the cluster, of these kinds or of every kind."""
    found: QuerySet[Department] = Department.objects.visible_to(scope).order_by("kind", "id")
    return found if kinds is None else found.filter(kind__in=list(kinds))


def open_units(rows: QuerySet[Department], *kept: Any) -> QuerySet[Department]:
    """Of these units those that a form offers: not those that are closed, but what stands there already."""
    own = [getattr(unit, "pk", unit) for unit in kept if unit]
    here = Q(until=None) | Q(until__gte=timezone.localdate()) | Q(pk__in=own)
    return rows.filter(here)


def counted_with(scope: Scope, unit: int, on: date | None = None) -> set[int]:
    """A unit with those that count as it on a day, because they were merged into it or came out of it."""
    if not (scope.system or scope.has_unit_changes):
        return {unit}
    day = on or scope.on or timezone.localdate()
    others = attributions(scope.cluster_id)
    return {unit} | {one.unit_id for one in others if one.holds(day, [unit])}


def _became(scope: Scope, units: set[int], on: date) -> set[int]:
    """What these units count as on a day."""
    if not units or not (scope.system or scope.has_unit_changes):
        return set()
    counted = [one for one in attributions(scope.cluster_id) if one.unit_id in units]
    return {one.counts_as_id for one in counted if one.holds(on, [one.counts_as_id])}


def counties(scope: Scope, of: str = "") -> QuerySet[Department]:
    """The counties of the cluster; `of` a kind of record: those in which this scope sees such records."""
    found: QuerySet[Department] = Department.objects.visible_to(scope).filter(kind="county")
    if of and not (rows := scope.rows(of)).everything:
        found = found.filter(id__in=rows.counties)
    return found.order_by("id")


def county_choices(scope: Scope, of: str) -> list[tuple[str, str]]:
    """The counties that a filter offers: those in which this scope sees records of a kind."""
    return [(str(county.pk), county.short_name) for county in counties(scope, of)]


def people(scope: Scope, *, search: str = "", role: str = "") -> QuerySet[User]:
    """The people of the cluster, present and former, with their memberships in it."""
    visible = Membership.objects.visible_to(scope)
    inside = visible.filter(role=role) if role in ROLES else visible
    found = User.objects.filter(pk__in=inside.values("user_id"))
    if search:
        found = found.filter(Q(username__icontains=search) | Q(display_name__icontains=search))
    return found.order_by("username").prefetch_related(
        Prefetch("memberships", visible.select_related("department").order_by("since", "id"))
    )


def members(scope: Scope) -> QuerySet[User]:
    """Accounts of the cluster that may take a seat: everybody but the contacts of enterprises. `unit_name`
    is their unit, which tells namesakes apart."""
    held = Membership.objects.filter(cluster_id=scope.in_cluster()).exclude(
        role="enterprise_contact"
    )
    units = held.filter(user=OuterRef("pk")).order_by("-since", "-id")
    named = units.values_list(
        Coalesce(NullIf("department__short_name", Value("")), "department__name")
    )
    return (
        User.objects.filter(pk__in=held.values("user_id"), is_active=True)
        .annotate(unit_name=Subquery(named[:1]))
        .order_by("display_name")
    )


def person(scope: Scope, pk: int) -> User:
    """One person of the cluster; someone of another cluster is not found."""
    found = people(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个人。"))
    return found


def membership(scope: Scope, pk: int) -> Membership:
    visible = Membership.objects.visible_to(scope)
    found: Membership | None = visible.filter(pk=pk).select_related("user").first()
    if found is None:
        raise NotFound(_("没有这条任职。"))
    return found


def newest_invitation(scope: Scope, user: User) -> Invitation | None:
    """The last link that this office made for a person."""
    made = Invitation.objects.filter(cluster_id=scope.in_cluster(), user=user)
    return made.order_by("-id").first()


def role_requests(scope: Scope, *, user: User | None = None) -> QuerySet[RoleRequest]:
    """What was asked for, the open requests first, then the newest."""
    found: QuerySet[RoleRequest] = RoleRequest.objects.visible_to(scope)
    if user is not None:
        found = found.filter(user=user)
    rows = found.select_related("user", "department", "asked_by", "decided_by")
    return rows.order_by(Case(When(decision=rules.WAITING, then=0), default=1), "-asked_at", "-id")


def waiting_requests(scope: Scope) -> int:
    """How many requests wait for a second administrator."""
    return role_requests(scope).filter(decision=rules.WAITING).count()


def role_request(scope: Scope, pk: int) -> RoleRequest:
    found = role_requests(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项任职申请。"))
    return found


def accounts_of(scope: Scope, unit: Department | None) -> list[Membership]:
    """The people who stand or stood for an enterprise or a bank, those of today first."""
    if unit is None or unit.cluster_id != scope.cluster_id:
        return []
    held = Membership.objects.filter(department=unit, role__in=rules.PARTNER_ROLES.values())
    rows = held.select_related("user", "department").order_by("until", "since", "id")
    return sorted(rows, key=lambda one: one.until is not None)


def bank(scope: Scope, pk: int) -> Department:
    found: Department | None = departments(scope, [DepartmentKind.BANK]).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个单位。"))
    return found


def bank_account(scope: Scope, pk: int) -> Membership:
    """Somebody's place in a bank of the office."""
    held = Membership.objects.filter(
        cluster_id=scope.in_cluster(), department__kind=DepartmentKind.BANK, pk=pk
    )
    found = held.select_related("user", "department").first()
    if found is None:
        raise NotFound(_("没有这条任职。"))
    one: Membership = found
    return one


def own_memberships(scope: Scope) -> QuerySet[Membership]:
    """What this person holds and held, in every cluster of theirs."""
    held = Membership.objects.filter(user=scope.user_id)
    return held.select_related("department", "cluster").order_by("since", "id")


def belongs_elsewhere(scope: Scope, user: User) -> bool:
    """Does this person belong to another cluster too? Whoever resets a sign-in can use it, so it must
    not lead from one cluster into another. The program itself may."""
    elsewhere = Membership.objects.filter(user=user).exclude(cluster_id=scope.cluster_id)
    return not scope.system and elsewhere.exists()


def events(
    scope: Scope,
    *,
    actor: int | None = None,
    action: str = "",
    since: date | None = None,
    until: date | None = None,
    target: str = "",
) -> QuerySet[AuditEvent]:
    """What was done in the cluster, newest first. `target` is `kind:id`; days are the office's."""
    if not scope.rows("audit").everything:
        return AuditEvent.objects.none()
    found = AuditEvent.objects.filter(cluster_id=scope.cluster_id)
    if actor:
        found = found.filter(actor_id=actor)
    if action:
        found = found.filter(action=action)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    kind, _colon, number = target.partition(":")
    if number.isdigit():
        found = found.filter(target_kind=kind, target_id=int(number))
    return found.order_by("-at", "-id")


def event(scope: Scope, pk: int) -> AuditEvent:
    found = events(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这条审计记录。"))
    return found


def names(scope: Scope, kind: str, ids: Iterable[int]) -> dict[int, str]:
    """What records of a kind (`access.Department`) are called; those out of sight are left out."""
    model = apps.get_model(kind)
    if model is User:
        found: QuerySet[Any] = people(scope)
    elif issubclass(model, ClusterRecord):
        found = model.objects.visible_to(scope)
    else:
        return {}
    return {record.pk: str(record) for record in found.filter(pk__in=list(ids))}


@dataclass(frozen=True)
class DemoAccount:
    username: str
    name: str
    role: str
    cluster: str


def demo_accounts(scope: Scope, *, on: date) -> list[DemoAccount]:
    """Who can sign in to the demo clusters of this installation: invented people, one a role.

    For the sign-in page, so it is asked with the scope of the program itself.
    """
    if not scope.system:
        return []
    held = (
        Membership.objects.filter(
            in_force(on),
            cluster__is_demo=True,
            cluster__closed_at=None,
            user__is_active=True,
        )
        .select_related("user", "cluster")
        .order_by("cluster_id", "id")
    )
    order = list(ROLES)
    first: dict[tuple[int, str], Membership] = {}
    for one in held:
        first.setdefault((one.cluster_id, one.role), one)
    return [
        DemoAccount(
            username=one.user.username,
            name=str(one.user),
            role=str(ROLES[one.role].title),
            cluster=one.cluster.name,
        )
        for one in sorted(first.values(), key=lambda one: (one.cluster_id, order.index(one.role)))
    ]
