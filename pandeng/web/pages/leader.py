"""A leader's page: what turned red, own targets, instructions and their answers, enterprises, projects."""

from dataclasses import fields
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.overview.leader import leader_brief
from pandeng.domain.strategy import queries as strategy
from pandeng.web.links import record_url
from pandeng.web.target_status import target_shown

KINDS = {
    "target": "strategy.Target",
    "demand": "demands.Demand",
    "project": "projects.Project",
    "instruction": "instructions.Instruction",
}


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """What one leader answers for, on a day, against an earlier day (a week before unless asked)."""
    scope = request.scope
    if not (may := scope.may(Permission.READ_LEADER)):
        raise PermissionDenied(may.message)
    people = list(strategy.leaders(scope))
    leader = _leader(request, scope, people)
    if leader is None:
        return render(request, "leader/none.html", {})
    asked, before = _days(request)
    brief = leader_brief(scope, leader, request.today, asked, before)
    shown = {
        **{item.name: getattr(brief, item.name) for item in fields(brief)},
        "leader": leader,
        "leaders": people if scope.may(Permission.EDIT_TARGET) else [leader],
        "reds": [(one, record_url(KINDS[one.kind], one.record_id)) for one in brief.reds],
        "targets": [target_shown(one) for one in brief.targets],
        "may_give": scope.may(Permission.INSTRUCT),
        "asked": {"as_of": asked},
    }
    return render(request, "leader/page.html", shown)


def _leader(request: PageRequest, scope: Scope, people: list[User]) -> User | None:
    """The leader asked for: anybody's page for the office, one's own for a leader."""
    written = request.GET.get("leader", "")
    own = next((one for one in people if one.pk == scope.user_id), None)
    if not written:
        return own or next(iter(people), None)
    found = next((one for one in people if str(one.pk) == written), None)
    if found is None or (found != own and not scope.may(Permission.EDIT_TARGET)):
        raise NotFound(_("没有找到这位领导。"))
    return found


def _days(request: PageRequest) -> tuple[date | None, date | None]:
    """The day and the day it is held against, where the address says so."""
    day, before = parse_date(request.GET.get("as_of")), parse_date(request.GET.get("before"))
    today = request.today
    if day and day > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": day, "today": today}
        )
    if before and before >= (day or today):
        raise DomainError(_("对比日期须早于截至日期。"))
    return day, before
