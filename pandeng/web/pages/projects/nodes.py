"""A project's nodes: a plan from a template, one more node, a node and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.verdict import Verdict
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.overview.project import guarantors, node_page
from pandeng.domain.packs import queries as packs
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import Node, may_remove, reports
from pandeng.domain.projects.nodes import actions, rules
from pandeng.domain.projects.nodes.models import Guarantee, NodeMove
from pandeng.domain.projects.nodes.workflow import ASKED
from pandeng.web.forms import nodes as forms
from pandeng.web.pages import registers
from pandeng.web.ui.form_page import carry_out, show_form


@dataclass(frozen=True)
class NodeVerb:
    """What may be done with a node: its words, its form, who may, and the action behind it."""

    code: str
    title: str | Promise
    form: type[forms.OfNode]
    may: Callable[[Scope, Node, date, list[str]], Verdict]
    act: Callable[..., Any]
    done: str | Promise | Callable[[Any], str]
    look: str = "plain"


def _edits(scope: Scope) -> Verdict:
    return scope.may(Permission.EDIT_PROJECT)


def _moved(move: NodeMove) -> str:
    if move.status == ASKED:
        return _("已提交专班审批，批准前按原计划执行。")
    return _("计划已调整，最初计划保留。")


VERBS = {
    verb.code: verb
    for verb in (
        NodeVerb(
            "reach",
            gettext_lazy("登记完成"),
            forms.ReachNode,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_reach(n.facts, t),
            actions.reach,
            gettext_lazy("已登记完成。"),
            "primary",
        ),
        NodeVerb(
            "forecast",
            gettext_lazy("报预计日期"),
            forms.ForecastNode,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_forecast(n.facts, t),
            actions.forecast,
            gettext_lazy("预计日期已登记。"),
        ),
        NodeVerb(
            "move",
            gettext_lazy("调整计划"),
            forms.MoveNode,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_move(n.facts),
            actions.move_node,
            lambda move: _moved(move),
        ),
        NodeVerb(
            "need",
            gettext_lazy("提出保障"),
            forms.NeedGuarantee,
            lambda s, n, t, f: _edits(s),
            actions.need,
            gettext_lazy("保障需求已登记。"),
        ),
        NodeVerb(
            "edit",
            gettext_lazy("责任和前置"),
            forms.EditNode,
            lambda s, n, t, f: _edits(s),
            actions.edit_node,
            gettext_lazy("已更正。"),
        ),
        NodeVerb(
            "take-back",
            gettext_lazy("撤回完成"),
            forms.TakeNodeBack,
            lambda s, n, t, f: reports(s, n.department_id) and rules.may_take_back(n.facts),
            actions.take_back,
            gettext_lazy("已撤回，节点恢复为未完成。"),
        ),
        NodeVerb(
            "remove",
            gettext_lazy("移出计划"),
            forms.RemoveNode,
            lambda s, n, t, f: may_remove(s, is_key=n.is_key) and rules.may_remove(n.facts, f),
            actions.remove_node,
            gettext_lazy("节点已移出计划，历史记录保留。"),
            "warning",
        ),
    )
}


def lateness(node: Node) -> list[dict[str, Any]]:
    """Each period in which the node was late: yellow once it is over, red while it lasts."""
    return [
        {"first": first, "last": last, "tone": "yellow" if last else "red"}
        for first, last in node.late_periods
    ]


# -- a plan ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """Plan a project's nodes from a template of the pack."""
    scope, project = request.scope, one_of(Project, request.scope, pk)
    pack = packs.current(scope)
    templates = pack.milestone_templates if pack else ()
    chosen = request.GET.get("template", "")
    template = next((one for one in templates if one.code == chosen), None)
    if chosen and template is None:
        raise DomainError(_("没有这个节点模板，请从列表中选择。"))
    template = template or (templates[0] if templates else None)
    first = parse_date(request.GET.get("first")) or request.today
    shown = {
        "project": project,
        "templates": templates,
        "template": template,
        "first": first,
        "may": scope.may(Permission.EDIT_PROJECT),
    }
    if template is None:
        return render(request, "projects/plan.html", shown)
    form = forms.PlanNodes(template, first, request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.plan_nodes(
            project,
            form.lines(),
            units=guarantors(scope, project),
            by=scope,
            now=request.now,
            why=template.name,
        ),
        done=_("节点计划已制定。"),
        to=f"{project.get_absolute_url()}#nodes",
    )
    return answer or show_form(request, "projects/plan.html", form, shown)


@require_http_methods(["GET", "POST"])
def add(request: PageRequest, pk: int) -> HttpResponse:
    """Add one node to a plan."""
    scope, project = request.scope, one_of(Project, request.scope, pk)
    form = forms.AddNode(scope, project, request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.add_node(project, **form.cleaned_data, by=scope, now=request.now),
        done=_("节点已增补。"),
        to=f"{project.get_absolute_url()}#nodes",
    )
    shown = {"project": project, "may": scope.may(Permission.EDIT_PROJECT)}
    return answer or show_form(request, "projects/add_node.html", form, shown)


# -- a node ----------------------------------------------------------------------------------------


@require_GET
def node(request: PageRequest, pk: int) -> HttpResponse:
    """One node: its days, what it waits for, its guarantees, its demands, and what may be done."""
    if request.GET.get("known_at"):
        return registers.detail(request, "projects/milestones", pk)
    return _page(request, pk, request.GET.get("do", ""))


def _page(
    request: PageRequest, pk: int, opened: str, form: forms.OfNode | None = None
) -> HttpResponse:
    scope, today = request.scope, request.today
    page = node_page(scope, pk, today)
    verbs = []
    for verb in VERBS.values():
        may = verb.may(scope, page.node, today, page.followers)
        here = verb.code == opened
        filled = form if here and form is not None else None
        if may and filled is None:
            filled = verb.form(scope, page.record, today, auto_id=f"{verb.code}-%s")
        verbs.append({"of": verb, "may": may, "form": filled, "open": here})
    shown = {
        "record": page.record,
        "node": page.node,
        "project": page.record.project,
        "late": lateness(page.node),
        "verbs": verbs,
        "followers": page.followers,
        "guarantees": [(one, reports(scope, one.department_id)) for one in page.node.guarantees],
        "blocks": page.blocks,
        "moves": page.moves,
        "may_decide": scope.may(Permission.EDIT_PROJECT_LIST),
        "problem": scope.may(Permission.RECEIVE_DEMAND) and rules.may_block(page.node.facts),
        "form": form,
        "today": today,
        "versions": page.versions,
        "files": files_of(scope, page.record),
        "may_attach": scope.may(Permission.ATTACH_FILE),
    }
    return render(request, "projects/node.html", shown, status=form.status if form else 200)


@require_POST
def take(request: PageRequest, pk: int, verb: str) -> HttpResponse:
    """Carry a verb out; a refusal comes back with the form as it was filled in."""
    scope = request.scope
    record = one_of(Milestone, scope, pk)
    if verb not in VERBS:
        raise NotFound(_("没有这个环节。"))
    chosen = VERBS[verb]
    form = chosen.form(scope, record, request.today, request.POST, auto_id=f"{verb}-%s")
    home = f"{reverse('project', args=[record.project_id])}#nodes"
    answer = carry_out(
        request,
        form,
        lambda: chosen.act(record, **form.cleaned_data, by=scope, now=request.now),
        done=chosen.done if callable(chosen.done) else str(chosen.done),
        to=home if verb == "remove" else record.get_absolute_url(),
    )
    return answer or _page(request, pk, verb, form)


@require_http_methods(["GET", "POST"])
def give(request: PageRequest, pk: int) -> HttpResponse:
    """The unit in charge says that a guarantee is given."""
    scope, found = request.scope, one_of(Guarantee, request.scope, pk)
    initial = {"given_on": request.today, "note": found.note}
    form = forms.GiveGuarantee(request.POST or None, initial=initial)
    answer = carry_out(
        request,
        form,
        lambda: actions.give(found, **form.cleaned_data, by=scope, now=request.now),
        done=_("保障已登记落实。"),
        to=f"{reverse('project', args=[found.project_id])}#guarantees",
    )
    shown = {"guarantee": found, "may": reports(scope, found.department_id)}
    return answer or show_form(request, "projects/give.html", form, shown)
