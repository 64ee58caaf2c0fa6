"""Outcomes that wait for a second person, and those that may be one and the same."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet
from rapidfuzz import fuzz

from pandeng.access.scope import Scope
from pandeng.core.neighbours import LikelyPair, neighbours, pair_of, strongest
from pandeng.core.verdict import gettext_noop as _
from pandeng.domain.outcomes.models import Outcome

DAYS_APART = timedelta(days=45)  # the bank enters the day of payment, the office that of its report
ROUNDED = Decimal("0.001")  # 1249.8万元 and 1250万元 may be one, 700万元 and 701万元 are not
WORDS_ALIKE = 60
MAY_COUNT = ("reported", "confirmed")
SAME, NEARLY = _("企业、类别、数值相同，日期相近"), _("企业、类别相同，数值和日期相近")


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
    """Outcomes that may be the same one: same enterprise and kind, near in amount and time; where both
    name a counterparty the names read alike. The likeliest first."""
    day, amount = outcome.happened_on, outcome.amount
    rows = (
        Outcome.objects.visible_to(scope)
        .filter(
            enterprise_id=outcome.enterprise_id,
            kind=outcome.kind,
            happened_on__range=(day - DAYS_APART, day + DAYS_APART),
            amount__range=(amount * (1 - ROUNDED), amount / (1 - ROUNDED)),
            status__in=MAY_COUNT,
        )
        .exclude(pk=outcome.pk)
        .select_related("enterprise", "department")
    )
    found = [row for row in rows if may_be_one(row, outcome)]
    return sorted(found, key=lambda row: abs((row.happened_on - day).days))


def may_be_one(one: Outcome, other: Outcome) -> bool:
    """May two outcomes of one enterprise and kind be the same?"""
    most = max(one.amount, other.amount)
    return (
        abs(one.amount - other.amount) < most * ROUNDED
        and abs(one.happened_on - other.happened_on) <= DAYS_APART
        and _alike(one.counterparty, other.counterparty)
    )


def duplicate_outcomes(scope: Scope) -> list[LikelyPair]:
    """All that count, or may count, and may be one and the same. One query."""
    rows = Outcome.objects.visible_to(scope).filter(status__in=MAY_COUNT)
    columns = ("enterprise_id", "kind", "amount", "happened_on", "counterparty")
    found = [
        pair_of(one.pk, other.pk, SAME if one.amount == other.amount else NEARLY)
        for one, other in neighbours(
            list(rows.only(*columns).order_by("amount", "id")),
            lambda row: [(row.enterprise_id, row.kind)],
        )
        if may_be_one(one, other)
    ]
    return strongest(found, (SAME, NEARLY))


def _alike(one: str, other: str) -> bool:
    return not (one and other) or fuzz.partial_ratio(one, other) >= WORDS_ALIKE
