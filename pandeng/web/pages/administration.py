"""Administration: policy packs, the audit log."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access import actions, queries
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.action import action_word
from pandeng.core.errors import DomainError
from pandeng.core.verdict import Verdict
from pandeng.domain.packs import actions as pack_actions
from pandeng.domain.packs import archive, reader
from pandeng.domain.packs import queries as pack_queries
from pandeng.domain.packs.reader import PackError
from pandeng.web import audit_log
from pandeng.web.forms.audit import AuditFilter, Erase
from pandeng.web.forms.packs import PackFile
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of


def demand(verdict: Verdict) -> None:
    """A page that a role may not see says so, with the sentence of the rule."""
    if not verdict:
        raise PermissionDenied(verdict.message)


# -- packs ------------------------------------------------------------------------------------


@require_GET
def packs(request: PageRequest) -> HttpResponse:
    return _packs_page(request)


def _packs_page(request: PageRequest, status: int = 200, **extra: Any) -> HttpResponse:
    demand(request.scope.may(Permission.READ_PACKS))
    shown = {
        "loaded": pack_queries.versions(request.scope),
        "shipped": pack_queries.shipped(request.scope),
        "may_load": request.scope.may(Permission.LOAD_PACK),
        "form": PackFile(),
        **extra,
    }
    return render(request, "administration/packs.html", shown, status=status)


@require_GET
def pack(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.READ_PACKS))
    loaded = pack_queries.version(request.scope, pk)
    shown = {"loaded": loaded, "parts": pack_queries.parts(request.scope, loaded)}
    return render(request, "administration/pack.html", shown)


@require_POST
def load_shipped(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.LOAD_PACK))
    try:
        chosen = reader.find(request.POST.get("name", ""))
        loaded = pack_actions.load(chosen, request.cluster, by=request.scope, now=request.now)
    except DomainError as refused:
        return _packs_page(request, 422, refused=_problems(refused))
    messages.success(request, _("已载入政策包%(name)s。") % {"name": loaded})
    return redirect("pack", pk=loaded.pk)


@require_POST
def upload_pack(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.LOAD_PACK))
    form = PackFile(request.POST, request.FILES)
    if not form.is_valid():
        return _packs_page(request, 422, form=form)
    try:
        chosen = archive.read(form.cleaned_data["file"])
        loaded = pack_actions.load(
            chosen, request.cluster, by=request.scope, now=request.now, why=form.cleaned_data["why"]
        )
    except DomainError as refused:
        return _packs_page(request, 422, form=form, refused=_problems(refused))
    messages.success(request, _("已载入政策包%(name)s。") % {"name": loaded})
    return redirect("pack", pk=loaded.pk)


def _problems(refused: DomainError) -> list[tuple[str, str]]:
    """Each problem as (place, sentence); the place is file:line where the pack itself is wrong."""
    if not isinstance(refused, PackError):
        return [("", refused.message)]
    pairs = (problem.partition(": ") for problem in refused.problems)
    return [(place, sentence) if colon else ("", place) for place, colon, sentence in pairs]


# -- audit ------------------------------------------------------------------------------------


@require_GET
def audit(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.READ_AUDIT))
    people = [(str(one.pk), str(one)) for one in queries.people(request.scope)]
    form = AuditFilter(request.GET, people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.events(
        request.scope,
        actor=int(asked["actor"]) if asked.get("actor") else None,
        action=asked.get("action") or "",
        since=asked.get("since"),
        until=asked.get("until"),
        target=request.GET.get("target", "")[:80],
    )
    page = page_of(request, found)
    rows = [
        {
            "event": event,
            "action": action_word(event.action),
            "target": audit_log.target_words(event),
            "url": audit_log.target_url(event, request.scope),
            "why": audit_log.why_words(event, request.scope),
        }
        for event in page
    ]
    return render(request, "administration/audit.html", {"page": page, "rows": rows, "form": form})


@require_GET
def event(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.READ_AUDIT))
    found = queries.event(request.scope, pk)
    changed = audit_log.changed(found, request.scope)
    shown = {
        "event": found,
        "action": action_word(found.action),
        "target": audit_log.target_words(found),
        "url": audit_log.target_url(found, request.scope),
        "why": audit_log.why_words(found, request.scope),
        "changed": [one for one in changed if not one.is_closed],
        "closed": [one.title for one in changed if one.is_closed],
        "may_erase": request.scope.may(Permission.ERASE_PERSONAL),
    }
    return render(request, "administration/event.html", shown)


@require_http_methods(["GET", "POST"])
def erase(request: PageRequest, pk: int) -> HttpResponse:
    """Say what an erasure does, ask for the reason, erase."""
    demand(request.scope.may(Permission.ERASE_PERSONAL))
    found, form = queries.event(request.scope, pk), Erase(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.erase_event(
            found, why=form.cleaned_data["why"], by=request.scope, now=request.now
        ),
        done=_("已删除，删除本身已记入审计。"),
        to=reverse("audit_event", args=[pk]),
    )
    shown = {"event": found, "action": action_word(found.action)}
    return answer or show_form(request, "administration/erase.html", form, shown)
