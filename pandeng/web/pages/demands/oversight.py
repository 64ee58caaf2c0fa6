"""Supervision slips, joint sessions, call-backs, the page of a unit, and the enterprise's own page."""

from datetime import date
from typing import Any

from django.contrib import messages
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
from pandeng.core.errors import DomainError
from pandeng.domain.demands import actions, listing, oversight
from pandeng.domain.demands.minutes import minutes as minutes_of
from pandeng.domain.demands.models import Consultation, Demand, SupervisionSlip
from pandeng.domain.demands.oversight import due_for_follow_up
from pandeng.domain.demands.queries import lead_units, light_for, numbered
from pandeng.domain.demands.rules import may_answer_slip
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.queries import by_ids
from pandeng.web.forms.demands import AnswerSlip, Decide, DemandStepForm, IssueSlip, PlanSession
from pandeng.web.pages.demands.outward import plain_words, stages
from pandeng.web.ui.download import download
from pandeng.web.ui.form_page import carry_out, show_form

# -- supervision slips ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def slip(request: PageRequest, pk: int) -> HttpResponse:
    """A slip as it is printed, with the form for its answer."""
    scope = request.scope
    found = one_of(SupervisionSlip, scope, pk)
    form = AnswerSlip(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.answer_slip(found, **form.cleaned_data, by=scope, now=request.now),
        done=_("已答复。"),
        to=found.get_absolute_url(),
    )
    if answer:
        return answer
    may = may_answer_slip(found.department_id, scope)
    light = light_for(scope, request.today)(found.due_on)
    return show_form(request, "slips/slip.html", form, {"slip": found, "may": may, "light": light})


@require_POST
def issue_slip(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    form = IssueSlip(scope, request.POST)
    demand = one_of(Demand, scope, pk)
    if not form.is_valid():
        raise DomainError(
            " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    made = actions.issue_slip(demand, **form.cleaned_data, by=scope, now=request.now)
    messages.success(request, _("已签发%(number)s。") % {"number": made.number})
    return redirect(made)


# -- joint sessions ------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def new_session(request: PageRequest) -> HttpResponse:
    scope = request.scope
    form = PlanSession(request.POST or None)

    def open_session() -> Consultation:
        inputs = form.cleaned_data | {"is_regular": form.cleaned_data["is_regular"] == "yes"}
        return actions.open_session(**inputs, by=scope, now=request.now)

    if answer := carry_out(request, form, open_session, done=""):
        return answer
    shown = {"may": scope.may(Permission.HOLD_CONSULTATION)}
    return show_form(request, "consultations/new.html", form, shown)


@require_GET
def session(request: PageRequest, pk: int) -> HttpResponse:
    """A session on the desk, or large for the wall (`?project=1`)."""
    return _session(request, one_of(Consultation, request.scope, pk))


def _session(
    request: PageRequest, found: Consultation, form: Decide | None = None, item: int = 0
) -> HttpResponse:
    scope = request.scope
    items = oversight.items(scope, found)
    light = light_for(scope, request.today)
    shown = {
        "session": found,
        "items": [
            {
                "of": one,
                "light": light(one.demand.next_due_on),
                "tone": LOOP.tones[one.demand.status],
                "form": form if form and one.pk == item else _decide_form(scope, one),
            }
            for one in items
        ],
        "left": sum(not one.decision for one in items),
        "attendances": oversight.attendances(scope, found),
        "may": scope.may(Permission.HOLD_CONSULTATION),
        "form": form,
        **_offered(scope, found, request.today),
        "projected": bool(request.GET.get("project")),
    }
    status = form.status if form else 200
    return render(request, "consultations/session.html", shown, status=status)


def _offered(scope: Scope, session: Consultation, today: date) -> dict[str, Any]:
    """What may still be put on the agenda, and the units that may still be asked."""
    if session.ended_on or not scope.may(Permission.HOLD_CONSULTATION):
        return {"offered": [], "units": []}
    asked = {row.department_id for row in oversight.attendances(scope, session)}
    return {
        "offered": oversight.needing(scope, today)[:MAX_OFFERED],
        "units": [unit for unit in lead_units(scope) if unit.pk not in asked],
    }


MAX_OFFERED = 30


def _decide_form(scope: Scope, item: Any) -> Decide:
    department = item.demand.department_id
    return Decide(scope, initial={"department": department}, auto_id=f"item{item.pk}-%s")


@require_POST
def gather(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    added = actions.gather(one_of(Consultation, scope, pk), by=scope, now=request.now)
    messages.success(request, _("议题已更新，新增%(count)s项。") % {"count": added})
    return redirect("session", pk)


@require_POST
def put_on(request: PageRequest, pk: int) -> HttpResponse:
    """Put the chosen demands on the agenda: those offered, or one by its number."""
    scope = request.scope
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal() and len(one) < 19]
    chosen = listing.chosen(scope, ids)
    if number := request.POST.get("number", "").strip():
        found = numbered(scope, number)
        if not found:
            raise DomainError(_("没有找到编号为%(number)s的诉求。") % {"number": number[:20]})
        chosen = [*chosen, *found]
    held = one_of(Consultation, scope, pk)
    added = actions.put_on(held, chosen, by=scope, now=request.now)
    messages.success(request, _("已列入%(count)s项议题。") % {"count": added})
    return redirect("session", pk)


@require_POST
def take_off(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope = request.scope
    found = oversight.item(scope, one_of(Consultation, scope, pk), item)
    actions.take_off(found, by=scope, now=request.now)
    messages.success(request, _("已从议题中撤下。"))
    return redirect("session", pk)


@require_POST
def defer(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope = request.scope
    found = oversight.item(scope, one_of(Consultation, scope, pk), item)
    actions.defer(found, why=request.POST.get("why", ""), by=scope, now=request.now)
    messages.success(request, _("已记为缓议。"))
    return redirect("session", pk)


@require_POST
def invite(request: PageRequest, pk: int) -> HttpResponse:
    scope, written = request.scope, request.POST.get("department", "")
    unit = one_of(Department, scope, int(written[:18]) if written.isdecimal() else 0)
    actions.invite(one_of(Consultation, scope, pk), unit, by=scope, now=request.now)
    messages.success(request, _("已通知%(unit)s参会。") % {"unit": unit})
    return redirect("session", pk)


@require_POST
def attendance(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    found = one_of(Consultation, scope, pk)
    came = {
        row.department_id: (
            bool(request.POST.get(f"came{row.department_id}")),
            request.POST.get(f"person{row.department_id}", ""),
        )
        for row in oversight.attendances(scope, found)
    }
    actions.record_attendance(found, came=came, by=scope, now=request.now)
    messages.success(request, _("到会情况已记录。"))
    return redirect("session", pk)


@require_POST
def decide(request: PageRequest, pk: int, item: int) -> HttpResponse:
    scope = request.scope
    held = one_of(Consultation, scope, pk)
    found = oversight.item(scope, held, item)
    form = Decide(scope, request.POST, auto_id=f"item{item}-%s")
    answer = carry_out(
        request,
        form,
        lambda: actions.decide(found, **form.cleaned_data, by=scope, now=request.now),
        done=_("决定已记录，已成为责任单位的任务。"),
        to=held.get_absolute_url(),
    )
    return answer or _session(request, held, form, item)


@require_POST
def end_session(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    actions.end_session(one_of(Consultation, scope, pk), by=scope, now=request.now)
    messages.success(request, _("会商已结束。"))
    return redirect("session", pk)


@require_GET
def minutes(request: PageRequest, pk: int) -> HttpResponse:
    """The minutes as .docx."""
    scope = request.scope
    found = one_of(Consultation, scope, pk)
    data = minutes_of(found, oversight.attendances(scope, found), oversight.items(scope, found))
    return download(data, _("会商纪要%(day)s.docx") % {"day": found.held_on})


# -- call-backs and units ------------------------------------------------------------------------


@require_GET
def call_backs(request: PageRequest) -> HttpResponse:
    """A month's sample of closed demands to be called back by somebody who neither handled nor closed."""
    asked = parse_date(f"{request.GET['month']}-01") if request.GET.get("month") else None
    month = asked or request.today.replace(day=1)
    rows = due_for_follow_up(request.scope, month)
    done = sum(1 for row in rows if row.called_back_on)
    shown = {"rows": rows, "month": month, "done": done}
    return render(request, "demands/call_backs.html", shown)


@require_GET
def units(request: PageRequest) -> HttpResponse:
    """Every unit with its open, late and closed demands, objections and slips: work, not log-ins. One unit
    sees itself."""
    rows = oversight.work_of_units(request.scope, request.today)
    return render(request, "demands/units.html", {"rows": rows, "today": request.today})


# -- the enterprise's own page -------------------------------------------------------------------

MAX_OPEN, MAX_ENDED = 40, 10
WAIT_FOR_US = ("answered", "returned")


@require_GET
def portal(request: PageRequest) -> HttpResponse:
    """The demands of one's own enterprise in plain words: raise, follow, confirm."""
    scope, today = request.scope, request.today
    running, ended = oversight.of_own_enterprises(scope, MAX_OPEN, MAX_ENDED)
    shown = {
        "asking": [_ask(scope, demand) for demand in running if demand.status in WAIT_FOR_US],
        "running": [
            {"of": demand, "words": plain_words(demand, today), "line": stages(demand.status)}
            for demand in running
            if demand.status not in WAIT_FOR_US
        ],
        "ended": ended,
        "may_receive": scope.may(Permission.RECEIVE_DEMAND),
        "may_report": scope.may(Permission.REPORT_STATEMENT),
        "enterprises": by_ids(scope, scope.enterprises),
    }
    return render(request, "portal/portal.html", shown)


def _ask(scope: Scope, demand: Demand) -> dict[str, Any]:
    steps = ("confirm", "dispute") if demand.status == "answered" else ("resubmit",)
    forms = [DemandStepForm(scope, demand, s, auto_id=f"d{demand.pk}-{s}-%s") for s in steps]
    return {"of": demand, "forms": forms}
