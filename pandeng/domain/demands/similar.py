"""Open demands that read alike: shown while somebody writes a new one, and found in the data."""

from pandeng.access.scope import Scope
from pandeng.core.neighbours import LikelyPair, neighbours, pair_of, strongest
from pandeng.core.verdict import gettext_noop as _
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import open_demands
from pandeng.domain.demands.text_similarity import alike, pairs
from pandeng.domain.enterprises.models import Enterprise

MIN_SIMILARITY = 0.3
MAX_COMPARED = 2000
MAY_BE_ONE = 0.6
BECAUSE = _("同一企业的未销号诉求，内容相近")


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


def duplicate_demands(scope: Scope) -> list[LikelyPair]:
    """Open demands of one enterprise that may ask for the same. One query.

    Several enterprises that ask for the same share a demand of their chain: those are no duplicates.
    """
    rows = open_demands(scope).filter(enterprise__isnull=False).order_by("received_on", "id")
    asked = {
        pk: (enterprise, pairs(f"{title} {text}"))
        for pk, enterprise, title, text in rows.values_list("id", "enterprise_id", "title", "text")
    }
    found = [
        pair_of(one, other, BECAUSE)
        for one, other in neighbours(list(asked), lambda pk: [asked[pk][0]])
        if alike(asked[one][1], asked[other][1]) >= MAY_BE_ONE
    ]
    return strongest(found, (BECAUSE,))
