"""The nodes of a long-cycle demand: planning them, completing one, the progress owed every month."""

from datetime import date

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.demands import inputs
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Clock, DemandNode

ASIDE = 1000  # added to the order of nodes while they change places


def next_progress(work: DemandWork, done: Clock | None = None) -> None:
    """The next progress note: once a month, on the day of the month on which the first was asked for."""
    known = Clock.objects.filter(demand=work.demand, kind="progress").order_by("id")
    since = known.values_list("started_on", flat=True).first() or work.today
    due_on = work.calendar.next_monthly(since, work.today, done.due_on if done else None)
    work.until("progress", due_on, work.demand.department)


def _write(work: DemandWork, given: inputs.NodePlan, old: dict[str, DemandNode]) -> None:
    """Nodes that are done get their new place; the others are made anew, first dates kept."""
    fresh = []
    for order, planned in enumerate(given.nodes, start=1):
        name = planned["name"].strip()
        if name in old and old[name].done_on:
            work.change.save(old[name], order=order)
            continue
        fresh.append(
            DemandNode(
                cluster_id=work.demand.cluster_id,
                demand=work.demand,
                order=order,
                name=name,
                responsible=planned["responsible"].strip(),
                planned_on=planned["planned_on"],
                original_on=old[name].original_on if name in old else planned["planned_on"],
            )
        )
    work.change.add_each(fresh)


def plan(work: DemandWork, given: inputs.NodePlan) -> str:
    """The nodes: name, day, responsible. A new plan replaces what is not done; first dates are kept."""
    old = {node.name: node for node in DemandNode.objects.filter(demand=work.demand)}
    last = _check(work, given, old)
    done = [node for node in old.values() if node.done_on]
    for node in old.values():
        if not node.done_on:
            work.change.remove(node)
    for node in done:  # out of the way of the new order
        work.change.save(node, order=node.order + ASIDE)
    _write(work, given, old)
    work.end("plan")
    work.set(due_on=last)
    if work.demand.original_due_on is None:
        work.set(original_due_on=last)
    if not work.is_running("progress"):
        next_progress(work)
    return _("共%(count)s个节点，%(last)s前完成") % {"count": len(given.nodes), "last": last}


def _check(work: DemandWork, given: inputs.NodePlan, old: dict[str, DemandNode]) -> date:
    """Refuses a plan that cannot be. Returns the day of its last node."""
    names = [node["name"].strip() for node in given.nodes]
    if len(set(names)) != len(names) or not all(names):
        raise DomainError(_("节点名称不能空，也不能重复。"))
    if missing := [n.name for n in old.values() if n.done_on and n.name not in names]:
        raise DomainError(_("节点“%(name)s”已经完成，不能从计划中去掉。") % {"name": missing[0]})
    last: date | None = None
    for node in given.nodes:
        planned = node["planned_on"]
        known = old.get(node["name"].strip())
        if not node["responsible"].strip():
            raise DomainError(_("节点“%(name)s”没有责任人。") % {"name": node["name"]})
        if planned < work.today and not (known and known.done_on):
            raise DomainError(
                _("节点“%(name)s”的日期%(day)s已经过去，请填今天以后的日期。")
                % {"name": node["name"], "day": planned}
            )
        if last and planned < last:
            raise DomainError(
                _("节点“%(name)s”早于前一个节点，请按先后排列。") % {"name": node["name"]}
            )
        last = planned
    assert last
    return last


def complete_node(work: DemandWork, given: inputs.NodeDone) -> str:
    node = given.node
    if node is None or node.demand_id != work.demand.pk:
        raise NotFound(_("没有找到这个节点。"))
    if node.done_on:
        raise DomainError(_("节点“%(name)s”已经完成。") % {"name": node.name})
    work.change.save(node, done_on=work.today, evidence=given.evidence[:300])
    return _("完成“%(name)s”：%(evidence)s") % {"name": node.name, "evidence": given.evidence}
