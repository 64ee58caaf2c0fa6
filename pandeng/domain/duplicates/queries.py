"""Pairs of records that wait for a person, and those that somebody has told apart."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.neighbours import LikelyPair
from pandeng.domain.duplicates.kinds import Kind
from pandeng.domain.duplicates.models import DistinctPair


def likely_pairs(scope: Scope, kind: Kind) -> list[LikelyPair]:
    """Pairs in scope that may be one record, those told apart left out; the likeliest first."""
    apart = set(told_apart(scope, kind).values_list("first_id", "second_id"))
    return [pair for pair in kind.find(scope) if (pair.first, pair.second) not in apart]


def told_apart(scope: Scope, kind: Kind) -> QuerySet[DistinctPair]:
    """Pairs that are not one record, the latest decision first."""
    rows: QuerySet[DistinctPair] = DistinctPair.objects.visible_to(scope)
    of_kind = rows.filter(subject_kind=kind.model._meta.label)
    return of_kind.select_related("decided_by").order_by("-decided_on", "-id")


def decision(scope: Scope, pk: int) -> DistinctPair:
    found: DistinctPair | None = DistinctPair.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found
