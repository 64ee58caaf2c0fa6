"""Writing nodes: plan them, report, take back; waits, guarantees, and the demands that block."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict, NotFound, require_reason
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import may_remove, may_set_key, node_of, reports
from pandeng.domain.projects.nodes import rules
from pandeng.domain.projects.nodes.actions.agree import stage_follows
from pandeng.domain.projects.nodes.actions.moves import DONE, drop_moves
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock, NodeLate, NodeMove, NodeWait

PLAN_NODES = Action("projects.plan_nodes", gettext_noop("制定节点计划"), Permission.EDIT_PROJECT)


def plan_nodes(
    project: Project,
    lines: Sequence[rules.Planned],
    *,
    units: dict[str, Department] | None = None,
    by: Scope,
    now: datetime,
    why: str = "",
) -> list[Milestone]:
    """Plan a project's nodes from a template, all at once; `units` gives each kind of guarantee its unit.

    Refuses a project that has nodes already, a loop, and days that go against the waits.
    """
    PLAN_NODES.require(by)
    _seen(project, by)
    rules.may_plan(lines, Milestone.objects.filter(project=project).count()).require()
    ordered = list(enumerate(lines, start=1))
    with Change(PLAN_NODES, by=by, now=now, why=why) as change:
        made = {
            line.code: change.add(
                Milestone(
                    cluster_id=project.cluster_id,
                    project=project,
                    order=order,
                    code=line.code,
                    name=line.name,
                    is_key=line.is_key,
                    planned_on=line.planned_on,
                    original_on=line.planned_on,
                    planned_since=timezone.localdate(now),
                    department_id=project.county_id,
                )
            )
            for order, line in ordered
        }
        for line in lines:
            for code in line.waits_for:
                if code in made:
                    change.add(_wait(made[line.code], made[code]))
            for kind in line.needs:
                change.add(_needed(made[line.code], kind, (units or {}).get(kind), line.planned_on))
    return list(made.values())


ADD_NODE = Action("projects.add_node", gettext_noop("增补项目节点"), Permission.EDIT_PROJECT)


def add_node(
    project: Project,
    *,
    name: str,
    planned_on: date,
    is_key: bool = False,
    after: Milestone | None = None,
    waits_for: Iterable[Milestone] = (),
    department: Department | None = None,
    responsible: str = "",
    why: str,
    by: Scope,
    now: datetime,
) -> Milestone:
    """Add one node to a plan, behind another one or at the end. Refuses without a reason."""
    ADD_NODE.require(by)
    _seen(project, by)
    require_reason(why)
    if not name.strip():
        raise DomainError(_("请写明节点名称。"))
    present = list(Milestone.objects.filter(project=project).order_by("order"))
    if any(one.name == name.strip() for one in present):
        raise DomainError(_("项目已有名为“%(name)s”的节点。") % {"name": name.strip()})
    order = (after.order if after else present[-1].order if present else 0) + 1
    with Change(ADD_NODE, by=by, now=now, why=why) as change:
        for one in reversed(present):
            if one.order >= order:
                change.save(one, order=one.order + 1)
        node = change.add(
            Milestone(
                cluster_id=project.cluster_id,
                project=project,
                order=order,
                name=name.strip(),
                is_key=is_key,
                planned_on=planned_on,
                original_on=planned_on,
                planned_since=timezone.localdate(now),
                department=department or project.county,
                responsible=responsible.strip(),
            )
        )
        for other in waits_for:
            change.add(_wait(node, _of_same(node, other)))
    return node


EDIT_NODE = Action("projects.edit_node", gettext_noop("更正项目节点"), Permission.EDIT_PROJECT)


def edit_node(
    node: Milestone,
    *,
    is_key: bool,
    department: Department | None,
    responsible: str,
    waits_for: Iterable[Milestone],
    place: str = "",
    why: str = "",
    by: Scope,
    now: datetime,
) -> None:
    """Who is in charge of a node, where it is, what it waits for. Refuses waits that close a loop, and
    one that is key made plain by others than the office."""
    EDIT_NODE.require(by)
    _seen(node, by)
    may_set_key(by, node.is_key, is_key).require()
    others = {_of_same(node, other).pk: other for other in waits_for}
    with Change(EDIT_NODE, by=by, now=now, why=why) as change:
        names, waits = _waits_of(node.project_id)
        waits.pop(node.pk, None)  # first, so that a loop is told from this node on
        rules.no_loop({node.pk: set(others), **waits}, names).require()
        change.save(
            node,
            is_key=is_key,
            department=department,
            responsible=responsible.strip(),
            place=place.strip(),
        )
        present = {one.waits_for_id: one for one in NodeWait.objects.filter(node=node)}
        for key in sorted(set(present) - set(others)):
            change.remove(present[key])
        for key in sorted(set(others) - set(present)):
            change.add(_wait(node, others[key]))


REMOVE_NODE = Action("projects.remove_node", gettext_noop("移出项目节点"), Permission.EDIT_PROJECT)


def remove_node(node: Milestone, *, why: str, by: Scope, now: datetime) -> None:
    """Take a node out of the plan, a key one by the office alone; it stays listed with its first plan."""
    REMOVE_NODE.require(by)
    may_remove(by, is_key=node.is_key).require()
    facts = _facts(node, by, now)
    require_reason(why)
    followers = NodeWait.objects.filter(waits_for=node).order_by("node__order")
    rules.may_remove(facts, list(followers.values_list("node__name", flat=True))).require()
    with Change(REMOVE_NODE, by=by, now=now, why=why) as change:
        change.add_fact(node, removed=node.name)
        for kind, link in (
            (NodeWait, "node"),
            (NodeLate, "node"),
            (NodeMove, "milestone"),
            (Guarantee, "milestone"),
            (NodeBlock, "milestone"),
        ):
            for record in kind.objects.filter(**{link: node}):
                change.remove(record)
        change.remove(node)


FORECAST_NODE = Action("projects.forecast_node", gettext_noop("报节点预计日期"))


def forecast(
    node: Milestone, *, forecast_on: date, why: str = "", by: Scope, now: datetime
) -> None:
    """Say when the node is now expected. The plan stays what it is."""
    reports(by, node.department_id).require()
    rules.may_forecast(_facts(node, by, now), timezone.localdate(now), forecast_on).require()
    with Change(FORECAST_NODE, by=by, now=now, why=why) as change:
        change.save(node, forecast_on=forecast_on)


REACH_NODE = Action("projects.reach_node", gettext_noop("登记节点完成"))


def reach(node: Milestone, *, actual_on: date, evidence: str, by: Scope, now: datetime) -> None:
    """Report a node done, with what proves it. Refuses what `rules.may_reach` refuses."""
    reports(by, node.department_id).require()
    if not evidence.strip():
        raise DomainError(_("请写明完成依据，如批复文号、许可证号或现场照片。"))
    with Change(REACH_NODE, by=by, now=now) as change:
        rules.may_reach(_facts(node, by, now), timezone.localdate(now), actual_on).require()
        met = change.update_where(
            Milestone.objects.filter(pk=node.pk, actual_on__isnull=True),
            actual_on=actual_on,
            evidence=evidence.strip()[:300],
        )
        if met != 1:
            raise EditConflict(_("刚才有人先登记了这个节点，请刷新后再看。"))
        stage_follows(change, node, actual_on, evidence, by)
        drop_moves(change, node, DONE)
    node.refresh_from_db()


TAKE_BACK_NODE = Action("projects.take_back_node", gettext_noop("撤回节点完成"))


def take_back(node: Milestone, *, why: str, by: Scope, now: datetime) -> None:
    """A node reported done by mistake is open again; the report stays in the history."""
    reports(by, node.department_id).require()
    require_reason(why)
    with Change(TAKE_BACK_NODE, by=by, now=now, why=why) as change:
        rules.may_take_back(_facts(node, by, now)).require()
        change.save(node, actual_on=None, evidence="")
        stage_follows(change, node, None, "", by)


# -- guarantees ------------------------------------------------------------------------------------


NEED_GUARANTEE = Action(
    "projects.need_guarantee", gettext_noop("提出要素保障"), Permission.EDIT_PROJECT
)


def need(
    node: Milestone,
    *,
    kind: str,
    department: Department | None = None,
    due_on: date | None = None,
    note: str = "",
    by: Scope,
    now: datetime,
) -> Guarantee:
    """Say which guarantee a node needs, from whom and by when; asked again it is changed."""
    NEED_GUARANTEE.require(by)
    _seen(node, by)
    if kind not in rules.GUARANTEES:
        raise DomainError(_("请选择保障事项。"))
    known = Guarantee.objects.filter(milestone=node, kind=kind).first()
    if known and known.given_on:
        raise DomainError(_("%(kind)s保障已经落实，不再调整。") % {"kind": known})
    with Change(NEED_GUARANTEE, by=by, now=now, why=note) as change:
        needed: dict[str, Any] = {
            "department": department,
            "due_on": due_on or node.planned_on,
            "note": note.strip(),
        }
        if known:
            change.save(known, **needed)
        else:
            known = change.add(_needed(node, kind, department, needed["due_on"], needed["note"]))
    made: Guarantee = known
    return made


GIVE_GUARANTEE = Action("projects.give_guarantee", gettext_noop("落实要素保障"))


def give(guarantee: Guarantee, *, given_on: date, note: str = "", by: Scope, now: datetime) -> None:
    """The unit in charge, or the office, says that a guarantee is given. Late ones stay late."""
    reports(by, guarantee.department_id).require()
    _seen(guarantee, by)
    today = timezone.localdate(now)
    kind = rules.GUARANTEES.get(guarantee.kind, guarantee.kind)
    rules.may_give(kind, guarantee.given_on, given_on, today).require()
    with Change(GIVE_GUARANTEE, by=by, now=now, why=note) as change:
        change.save(guarantee, given_on=given_on, note=note.strip() or guarantee.note)


def give_all(guarantees: Sequence[Guarantee], *, by: Scope, now: datetime, why: str = "") -> None:
    """Record guarantees given, as another ledger tells it; the days stand on the records."""
    by.may(Permission.EDIT_PROJECT).require()
    today = timezone.localdate(now)
    for one in guarantees:
        if one.given_on is None or one.given_on > today:
            raise DomainError(_("%(kind)s保障的落实日期不能晚于填报当日。") % {"kind": one})
    with Change(GIVE_GUARANTEE, by=by, now=now, why=why) as change:
        change.save_all(guarantees, ["given_on"])


IMPORT_EXISTING_WAITS = Action(
    "projects.import_existing_waits",
    gettext_noop("导入已有节点前置和保障"),
    Permission.EDIT_PROJECT,
)


def import_existing_waits(
    waits: Iterable[NodeWait],
    guarantees: Iterable[Guarantee],
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Import the waits and guarantees of an existing plan. Refuses a loop."""
    IMPORT_EXISTING_WAITS.require(by)
    lines = list(waits)
    together: dict[Any, set[Any]] = {}
    for line in lines:
        together.setdefault(line.node_id, set()).add(line.waits_for_id)
    names = {key: one.name for line in lines for key, one in
             ((line.node_id, line.node), (line.waits_for_id, line.waits_for))}  # fmt: skip
    rules.no_loop(together, names).require()
    with Change(IMPORT_EXISTING_WAITS, by=by, now=now, why=why) as change:
        change.bulk_add(lines)
        change.bulk_add(guarantees)


# -- demands: called inside the change of their step ------------------------------------------------


def block(
    change: Change, node: Milestone, demand_id: int, number: str, reason: str, on: date
) -> NodeBlock:
    """An open demand blocks the node from that day."""
    return change.add(
        NodeBlock(
            cluster_id=node.cluster_id,
            milestone=node,
            demand_ref=demand_id,
            number=number,
            reason=reason[:120],
            since=on,
        )
    )


def unblock(change: Change, demand_id: int, on: date) -> list[Milestone]:
    """The demand blocks no node any more; gives the nodes that it blocked."""
    blocks = NodeBlock.objects.filter(demand_ref=demand_id, until__isnull=True)
    freed = []
    for one in blocks.select_related("milestone"):
        change.save(one, until=on)
        freed.append(one.milestone)
    return freed


def hand_on(
    change: Change, node: Milestone, demand_id: int, number: str, reason: str, on: date
) -> None:
    """Another demand carries the problem on and blocks the node in its place."""
    held = NodeBlock.objects.filter(milestone=node, demand_ref=demand_id, until__isnull=True)
    if not held.exists():
        block(change, node, demand_id, number, reason, on)


def block_again(change: Change, demand_id: int, number: str, reason: str, on: date) -> None:
    """A demand handled again blocks what it blocked before, where that was not reached meanwhile."""
    ids = NodeBlock.objects.filter(demand_ref=demand_id).values("milestone_id")
    for node in Milestone.objects.filter(id__in=ids, actual_on__isnull=True):
        hand_on(change, node, demand_id, number, reason, on)


# -- inside ----------------------------------------------------------------------------------------


def _seen(record: Any, by: Scope) -> None:
    if not type(record).objects.visible_to(by).filter(pk=record.pk).exists():
        raise NotFound(_("没有找到这条记录。"))


def _facts(node: Milestone, by: Scope, now: datetime) -> rules.NodeFacts:
    """What the rules must know, read afresh: a node out of scope is not there."""
    return node_of(by, node.pk, timezone.localdate(now)).facts


def _wait(node: Milestone, other: Milestone) -> NodeWait:
    return NodeWait(cluster_id=node.cluster_id, node=node, waits_for=other)


def _of_same(node: Milestone, other: Milestone) -> Milestone:
    if other.project_id != node.project_id:
        raise NotFound(_("前置节点须是同一项目的节点。"))
    if other.pk == node.pk:
        raise DomainError(_("节点“%(name)s”不能等待自己。") % {"name": node.name})
    return other


def _waits_of(project_id: int) -> tuple[dict[Any, str], dict[Any, set[Any]]]:
    names = dict(Milestone.objects.filter(project_id=project_id).values_list("id", "name"))
    waits: dict[Any, set[Any]] = {}
    lines = NodeWait.objects.filter(node__project_id=project_id)
    for node, other in lines.values_list("node_id", "waits_for_id"):
        waits.setdefault(node, set()).add(other)
    return dict(names), waits


def _needed(
    node: Milestone,
    kind: str,
    department: Department | None,
    due_on: date,
    note: str = "",
) -> Guarantee:
    return Guarantee(
        cluster_id=node.cluster_id,
        project_id=node.project_id,
        milestone=node,
        kind=kind,
        department=department,
        due_on=due_on,
        note=note,
    )
