"""Names that wait for a person, and a list of names to look up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import queries
from pandeng.domain.enterprises.actions import matches as matching
from pandeng.domain.exchange.name_list import names as names_in
from pandeng.web.forms import enterprises as forms
from pandeng.web.ui.form_page import show_form
from pandeng.web.ui.paging import page_of


@require_http_methods(["GET", "POST"])
def page(request: PageRequest) -> HttpResponse:
    """The queue of names that wait for a person, and a list of names to look up."""
    scope = request.scope
    may = scope.may(Permission.MATCH_NAMES)
    form = forms.NameList(request.POST or None, request.FILES or None)
    found: list[Any] | None = None
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                found = matching.propose_matches(
                    _written(form), source=form.cleaned_data["source"], by=scope, now=request.now
                )
            except DomainError as refusal:
                form.refuse(refusal.message)
    shown = {
        "may": may,
        "page": page_of(request, queries.waiting_matches(scope)),
        "found": found,
        "counts": {} if found is None else _counted(found),
    }
    return show_form(request, "enterprises/matches.html", form, shown)


def _written(form: Any) -> list[str]:
    upload = form.cleaned_data["file"]
    if upload:
        return names_in(upload.read(3 * 2**20))
    lines = [line.strip() for line in form.cleaned_data["text"].splitlines()]
    if not any(lines):
        raise DomainError(_("请选择名单文件，或粘贴名称。"))
    return [line for line in lines if line]


def _counted(found: list[Any]) -> dict[str, int]:
    return {
        answer: sum(one.answer == answer for one in found)
        for answer in ("automatic", "waiting", "none")
    }


@require_POST
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm, reject, or say which enterprise the name means."""
    scope, now = request.scope, request.now
    match = queries.match(scope, pk)
    if request.POST.get("verb") == "reject":
        matching.reject_match(match, by=scope, now=now)
        messages.success(
            request, _("已记下：“%(name)s”不是这家企业，以后不再提出。") % {"name": match}
        )
    else:
        other, written = None, request.POST.get("other", "").strip()
        if written:
            other = queries.named(scope, written)
            if other is None:
                raise DomainError(
                    _("没有找到名称或代码为“%(name)s”的企业，请写全称。") % {"name": written[:60]}
                )
        matching.confirm_match(match, enterprise=other, by=scope, now=now)
        of = {"name": match.written, "enterprise": other or match.enterprise}
        messages.success(request, _("“%(name)s”已认作“%(enterprise)s”。") % of)
    return redirect("matches")
