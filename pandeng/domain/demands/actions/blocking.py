"""A problem of a project: its demand blocks the node until it is closed, declined or taken up elsewhere."""

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.workflow import CLOSED, LOOP
from pandeng.domain.projects.models import Milestone
from pandeng.domain.projects.node_queries import node_of
from pandeng.domain.projects.nodes import actions as nodes
from pandeng.domain.projects.nodes import rules

LETS_GO = LOOP.ended | CLOSED


def block_node(work: DemandWork, node_id: int) -> None:
    """A demand just received blocks the node that it was raised for. Refuses another's node."""
    rules.may_block(node_of(work.by, node_id, work.today).facts).require()
    node = Milestone.objects.select_related("project__enterprise").get(pk=node_id)
    builder = node.project.enterprise_id
    if builder is not None and builder != work.demand.enterprise_id:
        raise DomainError(
            _("“%(node)s”是%(enterprise)s的项目节点，请以这家企业登记。")
            % {"node": node.name, "enterprise": node.project.enterprise}
        )
    demand = work.demand
    nodes.block(work.change, node, demand.pk, demand.number, demand.title, work.today)


def follow(work: DemandWork, before: str) -> None:
    """The status has moved from `before`: free the node, hand the block on, or block again."""
    demand, change, today = work.demand, work.change, work.today
    held, holds = before not in LETS_GO, demand.status not in LETS_GO
    if held and not holds:
        for node in nodes.unblock(change, demand.pk, today):
            for heir in _heirs(demand):
                nodes.hand_on(change, node, heir.pk, heir.number, heir.title, today)
    elif holds and not held:
        nodes.block_again(change, demand.pk, demand.number, demand.title, today)


def _heirs(demand: Demand) -> list[Demand]:
    """Who carries the problem on: the demand it was merged into, or the parts it was split into."""
    if demand.status == "merged" and demand.merged_into_id:
        rows = Demand.objects.filter(pk=demand.merged_into_id)
    elif demand.status == "split":
        rows = Demand.objects.filter(parent=demand)
    else:
        return []
    return list(rows.exclude(status__in=LETS_GO).order_by("id"))
