"""Figures, and the counts that reports begin with."""

from datetime import date

from django.http import HttpResponse
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.core.refusal import json_answer
from pandeng.domain.demands.listing import count_by_status
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_figure
from pandeng.domain.indicators.question import question

router = Router()


@router.get("/reports/demands", tags=["reports"])
def report(request: PageRequest, since: date | None = None) -> HttpResponse:
    """How many demands by status, department and month of receipt; one query."""
    return json_answer({"rows": count_by_status(request.scope, since)})


@router.get("/figures/{slug:name}", tags=["figures"])
def one_figure(request: PageRequest, name: str) -> HttpResponse:
    """A figure with its parts, exclusions in words, as-of and known-at; slices as query parameters."""
    answer = figure(question(request.scope, name, **parse_figure(request.GET)))
    return json_answer(answer.as_json())
