"""A leader's page: what turned red, own targets, instructions and their answers, enterprises, projects."""

from datetime import date, timedelta

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
from pandeng.domain.demands.queries import lamp
from pandeng.domain.indicators import newly_red
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.target_progress import states
from pandeng.domain.instructions.queries import given_by
from pandeng.domain.projects.lights import Verdict
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy import queries as strategy
from pandeng.domain.teams.queries import led_by, served
from pandeng.web.links import record_url
from pandeng.web.paces import shown
from pandeng.web.pages.instructions import line

WEEK = timedelta(days=7)
FIRST_ROWS = 10
WORST = ("red", "yellow", "grey", "blue", "green")
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
    today = request.today
    asked, before = _days(request)
    figures_day = asked or default_as_of(scope)
    work_day = asked or today
    enterprises = led_by(scope, leader.pk, work_day)
    lights = verdicts(scope, work_day)
    projects = _projects(scope, enterprises, lights)
    mine = [
        one.id for one in strategy.targets(scope, figures_day.year) if one.leader_id == leader.pk
    ]
    rows = served(scope, enterprises, work_day)
    light = lamp(scope, work_day)
    given = given_by(scope, leader.pk)
    reds = [
        *newly_red.targets(scope, before=before or figures_day - WEEK, day=figures_day, only=mine),
        *newly_red.instructions(
            scope, before=before or work_day - WEEK, day=work_day, leader_id=leader.pk
        ),
        *newly_red.demands(
            scope, before=before or work_day - WEEK, day=work_day, enterprises=enterprises
        ),
        *newly_red.projects(
            scope,
            before=before or work_day - WEEK,
            names={one.pk: one.name for one, _verdict in projects},
            now=lights,
        ),
    ]
    rows.sort(key=lambda one: (-one.late_demands, -one.open_demands))
    return render(
        request,
        "leader/page.html",
        {
            "leader": leader,
            "leaders": people if scope.may(Permission.EDIT_TARGET) else [leader],
            "figures_day": figures_day,
            "work_day": work_day,
            "before": before or work_day - WEEK,
            "reds": [(one, record_url(KINDS[one.kind], one.record_id)) for one in reds],
            "targets": [
                shown(one) for one in states(scope, as_of=figures_day, only=mine)
            ] if mine else [],
            "instructions": [line(one, light) for one in given[:FIRST_ROWS]],
            "enterprises": rows[:FIRST_ROWS],
            "enterprise_count": len(rows),
            "projects": projects[:FIRST_ROWS],
            "project_count": len(projects),
            "may_give": scope.may(Permission.INSTRUCT),
            "asked": {"as_of": asked},
        },
    )  # fmt: skip


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


def _projects(
    scope: Scope, enterprises: list[int], lights: dict[int, Verdict]
) -> list[tuple[Project, Verdict | None]]:
    """Projects of the enterprises that the leader serves with their lights, the worst first."""
    rows = (
        Project.objects.visible_to(scope)
        .filter(enterprise_id__in=enterprises, stopped_on__isnull=True)
        .select_related("county", "enterprise")
        .order_by("code")
    )
    shown_ = [(one, lights.get(one.pk)) for one in rows]
    return sorted(shown_, key=lambda line: WORST.index(line[1].tone) if line[1] else len(WORST))
