"""Entering records about enterprises: each form calls one action and shows its refusal in words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import handles
from pandeng.domain.enterprises import actions as enterprises
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import find, reads_enterprise
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.packs.industries import industry
from pandeng.web.forms import records as forms
from pandeng.web.ui.form_page import FormPage, form_page

# What stays as it is where a form that is sent does not hold it.
LEFT_ALONE = frozenset({"industry_edition", "registered_region", "established_on"})


@require_http_methods(["GET", "POST"])
def new_enterprise(request: PageRequest) -> HttpResponse:
    scope = request.scope

    def save(inputs: dict[str, Any]) -> Enterprise:
        short = inputs.pop("short_name")
        inputs["industry_edition"] = inputs["industry_edition"] or 2017
        made = enterprises.register(
            **inputs, short_names=[short] if short else [], by=scope, now=request.now
        )
        _hint(request, made)
        return made

    form = forms.RegisterEnterprise(scope, request.POST or None)
    page = _page(scope, _("登记企业"), Permission.EDIT_ENTERPRISE)
    return form_page(request, form, save, page, _("已登记。"))


@require_http_methods(["GET", "POST"])
def correct_enterprise(request: PageRequest, pk: int) -> HttpResponse:
    scope, enterprise = request.scope, enterprise_of(request, pk)
    fields = ("name", "county", "registered_region", "industry_code", "industry_edition",
              "established_on", "climbing_since", "climbing_until")  # fmt: skip
    initial = {name: getattr(enterprise, name) for name in fields}

    def save(filled: dict[str, Any]) -> None:
        inputs = {
            name: value
            for name, value in filled.items()
            if name not in LEFT_ALONE or value or name in request.POST
        }
        enterprises.correct(enterprise, **inputs, by=scope, now=request.now)
        _hint(request, enterprise)

    form = forms.CorrectEnterprise(scope, request.POST or None, initial=initial)
    page = _page(scope, _("更正企业"), Permission.EDIT_ENTERPRISE, enterprise)
    return form_page(request, form, save, page, _("已更正。"))


@require_http_methods(["GET", "POST"])
def report_outcome(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    written = request.GET.get("demand", "")
    of = one_of(Demand, scope, int(written[:18])) if written.isdecimal() else None
    if of and of.enterprise_id == pk and handles(scope, of):
        enterprise = of.enterprise  # who handles its demand need not read its page
    else:
        enterprise = enterprise_of(request, pk)

    def save(inputs: dict[str, Any]) -> Outcome:
        return outcomes.report(enterprise, **inputs, by=scope, now=request.now)

    initial = {"demand": request.GET.get("demand")}
    form = forms.ReportOutcome(scope, enterprise, request.POST or None, initial=initial)
    page = _page(scope, _("登记成果"), Permission.REPORT_OUTCOME, enterprise)
    return form_page(request, form, save, page, _("已登记，等待另一人确认后计数。"))


def _page(
    scope: Scope, title: str, permission: Permission, enterprise: Enterprise | None = None
) -> FormPage:
    trail = [(_("企业"), reverse("enterprises"))]
    if enterprise and reads_enterprise(scope, enterprise.pk):
        trail.append((enterprise.name, enterprise.get_absolute_url()))
    return FormPage(title=title, trail=tuple(trail), may=scope.may(permission))


def _hint(request: PageRequest, enterprise: Enterprise) -> None:
    """Say what the code means in the other edition, where it may have been read off the wrong one."""
    reading = industry(request.scope, enterprise.industry_code, enterprise.industry_edition)
    if reading.doubt:
        messages.warning(request, reading.doubt)


def enterprise_of(request: PageRequest, pk: int) -> Enterprise:
    """The enterprise of an address, where the scope may see it."""
    return find(request.scope, pk)
