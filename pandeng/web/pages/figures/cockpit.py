"""The cockpit: one screen of charts whose every mark opens its figure, and all figures of the framework."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.domain.indicators.cockpit import Cockpit
from pandeng.domain.indicators.leaves import records_by_leaf
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.overview.cockpit import Tile, cockpit_screen
from pandeng.domain.overview.opening import opening_steps
from pandeng.domain.strategy.models import NodeKind
from pandeng.web.links import records_url
from pandeng.web.pages.projects.county_map import chosen, map_shown
from pandeng.web.target_status import target_shown
from pandeng.web.ui.sparkline import sparkline

WORST = ("red", "yellow", "grey", "blue", "green")  # the light of a leaf is its targets' worst
MAP_BY = "investment_rate"  # what colours the map unless something else is chosen


@require_GET
def page(request: PageRequest) -> HttpResponse:
    scope = request.scope
    asked = parse_times(request.GET)
    map_by = chosen(request.GET.get("map", MAP_BY))
    screen = cockpit_screen(scope, request.today, map_by, **asked)
    targets = [target_shown(state) for state in screen.targets]
    shown = {
        "screen": screen,
        "cockpit": screen.of,
        "tiles": [_tile(one) for one in screen.tiles],
        "more_targets": len(targets) - len(screen.tiles),
        "map": map_shown(request, screen.counties) if screen.counties else None,
        "framework": _framework(request, screen.of, targets, asked),
        "asked": asked,
        "kept": [(key, request.GET[key]) for key in ("as_of", "known_at") if request.GET.get(key)],
        "opening": opening_steps(scope),
    }
    return render(request, "figures/cockpit.html", shown)


def _tile(one: Tile) -> dict[str, Any]:
    return {**target_shown(one.state), "tile": one, "spark": sparkline(one.course)}


def _framework(
    request: PageRequest, of: Cockpit, targets: list[dict[str, Any]], asked: dict[str, Any]
) -> list[dict[str, Any]]:
    """The tiers of the framework with their leaves; the light of a leaf is the worst of its targets."""
    links = records_by_leaf(request.scope)
    query = request.GET.urlencode()
    leaves: dict[str, dict[str, Any]] = {
        group.code: {
            "group": group,
            "url": reverse("leaf", args=[group.code]) + (f"?{query}" if query else ""),
            "targets": [t for t in targets if t["state"].node_code == group.code],
            "records": [
                {"title": line.title, "url": records_url(line, asked)}
                for line in links.get(group.code, [])
            ],
        }
        for group in of.groups
    }
    for leaf in leaves.values():
        leaf["worst"] = _worst(leaf["targets"])
    sections: list[dict[str, Any]] = [
        {
            "title": NodeKind(kind).label,
            "leaves": [leaves[g.code] for g in of.groups if g.kind == kind],
        }
        for kind in NodeKind.values
    ]
    for section in sections:
        section["worst"] = _worst([t for leaf in section["leaves"] for t in leaf["targets"]])
    return [section for section in sections if section["leaves"]]


def _worst(targets: list[dict[str, Any]]) -> dict[str, Any] | None:
    return min(targets, key=lambda one: WORST.index(one["tone"]), default=None)
