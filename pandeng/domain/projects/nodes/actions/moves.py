"""Moving the plan of a node: the office at once, others of a key node by asking; the first plan stays."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.roles import OFFICE, UNIT_ROLES
from pandeng.access.scope import Scope
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import EditConflict, NotFound, require_reason
from pandeng.core.language import office_language
from pandeng.domain.notices.actions import notify
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.node_queries import moves_directly, node_of, reports
from pandeng.domain.projects.nodes import rules
from pandeng.domain.projects.nodes.models import NodeLate, NodeMove
from pandeng.domain.projects.nodes.workflow import (
    ASKED,
    DECIDED,
    DENIED,
    GRANTED,
    NODE_MOVE,
    NodeMoveState,
)

DONE = gettext_noop("节点已经完成，不再调整。")
MOVE_NODE = Action("projects.move_node", gettext_noop("调整节点计划"), Permission.EDIT_PROJECT)
ASK_MOVE = Action("projects.ask_move_node", gettext_noop("申请调整节点计划"))


def move_node(node: Milestone, *, planned_on: date, why: str, by: Scope, now: datetime) -> NodeMove:
    """Move a plan, or ask the office to: a key node is moved by nobody else. The reason is kept with it.

    The first plan is kept; each day on which the node was late until it is moved stays late.
    """
    reports(by, node.department_id).require()
    require_reason(why)
    at_once = moves_directly(by, is_key=node.is_key)
    with Change(MOVE_NODE if at_once else ASK_MOVE, by=by, now=now, why=why) as change:
        facts = _lock(node, by, now)
        rules.may_move(facts, planned_on).require()
        move = change.add(
            NodeMove(
                cluster_id=node.cluster_id,
                milestone=node,
                status=GRANTED if at_once else ASKED,
                old_on=node.planned_on,
                new_on=planned_on,
                why=why.strip()[:200],
                asked_on=timezone.localdate(now),
                asked_by=by.name,
                asker_id=by.user_id,
                decided_on=timezone.localdate(now) if at_once else None,
                decided_by=by.name if at_once else "",
            )
        )
        if at_once:
            _move(change, node, facts, planned_on)
        else:
            line, path = _("一项节点调整申请等待审批"), node.get_absolute_url()
            people = staff(by, on=timezone.localdate(now), roles=OFFICE)
            notify(change, people, line, path=path, about=f"{node.project} {node}")
    return move


def _lock(node: Milestone, by: Scope, now: datetime) -> rules.NodeFacts:
    """Read the node afresh, so that whoever changes it at the same time waits for this change."""
    if not Milestone.objects.visible_to(by).filter(pk=node.pk).exists():
        raise NotFound(_("没有找到这条记录。"))
    node.refresh_from_db(from_queryset=Milestone.objects.select_for_update())
    return node_of(by, node.pk, timezone.localdate(now)).facts


def _move(change: Change, node: Milestone, facts: rules.NodeFacts, planned_on: date) -> None:
    if period := rules.ends_by_move(facts, timezone.localdate(change.now)):
        since, until = period
        change.add(NodeLate(cluster_id=node.cluster_id, node=node, since=since, until=until))
    change.save(node, planned_on=planned_on)


GRANT_MOVE = Action(
    "projects.grant_move", gettext_noop("同意调整节点计划"), Permission.EDIT_PROJECT_LIST
)
DENY_MOVE = Action(
    "projects.deny_move", gettext_noop("不同意调整节点计划"), Permission.EDIT_PROJECT_LIST
)


def grant_move(move: NodeMove, *, note: str = "", by: Scope, now: datetime) -> None:
    """Agree to a move that was asked for; never by who asked."""
    _decide(GRANT_MOVE, move, "grant", note, by, now)


def deny_move(move: NodeMove, *, note: str, by: Scope, now: datetime) -> None:
    """Do not agree; the plan stays as it is."""
    _decide(DENY_MOVE, move, "deny", note, by, now)


def _decide(action: Action, move: NodeMove, step: str, note: str, by: Scope, now: datetime) -> None:
    with Change(action, by=by, now=now, why=note) as change:
        found = NodeMove.objects.visible_to(by).filter(pk=move.pk).first()
        if found is None:
            raise NotFound(_("没有找到这项调整申请。"))
        taking = NodeMoveTaking(change, by, found, NodeMoveState(found.status, found.asker_id))
        inputs = {"note": note.strip()}
        process.take(NODE_MOVE, taking, step, inputs, scope=by, cluster_id=found.cluster_id)


@dataclass
class NodeMoveTaking:
    """A decision about a move being taken, as the engine asks for it."""

    change: Change
    by: Scope
    move: NodeMove
    state: NodeMoveState
    to: str | None = None

    def run(self, effect: str, inputs: Any) -> str | None:
        node = self.move.milestone
        facts = _lock(node, self.by, self.change.now)
        rules.may_move(facts, self.move.new_on, asked=False).require()
        _move(self.change, node, facts, self.move.new_on)
        return None

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        met = self.change.update_where(
            NodeMove.objects.filter(pk=self.move.pk, status=before),
            status=self.to,
            decided_on=timezone.localdate(self.change.now),
            decided_by=self.change.by.name,
            note=line[:200],
        )
        if met != 1:
            raise EditConflict(_(DECIDED))

    def notify(self, whom: str, line: str) -> None:
        """The unit in charge of the node, and who asked."""
        move, today = self.move, timezone.localdate(self.change.now)
        unit = move.milestone.department_id or move.milestone.project.county_id
        people = staff(self.by, on=today, roles=UNIT_ROLES, departments=[unit])
        if move.asker and move.asker not in people:
            people = [*people, move.asker]
        about = f"{move.milestone.project} {move.milestone}"
        path = move.milestone.get_absolute_url()
        notify(self.change, people, _(line), path=path, about=about)


def drop_moves(change: Change, node: Milestone, why: str) -> None:
    """A move still asked for falls away where the node is done before the office decides."""
    for move in NodeMove.objects.filter(milestone=node, status=ASKED):
        with office_language():
            note = _(why)
        change.save(move, status=DENIED, decided_on=timezone.localdate(change.now), note=note[:200])
