"""Asking the register which enterprise a name means. The index is made once for every state of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pandeng.access.models import Department
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.core.history import stamp
from pandeng.domain.enterprises.matching import Candidate, NameIndex, plain
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseName,
    NameMatch,
)
from pandeng.domain.enterprises.workflow import REJECTED

MIN_SIMILARITY = 0.5  # below this a likeness is none
Answer = Literal["automatic", "waiting", "none"]


@dataclass(frozen=True)
class Proposal:
    """What a written name may mean: one enterprise for sure, some for a person to choose, or none."""

    written: str
    answer: Answer
    candidates: tuple[Candidate, ...] = ()
    full_name: str = ""  # of the likeliest

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def index_of(scope: Scope) -> NameIndex:
    """Every name of the cluster's enterprises, merged records left out."""
    return _index(scope.in_cluster(), stamp((Enterprise, EnterpriseName, Department)))


@lru_cache(maxsize=8)
def _index(cluster_id: int, _at: tuple[object, ...]) -> NameIndex:
    present = Enterprise.objects.filter(cluster_id=cluster_id, merged_into__isnull=True)
    others = EnterpriseName.objects.filter(enterprise__in=present.values("pk")).order_by("id")
    return NameIndex(
        [
            *present.order_by("id").values_list("id", "name"),
            *others.values_list("enterprise_id", "name"),
        ],
        [county.short_name or county.name for county in counties(Scope.of_system(cluster_id))],
    )


def propose(scope: Scope, names: Iterable[str]) -> list[Proposal]:
    """What each name may mean among the enterprises this scope sees; a pair that somebody rejected is
    not proposed again. Five queries, however many names."""
    index = index_of(scope)
    seen = dict(Enterprise.objects.visible_to(scope).values_list("id", "name"))
    rejected = set(
        NameMatch.objects.filter(cluster_id=scope.in_cluster(), status=REJECTED).values_list(
            "plain", "enterprise_id"
        )
    )
    found: dict[str, Proposal] = {}
    for written in names:
        if written not in found:
            found[written] = _proposal(index, written, seen, rejected)
    return list(found.values())


def _proposal(
    index: NameIndex, written: str, seen: dict[int, str], rejected: set[tuple[str, int]]
) -> Proposal:
    bare = plain(written)
    candidates = tuple(
        one
        for one in index.find(written, limit=8)
        if one.key in seen and (bare, one.key) not in rejected and one.confidence >= MIN_SIMILARITY
    )[:3]
    if not candidates:
        return Proposal(written, "none")
    answer: Answer = "automatic" if candidates[0].is_automatic else "waiting"
    return Proposal(written, answer, candidates, seen[candidates[0].key])


def clear_cache() -> None:
    """For tests, whose database goes back in time."""
    _index.cache_clear()


__all__ = ["Proposal", "clear_cache", "index_of", "propose"]
