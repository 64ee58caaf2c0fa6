"""Open demands that read alike, shown while somebody writes a new one."""

from pandeng.access.scope import Scope
from pandeng.domain.demands.models import (
    Demand,
)
from pandeng.domain.demands.queries import open_demands
from pandeng.domain.demands.text_similarity import alike, pairs
from pandeng.domain.enterprises.models import Enterprise

MIN_SIMILARITY = 0.3
MAX_COMPARED = 2000


def similar(
    scope: Scope, text: str, *, enterprise: Enterprise | None = None, limit: int = 6
) -> list[tuple[Demand, float]]:
    """Open demands that read alike by character pairs, those of the same enterprise first."""
    asked = pairs(text)
    if len(asked) < 3:
        return []
    rows = open_demands(scope).select_related("enterprise", "chain").order_by("-received_on")
    found = [
        (demand, share)
        for demand in rows[:MAX_COMPARED]
        if (share := alike(asked, pairs(f"{demand.title} {demand.text}"))) >= MIN_SIMILARITY
    ]
    own = enterprise.pk if enterprise else None
    found.sort(key=lambda pair: (pair[0].enterprise_id != own, -pair[1]))
    return found[:limit]
