"""One page on one enterprise, for a phone in a car first; and setting a value back to an earlier one."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.enterprises import actions, queries
from pandeng.domain.enterprises.models import Enterprise, Statement
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.overview.profile.page import enterprise_page
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.record import name_of, verbs_of
from pandeng.domain.registers.versions import versions_of
from pandeng.web.forms.records import Restore
from pandeng.web.pages.enterprises.entry import enterprise_of
from pandeng.web.pages.enterprises.particulars import particulars_of
from pandeng.web.ui.form_page import carry_out


@require_GET
def page(request: PageRequest, pk: int) -> HttpResponse:
    """Everything a team wants to know, as of a day and as known; the same number of queries whatever there is."""
    return _page(request, pk)


def _page(request: PageRequest, pk: int, form: Restore | None = None) -> HttpResponse:
    scope, register = request.scope, BY_MODEL[Enterprise]
    asked = parse_times(request.GET)
    today = request.today
    day: date = asked["as_of"] or today
    if day > today:
        raise DomainError(_("%(day)s还没有到，请选择今天或以前的日期。") % {"day": day})
    known_at = asked["known_at"]
    try:
        enterprise = one_of(Enterprise, scope, pk, known_at=known_at)
    except NotFound:
        if into := queries.successor_of(scope, pk):
            messages.info(request, _("这条企业记录已并入“%(name)s”。") % {"name": into})
            return redirect(into)
        raise
    page = enterprise_page(
        scope,
        enterprise,
        day=day,
        figures_on=asked["as_of"] or min(day, default_as_of(scope)),
        known_at=known_at,
    )
    now_shown = known_at is None and asked["as_of"] is None
    context: dict[str, Any] = {
        "register": register,
        "enterprise": enterprise,
        "name": name_of(register, enterprise, asked["as_of"], known_at),
        "day": day,
        "asked": asked,
        "known_at": request.GET.get("known_at", ""),
        "is_now": now_shown,
        **{item.name: getattr(page, item.name) for item in fields(page)},
        "versions": versions_of(Enterprise, pk, scope, events=True),
        "sees_audit": bool(scope.may(Permission.READ_AUDIT)),
        "particulars": particulars_of(scope, enterprise) if now_shown else None,
        "verbs": verbs_of(register, scope, enterprise),
        "may_edit": scope.may(Permission.EDIT_ENTERPRISE) if now_shown else False,
        "may_report": scope.may(Permission.REPORT_STATEMENT) if now_shown else False,
        "may_plan": scope.may(Permission.PLAN_CLIMB),
        "form": form,
    }
    status = form.status if form else 200
    return render(request, "enterprises/profile.html", context, status=status)


@require_POST
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """Set a field, or a reported amount, back to an earlier value, with the reason."""
    enterprise = enterprise_of(request, pk)
    form = Restore(request.POST)
    if not form.is_valid():
        raise NotFound(_("没有找到这个历史版本。"))
    answer = carry_out(
        request,
        form,
        lambda: _restore(request, enterprise, **form.cleaned_data),
        done=_("已恢复，恢复前的值保留在历次变更中。"),
        to=f"{enterprise.get_absolute_url()}#fields",
    )
    return answer or _page(request, pk, form)


def _restore(
    request: PageRequest,
    enterprise: Enterprise,
    *,
    field: str,
    statement: int | None,
    version: int,
    why: str,
) -> None:
    scope, now = request.scope, request.now
    if statement is None:
        actions.restore(enterprise, field=field, version=version, why=why, by=scope, now=now)
        return
    found = one_of(Statement, scope, statement)
    if found.enterprise_id != enterprise.pk:
        raise NotFound(_("没有找到这条报表。"))
    actions.restore_statement(found, version=version, why=why, by=scope, now=now)
