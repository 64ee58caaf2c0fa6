"""The queue, the board, one demand with its next steps, intake."""

from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.extras import missing_extra
from pandeng.domain.attachments.actions import attach, check
from pandeng.domain.demands import actions
from pandeng.domain.demands.listing import DemandFilter, demands, in_order
from pandeng.domain.demands.models import (
    Channel,
    Demand,
    DemandClass,
    SavedView,
    SupervisionSlip,
)
from pandeng.domain.demands.queries import (
    OPEN,
    buttons,
    lamp,
    open_demands,
    piles,
    similar,
    views_of,
)
from pandeng.domain.demands.suggest import suggest
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import named, successor_of
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.instructions.queries import piles as instruction_piles
from pandeng.domain.outcomes.queries import waiting
from pandeng.domain.overview.demand import demand_page
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.nodes.models import Guarantee
from pandeng.domain.teams.queries import coming_visits
from pandeng.web.forms.demands import Intake, IssueSlip, TakeStep
from pandeng.web.pages import registers
from pandeng.web.pages.instructions import line as instruction_line
from pandeng.web.queue_rows import QueueRows
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
CODES, IDS = ("status", "channel"), ("matter", "department", "county", "enterprise")
NARROWED_BY = (*CODES, *IDS)
MOST_AT_ONCE = 200
ON_BOARD = 30


@require_GET
def queue(request: PageRequest) -> HttpResponse:
    """The queue in due order. Asked as of a day, known at a time or as a workbook it is the plain list."""
    if any(request.GET.get(name) for name in ("as_of", "known_at", "format", "sort")):
        return registers.listing(request, "demands")
    scope, today = request.scope, request.today
    rows = demands(scope, _filter(request), today)
    page = page_of(request, rows.select_related("enterprise", "chain", "matter", "department"))
    light = lamp(scope, today)
    rows_of = QueueRows(ticks=bool(scope.may(Permission.DEMAND_ASSIGN)))
    lines = [rows_of(_line(demand, light)) for demand in page.object_list]
    return render(
        request,
        "demands/queue.html",
        {
            "page": page,
            "lines": mark_safe("".join(lines)),
            "tabs": [(code, _(words)) for code, words in TABS],
            "tab": _tab(request),
            "views": views_of(scope),
            "query": urlencode([(k, v) for k, v in request.GET.items() if k != "page" and v]),
            "filters": _filters(request, scope),
            "words": request.GET.get("q", ""),
            "order": request.GET.get("order", "due"),
            "may_assign": scope.may(Permission.DEMAND_ASSIGN),
            "may_receive": scope.may(Permission.RECEIVE_DEMAND),
            "today": today,
        },
    )


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


def _line(demand: Demand, light: Any) -> dict[str, Any]:
    return {
        "of": demand,
        "light": light(demand.next_due_on),
        "tone": LOOP.tones[demand.status],
    }


def _filters(request: PageRequest, scope: Scope) -> list[dict[str, Any]]:
    units = Department.objects.visible_to(scope)
    options = {
        "status": [(code, _(words)) for code, words in LOOP.status_words.items()],
        "matter": [
            (str(m.pk), m.name) for m in DemandClass.objects.visible_to(scope).order_by("order")
        ],
        "department": [
            (str(d.pk), str(d))
            for d in units.filter(kind__in=("department", "guarantee_group", "cluster_office"))
        ],
        "county": [(str(d.pk), str(d)) for d in units.filter(kind="county").order_by("id")],
        "channel": [(code, str(words)) for code, words in Channel.choices],
    }
    titles = {
        "status": _("状态"), "matter": _("类别"), "department": _("主办单位"), "county": _("县市区"),
        "channel": _("渠道"),
    }  # fmt: skip
    return [
        {"name": name, "title": titles[name], "options": rows, "value": request.GET.get(name, "")}
        for name, rows in options.items()
    ]


@require_GET
def board(request: PageRequest) -> HttpResponse:
    """Open demands by status, those due first on top; each column tells how many it does not show."""
    scope, today = request.scope, request.today
    light = lamp(scope, today)
    rows = open_demands(scope).select_related("enterprise", "chain", "department")
    columns: dict[str, list[dict[str, Any]]] = {code: [] for code in OPEN}
    for demand in in_order(rows, "due")[:2000]:
        columns[demand.status].append(_line(demand, light))
    shown = [
        {
            "code": code,
            "title": _(LOOP.status_words[code]),
            "count": len(lines),
            "lines": lines[:ON_BOARD],
            "more": max(0, len(lines) - ON_BOARD),
        }
        for code, lines in columns.items()
        if lines or code not in ("returned", "objected", "parked")
    ]
    return render(request, "demands/board.html", {"columns": shown})


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One demand: what is next, its deadlines, everything that happened."""
    if request.GET.get("known_at"):
        return registers.detail(request, "demands", pk)
    scope = request.scope
    return _detail(request, _demand(scope, pk))


def _detail(
    request: PageRequest, demand: Demand, *, form: TakeStep | None = None, refused: str = ""
) -> HttpResponse:
    scope = request.scope
    steps = buttons(scope, demand)
    able = [button.step for button in steps if button.may]
    asked = request.GET.get("step", "")
    if form is None and able:
        form = TakeStep(scope, demand, asked if asked in able else able[0])
    page = demand_page(scope, demand, request.today)
    return render(
        request,
        "demands/detail.html",
        {
            **{item.name: getattr(page, item.name) for item in fields(page)},
            "steps": [(b, b.title) for b in steps],
            "form": form,
            "refused": refused,
            "may_attach": scope.may(Permission.ATTACH_FILE),
            "may_slip": scope.may(Permission.ISSUE_SLIP),
            "slip_form": IssueSlip(scope, initial={"department": demand.department_id}),
            "may_outcome": scope.may(Permission.REPORT_OUTCOME),
        },
        status=422 if refused or (form and form.is_bound and form.errors) else 200,
    )


def _demand(scope: Scope, pk: int) -> Demand:
    found = one_of(Demand, scope, pk)
    assert isinstance(found, Demand)
    return found


@require_GET
def suggestion(request: PageRequest, pk: int) -> HttpResponse:
    """Who might lead this demand, and why; fetched when the assignment is being filled in."""
    scope = request.scope
    scope.may(Permission.DEMAND_ASSIGN).require()
    hints = suggest(scope, _demand(scope, pk))
    shown = {"hints": hints, "missing": missing_extra("suggest")}
    return render(request, "demands/_suggestion.html", shown)


@require_POST
def take(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    demand = _demand(scope, pk)
    if step not in LOOP.steps:
        raise NotFound(_("没有这个环节。"))
    form = TakeStep(scope, demand, step, request.POST)
    if not form.is_valid():
        return _detail(request, demand, form=form)
    try:
        actions.take(demand, step, by=scope, now=request.now, **form.told())
    except NotFound:
        raise
    except DomainError as refusal:
        return _detail(request, _demand(scope, pk), form=form, refused=refusal.message)
    messages.success(request, _("已办理：%(step)s。") % {"step": form.title})
    return redirect(request.POST.get("next") or demand)


# -- many at once --------------------------------------------------------------------------------


@require_POST
def bulk(request: PageRequest) -> HttpResponse:
    """First a preview of what would happen to each; then, confirmed, all of them or none."""
    scope = request.scope
    ids = [int(i) for i in request.POST.getlist("id") if i.isdigit()][:MOST_AT_ONCE]
    step = request.POST.get("step", "")
    if not ids:
        raise DomainError(_("请先勾选诉求。"))
    rows = list(
        Demand.objects.visible_to(scope)
        .filter(pk__in=ids)
        .select_related("matter__level", "level", "enterprise", "chain", "department")
        .order_by("next_due_on", "id")
    )
    if not rows or step not in ("accept", "assign", "recall", "close", "archive"):
        raise DomainError(_("请选择要办理的环节。"))
    checked = [(demand, next((b.may for b in buttons(scope, demand) if b.step == step), None))
               for demand in rows]  # fmt: skip
    able = [demand for demand, may in checked if may]
    form = TakeStep(
        scope, able[0] if able else rows[0], step, request.POST if "go" in request.POST else None
    )
    if "go" in request.POST and form.is_valid():
        told = form.told()
        told.pop("key", None)
        actions.take_each(able, step, by=scope, now=request.now, **told)
        shown = {"step": form.title, "count": len(able), "step_code": step,
                 "ids": [demand.pk for demand in able]}  # fmt: skip
        return render(request, "demands/bulk_done.html", shown)
    return render(
        request,
        "demands/bulk.html",
        {
            "form": form,
            "step": step,
            "able": able,
            "unable": [
                (d, may.message if may else _not_now(d, step)) for d, may in checked if not may
            ],
        },
        status=422 if "go" in request.POST else 200,
    )


def _not_now(demand: Demand, step: str) -> str:
    return _("现在“%(status)s”，不能%(step)s。") % {
        "status": demand.get_status_display(),
        "step": _(LOOP.step_words[step]),
    }


# -- saved views ---------------------------------------------------------------------------------


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
    scope = request.scope
    view = SavedView.objects.visible_to(scope).filter(pk=pk).first()
    if view is None:
        raise NotFound(_("没有找到这个视图。"))
    actions.drop_view(view, by=scope, now=request.now)
    return redirect("demand_queue")


# -- intake --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def intake(request: PageRequest) -> HttpResponse:
    """One form for every channel; the enterprise may be given by the address."""
    scope = request.scope
    may = scope.may(Permission.RECEIVE_DEMAND)
    given = _given_enterprise(scope, request.GET.get("enterprise", ""))
    initial = {"enterprise": given.name if given else "", "title": request.GET.get("title", "")}
    node = _given_node(scope, request.POST.get("node") or request.GET.get("node", ""))
    if node:
        initial |= _of_node(scope, node)
    form = Intake(scope, request.POST or None, initial=initial)
    refused = ""
    if request.method == "POST":
        may.require()
        if form.is_valid():
            told = dict(form.cleaned_data)
            files = request.FILES.getlist("file")
            try:
                for file in files:
                    check(file)
                enterprise = _named_enterprise(scope, told.pop("enterprise"))
                demand = actions.receive(enterprise, **told, by=scope, now=request.now)
                for file in files:
                    attach(demand, file, by=scope, now=request.now)
            except NotFound as missing:
                refused = missing.message
            except DomainError as refusal:
                refused = refusal.message
            else:
                messages.success(request, _("已登记，编号%(number)s。") % {"number": demand.number})
                if scope.roles == {"enterprise_contact"}:
                    return redirect("portal")
                return redirect(demand)
    names = (
        Enterprise.objects.visible_to(scope).order_by("id")
        if len(scope.enterprises) <= 60
        else None
    )
    return render(
        request,
        "demands/intake.html",
        {
            "form": form,
            "may": may,
            "refused": refused,
            "node": node,
            "may_attach": scope.may(Permission.ATTACH_FILE),
            "names": names.filter(pk__in=scope.enterprises) if names is not None else (),
        },
        status=422 if request.method == "POST" else 200,
    )


def _given_node(scope: Scope, written: str) -> Milestone | None:
    """The project node that the problem blocks; one out of scope is not there."""
    if not written:
        return None
    rows = Milestone.objects.visible_to(scope).filter(pk=int(written) if written.isdigit() else -1)
    node: Milestone | None = rows.select_related("project__enterprise").first()
    if node is None:
        raise NotFound(_("没有找到这个节点。"))
    return node


def _of_node(scope: Scope, node: Milestone) -> dict[str, Any]:
    """What the form says at once of a node's problem; the class is that of a guarantee not yet given."""
    needs = Guarantee.objects.visible_to(scope).filter(milestone=node, given_on__isnull=True)
    kind = needs.order_by("due_on", "id").values_list("kind", flat=True).first()
    matter = DemandClass.objects.visible_to(scope).filter(code=kind).first() if kind else None
    name = _("%(project)s“%(node)s”节点受阻") % {"project": node.project, "node": node.name}
    told = {"node": node.pk, "title": name[:120], "matter": matter.pk if matter else None}
    if node.project.enterprise:
        told["enterprise"] = node.project.enterprise.name
    return told


def _given_enterprise(scope: Scope, written: str) -> Enterprise | None:
    rows = Enterprise.objects.visible_to(scope)
    if written.isdigit():
        pk = int(written[:18])
        return rows.filter(pk=pk).first() or successor_of(scope, pk)
    if len(scope.enterprises) == 1 and not scope.rows("enterprise").everything:
        return rows.filter(pk__in=scope.enterprises).first()
    return None


def _named_enterprise(scope: Scope, written: str) -> Enterprise:
    """The one enterprise meant by a name, short name, initials or code; refuses when it may be several."""
    rows = Enterprise.objects.visible_to(scope)
    if exact := named(scope, written):
        return exact
    found: list[Enterprise] = list(
        rows.filter(search_text__finds=asked(written)).order_by("name")[:6]
    )
    if not found:
        raise NotFound(_("没有找到企业“%(name)s”，请核对名称。") % {"name": written})
    if len(found) > 1:
        names = "、".join(one.name for one in found[:5])
        raise DomainError(
            _("“%(name)s”可能是：%(names)s。请写全称。") % {"name": written, "names": names}
        )
    return found[0]


@require_GET
def likes(request: PageRequest) -> HttpResponse:
    """While typing: open demands that look alike, as far as this person may see them."""
    scope = request.scope
    enterprise = _likely_enterprise(scope, request.GET.get("enterprise", ""))
    text = f"{request.GET.get('title', '')} {request.GET.get('text', '')}"[:600]
    found = similar(scope, text, enterprise=enterprise)
    return render(request, "demands/_similar.html", {"found": found, "tones": LOOP.tones})


def _likely_enterprise(scope: Scope, written: str) -> Enterprise | None:
    try:
        return _named_enterprise(scope, written) if written.strip() else None
    except DomainError:
        return None


@require_GET
def names(request: PageRequest) -> HttpResponse:
    """While typing an enterprise: up to ten that the words may mean."""
    words = asked(request.GET.get("enterprise", ""))
    rows = Enterprise.objects.visible_to(request.scope)
    found = rows.filter(search_text__finds=words).order_by("name")[:10] if words else ()
    return render(request, "demands/_names.html", {"found": found})


# -- my work -------------------------------------------------------------------------------------


@require_GET
def my_work(request: PageRequest) -> HttpResponse:
    """What waits for this person, pile by pile, the nearest deadline first."""
    scope, today = request.scope, request.today
    light = lamp(scope, today)
    shown = []
    for code, words, rows in piles(scope, today):
        count = rows.count()
        first = rows.select_related("enterprise", "chain", "department", "matter")
        shown.append(
            {
                "code": code,
                "title": _(words),
                "count": count,
                "lines": [_line(d, light) for d in in_order(first, "due")[:8]],
                "all": _address(code),
            }
        )
    slips = SupervisionSlip.objects.visible_to(scope).filter(answered_on__isnull=True)
    return render(
        request,
        "work/mine.html",
        {
            "piles": [pile for pile in shown if pile["count"]],
            "empty": [pile["title"] for pile in shown if not pile["count"]],
            "slips": [
                (slip, light(slip.due_on))
                for slip in slips.select_related("department", "demand").order_by("due_on")[:8]
            ],
            "slip_count": slips.count(),
            "outcomes": waiting(scope)[:8] if scope.may(Permission.CONFIRM_OUTCOME) else [],
            "visits": coming_visits(scope, today)[:8],
            "instructions": _instructions(scope, today, light),
            "may_receive": scope.may(Permission.RECEIVE_DEMAND),
        },
    )


def _instructions(scope: Scope, today: Any, light: Any) -> list[dict[str, Any]]:
    """Piles of instructions that wait for this person. One query each, and none where it is not theirs."""
    shown = []
    for code, words, rows in instruction_piles(scope, today):
        found = list(rows[:50])
        if found:
            lines = [instruction_line(one, light) for one in found[:8]]
            shown.append({"code": code, "title": _(words), "count": len(found), "lines": lines})
    return shown


def _address(code: str) -> str:
    return {
        "accept": "?status=received", "assign": "?status=accepted", "rule_on_objection": "?status=objected",
        "sign": "?status=assigned", "handle": "?status=handling", "consult": "?status=consulting",
        "close": "?status=confirmed", "confirm": "?status=answered", "late": "?tab=late",
        "resubmit": "?status=returned",
    }.get(code, "")  # fmt: skip
