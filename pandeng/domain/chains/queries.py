"""Reading industry chains: what forms choose from."""

from django.db.models import QuerySet

from pandeng.access.scope import Scope
from pandeng.domain.chains.models import Chain, Product, Segment
from pandeng.domain.enterprises.models import Enterprise


def chains(scope: Scope) -> QuerySet[Chain]:
    """The chains by their code."""
    rows: QuerySet[Chain] = Chain.objects.visible_to(scope).order_by("code")
    return rows


def products_of(scope: Scope, enterprise: Enterprise) -> QuerySet[Product]:
    """What an enterprise makes, the present main product first."""
    rows: QuerySet[Product] = Product.objects.visible_to(scope).filter(enterprise=enterprise)
    beside = rows.select_related("segment", "segment__chain")
    return beside.order_by("until", "-is_main", "name")


def segments(scope: Scope) -> QuerySet[Segment]:
    """The links of every chain, each with its chain."""
    rows: QuerySet[Segment] = Segment.objects.visible_to(scope)
    return rows.select_related("chain").order_by("code")
