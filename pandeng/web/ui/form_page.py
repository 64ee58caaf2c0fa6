"""A form that calls one action: shown, carried out, or back with the refusal and what was filled in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from pandeng.access.permissions import Permission
from pandeng.core.errors import Busy, DomainError, NotFound
from pandeng.domain.enterprises.models import Enterprise
from pandeng.web.request import PageRequest


def form_page(
    request: PageRequest,
    form: Any,
    save: Callable[[Any], str],
    title: str,
    permission: Permission,
    done: str,
    enterprise: Enterprise | None = None,
    lead: str = "",
    back: str = "",
) -> HttpResponse:
    """Show a form, or carry it out: a refusal comes back with the form as it was filled in (422, or 503 while others write)."""
    may = request.scope.may(permission)
    refused, status = "", 422 if request.method == "POST" else 200
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                address = save(form)
            except NotFound:
                raise
            except (DomainError, Busy) as refusal:
                refused, status = refusal.message, 503 if isinstance(refusal, Busy) else 422
            else:
                messages.success(request, done)
                return HttpResponseRedirect(address)
    if not back:
        back = f"/enterprises/{enterprise.pk}/" if enterprise else "/enterprises/"
    shown = {
        "form": form,
        "title": title,
        "may": may,
        "refused": refused,
        "enterprise": enterprise,
        "lead": lead,
        "back": back,
    }
    return render(request, "registers/form.html", shown, status=status)
