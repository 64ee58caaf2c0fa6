"""One leaf of the work framework: its targets, its figures, the records that fulfil it."""

from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.paging import MAX_COUNTED
from pandeng.domain.indicators.leaves import LeafRecords, records_by_leaf
from pandeng.domain.indicators.queries import figures
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.target_progress import states
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.rows import rows_of
from pandeng.domain.strategy import queries
from pandeng.domain.strategy.models import NodeKind
from pandeng.web.links import records_url
from pandeng.web.target_status import target_shown


@require_GET
def leaf(request: PageRequest, code: str) -> HttpResponse:
    """A leaf with its place in the tree: up to 12335, sideways to its neighbours, down to the records."""
    scope = request.scope
    asked = parse_times(request.GET)
    node = queries.node(scope, code)
    as_of = asked["as_of"] or default_as_of(scope)
    times: dict[str, Any] = {"as_of": as_of, "known_at": asked["known_at"]}
    answers = figures(scope, group=code, **times)
    mine = [one.pk for one in queries.targets(scope, as_of.year) if one.node_id == node.pk]
    leaves = list(queries.nodes(scope))
    place = leaves.index(node)
    return render(
        request,
        "framework/leaf.html",
        {
            "node": node,
            "siblings": [one for one in leaves if one.kind == node.kind],
            "before": leaves[place - 1] if place else None,
            "after": leaves[place + 1] if place + 1 < len(leaves) else None,
            "kind": NodeKind(node.kind).label,
            "count": sum(one.kind == node.kind for one in leaves),
            "figures": [one for one in answers.values() if one.kind != "target"],
            "targets": [
                target_shown(one) for one in states(scope, only=mine, answers=answers, **times)
            ]
            if mine
            else [],
            "records": [
                {
                    "title": line.title,
                    "url": records_url(line, asked),
                    "count": (count := _count(scope, line, asked)),
                    "more": count == MAX_COUNTED,
                }
                for line in records_by_leaf(scope).get(code, [])
            ],
            "as_of": as_of,
            "asked": asked,
            "known_at": request.GET.get("known_at", "")[:16],
        },
    )


def _count(scope: Scope, line: LeafRecords, asked: dict[str, Any]) -> int | None:
    """How many rows the list behind the link shows, as far as lists count; a single page has none."""
    if line.one is not None:
        return None
    register = BY_MODEL[apps.get_model(line.kind)]
    rows = rows_of(
        register,
        scope,
        chosen=dict(line.where),
        as_of=asked["as_of"] if register.day else None,
        known_at=asked["known_at"],
    )
    return min(rows.order_by()[: MAX_COUNTED + 1].count(), MAX_COUNTED)
