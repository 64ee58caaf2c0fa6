"""Taking a demand in: one form for every channel, with what reads alike beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.attachments.actions import attach, check
from pandeng.domain.demands import actions, intake
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.similar import similar
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.queries import names_like, only_meant_by
from pandeng.web.forms.demands import Intake
from pandeng.web.ui.form_page import carry_out, show_form

MAX_WORDS = 600  # characters that are compared while somebody types


@require_http_methods(["GET", "POST"])
def page(request: PageRequest) -> HttpResponse:
    """One form for every channel; the enterprise may be given by the address."""
    scope = request.scope
    may = scope.may(Permission.RECEIVE_DEMAND)
    node = intake.given_node(scope, request.POST.get("node") or request.GET.get("node", ""))
    form = Intake(scope, request.POST or None, initial=_initial(request, node))
    if request.method == "POST":
        may.require()
        answer = carry_out(
            request,
            form,
            lambda: _receive(request, form.cleaned_data),
            done=lambda made: _("已登记，编号%(number)s。") % {"number": made.number},
            to=reverse("portal") if scope.roles == {"enterprise_contact"} else "",
        )
        if answer:
            return answer
        if request.FILES:  # a browser does not keep them; nobody may believe that they came along
            names_ = "、".join(file.name or "" for file in request.FILES.getlist("file"))
            messages.warning(
                request, _("登记没有完成，请重新选择文件：%(names)s。") % {"names": names_}
            )
    shown = {
        "may": may,
        "node": node,
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "names": intake.own_enterprises(scope),
    }
    return show_form(request, "demands/intake.html", form, shown)


def _initial(request: PageRequest, node: Any) -> dict[str, Any]:
    given = intake.given_enterprise(request.scope, request.GET.get("enterprise", ""))
    initial = {"enterprise": given.name if given else "", "title": request.GET.get("title", "")}
    return initial | (intake.initial_of_node(request.scope, node) if node else {})


def _receive(request: PageRequest, filled: dict[str, Any]) -> Demand:
    scope, inputs = request.scope, dict(filled)
    files = request.FILES.getlist("file")
    for file in files:
        check(file)
    enterprise = only_meant_by(scope, inputs.pop("enterprise"))
    demand = actions.receive(enterprise, **inputs, by=scope, now=request.now)
    for file in files:
        attach(demand, file, by=scope, now=request.now)
    return demand


@require_GET
def likes(request: PageRequest) -> HttpResponse:
    """While typing: open demands that look alike, as far as this person may see them."""
    scope = request.scope
    enterprise = intake.likely_enterprise(scope, request.GET.get("enterprise", ""))
    text = f"{request.GET.get('title', '')} {request.GET.get('text', '')}"[:MAX_WORDS]
    found = similar(scope, text, enterprise=enterprise)
    return render(request, "demands/_similar.html", {"found": found, "tones": LOOP.tones})


@require_GET
def names(request: PageRequest) -> HttpResponse:
    """While typing an enterprise: up to ten that the words may mean."""
    found = names_like(request.scope, request.GET.get("enterprise", ""))
    return render(request, "demands/_names.html", {"found": found})
