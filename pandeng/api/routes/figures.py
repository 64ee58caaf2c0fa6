"""Figures with the records behind them, and the counts that reports begin with."""

from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict

from pandeng.access.request import PageRequest
from pandeng.api.steps import Limit, Offset
from pandeng.core.dates import parse_date
from pandeng.core.refusal import json_answer
from pandeng.domain.demands.listing import count_by_status
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows as rows_behind
from pandeng.domain.indicators.wording import words

router = Router()


class FigureOut(Schema):
    """A figure: `value` rounded as printed, `exact` not; null where no record answers."""

    model_config = ConfigDict(extra="allow")

    name: str
    indicator: str
    title: str
    value: float | None
    exact: float | None
    unit: str
    text: str
    definition: str
    as_of: str
    known_at: str | None
    year: int | None
    slices: dict[str, str]
    records: int
    parts: list[dict[str, Any]]


class FigureRowsOut(Schema):
    """The records behind a figure: their count and sum are the figure."""

    kind: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    count: int
    total: Any
    next: int | None


class FigureNameOut(Schema):
    name: str
    title: str
    unit: str
    definition: str
    slices: list[str]


class FigureNamesOut(Schema):
    rows: list[FigureNameOut]


class CountsOut(Schema):
    rows: list[dict[str, Any]]


@router.get("/reports/demands", tags=["reports"], response=CountsOut)
def report(request: PageRequest, since: str = "") -> HttpResponse:
    """How many demands by status, department and month of receipt; one query."""
    return json_answer({"rows": count_by_status(request.scope, parse_date(since))})


@router.get("/figures", tags=["figures"], response=FigureNamesOut)
def names(request: PageRequest) -> HttpResponse:
    """Every figure by its name, those that the office quotes by a name of their own too."""
    quoted = named_figures(request.scope)
    found = {name: (INDICATORS[one.indicator], one.title, one.unit) for name, one in quoted.items()}
    for name, one in INDICATORS.items():
        found.setdefault(name, (one, one.title, one.unit))
    rows = [
        {
            "name": name,
            "title": words(title),
            "unit": unit or one.unit,
            "definition": words(one.text),
            "slices": sorted(slices_of(one)),
        }
        for name, (one, title, unit) in found.items()
    ]
    return json_answer({"rows": rows})


@router.get("/figures/{slug:name}", tags=["figures"], response=FigureOut)
def one_figure(request: PageRequest, name: str) -> HttpResponse:
    """A figure with its parts, exclusions in words, as-of and known-at; slices as query parameters."""
    answer = figure(question(request.scope, name, **parse_figure(request.GET)))
    return json_answer(answer.as_json())


@router.get("/figures/{slug:name}/rows", tags=["figures"], response=FigureRowsOut)
def rows(request: PageRequest, name: str, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """The records behind a figure as they were known; a ratio shows those of its denominator."""
    asked = question(request.scope, name, **parse_figure(request.GET))
    figure(asked)  # refuses what is no question, such as a day before the first record
    found = rows_behind(asked, limit=limit, offset=offset)
    return json_answer(
        {
            "kind": found.kind,
            "columns": dict(found.columns),
            "rows": found.rows,
            "count": found.count,
            "total": found.total,
            "next": offset + limit if offset + limit < found.count else None,
        }
    )
