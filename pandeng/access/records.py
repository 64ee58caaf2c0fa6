"""Records that belong to a cluster, and how a scope narrows them to the rows a person may see."""

from datetime import datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.history import Recorded, Records, as_of_system_time
from pandeng.core.prepared import PreparedRead


class RowPolicy(NamedTuple):
    """Which column of a record carries which key of a scope.

    `through` names a foreign key: the record is visible where that other record is.
    `shared_with` names kinds that open the record to further departments: kind, its column with this
    record's id, its column with the department; one of them, or several.
    `outward`: a column and those of its values that people outside the office read; none of them, none.
    `hidden_when`: the column that is filled once a record became part of another; from then on nobody sees it.
    """

    kind: str
    county: str | None = None
    departments: tuple[str, ...] = ()
    enterprise: str | None = None
    through: str | None = None
    shared_with: tuple[str, str, str] | tuple[tuple[str, str, str], ...] | None = None
    hidden_when: str | None = None
    outward: tuple[str, frozenset[str]] | None = None


def sharing_kinds(policy: RowPolicy) -> list[tuple[str, str, str]]:
    """The kinds that open a record to further departments, each as (kind, column, department)."""
    found: Any = policy.shared_with or ()
    return [found] if found and isinstance(found[0], str) else list(found)


def visible(
    model: "type[ClusterRecord]",
    scope: Scope,
    prefix: str = "",
    *,
    known_at: datetime | None = None,
) -> Q:
    """The condition that narrows `model` (or its history) to what `scope` may see.

    What decides of it in another record is read as it was known, like the record itself.
    """
    policy = model.row_policy
    if policy.outward and scope.is_outside:
        column, told = policy.outward
        return Q(**{f"{prefix}{column}__in": sorted(told)}) & _inside(
            model, scope, prefix, known_at
        )
    return _inside(model, scope, prefix, known_at)


def reads_some(model: "type[ClusterRecord]", scope: Scope) -> bool:
    """May this scope read some record of a kind at all, if there is one?"""
    through = model.row_policy.through
    target = model._meta.get_field(through).related_model if through else model
    assert isinstance(target, type)
    assert issubclass(target, ClusterRecord)
    return not scope.rows(target.row_policy.kind).nothing


def _inside(
    model: "type[ClusterRecord]", scope: Scope, prefix: str, known_at: datetime | None
) -> Q:
    policy = model.row_policy
    if policy.through:
        target = model._meta.get_field(policy.through).related_model
        assert isinstance(target, type)
        assert issubclass(target, ClusterRecord)
        rows = scope.rows(target.row_policy.kind)
        if rows.everything:
            return Q(**{f"{prefix}cluster_id": scope.cluster_id})
        inside = seen(target, scope, known_at).values("id")
        return Q(
            **{f"{prefix}cluster_id": scope.cluster_id, f"{prefix}{policy.through}_id__in": inside}
        )
    rows = scope.rows(policy.kind)
    own = Q(**{f"{prefix}cluster_id": scope.cluster_id})
    if policy.hidden_when:
        own &= Q(**{f"{prefix}{policy.hidden_when}__isnull": True})
    if rows.everything:
        return own
    reached = Q(pk__in=())
    if rows.counties and policy.county:
        reached |= Q(**{f"{prefix}{policy.county}__in": rows.counties})
    for column in policy.departments if rows.departments else ():
        reached |= Q(**{f"{prefix}{column}__in": rows.departments})
    for kind, record, department in sharing_kinds(policy) if rows.departments else ():
        parts = as_of_system_time(apps.get_model(kind), known_at)
        ours = parts.filter(**{f"{department}__in": rows.departments})
        reached |= Q(**{f"{prefix}id__in": ours.values(record)})
    if rows.enterprises and policy.enterprise:
        reached |= Q(**{f"{prefix}{policy.enterprise}__in": rows.enterprises})
    return own & reached


def seen(
    model: "type[ClusterRecord]", scope: Scope, known_at: datetime | None
) -> models.QuerySet[Any]:
    """The records of a kind that a scope may see, as known at a time; None is now."""
    return as_of_system_time(model, known_at).filter(visible(model, scope, known_at=known_at))


def one_of(
    model: "type[ClusterRecord]", scope: Scope, pk: int, *, known_at: datetime | None = None
) -> Any:
    """One record by id, as known, with the records it names; a foreign one is as missing as one that
    never was. One query."""
    found = (
        _one_now(model)(scope, pk)
        if known_at is None
        else list(_whole(model, scope, pk, known_at)[:1])
    )
    if not found:
        raise NotFound(_("没有找到这条记录。"))
    return found[0]


@cache
def _one_now(model: "type[ClusterRecord]") -> PreparedRead:
    return PreparedRead(lambda scope, pk: _whole(model, scope, pk, None))


def _whole(
    model: "type[ClusterRecord]", scope: Scope, pk: int, known_at: datetime | None
) -> "models.QuerySet[Any]":
    """A record by id with the records it names."""
    named = [f.name for f in model._meta.concrete_fields if f.is_relation and f.name != "cluster"]
    return seen(model, scope, known_at).filter(id=pk).select_related(*named)


class ClusterRecords(Records):
    def visible_to(self, scope: Scope) -> Self:
        """Only what this scope may see; a foreign record looks exactly like a missing one."""
        return self.filter(visible(self.model, scope))


class ClusterRecord(Recorded):
    """A record of one cluster. `row_policy` says which keys of a scope open it, `page` which route shows it."""

    row_policy: ClassVar[RowPolicy]
    page: ClassVar[str]
    cluster = models.ForeignKey("access.Cluster", on_delete=models.PROTECT, related_name="+")
    cluster_id: int
    objects = ClusterRecords.as_manager()  # type: ignore[misc]

    class Meta(Recorded.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.pk])
