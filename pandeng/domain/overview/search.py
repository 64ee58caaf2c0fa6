"""Anything in scope that words lead to: enterprises, demands, projects, teams, chains, slips."""

from dataclasses import dataclass
from typing import Any

from pandeng.access.scope import Scope
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.demands.models import Demand, SupervisionSlip
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.models import Team

MAX_FOUND = 5  # of a kind
# Kind of record, the column that is searched, its order, what is read beside it.
PLACES: tuple[tuple[Any, str, str, tuple[str, ...]], ...] = (
    (Enterprise, "search_text", "name", ()),
    (Demand, "search_text", "-received_on", ("enterprise", "chain")),
    (Project, "search_text", "code", ()),
    (Team, "name", "number", ()),
    (Chain, "full_name", "id", ()),
    (Segment, "name", "id", ("chain",)),
    (SupervisionSlip, "number", "-id", ()),
)


@dataclass(frozen=True)
class Found:
    """A record or page that was found: its title, a word beside it, its address."""

    title: str
    note: str
    url: str


def found_by(scope: Scope, written: str) -> list[tuple[str, list[Found]]]:
    """What the words lead to, by kind; one query a kind, a few rows each."""
    words = asked(written)
    if not words:
        return []
    found = []
    for model, column, order, beside in PLACES:
        how = "finds" if column == "search_text" else "icontains"
        rows = model.objects.visible_to(scope).filter(**{f"{column}__{how}": words})
        rows = rows.select_related(*beside) if beside else rows
        shown = [
            Found(str(getattr(row, "title", "") or row), _note(row), row.get_absolute_url())
            for row in rows.order_by(order, "id")[:MAX_FOUND]
        ]
        found.append((str(model._meta.verbose_name), shown))
    return [(title, lines) for title, lines in found if lines]


def _note(row: Any) -> str:
    if isinstance(row, Demand):
        return f"{row.number} {row.whose} {row.get_status_display()}"
    if isinstance(row, Enterprise | Project):
        return str(row.code)
    return str(row.chain) if isinstance(row, Segment) else ""
