"""Find anything in scope: pages, enterprises, demands, projects, teams, chains. For Ctrl-K."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.demands.models import Demand, SupervisionSlip
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.models import Team
from pandeng.web.ui.navigation import sections_for

MOST = 5
# Kind of record, the column that is searched, its order.
PLACES: tuple[tuple[Any, str, str], ...] = (
    (Enterprise, "search_text", "name"),
    (Demand, "search_text", "-received_on"),
    (Project, "search_text", "code"),
    (Team, "name", "number"),
    (Chain, "full_name", "id"),
    (Segment, "name", "id"),
    (SupervisionSlip, "number", "-id"),
)


@dataclass(frozen=True)
class Found:
    title: str
    note: str
    url: str


def find(scope: Scope, written: str) -> list[tuple[str, list[Found]]]:
    """What the words lead to, by kind; one query a kind, a few rows each."""
    words = asked(written)
    if not words:
        return []
    pages = [
        Found(link.title, "", link.path)
        for section in sections_for(scope, "")
        for link in section.links
        if words in link.title.casefold()
    ]
    found = [(_("页面"), pages[:MOST])]
    for model, column, order in PLACES:
        how = "finds" if column == "search_text" else "icontains"
        rows = model.objects.visible_to(scope).filter(**{f"{column}__{how}": words})
        if model is Demand:
            rows = rows.select_related("enterprise", "chain")
        elif model is Segment:
            rows = rows.select_related("chain")
        shown = [
            Found(_title(row), _note(row), row.get_absolute_url())
            for row in rows.order_by(order, "id")[:MOST]
        ]
        found.append((str(model._meta.verbose_name), shown))
    return [(title, lines) for title, lines in found if lines]


def _title(row: Any) -> str:
    return str(getattr(row, "title", "") or row)


def _note(row: Any) -> str:
    if isinstance(row, Demand):
        return f"{row.number} {row.whose} {row.get_status_display()}"
    if isinstance(row, Enterprise | Project):
        return str(row.code)
    return str(row.chain) if isinstance(row, Segment) else ""


@require_GET
def page(request: PageRequest) -> HttpResponse:
    written = request.GET.get("q", "").strip()
    shown = {"found": find(request.scope, written), "words": written}
    return render(request, "find/found.html", shown)
