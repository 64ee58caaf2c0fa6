"""Key projects by one dimension: the same figures for each county, chain, level, leader or month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError
from pandeng.domain.chains.models import Chain
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.groups import figures_by_slice
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.question import default_as_of, question
from pandeng.domain.indicators.slices import NONE, SLICES, BoundSlice, nothing
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import Level

COLUMNS = (
    "key_projects",
    "projects_started",
    "start_rate",
    "projects_newly_started",
    "annual_investment",
    "investment_rate",
    "completion_rate",
    "statistics_rate",
    "projects_started_outside_statistics",
)


@dataclass(frozen=True)
class BreakdownLine:
    """One value of the dimension with its figures, in the order of `COLUMNS`."""

    code: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Breakdown:
    """The lines of a dimension on a day, and the whole beside which they stand."""

    by: str
    as_of: date
    known_at: datetime | None
    lines: list[BreakdownLine]
    whole: tuple[Figure, ...]

    @property
    def is_empty(self) -> bool:
        return not self.whole[0].value


def breakdown(
    scope: Scope, by: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> Breakdown:
    """The year's key projects by a dimension.

    One statement a column for every hundred lines, in which each line is a subselect of its own: the
    queries stay few, the work grows with the lines.

    Who sees all projects sees every county, chain and level; others those in which they have projects.
    """
    if by not in DIMENSIONS:
        raise DomainError(_("重点项目不能按“%(by)s”查看，请从所列维度中选择。") % {"by": by[:40]})
    as_of = as_of or default_as_of(scope)
    values = DIMENSIONS[by](scope, as_of, known_at)
    if SLICES[by].none:
        values.append(nothing(by))
    named = named_figures(scope)
    wholes = [
        question(scope, name, as_of=as_of, known_at=known_at, year=as_of.year, named=named)
        for name in COLUMNS
    ]
    columns = [figures_by_slice(one, values) for one in wholes]
    *rows, whole = zip(*columns, strict=True)
    lines = [
        BreakdownLine(value.written, _title(value), figures)
        for value, figures in zip(values, rows, strict=True)
    ]
    everything = scope.rows("project").everything
    shown = [
        line
        for line in lines
        if by == "month" or line.figures[0].value or (everything and line.code != NONE)
    ]
    return Breakdown(by, as_of, known_at, shown, whole)


# -- inside -----------------------------------------------------------------------------------


def _title(value: BoundSlice) -> str:
    """All months are of one year."""
    if value.name == "month":
        return _("%(month)s月") % {"month": int(value.written[5:])}
    return value.shown


def _counties(scope: Scope, as_of: date, known_at: datetime | None) -> list[BoundSlice]:
    rows = Department.objects.visible_to(scope).filter(kind="county").order_by("id")
    return [BoundSlice("county", row.code, row.pk, str(row)) for row in rows]


def _chains(scope: Scope, as_of: date, known_at: datetime | None) -> list[BoundSlice]:
    rows = Chain.objects.visible_to(scope).order_by("order", "id")
    return [BoundSlice("chain", row.code, row.pk, row.name) for row in rows]


def _levels(scope: Scope, as_of: date, known_at: datetime | None) -> list[BoundSlice]:
    return [BoundSlice("level", str(code), str(code), str(words)) for code, words in Level.choices]


def _leaders(scope: Scope, as_of: date, known_at: datetime | None) -> list[BoundSlice]:
    """Those who answer for a project on the day."""
    rows = seen(ProjectLeader, scope, known_at).filter(in_force(as_of))
    names = rows.order_by("person").values_list("person", flat=True).distinct()
    return [BoundSlice("leader", name, name, name) for name in names]


def _months(scope: Scope, as_of: date, known_at: datetime | None) -> list[BoundSlice]:
    """The months of the year up to the day."""
    months = [f"{as_of.year}-{month:02d}" for month in range(1, as_of.month + 1)]
    return [BoundSlice("month", month, month, month) for month in months]


DIMENSIONS: dict[str, Callable[[Scope, date, datetime | None], list[BoundSlice]]] = {
    "county": _counties,
    "chain": _chains,
    "level": _levels,
    "leader": _leaders,
    "month": _months,
}
