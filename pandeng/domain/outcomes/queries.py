"""Outcomes that wait for a second person, and those that may be one and the same."""

from datetime import timedelta

from django.db.models import QuerySet
from rapidfuzz import fuzz

from pandeng.access.scope import Scope
from pandeng.domain.outcomes.models import Outcome

DAYS_APART = 45  # the bank enters the day of payment, the office that of its report
WORDS_ALIKE = 60


def waiting(scope: Scope) -> QuerySet[Outcome]:
    """Reported and not yet decided, the oldest first."""
    rows: QuerySet[Outcome] = (
        Outcome.objects.visible_to(scope)
        .filter(status="reported")
        .select_related("enterprise", "department")
        .order_by("id")
    )
    return rows


def duplicates(scope: Scope, outcome: Outcome) -> list[Outcome]:
    """Outcomes that may be the same one: same enterprise, kind and amount, near in time; where both
    name a counterparty the names read alike. The likeliest first."""
    near = timedelta(days=DAYS_APART)
    rows = (
        Outcome.objects.visible_to(scope)
        .filter(
            enterprise_id=outcome.enterprise_id,
            kind=outcome.kind,
            amount=outcome.amount,
            happened_on__range=(outcome.happened_on - near, outcome.happened_on + near),
            status__in=("reported", "confirmed"),
        )
        .exclude(pk=outcome.pk)
        .select_related("enterprise", "department")
    )
    found = [row for row in rows if _alike(row.counterparty, outcome.counterparty)]
    return sorted(found, key=lambda row: abs((row.happened_on - outcome.happened_on).days))


def _alike(one: str, other: str) -> bool:
    return not (one and other) or fuzz.partial_ratio(one, other) >= WORDS_ALIKE
