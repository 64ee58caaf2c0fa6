"""Figures: every number opens to its definition, its two times and its rows."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Sum
from pandeng.domain.indicators.figure import Figure, FigureRows
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import figure, non_reporters, series
from pandeng.domain.indicators.query_params import parse_figure, parse_times
from pandeng.domain.indicators.question import Question, known_when, question
from pandeng.domain.indicators.ratios import ratio as ratio_question
from pandeng.domain.indicators.rows import rows as rows_behind
from pandeng.domain.indicators.wording import words
from pandeng.domain.strategy import queries as strategy
from pandeng.web.links import record_url
from pandeng.web.middleware.errors import error_page
from pandeng.web.ui.download import download
from pandeng.web.ui.paging import page_of

PER_PAGE = 50
MAX_ROWS = 50_000


@require_GET
def catalogue(request: PageRequest) -> HttpResponse:
    """Every indicator with its definition, and the figures the office quotes."""
    scope = request.scope
    quoted = [
        {"name": item.name, "title": words(item.title), "indicator": INDICATORS[item.indicator]}
        for item in named_figures(scope).values()
    ]
    indicators = [
        {"of": item, "title": words(item.title), "text": words(item.text)}
        for item in INDICATORS.values()
    ]
    return render(request, "figures/catalogue.html", {"indicators": indicators, "quoted": quoted})


@require_GET
def detail(request: PageRequest, name: str) -> HttpResponse:
    """One figure: the value then and now, the course over months, the rows; also as JSON and .xlsx."""
    scope = request.scope
    try:
        asked = question(scope, name, **parse_figure(request.GET))
    except NotFound as missing:  # a name is no secret: say which are near
        return error_page(request, 404, _("没有这个指标"), missing.message)
    answer = figure(asked)
    form = request.GET.get("format", "")
    if form == "json":
        return JsonResponse(answer.as_json(), json_dumps_params={"ensure_ascii": False}, safe=False)
    if form == "xlsx":
        return _download(asked, answer)
    year = answer.year or answer.as_of.year
    targets = list(strategy.targets_of(scope, {answer.name, answer.indicator.name}, year))
    leaf = strategy.leaf(scope, answer.group)
    page = page_of(request, range(_row_count(answer)), PER_PAGE)
    rows = rows_behind(asked, limit=PER_PAGE, offset=(page.number - 1) * PER_PAGE)
    return render(
        request,
        "figures/detail.html",
        {
            "figure": answer,
            "non_reporters": non_reporters(asked),
            "then_and_now": _then_and_now(asked, answer),
            "chart": _chart(asked, answer),
            "rows": rows,
            "lines": _lines(answer, rows),
            "page": page,
            "total": _total(answer, rows),
            "leaf": leaf or next((one.node for one in targets if one.node_id), None),
            "targets": targets,
            "known_at": answer.query.get("known_at", "")[:16],
            "hidden": [
                (key, value)
                for key, value in answer.query.items()
                if key not in ("as_of", "known_at", "year")
            ],
        },
    )


@require_GET
def ratio(request: PageRequest) -> HttpResponse:
    """One figure over another; refused in words where the two are not declared comparable."""
    top, bottom = request.GET.get("of", ""), request.GET.get("over", "")
    answer = figure(ratio_question(request.scope, top, bottom, **parse_times(request.GET)))
    if request.GET.get("format") == "json":
        return JsonResponse(answer.as_json(), json_dumps_params={"ensure_ascii": False})
    return HttpResponse(status=302, headers={"Location": answer.url})


# -- inside -----------------------------------------------------------------------------------


def _row_count(answer: Figure) -> int:
    return answer.parts[-1].records if answer.parts else answer.records


def _then_and_now(asked: Question, answer: Figure) -> list[dict[str, Any]]:
    """The value as known on its day, as known when asked for, and as known now."""
    day_end = timezone.make_aware(datetime.combine(answer.as_of, time(23, 59, 59)))
    moments = [(_("截至日当天所知"), min(day_end, timezone.now()))]
    if answer.known_at and answer.known_at != day_end:
        moments.append((_("所选时点所知"), answer.known_at))
    shown: list[dict[str, Any]] = []
    for title, at in moments:
        try:
            then = figure(known_when(asked, at))
            shown.append({"title": title, "at": at, "figure": then})
        except DomainError as refused:
            shown.append({"title": title, "at": at, "sentence": refused.message})
    now = answer
    if answer.known_at:
        now = figure(known_when(asked, None))
    shown.append({"title": _("现在所知"), "at": None, "figure": now})
    return shown


def _chart(asked: Question, answer: Figure) -> Chart | None:
    """The course over the last twelve month ends, where the figure changes with its day."""
    if answer.kind in ("framework", "target") or (answer.year and answer.year != answer.as_of.year):
        return None
    points = list(series(asked, months=12))
    if len(points) < 2:
        return None
    size, unit = 1, answer.unit
    if answer.unit == "元":
        size, unit = 100_000_000, _("亿元")
    values = [
        None if p.value is None else float(units.half_up(Decimal(p.value) / size, 2))
        for p in points
    ]
    return Chart(
        kind="line",
        axis=_("截至"),
        labels=[point.as_of.isoformat() for point in points],
        series=[Series(answer.title, values)],
        unit=unit,
    )


def _lines(answer: Figure, rows: FigureRows) -> list[dict[str, Any]]:
    unit = (answer.parts[-1] if answer.parts else answer).unit
    first = rows.columns[0][0] if rows.columns else ""
    return [
        {
            "url": record_url(rows.kind, row["id"]),
            "cells": [
                {
                    "key": key,
                    "title": title,
                    "value": _cell(key, row[key], unit),
                    "first": key == first,
                }
                for key, title in rows.columns
            ],
        }
        for row in rows.rows
    ]


def _cell(key: str, value: Any, unit: str) -> Any:
    """Amounts with their unit; the workbook holds them as numbers."""
    if value is None or (key not in ("amount",) and not key.endswith("_yuan")):
        return value
    return units.written(value, unit if key == "amount" else "元")


def _total(answer: Figure, rows: FigureRows) -> str:
    """The sum of the rows, written as the figure is: so that anyone can see that they agree."""
    source = answer.parts[-1] if answer.parts else answer
    if isinstance(source.indicator, Sum) and rows.total is not None:
        return units.written(rows.total, source.unit)
    return units.written(rows.count, source.unit)


def _download(asked: Question, answer: Figure) -> HttpResponse:
    if _row_count(answer) > MAX_ROWS:
        raise DomainError(
            _("明细超过%(most)s条，请先按县市区或产业链缩小范围再下载。") % {"most": MAX_ROWS}
        )
    rows = rows_behind(asked)
    known = timezone.localtime(answer.known_at or timezone.now()).strftime("%Y-%m-%d %H:%M")
    notes = [
        f"{answer.title}：{answer.text}",
        _("口径：%(text)s") % {"text": answer.definition},
        _("截至%(day)s，按%(known)s所知") % {"day": answer.as_of, "known": known},
    ]
    data = workbook(
        answer.title,
        notes,
        [title for _key, title in rows.columns],
        ([row[key] for key, _title in rows.columns] for row in rows.rows),
    )
    return download(data, f"{answer.name}-{answer.as_of}.xlsx")
