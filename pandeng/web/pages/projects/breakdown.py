"""Key projects by county, chain, level, leader or month; every number opens its own page."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.indicators.breakdown import DIMENSIONS, Breakdown, breakdown
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.slices import SLICES
from pandeng.domain.indicators.wording import words
from pandeng.web.ui.download import download

# Whether the lines add up to the whole, and why not.
NOTES = {
    "county": gettext_lazy("一个项目只在一个县市区，各行个数之和等于合计。"),
    "chain": gettext_lazy("一个项目只在一条产业链，各行个数之和等于合计。"),
    "level": gettext_lazy("一个项目可有多个层级，在各层级中都计数，各行个数之和可能大于合计。"),
    "leader": gettext_lazy(
        "按当日牵头市领导计；交接当日前后两位领导都计数，各行个数之和可能大于合计。"
    ),
    "month": gettext_lazy(
        "“当月新开工”“当月完成投资”按截至日的清单计当月发生数，各月之和等于合计；其余各列为月末在册项目的数（最后一个月为截至日），不能相加，合计为截至日的数。"
    ),
}
OF_A_MONTH = {
    "projects_newly_started": gettext_lazy("当月新开工项目数"),
    "annual_investment": gettext_lazy("当月完成投资"),
}


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """The table; with `format` as JSON or as a workbook."""
    by = request.GET.get("by", "county")
    found = breakdown(request.scope, by, **parse_times(request.GET))
    form = request.GET.get("format", "")
    if form == "json":
        return JsonResponse(_as_json(found), json_dumps_params={"ensure_ascii": False})
    if form == "xlsx":
        return _download(found)
    titles = [_title(found, figure) for figure in found.whole]
    return render(
        request,
        "projects/breakdown.html",
        {
            "found": found,
            "dimensions": [(name, SLICES[name].title) for name in DIMENSIONS],
            "title": SLICES[by].title,
            "columns": titles,
            "lines": [
                (line.title, list(zip(titles, line.figures, strict=True))) for line in found.lines
            ],
            "whole": list(zip(titles, found.whole, strict=True)),
            "note": NOTES[by],
            "known_at": request.GET.get("known_at", ""),
        },
    )


def _title(found: Breakdown, figure: Figure) -> str:
    """What a column is called; a pack may quote the figure under other words."""
    of_month = OF_A_MONTH.get(figure.indicator.name) if found.by == "month" else None
    return str(of_month) if of_month else words(figure.indicator.title)


def _as_json(found: Breakdown) -> dict[str, Any]:
    return {
        "by": found.by,
        "as_of": found.as_of.isoformat(),
        "known_at": found.known_at.isoformat() if found.known_at else None,
        "columns": [
            {"name": figure.name, "title": _title(found, figure)} for figure in found.whole
        ],
        "lines": [
            {
                "code": line.code,
                "title": line.title,
                "figures": [figure.as_json() for figure in line.figures],
            }
            for line in found.lines
        ],
        "whole": [figure.as_json() for figure in found.whole],
    }


def _download(found: Breakdown) -> HttpResponse:
    at = timezone.localtime(found.known_at or timezone.now()).strftime("%Y-%m-%d %H:%M")
    notes = [
        _("截至%(day)s，按%(known)s所知") % {"day": found.as_of, "known": at},
        str(NOTES[found.by]),
    ]
    units = [f"{_title(found, figure)}（{figure.unit}）" for figure in found.whole]
    lines = [(line.title, *map(_number, line.figures)) for line in found.lines]
    whole = (_("合计"), *map(_number, found.whole))
    data = workbook(
        _("重点项目指标"), notes, [str(SLICES[found.by].title), *units], [*lines, whole]
    )
    return download(data, f"projects-by-{found.by}-{found.as_of}.xlsx")


def _number(figure: Figure) -> int | Decimal | None:
    return figure.value
