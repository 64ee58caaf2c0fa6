"""The list of demands: what narrows and orders it, once for page, board and JSON interface."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast, Substr

from pandeng.access.scope import Scope
from pandeng.core.search import found
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.demands.workflow import CLOSED
from pandeng.domain.enterprises.queries import of_enterprise
from pandeng.domain.enterprises.rules import asked

ORDERS = {"due": "next_due_on", "new": "-received_on", "old": "received_on", "number": "number"}
WEEK = timedelta(days=7)
OWN = (
    "id", "number", "title", "status", "received_on", "next_due_on", "due_on", "closed_on",
    "is_long_cycle", "enterprise_id", "matter_id", "department_id",
)  # fmt: skip
# Columns of a line, each with the name that it has there.
LINE = {name: name for name in OWN} | {
    "enterprise__name": "enterprise",
    "matter__name": "matter",
    "department__short_name": "department",
}


@dataclass(frozen=True, kw_only=True)
class DemandFilter:
    """What a list of demands is narrowed to; nothing given narrows nothing. Ids are of records."""

    tab: str = "all"
    status: str = ""
    channel: str = ""
    matter: int | None = None
    department: int | None = None
    county: int | None = None
    enterprise: int | None = None
    words: str = ""
    order: str = "due"


def demands(scope: Scope, of: DemandFilter, today: date) -> QuerySet[Demand]:
    """The demands of a filter in its order; one query when read."""
    rows = Demand.objects.visible_to(scope).filter(**_of_tab(of.tab, today))
    for name in ("status", "channel", "matter", "department", "county"):
        if (value := getattr(of, name)) not in ("", None):
            rows = rows.filter(**{name: value})
    if of.enterprise is not None:
        rows = rows.filter(of_enterprise(scope, of.enterprise))
    if of.words:
        rows = found(rows, asked(of.words))
    return in_order(rows, of.order)


def in_order(rows: QuerySet[Demand], order: str) -> QuerySet[Demand]:
    """By the nearest deadline, those without one last; or as asked."""
    column = ORDERS.get(order, "next_due_on")
    first: Any = F(column).asc(nulls_last=True) if column == "next_due_on" else column
    return rows.order_by(first, "id")


def _of_tab(tab: str, today: date) -> dict[str, Any]:
    if tab == "all":
        return {}
    if tab == "closed":
        return {"status__in": CLOSED}
    narrower: dict[str, dict[str, Any]] = {
        "late": {"next_due_on__lt": today},
        "week": {"next_due_on__range": (today, today + WEEK)},
        "long": {"is_long_cycle": True},
        "chain": {"chain__isnull": False},
    }
    return {"status__in": OPEN} | narrower.get(tab, {})


def demand_lines(rows: QuerySet[Demand]) -> list[dict[str, Any]]:
    """What a list shows of each; read without making records."""
    return [dict(zip(LINE.values(), row, strict=True)) for row in rows.values_list(*LINE)]


def demand_line(demand: Demand) -> dict[str, Any]:
    """The same of one demand that is at hand."""
    values = {name: getattr(demand, name) for name in OWN}
    return values | {
        "enterprise": demand.enterprise.name if demand.enterprise else None,
        "matter": demand.matter.name,
        "department": demand.department.short_name if demand.department else None,
    }


def count_by_status(scope: Scope, since: date | None) -> list[dict[str, Any]]:
    """How many demands by status, department and month of receipt; one query."""
    rows = Demand.objects.visible_to(scope)
    if since:
        rows = rows.filter(received_on__gte=since)
    return list(
        rows.annotate(month=Substr(Cast("received_on", CharField()), 1, 7))
        .values("status", "department_id", "month")
        .annotate(count=Count("id"))
        .order_by("month", "department_id", "status")
    )
