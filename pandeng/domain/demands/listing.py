"""The list of demands: what narrows and orders it, once for page, board and JSON interface."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from pandeng.access.queries import counted_with, counties, departments
from pandeng.access.scope import Scope
from pandeng.core.search import found
from pandeng.domain.demands.clock import Light
from pandeng.domain.demands.models import Channel, Demand
from pandeng.domain.demands.queries import OPEN, light_for, matters, open_demands
from pandeng.domain.demands.workflow import CLOSED, LOOP
from pandeng.domain.enterprises.queries import of_enterprise
from pandeng.domain.enterprises.rules import asked

ORDERS = {"due": "next_due_on", "new": "-received_on", "old": "received_on", "number": "number"}
BESIDE = ("enterprise", "chain", "matter", "department")
WEEK = timedelta(days=7)
MAX_ON_BOARD, MAX_IN_COLUMN = 2000, 30
SELDOM = ("returned", "objected", "parked")  # no empty column on the board
LEADING_KINDS = ("department", "guarantee_group", "cluster_office")
OWN = (
    "id", "number", "title", "status", "received_on", "next_due_on", "due_on", "closed_on",
    "is_long_cycle",
)  # fmt: skip
# Columns of a line, each with the name that it has there.
LINE = {name: name for name in OWN} | {
    "enterprise_id": "enterprise_id",
    "enterprise__name": "enterprise",
    "matter_id": "matter_id",
    "matter__name": "matter",
    "department_id": "department_id",
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
    rows = Demand.objects.visible_to(scope).select_related(*BESIDE)
    rows = rows.filter(**_of_tab(of.tab, today))
    for name in ("status", "channel", "matter"):
        if (value := getattr(of, name)) not in ("", None):
            rows = rows.filter(**{name: value})
    for name in ("department", "county"):
        if (unit := getattr(of, name)) is not None:
            rows = rows.filter(**{f"{name}__in": counted_with(scope, unit, today)})
    if of.enterprise is not None:
        rows = rows.filter(of_enterprise(scope, of.enterprise))
    if of.words:
        rows = found(rows, asked(of.words))
    return in_order(rows, of.order)


@dataclass(frozen=True)
class DemandLine:
    """A demand as a page lists it."""

    of: Demand
    light: Light | None
    tone: str


def line(demand: Demand, light: Callable[[date | None], Light | None]) -> DemandLine:
    return DemandLine(demand, light(demand.next_due_on), LOOP.tones[demand.status])


@dataclass(frozen=True)
class DemandColumn:
    """A column of the board; `more` counts what it does not show."""

    code: str
    title: str
    count: int
    lines: list[DemandLine]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def board(scope: Scope, today: date) -> list[DemandColumn]:
    """Open demands by status, those due first on top. Three queries."""
    light = light_for(scope, today)
    rows = open_demands(scope).select_related("enterprise", "chain", "department")
    columns: dict[str, list[Demand]] = {code: [] for code in OPEN}
    for demand in in_order(rows, "due")[:MAX_ON_BOARD]:
        columns[demand.status].append(demand)
    return [
        DemandColumn(
            code=code,
            title=_(LOOP.status_words[code]),
            count=len(found),
            lines=[line(one, light) for one in found[:MAX_IN_COLUMN]],
        )
        for code, found in columns.items()
        if found or code not in SELDOM
    ]


def choices(scope: Scope) -> dict[str, list[tuple[str, str]]]:
    """What a list of demands may be narrowed to: value and words by the filter's name. Three queries."""
    return {
        "status": [(code, _(words)) for code, words in LOOP.status_words.items()],
        "matter": [(str(one.pk), one.name) for one in matters(scope)],
        "department": [
            (str(one.pk), str(one)) for one in departments(scope, LEADING_KINDS).order_by("id")
        ],
        "county": [(str(one.pk), str(one)) for one in counties(scope)],
        "channel": [(code, str(words)) for code, words in Channel.choices],
    }


def chosen(scope: Scope, ids: Iterable[int]) -> list[Demand]:
    """The demands that somebody ticked, as far as the scope sees them, those due first."""
    rows = Demand.objects.visible_to(scope).filter(pk__in=list(ids))
    beside = ("matter__level", "level", "enterprise", "chain", "department")
    return list(rows.select_related(*beside).order_by("next_due_on", "id"))


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
        "enterprise_id": demand.enterprise_id,
        "enterprise": demand.enterprise.name if demand.enterprise else None,
        "matter_id": demand.matter_id,
        "matter": demand.matter.name,
        "department_id": demand.department_id,
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
