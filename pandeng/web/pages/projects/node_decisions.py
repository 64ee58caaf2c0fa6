"""What is decided about nodes: moves that were asked for, stages and nodes that disagree."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.errors import NotFound
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.node_queries import contradictions
from pandeng.domain.projects.nodes import actions
from pandeng.domain.projects.nodes.models import NodeMove
from pandeng.domain.projects.nodes.workflow import NODE_MOVE, NodeMoveState
from pandeng.web.forms import nodes as forms
from pandeng.web.ui.form_page import FormPage, form_page


@require_http_methods(["GET", "POST"])
def decide_move(request: PageRequest, pk: int) -> HttpResponse:
    """The office agrees to a move that was asked for, or does not."""
    scope, move = request.scope, one_of(NodeMove, request.scope, pk)
    node = move.milestone
    state = NodeMoveState(move.status, move.asker_id)

    def act(filled: dict[str, Any]) -> str:
        decide = actions.grant_move if filled["verb"] == "grant" else actions.deny_move
        decide(move, note=filled["note"], by=scope, now=request.now)
        return str(node.get_absolute_url())

    trail = (
        (node.project.name, f"{node.project.get_absolute_url()}#nodes"),
        (node.name, node.get_absolute_url()),
    )
    lead = _("%(who)s申请：%(old)s → %(new)s（最初计划%(first)s）。原因：%(why)s") % {
        "who": move.asked_by,
        "old": move.old_on,
        "new": move.new_on,
        "first": node.original_on or move.old_on,
        "why": move.why,
    }
    page = FormPage(
        title=_("审批节点调整"),
        trail=trail,
        may=NODE_MOVE.may(state, "grant", scope),
        lead=lead,
        button=_("提交"),
    )
    return form_page(request, forms.DecideMove(request.POST or None), act, page, _("已处理。"))


# -- stage and node as one fact --------------------------------------------------------------------


@require_GET
def conflicts(request: PageRequest) -> HttpResponse:
    """Every project whose stage and node say different days."""
    shown = {
        "found": contradictions(request.scope),
        "may": request.scope.may(Permission.EDIT_PROJECT),
    }
    return render(request, "projects/contradictions.html", shown)


@require_http_methods(["GET", "POST"])
def agree(request: PageRequest, pk: int, stage: str) -> HttpResponse:
    """Mend one of them: the day of the node holds, or that of the stage."""
    scope, project = request.scope, one_of(Project, request.scope, pk)
    found = next((one for one in contradictions(scope, pk) if one.stage == stage), None)
    if found is None:
        raise NotFound(_("阶段与节点已经一致，不用更正。"))

    def act(filled: dict[str, Any]) -> None:
        actions.agree(project, stage, **filled, by=scope, now=request.now)

    page = FormPage(
        title=_("更正阶段与节点不一致"),
        trail=((project.name, project.get_absolute_url()),),
        may=scope.may(Permission.EDIT_PROJECT),
        lead=found.message,
        button=_("更正"),
    )
    return form_page(request, forms.AgreeStage(request.POST or None), act, page, _("已更正。"))
