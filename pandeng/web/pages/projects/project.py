"""One project: stages, nodes, guarantees, money, what blocks it, versions."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.overview.project import ProjectPage, project_page
from pandeng.domain.projects.lights import TONES
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.node_queries import Node, reports
from pandeng.domain.projects.nodes import rules
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.panels import investment
from pandeng.domain.registers.record import related_lists, verbs_of
from pandeng.web.pages import registers
from pandeng.web.pages.projects.nodes import VERBS, lateness


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """The project on a day. As known at an earlier time it is the plain record."""
    asked = parse_times(request.GET)
    if asked["known_at"]:
        return registers.detail(request, "projects", pk)
    scope, today = request.scope, request.today
    project, as_of = one_of(Project, scope, pk), asked["as_of"]
    if as_of and as_of > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": as_of, "today": today}
        )
    page = project_page(scope, project, as_of or today)
    register = REGISTERS["projects"]
    listed = (
        page.money.annual_plan is not None
    )  # its printed page and its plan are of a year's list
    shown = {
        "project": project,
        "as_of": as_of,
        "on": page.on,
        "counts": page.counts,
        "rows": [_row(scope, node, today, page.readable) for node in page.nodes],
        "removed": page.removed,
        "contradictions": page.contradictions if not as_of else [],
        "guarantees": [
            (node, one, reports(scope, one.department_id))
            for node in page.nodes
            for one in node.guarantees
        ],
        "blocks": [
            (node, one, one.demand_id in page.readable)
            for node in page.nodes
            for one in node.blocked_by
        ],
        "life": page.life,
        "files": page.files,
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "verdict": page.verdict,
        "tone": TONES[page.verdict.code] if page.verdict else "",
        "slips": page.slips,
        "total": units.money(project.planned_total_yuan),
        "investment": investment(scope, pk),
        "money": _money(page),
        "related": list(related_lists(register, scope, pk)),
        "versions": page.versions,
        "listed": listed,
        "over": _over(page),
        "verbs": verbs_of(register, scope, project) if listed else [],
        "may_edit": scope.may(Permission.EDIT_PROJECT),
    }
    return render(request, "projects/detail.html", shown)


def _money(page: ProjectPage) -> dict[str, Any]:
    """Plan, month, cumulative and statistics as of a day: different measures, side by side."""
    done = page.money
    return {
        "month": page.month,
        "measures": [
            (_("计划总投资"), units.money(page.project.planned_total_yuan), ""),
            (_("年度计划投资"), _or_dash(done.annual_plan), ""),
            (_("当月完成"), _or_dash(done.month), "month"),
            (_("本年累计完成"), _or_dash(done.year), "month"),
            (_("累计完成"), _or_dash(done.cumulative), "month"),
            (_("当月入库"), _or_dash(done.statistics), "statistics"),
        ],
        "report": done.report,
    }


def _over(page: ProjectPage) -> str:
    """Spending above the planned total is flagged wherever the project is opened."""
    spent, total = page.money.cumulative, page.project.planned_total_yuan
    if spent is None or spent <= total:
        return ""
    return _(
        "累计完成%(spent)s，超过计划总投资%(total)s（多%(more)s），请核对或更正计划总投资。"
    ) % {
        "spent": units.money(spent),
        "total": units.money(total),
        "more": units.money(spent - total),
    }


def _or_dash(yuan: int | None) -> str:
    return "—" if yuan is None else units.money(yuan)


def _row(scope: Scope, node: Node, today: date, readable: set[int]) -> dict[str, Any]:
    return {
        "of": node,
        "late": lateness(node),
        "waiting": [one for one in node.waits_for if not one.reached],
        "blocks": [(one, one.demand_id in readable) for one in node.blocked_by],
        "reach": VERBS["reach"].may(scope, node, today, []),
        "problem": scope.may(Permission.RECEIVE_DEMAND) and rules.may_block(node.facts),
    }
