"""What a record's page shows beyond facts and related lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.dated import in_force
from pandeng.domain.carriers.models import Entrant, Space
from pandeng.domain.chains.models import Segment
from pandeng.domain.demands.models import DemandStep
from pandeng.domain.projects.models import InvestmentEntry
from pandeng.domain.projects.node_queries import nodes_of
from pandeng.domain.registers.register import Panel

WAN = 10_000
MAX_MONTHS = 48


def investment(scope: Scope, project_id: int) -> Chart | None:
    """What was spent month by month, in 万元; nothing to draw is no chart. One query."""
    rows = (
        InvestmentEntry.objects.visible_to(scope)
        .filter(project_id=project_id, measure="month")
        .order_by("month_on")
        .values_list("month_on", "amount_yuan")[:MAX_MONTHS]
    )
    return bars_by_month(list(rows), _("当月完成投资"))


def bars_by_month(points: Sequence[tuple[date, int]], title: str) -> Chart | None:
    """Bars of monthly amounts (in yuan) in 万元."""
    if not points:
        return None
    values = [float(units.half_up(Decimal(amount) / WAN, 1)) for _day, amount in points]
    return Chart(
        kind="bar",
        labels=[day.strftime("%Y-%m") for day, _amount in points],
        series=[Series(title, values)],
        unit=_("万元"),
        axis=_("月份"),
    )


def _investment(
    scope: Scope, record: Any, as_of: date | None, known_at: datetime | None
) -> Chart | None:
    return investment(scope, record.id)


def _nodes(scope: Scope, record: Any, as_of: date | None, known_at: datetime | None) -> Any:
    return nodes_of(scope, [record.id], as_of, known_at).get(record.id, [])


def _steps(scope: Scope, record: Any, as_of: date | None, known_at: datetime | None) -> Any:
    rows = DemandStep.objects.visible_to(scope).filter(demand_id=record.id)
    return list(rows.select_related("department").order_by("order"))


@dataclass(frozen=True)
class Occupancy:
    """A plot or a factory: who is in, and what of its area is free."""

    space: Space
    entrants: list[Entrant]

    @property
    def used(self) -> Decimal:
        return sum((one.area for one in self.entrants), Decimal(0))

    @property
    def free(self) -> Decimal:
        return self.space.area - self.used


def _occupancy(
    scope: Scope, record: Any, as_of: date | None, known_at: datetime | None
) -> list[Occupancy]:
    """The carrier's land and factories on the day, those given up left out. Two queries."""
    held = in_force(as_of) if as_of else Q(until__isnull=True)
    spaces = Space.objects.visible_to(scope).filter(held, carrier_id=record.id)
    inside = Entrant.objects.filter(held).select_related("enterprise").order_by("since", "id")
    return [
        Occupancy(space, list(space.entrants.all()))
        for space in spaces.order_by("kind", "name").prefetch_related(Prefetch("entrants", inside))
    ]


def _segments(
    scope: Scope, record: Any, as_of: date | None, known_at: datetime | None
) -> list[dict[str, Any]]:
    """The segments by stage, each with how many enterprises stand on it. One query."""
    standing = Count("placements", filter=Q(placements__until__isnull=True), distinct=True)
    rows = Segment.objects.visible_to(scope).filter(chain_id=record.id)
    stages: dict[str, list[Segment]] = {}
    for segment in rows.annotate(enterprises=standing).order_by("code"):
        stages.setdefault(segment.stage, []).append(segment)
    return [{"stage": stage, "segments": segments} for stage, segments in stages.items()]


NODES = Panel("registers/panels/nodes.html", _nodes)
INVESTMENT = Panel("registers/panels/investment.html", _investment)
STEPS = Panel("registers/panels/steps.html", _steps)
OCCUPANCY = Panel("registers/panels/occupancy.html", _occupancy)
SEGMENTS = Panel("registers/panels/segments.html", _segments)
