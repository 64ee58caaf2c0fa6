"""One page on one enterprise, for a phone in a car first; and setting a value back to an earlier one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
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
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.record import name_of, verbs_of
from pandeng.domain.registers.versions import versions_of
from pandeng.web.pages.enterprises.entry import enterprise_of
from pandeng.web.pages.enterprises.particulars import particulars_of
from pandeng.web.profile import panels
from pandeng.web.profile.fields import fields_of


@require_GET
def page(request: PageRequest, pk: int) -> HttpResponse:
    """Everything a team wants to know, as of a day and as known; the same number of queries whatever there is."""
    return _page(request, pk)


def _page(request: PageRequest, pk: int, *, refused: str = "", status: int = 200) -> HttpResponse:
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
            return HttpResponseRedirect(f"{register.url}{into.pk}/")
        raise
    at = panels.Looking(scope, pk, day, known_at)
    figures = panels.figures(at)
    fields = fields_of(enterprise, known_at=known_at, today=day)
    as_of = asked["as_of"] or min(day, default_as_of(scope))
    climbing = panels.climbing(at, as_of, figures)
    work, people = panels.work(at), panels.people(at)
    now_shown = known_at is None and asked["as_of"] is None
    context: dict[str, Any] = {
        "register": register,
        "enterprise": enterprise,
        "name": name_of(register, enterprise, asked["as_of"], known_at),
        "day": day,
        "asked": asked,
        "known_at": request.GET.get("known_at", ""),
        "is_now": now_shown,
        "fields": fields,
        "figures": figures,
        "climbing": climbing,
        "position": panels.position(at),
        "work": work,
        "people": people,
        "freshness": panels.freshness(at, fields, figures, work, people, climbing.plan),
        "versions": versions_of(Enterprise, pk, scope),
        "sees_audit": bool(scope.may(Permission.READ_AUDIT)),
        "particulars": particulars_of(scope, enterprise) if now_shown else None,
        "verbs": verbs_of(register, scope, enterprise),
        "may_edit": scope.may(Permission.EDIT_ENTERPRISE) if now_shown else False,
        "may_report": scope.may(Permission.REPORT_STATEMENT) if now_shown else False,
        "may_plan": scope.may(Permission.PLAN_CLIMB),
        "refused": refused,
    }
    return render(request, "enterprises/profile.html", context, status=status)


@require_POST
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """Set a field, or a reported amount, back to an earlier value, with the reason."""
    scope, enterprise = request.scope, enterprise_of(request, pk)
    written = {
        name: request.POST.get(name, "").strip()
        for name in ("field", "statement", "version", "why")
    }
    if not written["version"].isdigit() or len(written["version"]) > 18:
        raise NotFound(_("没有找到这个历史版本。"))
    version = int(written["version"])
    try:
        if written["statement"]:
            found = one_of(Statement, scope, _id(written["statement"]))
            if found.enterprise_id != pk:
                raise NotFound(_("没有找到这条报表。"))
            actions.restore_statement(
                found, version=version, why=written["why"], by=scope, now=request.now
            )
        else:
            actions.restore(
                enterprise, field=written["field"], version=version, why=written["why"], by=scope,
                now=request.now,
            )  # fmt: skip
    except NotFound:
        raise
    except DomainError as refusal:
        return _page(request, pk, refused=refusal.message, status=422)
    messages.success(request, _("已恢复，恢复前的值保留在历次变更中。"))
    return redirect(f"{reverse('profile', args=[pk])}#fields")


def _id(written: str) -> int:
    if not written.isdigit() or len(written) > 18:
        raise NotFound(_("没有找到这条报表。"))
    return int(written)
