"""Reading the framework and the targets: values, plans and parts, as they were known and as of a day."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.queries import members
from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import NotFound
from pandeng.domain.strategy.models import (
    CountyShare,
    Decomposition,
    FrameworkNode,
    PlanShare,
    Target,
    TargetValue,
)

Shares = list[tuple[int, Decimal]]


def nodes(scope: Scope) -> QuerySet[FrameworkNode]:
    """The items of the framework in the pack's order."""
    rows: QuerySet[FrameworkNode] = FrameworkNode.objects.visible_to(scope).order_by("order", "id")
    return rows


def node(scope: Scope, code: str) -> FrameworkNode:
    found: FrameworkNode | None = nodes(scope).filter(code=code).first()
    if found is None:
        raise NotFound(_("工作思路中没有这一条。"))
    return found


def targets(scope: Scope, year: int, *, known_at: datetime | None = None) -> QuerySet[Any]:
    """The targets of a year, as known; rows of the record or of its versions."""
    rows = seen(Target, scope, known_at).filter(year=year)
    return rows.select_related("node", "leader").order_by("id")


def leaf(scope: Scope, code: str) -> FrameworkNode | None:
    """The place of a figure in the framework, where it has one."""
    return nodes(scope).filter(code=code).first() if code else None


def all_targets(scope: Scope) -> QuerySet[Target]:
    """The targets of every year, the newest first."""
    rows: QuerySet[Target] = Target.objects.visible_to(scope).order_by("-year", "id")
    return rows


def target(scope: Scope, pk: int) -> Target:
    found: Target | None = (
        Target.objects.visible_to(scope).select_related("node", "leader").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("没有找到这个目标。"))
    return found


def targets_of(scope: Scope, names: Iterable[str], year: int) -> QuerySet[Target]:
    """The targets of a year that are measured by one of these figures."""
    rows: QuerySet[Target] = Target.objects.visible_to(scope).filter(
        indicator__in=list(names), year=year
    )
    return rows.select_related("node").order_by("id")


def years(scope: Scope) -> list[int]:
    """Years that have targets, the newest first."""
    rows = Target.objects.visible_to(scope).values_list("year", flat=True)
    return list(rows.order_by("-year").distinct())


def to_carry(scope: Scope, year: int) -> set[int]:
    """The ids of the targets of the year before that `year` has not yet."""
    rows = Target.objects.visible_to(scope)
    taken = rows.filter(year=year).values("code")
    return set(rows.filter(year=year - 1).exclude(code__in=taken).values_list("id", flat=True))


def values(
    scope: Scope, targets: Iterable[int], *, day: date, known_at: datetime | None = None
) -> dict[int, Any]:
    """The value of each target that holds on a day, by id. One query."""
    rows = seen(TargetValue, scope, known_at).filter(in_force(day), target_id__in=list(targets))
    return {row.target_id: row for row in rows}


def revisions(scope: Scope, target: Target) -> QuerySet[TargetValue]:
    """Every value of a target, the newest first."""
    rows: QuerySet[TargetValue] = (
        TargetValue.objects.visible_to(scope)
        .filter(target=target)
        .select_related("target")
        .order_by("-since")
    )
    return rows


def plans(
    scope: Scope, targets: Iterable[int], *, known_at: datetime | None = None
) -> dict[int, Shares]:
    """The seasonal plan of each target that has one. One query."""
    rows = seen(PlanShare, scope, known_at).filter(target_id__in=list(targets))
    found: dict[int, Shares] = {}
    for row in rows.order_by("month"):
        found.setdefault(row.target_id, []).append((row.month, row.share))
    return found


def to_approve(scope: Scope) -> QuerySet[Decomposition]:
    """The parts that wait for this person's approval: nobody approves what they submitted."""
    rows: QuerySet[Decomposition] = Decomposition.objects.visible_to(scope)
    if not scope.may(Permission.APPROVE):
        return rows.none()
    waiting = rows.filter(status="submitted").exclude(submitter_id=scope.user_id)
    return waiting.select_related("target").order_by("submitted_on", "id")


def decompositions(scope: Scope, target: Target) -> QuerySet[Decomposition]:
    """Every version of a target's parts, the newest first."""
    rows: QuerySet[Decomposition] = (
        Decomposition.objects.visible_to(scope)
        .filter(target=target)
        .select_related("submitter", "approver", "target")
        .order_by("-number")
    )
    return rows


def decomposition(scope: Scope, target: Target, pk: int) -> Decomposition:
    found = decompositions(scope, target).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这版分解。"))
    return found


def parts(scope: Scope, decomposition: Decomposition) -> dict[int, int]:
    """County id → value of one version."""
    rows = CountyShare.objects.visible_to(scope).filter(decomposition=decomposition)
    return dict(rows.values_list("county_id", "value"))


def parts_in_force(
    scope: Scope, targets: Iterable[int], *, day: date, known_at: datetime | None = None
) -> dict[int, dict[int, int]]:
    """Target id → county id → value, of the decomposition that was approved on a day. Two queries."""
    rows = seen(Decomposition, scope, known_at).filter(
        target_id__in=list(targets),
        approved_on__lte=day,
        status__in=("approved", "replaced"),
    )
    in_force: dict[int, Any] = {}
    for row in rows.order_by("number"):
        if row.replaced_on is None or row.replaced_on > day:
            in_force[row.target_id] = row
    target_of = {row.id: row.target_id for row in in_force.values()}
    shares = seen(CountyShare, scope, known_at).filter(decomposition_id__in=list(target_of))
    found: dict[int, dict[int, int]] = {}
    for share in shares:
        found.setdefault(target_of[share.decomposition_id], {})[share.county_id] = share.value
    return found


def leaders(scope: Scope, only: int | None = None) -> QuerySet[User]:
    """Who may answer for a target: the municipal leaders of the cluster, or one person among them."""
    found = members(scope).filter(memberships__role="municipal_leader").distinct()
    return found if only is None else found.filter(pk=only)


def shares_of(scope: Scope, versions: Iterable[Decomposition]) -> QuerySet[CountyShare]:
    """The parts of several versions of a decomposition. One query."""
    rows: QuerySet[CountyShare] = CountyShare.objects.visible_to(scope).filter(
        decomposition_id__in=[one.pk for one in versions]
    )
    return rows


def plan_is_proposal(scope: Scope, target: Target) -> bool:
    """Is the seasonal plan still the one that the pack proposes?"""
    return bool(
        PlanShare.objects.visible_to(scope).filter(target=target, is_proposal=True).exists()
    )
