"""Two days of a year's project list side by side: counts that open to rows, and the rows as a workbook."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.core import units
from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.exchange.xlsx import workbook
from pandeng.domain.projects.compare.queries import Comparison, compared
from pandeng.domain.projects.compare.rules import KINDS, ListDifference, counts
from pandeng.web.ui.download import download
from pandeng.web.ui.paging import page_of

TONES = {
    "entered": "good", "left": "warn", "deleted": "bad", "label_gained": "good", "label_lost": "warn",
}  # fmt: skip


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """The comparison of two days; `kind` opens one count, nothing chosen shows every difference."""
    asked = _asked(request)
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise DomainError(_("没有“%(kind)s”这一类变化。") % {"kind": kind[:30]})
    found = compared(request.scope, now=request.now, **asked)
    rows = [one for one in found.differences if not kind or one.kind == kind]
    if request.GET.get("format") == "xlsx":
        return _download(found, rows, kind)
    shown = page_of(request, rows)
    shown.object_list = [
        {
            "of": one,
            "kind": _(KINDS[one.kind]),
            "tone": TONES.get(one.kind, "info"),
            "change": _signed(one.change_yuan),
        }
        for one in shown.object_list
    ]
    changes = [one.change_yuan for one in rows if one.change_yuan is not None]
    return render(
        request,
        "projects/compare.html",
        {
            "found": found,
            "asked": {**asked, "kind": kind},
            "written": {
                name: request.GET.get(name, "") for name in ("known_before", "known_after")
            },
            "tallies": [
                {"kind": name, "title": _(KINDS[name]), "count": count}
                for name, count in counts(found.differences).items()
            ],
            "kind_title": _(KINDS[kind]) if kind else "",
            "total": len(found.differences),
            "late": sum(one.is_late for one in rows),
            "sum": _signed(sum(changes)) if kind in ("plan", "money") and changes else "",
            "page": shown,
        },
    )


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
    }


def _earlier(end: date) -> date:
    """The month end before the one that was last: a whole month lies between."""
    first = (end.replace(day=1) - timedelta(days=1)).replace(day=1)
    return first - timedelta(days=1)


def _signed(yuan: int | None) -> str:
    if yuan is None:
        return ""
    return f"{'+' if yuan > 0 else '−' if yuan < 0 else ''}{units.money(abs(yuan))}"


def _download(found: Comparison, rows: list[ListDifference], kind: str) -> HttpResponse:
    notes = [
        _("%(year)s年重点项目清单：%(start)s与%(end)s比对") % {
            "year": found.year, "start": found.before.on, "end": found.after.on,
        },
        _("分别按%(before)s和%(after)s所知；在册%(old)s项和%(new)s项") % {
            "before": _minute(found.known_before), "after": _minute(found.known_after),
            "old": len(found.before.held), "new": len(found.after.held),
        },
        _("%(kind)s，共%(count)s条") % {
            "kind": _(KINDS[kind]) if kind else _("全部变化"), "count": len(rows),
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
                _(KINDS[one.kind]), one.code, one.name, one.county, one.what, one.before, one.after,
                one.change_yuan, one.on, one.why, one.is_late,
            )
            for one in rows
        ),
    )  # fmt: skip
    return download(data, "projects-compare.xlsx")


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
