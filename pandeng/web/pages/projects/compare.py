"""Two days of a year's project list side by side: counts that open to rows, and the rows as a workbook."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.projects.compare.queries import Comparison, compared
from pandeng.web.ui.download import download
from pandeng.web.ui.paging import page_of


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """The comparison of two days; `kind` opens one count, nothing chosen shows every difference."""
    asked = _asked(request)
    found = compared(request.scope, now=request.now, **asked)
    if request.GET.get("format") == "xlsx":
        return _download(found)
    written = {name: request.GET.get(name, "") for name in ("known_before", "known_after")}
    page = page_of(request, found.shown)
    shown = {"found": found, "asked": asked, "written": written, "page": page}
    return render(request, "projects/compare.html", shown)


def _asked(request: PageRequest) -> dict[str, Any]:
    """From the last day of the month before last to today, unless the address says otherwise."""
    today = request.today
    end = parse_date(request.GET.get("to")) or today
    start = parse_date(request.GET.get("from")) or _earlier(end)
    year = request.GET.get("year") or str(end.year)
    if not (year.isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError(_("“%(year)s”不是年度，请写成 2022 的样子。") % {"year": year[:10]})
    return {
        "year": int(year),
        "start": start,
        "end": end,
        "known_before": parse_datetime(request.GET.get("known_before")),
        "known_after": parse_datetime(request.GET.get("known_after")),
        "kind": request.GET.get("kind", ""),
    }


def _earlier(end: date) -> date:
    """The month end before the one that was last: a whole month lies between."""
    first = (end.replace(day=1) - timedelta(days=1)).replace(day=1)
    return first - timedelta(days=1)


def _download(found: Comparison) -> HttpResponse:
    notes = [
        _("%(year)s年重点项目清单：%(start)s与%(end)s比对") % {
            "year": found.year, "start": found.before.on, "end": found.after.on,
        },
        _("分别按%(before)s和%(after)s所知；在册%(old)s项和%(new)s项") % {
            "before": _minute(found.known_before), "after": _minute(found.known_after),
            "old": len(found.before.held), "new": len(found.after.held),
        },
        _("%(kind)s，共%(count)s条") % {
            "kind": found.kind_word or _("全部变化"), "count": len(found.shown),
        },
    ]  # fmt: skip
    columns = [
        _("变化"), _("项目编号"), _("项目名称"), _("所在县市区"), _("内容"), _("之前"), _("之后"),
        _("增减（元）"), _("日期"), _("原因或依据"), _("事后补录"),
    ]  # fmt: skip
    data = workbook(
        _("清单比对"),
        notes,
        columns,
        (
            (
                one.word, one.code, one.name, one.county, one.what, one.before, one.after,
                one.change_yuan, one.on, one.why, one.is_late,
            )
            for one in found.shown
        ),
    )  # fmt: skip
    return download(data, "projects-compare.xlsx")


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
