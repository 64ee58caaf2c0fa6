"""Supervision slips, consultations, call-backs, the page of a unit, and the enterprise's own page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands import actions
from pandeng.domain.demands.minutes import minutes as minutes_of
from pandeng.domain.demands.models import (
    Attendance,
    Consultation,
    ConsultationItem,
    Demand,
    SupervisionSlip,
)
from pandeng.domain.demands.queries import OPEN, due_for_follow_up, lamp
from pandeng.domain.demands.workflow import LOOP
from pandeng.web.forms.demands import AnswerSlip, Decide, IssueSlip, PlanSession, TakeStep
from pandeng.web.ui.download import download


def _one(scope: Scope, model: Any, pk: int) -> Any:
    return one_of(model, scope, pk)


# -- supervision slips ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def slip(request: PageRequest, pk: int) -> HttpResponse:
    """A slip as it is printed, with the form for its answer."""
    scope = request.scope
    found = _one(scope, SupervisionSlip, pk)
    may = scope.may(Permission.ANSWER_SLIP) or scope.may(Permission.ISSUE_SLIP)
    form = AnswerSlip(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_slip(found, answer=form.cleaned_data["answer"], by=scope, now=request.now)
        messages.success(request, _("已答复。"))
        return redirect("slip", pk)
    light = lamp(scope, request.today)
    shown = {"slip": found, "form": form, "may": may, "light": light(found.due_on)}
    return render(request, "slips/slip.html", shown, status=422 if form.errors else 200)


@require_POST
def issue_slip(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    form = IssueSlip(scope, request.POST)
    demand = _one(scope, Demand, pk)
    if not form.is_valid():
        raise DomainError(
            " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    made = actions.issue_slip(demand, **form.cleaned_data, by=scope, now=request.now)
    messages.success(request, _("已签发%(number)s。") % {"number": made.number})
    return redirect(made)


# -- consultations -------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def new_session(request: PageRequest) -> HttpResponse:
    scope = request.scope
    may = scope.may(Permission.HOLD_CONSULTATION)
    form = PlanSession(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["is_regular"] = told["is_regular"] == "yes"
        try:
            made = actions.open_session(**told, by=scope, now=request.now)
            return redirect(made)
        except DomainError as refusal:
            refused = refusal.message
    return render(
        request,
        "consultations/new.html",
        {"form": form, "may": may, "refused": refused},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def session(request: PageRequest, pk: int) -> HttpResponse:
    """A session on the desk, or large for the wall (`?project=1`)."""
    return _session(request, pk)


def _session(
    request: PageRequest, pk: int, *, form: Decide | None = None, item: int = 0, refused: str = ""
) -> HttpResponse:
    scope = request.scope
    found = _one(scope, Consultation, pk)
    items = _items(scope, found)
    light = lamp(scope, request.today)
    may = scope.may(Permission.HOLD_CONSULTATION)
    return render(
        request,
        "consultations/session.html",
        {
            "session": found,
            "items": [
                {
                    "of": one,
                    "light": light(one.demand.next_due_on),
                    "tone": LOOP.tones[one.demand.status],
                    "form": form
                    if form and one.pk == item
                    else Decide(
                        scope,
                        initial={"department": one.demand.department_id},
                        auto_id=f"item{one.pk}-%s",
                    ),
                }
                for one in items
            ],
            "left": sum(not one.decision for one in items),
            "attendances": _attendances(scope, found),
            "may": may,
            "refused": refused,
            "projected": bool(request.GET.get("project")),
        },
        status=422 if refused or form else 200,
    )


def _items(scope: Scope, found: Consultation) -> list[ConsultationItem]:
    return list(
        ConsultationItem.objects.visible_to(scope)
        .filter(consultation=found)
        .select_related(
            "demand__enterprise",
            "demand__chain",
            "demand__department",
            "demand__matter",
            "department",
        )
        .order_by("order")
    )


def _attendances(scope: Scope, found: Consultation) -> list[Attendance]:
    rows = Attendance.objects.visible_to(scope).filter(consultation=found)
    return list(rows.select_related("department").order_by("department_id"))


@require_POST
def gather(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    added = actions.gather(_one(scope, Consultation, pk), by=scope, now=request.now)
    messages.success(request, _("议题已更新，新增%(count)s项。") % {"count": added})
    return redirect("session", pk)


@require_POST
def attendance(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    found = _one(scope, Consultation, pk)
    came = {
        row.department_id: (
            bool(request.POST.get(f"came{row.department_id}")),
            request.POST.get(f"person{row.department_id}", ""),
        )
        for row in _attendances(scope, found)
    }
    actions.record_attendance(found, came=came, by=scope, now=request.now)
    messages.success(request, _("到会情况已记录。"))
    return redirect("session", pk)


@require_POST
def decide(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope = request.scope
    found = next(
        (one for one in _items(scope, _one(scope, Consultation, pk)) if one.pk == item), None
    )
    if found is None:
        raise NotFound(_("没有找到这一项。"))
    form = Decide(scope, request.POST, auto_id=f"item{item}-%s")
    if not form.is_valid():
        return _session(request, pk, form=form, item=item)
    try:
        actions.decide(found, **form.cleaned_data, by=scope, now=request.now)
    except NotFound:
        raise
    except DomainError as refusal:
        return _session(request, pk, form=form, item=item, refused=refusal.message)
    messages.success(request, _("决定已记录，已成为责任单位的任务。"))
    return redirect("session", pk)


@require_POST
def end_session(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    actions.end_session(_one(scope, Consultation, pk), by=scope, now=request.now)
    messages.success(request, _("会商已结束。"))
    return redirect("session", pk)


@require_GET
def minutes(request: PageRequest, pk: int) -> HttpResponse:
    """The minutes as .docx."""
    scope = request.scope
    found = _one(scope, Consultation, pk)
    data = minutes_of(found, _attendances(scope, found), _items(scope, found))
    return download(data, _("会商纪要%(day)s.docx") % {"day": found.held_on})


# -- call-backs and units ------------------------------------------------------------------------


@require_GET
def call_backs(request: PageRequest) -> HttpResponse:
    """A month's sample of closed demands to be called back by somebody who neither handled nor closed."""
    scope = request.scope
    asked = parse_date(f"{request.GET['month']}-01") if request.GET.get("month") else None
    month = asked or request.today.replace(day=1)
    rows = due_for_follow_up(scope, month)
    return render(
        request,
        "demands/call_backs.html",
        {"rows": rows, "month": month, "done": sum(1 for row in rows if row.called_back_on)},
    )


@require_GET
def units(request: PageRequest) -> HttpResponse:
    """Every unit with its open, late and closed demands, objections and slips: work, not log-ins. One unit
    sees itself."""
    scope, today = request.scope, request.today
    counted = (
        Demand.objects.visible_to(scope)
        .filter(department__isnull=False)
        .values("department_id")
        .annotate(
            open=Count("id", filter=Q(status__in=OPEN)),
            late=Count("id", filter=Q(status__in=OPEN, next_due_on__lt=today)),
            closed=Count("id", filter=Q(closed_on__isnull=False)),
            reopened=Count("id", filter=Q(reopened__gt=0)),
        )
    )
    objections = dict(
        Demand.objects.visible_to(scope)
        .filter(steps__step="object")
        .values_list("steps__department_id")
        .annotate(n=Count("id"))
    )
    slips = dict(
        SupervisionSlip.objects.visible_to(scope)
        .filter(answered_on__isnull=True)
        .values_list("department_id")
        .annotate(n=Count("id"))
    )
    names = Department.objects.visible_to(scope).in_bulk([row["department_id"] for row in counted])
    rows = [
        row
        | {
            "unit": names[row["department_id"]],
            "objections": objections.get(row["department_id"], 0),
            "slips": slips.get(row["department_id"], 0),
        }
        for row in counted
        if row["department_id"] in names
    ]
    rows.sort(key=lambda row: (-row["late"], -row["open"], str(row["unit"])))
    return render(request, "demands/units.html", {"rows": rows, "today": today})


# -- the enterprise's own page -------------------------------------------------------------------

STAGES = (
    ("received", ("received", "returned")),
    ("assigned", ("accepted", "assigned", "objected")),
    ("handling", ("handling", "consulting", "parked")),
    ("answered", ("answered", "confirmed")),
    ("closed", ("closed", "archived")),
)


@require_GET
def portal(request: PageRequest) -> HttpResponse:
    """The demands of one's own enterprise in plain words: raise, follow, confirm."""
    scope, today = request.scope, request.today
    rows = (
        Demand.objects.visible_to(scope)
        .filter(enterprise_id__in=scope.enterprises)
        .exclude(status__in=("merged", "split"))
        .select_related("enterprise", "department", "matter")
        .order_by("-received_on", "-id")
    )
    open_rows = list(rows.filter(status__in=OPEN)[:40])
    return render(
        request,
        "portal/portal.html",
        {
            "asking": [_ask(scope, d) for d in open_rows if d.status in ("answered", "returned")],
            "running": [
                {"of": d, "words": _plain(d, today), "line": _line(d.status)}
                for d in open_rows
                if d.status not in ("answered", "returned")
            ],
            "ended": list(rows.exclude(status__in=OPEN)[:10]),
            "may_receive": scope.may(Permission.RECEIVE_DEMAND),
        },
    )


def _ask(scope: Scope, demand: Demand) -> dict[str, Any]:
    steps = ("confirm", "dispute") if demand.status == "answered" else ("resubmit",)
    forms = [TakeStep(scope, demand, s, auto_id=f"d{demand.pk}-{s}-%s") for s in steps]
    return {"of": demand, "forms": forms}


def _plain(demand: Demand, today: date) -> str:
    """Where a demand stands, in words for somebody outside the office."""
    unit = demand.department or _("专班")
    due = demand.due_on
    words = {
        "received": _("专班已收到，正在受理。"),
        "accepted": _("专班已受理，正在确定由哪个单位办理。"),
        "assigned": _("已交%(unit)s，等待签收。") % {"unit": unit},
        "objected": _("正在确定由哪个单位办理。"),
        "consulting": _("正在组织有关单位会商。"),
        "parked": _("需要等待外部条件，具备后继续办理。"),
        "confirmed": _("您已确认，专班正在销号。"),
    }.get(demand.status)
    if words:
        return words
    if due and due >= today:
        return _("%(unit)s正在办理，最晚%(due)s前答复您。") % {"unit": unit, "due": due}
    if due:
        return _("%(unit)s正在办理，已超过原定期限%(due)s，专班正在督办。") % {
            "unit": unit,
            "due": due,
        }
    return _("%(unit)s正在办理。") % {"unit": unit}


def _line(status: str) -> list[tuple[str, str]]:
    """The five stages, each done, here or ahead."""
    titles = (_("已提交"), _("已分办"), _("办理中"), _("待您确认"), _("已办结"))
    here = next(n for n, (_code, statuses) in enumerate(STAGES) if status in statuses)
    return [
        (title, "done" if n < here else "here" if n == here else "")
        for n, title in enumerate(titles)
    ]
