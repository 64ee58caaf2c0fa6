"""One demand: what is next, its deadlines, everything that happened."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.errors import NotFound
from pandeng.core.extras import missing_extra
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.suggest import suggest
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.overview.demand import DemandPage, demand_page
from pandeng.web.forms.demands import DemandStepForm, IssueSlip
from pandeng.web.pages import registers
from pandeng.web.pages.demands.outward import plain_words, stages
from pandeng.web.ui.form_page import carry_out


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    if request.GET.get("known_at"):
        return registers.detail(request, "demands", pk)
    return _page(request, demand_page(request.scope, pk, request.today))


def _page(
    request: PageRequest, page: DemandPage, form: DemandStepForm | None = None
) -> HttpResponse:
    scope, demand = request.scope, page.demand
    able = [button.step for button in page.buttons if button.may]
    asked = request.GET.get("step", "")
    if form is None and able:
        form = DemandStepForm(scope, demand, asked if asked in able else able[0])
    shown = {
        **{item.name: getattr(page, item.name) for item in fields(page)},
        "steps": [(button, button.title) for button in page.buttons],
        "form": form,
        "may_attach": scope.may(Permission.ATTACH_FILE),
        **_slip(request, demand),
        "may_outcome": scope.may(Permission.REPORT_OUTCOME),
    }
    if scope.is_outside:
        shown |= {
            "words": plain_words(demand, request.today),
            "line": stages(demand.status),
        }
    template = "demands/outward.html" if scope.is_outside else "demands/detail.html"
    return render(request, template, shown, status=form.status if form else 200)


def _slip(request: PageRequest, demand: Demand) -> dict[str, Any]:
    """The form of a slip is written out once it is asked for."""
    may = request.scope.may(Permission.ISSUE_SLIP)
    asked = may and request.GET.get("slip")
    initial = {"department": demand.department_id}
    return {
        "may_slip": may,
        "slip_form": IssueSlip(request.scope, initial=initial) if asked else None,
    }


@require_GET
def suggestion(request: PageRequest, pk: int) -> HttpResponse:
    """Who might lead this demand, and why; fetched when the assignment is being filled in."""
    scope = request.scope
    scope.may(Permission.DEMAND_ASSIGN).require()
    hints = suggest(scope, one_of(Demand, scope, pk))
    shown = {"hints": hints, "missing": missing_extra("suggest")}
    return render(request, "demands/_suggestion.html", shown)


def _next(request: PageRequest) -> str:
    """The page of ours that the form came from."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, None) else ""


@require_POST
def take(request: PageRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    demand = one_of(Demand, scope, pk)
    if step not in LOOP.steps:
        raise NotFound(_("没有这个环节。"))
    form = DemandStepForm(scope, demand, step, request.POST)
    answer = carry_out(
        request,
        form,
        lambda: actions.take(demand, step, by=scope, now=request.now, **form.inputs()),
        done=_("已办理：%(step)s。") % {"step": form.title},
        to=_next(request) or demand.get_absolute_url(),
    )
    if answer and (unit := form.cleaned_data.get("department")):
        _warn_where_nobody_signs_in(request, unit)
    return answer or _page(request, demand_page(scope, pk, request.today), form)


def _warn_where_nobody_signs_in(request: PageRequest, unit: Department) -> None:
    """A new office assigns to units before their people have come in: nobody there would see it."""
    if not staff(request.scope, on=request.today, departments=[unit.pk]):
        said = _("%(unit)s还没有人能登录，看不到这件诉求；请系统管理员邀请经办人，或改派。")
        messages.warning(request, said % {"unit": unit})
