"""Where an enterprise stands in its chain, whom its segment buys from and sells to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from pandeng.core.dated import in_force
from pandeng.domain.chains.models import ChainLeader, Placement, SupplyRelation
from pandeng.domain.overview.profile.looking import Looking
from pandeng.domain.platforms.models import PlatformMember
from pandeng.domain.surveys.models import SurveyAnswer

MAX_LINES = 6


@dataclass(frozen=True)
class Neighbour:
    """A segment up- or downstream: how many enterprises of the scope stand on it, a few by name."""

    segment: Any
    count: int
    names: list[tuple[int, str]]


@dataclass(frozen=True)
class Position:
    placements: list[Any]
    leads: list[str]
    suppliers: list[Neighbour]
    customers: list[Neighbour]
    products: list[tuple[str, str]]
    platforms: list[Any]
    sees_all: bool  # only then an empty segment is a gap of the city


def position(at: Looking) -> Position:
    """Where it stands in its chain, whom its segment buys from and sells to. Seven queries."""
    placements = list(
        at.own(Placement)
        .filter(in_force(at.day))
        .select_related("segment", "segment__chain")
        .order_by("-is_main", "id")
    )
    own = {placement.segment_id for placement in placements}
    relations = list(
        at.rows(SupplyRelation)
        .filter(Q(supplier_id__in=own) | Q(customer_id__in=own))
        .select_related("supplier", "customer", "supplier__chain", "customer__chain")
    )
    suppliers = {r.supplier_id: r.supplier for r in relations if r.customer_id in own}
    customers = {r.customer_id: r.customer for r in relations if r.supplier_id in own}
    around = set(suppliers) | set(customers)
    standing = at.rows(Placement).filter(in_force(at.day), segment_id__in=around)
    counts = dict(
        standing.values_list("segment_id").annotate(n=Count("enterprise_id", distinct=True))
    )
    names: dict[int, list[tuple[int, str]]] = {}
    for segment, enterprise, name in standing.order_by("-is_main", "id").values_list(
        "segment_id", "enterprise_id", "enterprise__name"
    )[:200]:
        row = names.setdefault(segment, [])
        if len(row) < 3:
            row.append((enterprise, name))

    def neighbours(segments: dict[int, Any]) -> list[Neighbour]:
        return [
            Neighbour(segment, counts.get(pk, 0), names.get(pk, []))
            for pk, segment in sorted(segments.items())
        ]

    answers = at.own(SurveyAnswer).filter(answered_on__lte=at.day)
    return Position(
        placements,
        list(at.own(ChainLeader).filter(in_force(at.day)).values_list("chain__name", flat=True)),
        neighbours(suppliers),
        neighbours(customers),
        list(
            answers.order_by("-is_main", "id").values_list("subclass__name", "product")[:MAX_LINES]
        ),
        list(
            at.own(PlatformMember).filter(in_force(at.day)).select_related("platform")[:MAX_LINES]
        ),
        at.scope.rows("enterprise").everything,
    )
