"""One project with its nodes and guarantees; a node and what may be done with it; a plan from a template."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.dated import in_force
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.verdict import Verdict
from pandeng.domain.demands.models import Demand, Responsibility
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.packs import queries as packs
from pandeng.domain.projects.ledger import queries as ledger
from pandeng.domain.projects.ledger import reports as reports_of_months
from pandeng.domain.projects.ledger.models import LightVerdict, ProjectSlip
from pandeng.domain.projects.lights import TONES
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import Node, node_of, nodes_of, reports
from pandeng.domain.projects.nodes import actions, rules
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock, NodeWait
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.panels import investment
from pandeng.domain.registers.record import related_lists, verbs_of
from pandeng.domain.registers.versions import versions_of
from pandeng.web.forms import nodes as forms
from pandeng.web.life_panel import life_panel
from pandeng.web.pages import registers

MOST_VERSIONS = 12


@dataclass(frozen=True)
class Verb:
    """What may be done with a node: its words, its form, who may, and the action behind it."""

    code: str
    title: str | Promise
    form: type[forms.OfNode]
    may: Callable[[Scope, Node, date, list[str]], Verdict]
    act: Callable[..., Any]
    done: str | Promise
    look: str = "plain"


def _edits(scope: Scope) -> Verdict:
    return scope.may(Permission.EDIT_PROJECT)


VERBS = {
    verb.code: verb
    for verb in (
        Verb(
            "reach",
            gettext_lazy("登记完成"),
            forms.ReachNode,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_reach(n.facts, t),
            actions.reach,
            gettext_lazy("已登记完成。"),
            "primary",
        ),
        Verb(
            "forecast",
            gettext_lazy("报预计日期"),
            forms.Forecast,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_forecast(n.facts, t),
            actions.forecast,
            gettext_lazy("预计日期已登记。"),
        ),
        Verb(
            "move",
            gettext_lazy("调整计划"),
            forms.Move,
            lambda s, n, t, f: _edits(s) and rules.may_move(n.facts),
            actions.move_node,
            gettext_lazy("计划已调整，最初计划保留。"),
        ),
        Verb(
            "need",
            gettext_lazy("提出保障"),
            forms.Need,
            lambda s, n, t, f: _edits(s),
            actions.need,
            gettext_lazy("保障需求已登记。"),
        ),
        Verb(
            "edit",
            gettext_lazy("责任和前置"),
            forms.Edit,
            lambda s, n, t, f: _edits(s),
            actions.edit_node,
            gettext_lazy("已更正。"),
        ),
        Verb(
            "take-back",
            gettext_lazy("撤回完成"),
            forms.TakeBack,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_take_back(n.facts),
            actions.take_back,
            gettext_lazy("已撤回，节点恢复为未完成。"),
        ),
        Verb(
            "remove",
            gettext_lazy("移出计划"),
            forms.Remove,
            lambda s, n, t, f: _edits(s) and rules.may_remove(n.facts, f),
            actions.remove_node,
            gettext_lazy("节点已移出计划，历史记录保留。"),
            "warning",
        ),
    )
}


# -- the project -----------------------------------------------------------------------------------


@require_GET
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One project: stages, nodes, guarantees, money, what blocks it, versions. As known at an earlier time it is
    the plain record."""
    asked = parse_times(request.GET)
    if asked["known_at"]:
        return registers.detail(request, "projects", pk)
    scope, today = request.scope, request.today
    project, as_of = _project(scope, pk), asked["as_of"]
    if as_of and as_of > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": as_of, "today": today}
        )
    on = as_of or today
    nodes = nodes_of(scope, [pk], on).get(pk, [])
    readable = _readable(scope, nodes)
    register = REGISTERS["projects"]
    shown = {
        "project": project,
        "as_of": as_of,
        "on": on,
        "counts": _counts(nodes),
        "rows": [_row(scope, node, today, readable) for node in nodes],
        "guarantees": [
            (node, one, _may_give(scope, one)) for node in nodes for one in node.guarantees
        ],
        "blocks": [
            (node, one, one.demand_id in readable) for node in nodes for one in node.blocked_by
        ],
        "life": life_panel(scope, project),
        "verdict": LightVerdict.objects.visible_to(scope)
        .filter(in_force(on), project=project)
        .order_by("-since")
        .first(),
        "slips": ProjectSlip.objects.visible_to(scope)
        .filter(project=project)
        .order_by("-issued_on"),
        "total": units.money(project.planned_total_yuan),
        "investment": investment(scope, pk),
        "money": _money_of(scope, project, on),
        "related": list(related_lists(register, scope, pk)),
        "versions": versions_of(Project, pk, scope)[:MOST_VERSIONS],
        "verbs": verbs_of(register, scope, project),
        "may_edit": scope.may(Permission.EDIT_PROJECT),
    }
    shown["tone"] = TONES[shown["verdict"].code] if shown["verdict"] else ""
    return render(request, "projects/detail.html", shown)


def _money_of(scope: Scope, project: Project, on: date) -> dict[str, Any]:
    """Plan, month, cumulative and statistics as of a day: different measures, side by side. Four queries."""
    last = ledger.closings(scope).last_ended(on)
    done = reports_of_months.standing(scope, project, last)
    return {
        "month": last,
        "measures": [
            (_("计划总投资"), units.money(project.planned_total_yuan), ""),
            (_("年度计划投资"), _or_dash(done.annual_plan), ""),
            (_("当月完成"), _or_dash(done.month), "month"),
            (_("本年累计完成"), _or_dash(done.year), "month"),
            (_("累计完成"), _or_dash(done.cumulative), "month"),
            (_("当月入库"), _or_dash(done.statistics), "statistics"),
        ],
        "report": done.report,
    }


def _or_dash(yuan: int | None) -> str:
    return "—" if yuan is None else units.money(yuan)


def _project(scope: Scope, pk: int) -> Project:
    found = one_of(Project, scope, pk)
    assert isinstance(found, Project)
    return found


def _readable(scope: Scope, nodes: list[Node]) -> set[int]:
    """The blocking demands that this person may open. No query where none blocks."""
    ids = [one.demand_id for node in nodes for one in node.blocked_by]
    if not ids:
        return set()
    rows = Demand.objects.visible_to(scope).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _row(scope: Scope, node: Node, today: date, readable: set[int]) -> dict[str, Any]:
    reach = VERBS["reach"].may(scope, node, today, [])
    return {
        "of": node,
        "late": _lateness(node),
        "waiting": [one for one in node.waits_for if not one.reached],
        "blocks": [(one, one.demand_id in readable) for one in node.blocked_by],
        "reach": reach,
        "problem": scope.may(Permission.RECEIVE_DEMAND) and rules.may_block(node.facts),
    }


def _lateness(node: Node) -> list[dict[str, Any]]:
    """Each period in which the node was late: yellow once it is over, red while it lasts."""
    return [
        {"first": first, "last": last, "tone": "yellow" if last else "red"}
        for first, last in node.late_periods
    ]


def _counts(nodes: list[Node]) -> dict[str, int]:
    return {
        "total": len(nodes),
        "done": sum(node.is_done for node in nodes),
        "late": sum(node.is_late for node in nodes),
        "done_late": sum(node.state == "done_late" for node in nodes),
        "blocked": sum(bool(node.blocked_by) for node in nodes),
        "needs": sum(one.given_on is None for node in nodes for one in node.guarantees),
    }


def _may_give(scope: Scope, one: Any) -> Verdict:
    return reports(scope, one.department_id)


# -- a plan ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """Plan a project's nodes from a template of the pack."""
    scope, project = request.scope, _project(request.scope, pk)
    pack = packs.current(scope)
    templates = pack.milestone_templates if pack else ()
    chosen = request.GET.get("template", "")
    template = next((one for one in templates if one.code == chosen), None)
    if chosen and template is None:
        raise DomainError(_("没有这个节点模板，请从列表中选择。"))
    template = template or (templates[0] if templates else None)
    first = parse_date(request.GET.get("first")) or request.today
    form = forms.PlanNodes(template, first, request.POST or None) if template else None
    refused = ""
    if request.method == "POST" and form and form.is_valid():
        try:
            actions.plan_nodes(
                project,
                form.lines(),
                units=_units_of(scope, project),
                by=scope,
                now=request.now,
                why=template.name if template else "",
            )
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("节点计划已制定。"))
            return redirect(f"{reverse('project', args=[pk])}#nodes")
    shown = {
        "project": project,
        "templates": templates,
        "template": template,
        "first": first,
        "form": form,
        "refused": refused,
        "may": scope.may(Permission.EDIT_PROJECT),
    }
    failed = refused or (form and form.is_bound and form.errors)
    return render(request, "projects/plan.html", shown, status=422 if failed else 200)


def _units_of(scope: Scope, project: Project) -> dict[str, Department]:
    """Who gives which guarantee, by the responsibility list: the county's own line before the general."""
    lines = Responsibility.objects.visible_to(scope).filter(matter__code__in=rules.GUARANTEES)
    found: dict[str, Department] = {}
    for line in lines.select_related("matter", "department").order_by("county_id"):
        if line.county_id == project.county_id or (
            line.county_id is None and line.matter.code not in found
        ):
            found[line.matter.code] = line.department
    return found


@require_http_methods(["GET", "POST"])
def add(request: PageRequest, pk: int) -> HttpResponse:
    """Add one node to a plan."""
    scope, project = request.scope, _project(request.scope, pk)
    form = forms.AddNode(scope, project, request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_node(project, **form.cleaned_data, by=scope, now=request.now)
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("节点已增补。"))
            return redirect(f"{reverse('project', args=[pk])}#nodes")
    shown = {
        "project": project,
        "form": form,
        "refused": refused,
        "may": scope.may(Permission.EDIT_PROJECT),
    }
    failed = refused or form.errors
    return render(request, "projects/add_node.html", shown, status=422 if failed else 200)


# -- a node ----------------------------------------------------------------------------------------


@require_GET
def node(request: PageRequest, pk: int) -> HttpResponse:
    """One node: its days, what it waits for, its guarantees, its demands, and what may be done."""
    if request.GET.get("known_at"):
        return registers.detail(request, "projects/milestones", pk)
    return _node_page(request, pk, request.GET.get("do", ""))


def _node_page(
    request: PageRequest, pk: int, opened: str, *, form: Any = None, refused: str = ""
) -> HttpResponse:
    scope, today = request.scope, request.today
    record = _milestone(scope, pk)
    found = node_of(scope, pk, today)
    waiting = list(
        NodeWait.objects.visible_to(scope).filter(waits_for=pk).values_list("node__name", flat=True)
    )
    verbs = [
        {
            "of": verb,
            "may": may,
            "form": form
            if form is not None and verb.code == opened
            else verb.form(scope, record, today, auto_id=f"{verb.code}-%s")
            if may
            else None,
            "open": verb.code == opened,
        }
        for verb in VERBS.values()
        for may in (verb.may(scope, found, today, waiting),)
    ]
    blocks = NodeBlock.objects.visible_to(scope).filter(milestone=pk)
    ids = Demand.objects.visible_to(scope).filter(pk__in=[one.demand_ref for one in blocks])
    shown = {
        "record": record,
        "node": found,
        "project": record.project,
        "late": _lateness(found),
        "verbs": verbs,
        "followers": waiting,
        "guarantees": [(one, _may_give(scope, one)) for one in found.guarantees],
        "blocks": [(one, one.demand_ref in set(ids.values_list("pk", flat=True))) for one in blocks]
        if blocks
        else [],
        "problem": scope.may(Permission.RECEIVE_DEMAND) and rules.may_block(found.facts),
        "refused": refused,
        "today": today,
        "versions": versions_of(Milestone, pk, scope)[:MOST_VERSIONS],
    }
    failed = refused or (form is not None and form.errors)
    return render(request, "projects/node.html", shown, status=422 if failed else 200)


def _milestone(scope: Scope, pk: int) -> Milestone:
    found = one_of(Milestone, scope, pk)
    assert isinstance(found, Milestone)
    return found


@require_POST
def take(request: PageRequest, pk: int, verb: str) -> HttpResponse:
    """Carry a verb out; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    record = _milestone(scope, pk)
    if verb not in VERBS:
        raise NotFound(_("没有这个环节。"))
    told = VERBS[verb]
    form = told.form(scope, record, request.today, request.POST, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _node_page(request, pk, verb, form=form)
    try:
        told.act(record, **form.cleaned_data, by=scope, now=request.now)
    except NotFound:
        raise
    except DomainError as refusal:
        return _node_page(request, pk, verb, form=form, refused=refusal.message)
    messages.success(request, str(told.done))
    if verb == "remove":
        return redirect(f"{reverse('project', args=[record.project_id])}#nodes")
    return redirect("node", pk)


@require_http_methods(["GET", "POST"])
def give(request: PageRequest, pk: int) -> HttpResponse:
    """The unit in charge says that a guarantee is given."""
    scope = request.scope
    found = one_of(Guarantee, scope, pk)
    assert isinstance(found, Guarantee)
    may = reports(scope, found.department_id)
    form = forms.Give(request.POST or None, initial={"given_on": request.today, "note": found.note})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.give(found, **form.cleaned_data, by=scope, now=request.now)
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("保障已登记落实。"))
            return redirect(f"{reverse('project', args=[found.project_id])}#guarantees")
    shown = {"guarantee": found, "form": form, "refused": refused, "may": may}
    failed = refused or form.errors
    return render(request, "projects/give.html", shown, status=422 if failed else 200)
