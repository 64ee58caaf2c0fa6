"""The queue of demands, the board, many at once, saved views."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.domain.demands import actions, listing
from pandeng.domain.demands.listing import DemandFilter
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import buttons, light_for, view, views_of
from pandeng.domain.demands.workflow import LOOP
from pandeng.web.forms.demands import DemandStepForm
from pandeng.web.pages import registers
from pandeng.web.ui.paging import page_of

TABS = (
    ("open", gettext_noop("未销号")),
    ("late", gettext_noop("已超期")),
    ("week", gettext_noop("一周内到期")),
    ("long", gettext_noop("长周期")),
    ("chain", gettext_noop("链上共性")),
    ("closed", gettext_noop("已销号")),
    ("all", gettext_noop("全部")),
)
FILTERS = {
    "status": gettext_noop("状态"),
    "matter": gettext_noop("类别"),
    "department": gettext_noop("主办单位"),
    "county": gettext_noop("县市区"),
    "channel": gettext_noop("渠道"),
}
NARROWED_BY = (*FILTERS, "enterprise")
CODES = ("status", "channel")  # the others narrow by the id of a record
AT_ONCE = ("accept", "assign", "recall", "close", "archive")
MAX_AT_ONCE = 200


@require_GET
def queue(request: PageRequest) -> HttpResponse:
    """The queue in due order. Asked as of a day, known at a time or as a workbook it is the plain list."""
    if any(request.GET.get(name) for name in ("as_of", "known_at", "format", "sort")):
        return registers.listing(request, "demands")
    scope, today = request.scope, request.today
    rows = listing.demands(scope, _filter(request), today)
    page = page_of(request, rows)
    light = light_for(scope, today)
    shown = {
        "page": page,
        "lines": [listing.line(demand, light) for demand in page.object_list],
        "tabs": [(code, _(words)) for code, words in TABS],
        "tab": _tab(request),
        "views": views_of(scope),
        "query": urlencode([(k, v) for k, v in request.GET.items() if k != "page" and v]),
        "filters": _filters(request),
        "words": request.GET.get("q", ""),
        "order": request.GET.get("order", "due"),
        "may_assign": scope.may(Permission.DEMAND_ASSIGN),
        "may_receive": scope.may(Permission.RECEIVE_DEMAND),
        "may_settle": scope.may(Permission.SETTLE_DUPLICATES),
        "today": today,
    }
    return render(request, "demands/queue.html", shown)


def _filters(request: PageRequest) -> list[dict[str, Any]]:
    choices = listing.choices(request.scope)
    return [
        {
            "name": name,
            "title": _(title),
            "options": choices[name],
            "value": request.GET.get(name, ""),
        }
        for name, title in FILTERS.items()
    ]


def _filter(request: PageRequest) -> DemandFilter:
    """What the address narrows the queue to."""
    given = {name: request.GET.get(name, "").strip() for name in NARROWED_BY}
    for name, value in given.items():
        if value and name not in CODES and not value.isdecimal():
            raise DomainError(_("筛选条件“%(value)s”无效，请重新选择。") % {"value": value[:30]})
    return DemandFilter(
        tab=_tab(request),
        words=request.GET.get("q", "").strip(),
        order=request.GET.get("order", "due"),
        status=given["status"],
        channel=given["channel"],
        matter=_id(given["matter"]),
        department=_id(given["department"]),
        county=_id(given["county"]),
        enterprise=_id(given["enterprise"]),
    )


def _id(written: str) -> int | None:
    return int(written[:18]) if written else None


def _tab(request: PageRequest) -> str:
    """What is open, unless the address narrows the ledger by something else."""
    narrowed = any(request.GET.get(name) for name in NARROWED_BY)
    return request.GET.get("tab") or ("all" if narrowed else "open")


@require_GET
def board(request: PageRequest) -> HttpResponse:
    """Open demands by status, those due first on top; each column tells how many it does not show."""
    columns = listing.board(request.scope, request.today)
    return render(request, "demands/board.html", {"columns": columns})


@require_POST
def bulk(request: PageRequest) -> HttpResponse:
    """First a preview of what would happen to each; then, confirmed, all of them or none."""
    scope, step = request.scope, request.POST.get("step", "")
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal() and len(one) < 19][
        :MAX_AT_ONCE
    ]
    if not ids:
        raise DomainError(_("请先勾选诉求。"))
    rows = listing.chosen(scope, ids)
    if not rows or step not in AT_ONCE:
        raise DomainError(_("请选择要办理的环节。"))
    checked = [
        (demand, next((b.may for b in buttons(scope, demand) if b.step == step), None))
        for demand in rows
    ]
    able = [demand for demand, may in checked if may]
    confirmed = "go" in request.POST
    form = DemandStepForm(scope, (able or rows)[0], step, request.POST if confirmed else None)
    if confirmed and form.is_valid():
        inputs = form.inputs()
        inputs.pop("key", None)
        actions.take_each(able, step, by=scope, now=request.now, **inputs)
        shown = {"step": form.title, "count": len(able), "step_code": step}
        ended = [demand.pk for demand in able]
        return render(request, "demands/bulk_done.html", {**shown, "ids": ended})
    unable = [
        (demand, may.message if may else _not_now(demand, step))
        for demand, may in checked
        if not may
    ]
    shown = {"form": form, "step": step, "able": able, "unable": unable}
    return render(request, "demands/bulk.html", shown, status=422 if confirmed else 200)


def _not_now(demand: Demand, step: str) -> str:
    return _("现在“%(status)s”，不能%(step)s。") % {
        "status": demand.get_status_display(),
        "step": _(LOOP.step_words[step]),
    }


@require_POST
def save_view(request: PageRequest) -> HttpResponse:
    query = request.POST.get("query", "")
    actions.save_view(
        request.POST.get("name", ""),
        query,
        is_shared=bool(request.POST.get("shared")),
        by=request.scope,
        now=request.now,
    )
    messages.success(request, _("视图已保存。"))
    return redirect(f"{reverse('demand_queue')}?{query}")


@require_POST
def drop_view(request: PageRequest, pk: int) -> HttpResponse:
    actions.drop_view(view(request.scope, pk), by=request.scope, now=request.now)
    return redirect("demand_queue")
