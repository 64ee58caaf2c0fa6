"""The nodes of a long-cycle demand: planning them, completing one, the progress owed every month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.demands import inputs
from pandeng.domain.demands.actions.notifications import notify_party
from pandeng.domain.demands.actions.work import DemandWork
from pandeng.domain.demands.models import Clock, DemandNode, NodePlanRequest

ASKED = gettext_noop("一件诉求申请调整节点，等待审批")
ASIDE = 1000  # added to the order of nodes while they change places


def next_progress(work: DemandWork, done: Clock | None = None) -> None:
    """The next progress note: once a month, on the day of the month on which the first was asked for."""
    known = Clock.objects.filter(demand=work.demand, kind="progress").order_by("id")
    since = known.values_list("started_on", flat=True).first() or work.today
    due_on = work.calendar.next_monthly(since, work.today, done.due_on if done else None)
    work.until("progress", due_on, work.demand.department)


def next_node(work: DemandWork, but: DemandNode | None = None) -> None:
    """The first node that is not done runs as a clock, so that its day alarms like every other."""
    work.end("node")
    rows = DemandNode.objects.filter(demand=work.demand, done_on__isnull=True)
    node = rows.exclude(pk=but.pk if but else 0).order_by("order").first()
    if node:
        work.until(
            "node",
            node.planned_on,
            work.demand.department,
            started_on=min(work.today, node.original_on, node.planned_on),
            original_due_on=node.original_on,
        )


def plan(work: DemandWork, given: inputs.NodePlan) -> str:
    """The nodes: name, day, responsible. What changes of nodes that are there needs a reason, and the
    office's approval where somebody else asks; until then the plan stands."""
    old = {node.name: node for node in DemandNode.objects.filter(demand=work.demand)}
    _check(work, given.nodes, old)
    changes = _changes(given.nodes, old)
    if not changes:
        return _carry_out(work, given.nodes, old)
    require_reason(given.note, _("改动已有节点须写明原因。"))
    said = "；".join(changes)
    if work.by.may(Permission.DEMAND_GRANT):
        return f"{_carry_out(work, given.nodes, old)}。{said}。{given.note}"
    request = NodePlanRequest(
        cluster_id=work.demand.cluster_id,
        demand=work.demand,
        asked_on=work.today,
        asked_by=work.by.name,
        why=given.note[:300],
        nodes=[{**row, "planned_on": row["planned_on"].isoformat()} for row in given.nodes],
        changes=said[:600],
    )
    work.change.add_each([request])
    notify_party(work, "office", ASKED)
    return _("申请调整节点：%(changes)s。%(why)s") % {"changes": said, "why": given.note}


def _changes(rows: Sequence[inputs.PlannedNode], old: Mapping[str, DemandNode]) -> list[str]:
    """What becomes of the open nodes that are there: moved, renamed, left out."""
    found, met = [], set()
    for row in rows:
        name = row["name"].strip()
        node = _known(row, old)
        if node is None or node.name in met:
            continue
        met.add(node.name)
        if node.done_on:
            continue
        if node.name != name:
            found.append(_("“%(old)s”改为“%(new)s”") % {"old": node.name, "new": name})
        if node.planned_on != row["planned_on"]:
            found.append(
                _("“%(name)s”由%(old)s调整到%(new)s")
                % {"name": name, "old": node.planned_on, "new": row["planned_on"]}
            )
    left = [name for name, node in old.items() if name not in met and not node.done_on]
    return [*found, *(_("去掉“%(name)s”") % {"name": name} for name in left)]


def _known(row: inputs.PlannedNode, old: Mapping[str, DemandNode]) -> DemandNode | None:
    """The node that a row of a plan is about: by its name, else by the name that it had."""
    return old.get(row["name"].strip()) or old.get(row.get("was", "").strip())


def _carry_out(
    work: DemandWork, rows: Sequence[inputs.PlannedNode], old: Mapping[str, DemandNode]
) -> str:
    """The plan as it is from now on: known nodes keep their record and first date; those left out are kept
    in the history."""
    last = rows[-1]["planned_on"]
    for node in old.values():  # out of the way of the new order
        work.change.save(node, order=node.order + ASIDE)
    left, fresh = dict(old), []
    for order, row in enumerate(rows, start=1):
        known = _known(row, left)
        values: dict[str, Any] = {"order": order, "name": row["name"].strip()}
        if known is None or not known.done_on:
            values["responsible"] = row["responsible"].strip()
            values["planned_on"] = row["planned_on"]
        if known is not None:
            del left[known.name]
            work.change.save(known, **values)
            continue
        fresh.append(
            DemandNode(
                cluster_id=work.demand.cluster_id,
                demand=work.demand,
                original_on=row["planned_on"],
                **values,
            )
        )
    for node in left.values():
        work.change.remove(node)
    work.change.add_each(fresh)
    work.end("plan")
    work.set(due_on=last)
    if work.demand.original_due_on is None:
        work.set(original_due_on=last)
    if not work.is_running("progress"):
        next_progress(work)
    next_node(work)
    return _("共%(count)s个节点，%(last)s前完成") % {"count": len(rows), "last": last}


def grant_nodes(work: DemandWork, given: inputs.MaybeNote) -> str:
    """The office agrees: the plan that was asked for is in force from now on."""
    asked = decide_request(work, granted=True)
    assert asked
    rows: list[inputs.PlannedNode] = [
        {
            "name": row["name"],
            "planned_on": date.fromisoformat(row["planned_on"]),
            "responsible": row["responsible"],
            "was": row.get("was", ""),
        }
        for row in asked.nodes
    ]
    old = {node.name: node for node in DemandNode.objects.filter(demand=work.demand)}
    _check(work, rows, old)
    _carry_out(work, rows, old)
    return _("同意：%(changes)s。%(note)s") % {"changes": asked.changes, "note": given.note}


def deny_nodes(work: DemandWork, given: inputs.Note) -> None:
    decide_request(work, granted=False)


def decide_request(work: DemandWork, *, granted: bool) -> NodePlanRequest | None:
    """Decide what was asked for, where something was: answered before, it falls away."""
    asked = NodePlanRequest.objects.filter(demand=work.demand, decided_on__isnull=True).first()
    if asked:
        work.change.save(asked, decided_on=work.today, is_granted=granted)
    return asked


def _check(
    work: DemandWork, rows: Sequence[inputs.PlannedNode], old: Mapping[str, DemandNode]
) -> None:
    """Refuses a plan that cannot be."""
    names = [node["name"].strip() for node in rows]
    if len(set(names)) != len(names) or not all(names):
        raise DomainError(_("节点名称不能空，也不能重复。"))
    if missing := [n.name for n in old.values() if n.done_on and n.name not in names]:
        raise DomainError(_("节点“%(name)s”已经完成，不能从计划中去掉。") % {"name": missing[0]})
    last: date | None = None
    for node in rows:
        planned = node["planned_on"]
        known = _known(node, old)
        if not node["responsible"].strip():
            raise DomainError(_("节点“%(name)s”没有责任人。") % {"name": node["name"]})
        stays = known and (known.done_on or known.planned_on == planned)
        if planned < work.today and not stays:
            raise DomainError(
                _("节点“%(name)s”的日期%(day)s已经过去，请填今天以后的日期。")
                % {"name": node["name"], "day": planned}
            )
        if last and planned < last:
            raise DomainError(
                _("节点“%(name)s”早于前一个节点，请按先后排列。") % {"name": node["name"]}
            )
        last = planned


def complete_node(work: DemandWork, given: inputs.NodeDone) -> str:
    node = given.node
    if node is None or node.demand_id != work.demand.pk:
        raise NotFound(_("没有找到这个节点。"))
    if node.done_on:
        raise DomainError(_("节点“%(name)s”已经完成。") % {"name": node.name})
    work.change.save(node, done_on=work.today, evidence=given.evidence[:300])
    next_node(work, but=node)
    return _("完成“%(name)s”：%(evidence)s") % {"name": node.name, "evidence": given.evidence}
