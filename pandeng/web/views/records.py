"""Entering records about enterprises: each form calls one action and shows its refusal in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.enterprises import actions as enterprises
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes import actions as outcomes
from pandeng.web.asking import now_of, scope_of
from pandeng.web.forms import records as forms
from pandeng.web.registers.all import BY_MODEL
from pandeng.web.registers.register import one_of


@require_http_methods(["GET", "POST"])
def new_enterprise(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)

    def save(form: Any) -> str:
        told = dict(form.cleaned_data)
        short = told.pop("short_name")
        made = enterprises.register(
            **told, short_names=[short] if short else [], by=scope, now=now_of(request)
        )
        return f"/enterprises/{made.pk}/"

    form = forms.RegisterEnterprise(scope, request.POST or None)
    return _form(request, form, save, _("登记企业"), "edit_enterprise", _("已登记。"))


@require_http_methods(["GET", "POST"])
def correct_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    scope, enterprise = scope_of(request), enterprise_of(request, pk)
    fields = ("name", "county", "industry_code", "climbing_since", "climbing_until")
    initial = {name: getattr(enterprise, name) for name in fields}

    def save(form: Any) -> str:
        enterprises.correct(enterprise, **form.cleaned_data, by=scope, now=now_of(request))
        return f"/enterprises/{pk}/"

    form = forms.CorrectEnterprise(scope, request.POST or None, initial=initial)
    return _form(request, form, save, _("更正企业"), "edit_enterprise", _("已更正。"), enterprise)


@require_http_methods(["GET", "POST"])
def report_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    scope, enterprise = scope_of(request), enterprise_of(request, pk)

    def save(form: Any) -> str:
        made = outcomes.report(enterprise, **form.cleaned_data, by=scope, now=now_of(request))
        return f"/outcomes/{made.pk}/"

    initial = {"demand": request.GET.get("demand")}
    form = forms.ReportOutcome(scope, enterprise, request.POST or None, initial=initial)
    done = _("已登记，等待另一人确认后计数。")
    return _form(request, form, save, _("登记成果"), "report_outcome", done, enterprise)


def enterprise_of(request: HttpRequest, pk: int) -> Enterprise:
    """The enterprise of an address, where the scope may see it."""
    found = one_of(BY_MODEL[Enterprise], scope_of(request), pk)
    assert isinstance(found, Enterprise)
    return found


def _form(
    request: HttpRequest,
    form: Any,
    save: Callable[[Any], str],
    title: str,
    verb: str,
    done: str,
    enterprise: Enterprise | None = None,
) -> HttpResponse:
    """Show a form, or carry it out: a refusal comes back with the form as it was filled in (422)."""
    may = scope_of(request).may(verb)
    refused = ""
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                address = save(form)
            except NotFound:
                raise
            except Refused as refusal:
                refused = refusal.sentence
            else:
                messages.success(request, done)
                return HttpResponseRedirect(address)
    return render(
        request,
        "registers/form.html",
        {"form": form, "title": title, "may": may, "refused": refused, "enterprise": enterprise},
        status=422 if request.method == "POST" else 200,
    )
