"""The nodes of the demo beyond their days: waits, guarantees (some late), three blocked, one done late, one moved."""

from datetime import date, timedelta
from random import Random

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.demo.facts import evening
from pandeng.demo.invent import month_end, months
from pandeng.domain.demands import actions as demands
from pandeng.domain.demands.models import DemandClass
from pandeng.domain.packs.schema import NodeTemplate, Pack
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.nodes import actions
from pandeng.domain.projects.nodes.models import Guarantee, NodeWait

SEED = 20220211
KNOWN_ON, LAST_DAY = date(2022, 2, 11), date(2022, 6, 28)
UNITS = {
    "land": "land",
    "energy": "guarantee-energy",
    "finance": "finance",
    "permits": "approval",
}
# Which node is blocked by what: its code, the class of the demand, the title, the day, the county (any).
BLOCKED = (
    ("start", "finance", "项目贷款审批进度慢，影响按期开工", date(2022, 6, 20), ""),
    ("construction", "permits", "施工许可要件反复补正，请一次告知", date(2022, 6, 27), "370881"),
    ("trial", "energy", "厂区双回路供电未接入，联调试产无法开展", date(2022, 6, 27), "370811"),
)
DONE_LATE, MOVED = date(2022, 6, 22), date(2022, 6, 24)


def nodes(projects: list[Project], pack: Pack, *, by: Scope) -> None:
    """What the office took over with the list of 2022, and what June brought."""
    template = {node.code: node for node in pack.milestone_templates[0].nodes}
    plans: dict[int, dict[str, Milestone]] = {}
    for node in Milestone.objects.filter(project__in=[one.pk for one in projects]).order_by("id"):
        plans.setdefault(node.project_id, {})[node.code] = node
    waits = [wait for plan in plans.values() for wait in _waits(plan, template)]
    guarantees = _guarantees(plans, template, by)
    given = {id(one): one.given_on for one in guarantees}
    for one in guarantees:
        if one.given_on and one.given_on > KNOWN_ON:
            one.given_on = None
    actions.import_existing_waits(
        waits, guarantees, by=by, now=evening(KNOWN_ON), why="2022年重点项目节点前置和要素保障"
    )
    for month in months(KNOWN_ON, LAST_DAY):
        end = min(month_end(month), LAST_DAY)
        reached = []
        for one in guarantees:
            day = given[id(one)]
            if day and max(month, KNOWN_ON + timedelta(days=1)) <= day <= end:
                one.given_on = day
                reached.append(one)
        if reached:
            actions.give_all(reached, by=by, now=evening(end), why=f"{month:%Y年%m月}要素保障台账")
    _late(plans, by)
    _moved(plans, by)
    _blocked(plans, by)


def _waits(plan: dict[str, Milestone], template: dict[str, NodeTemplate]) -> list[NodeWait]:
    """The waits of the template, where what happened does not contradict them."""
    found = []
    for code, node in plan.items():
        for before in (plan[name] for name in template[code].waits_for if name in plan):
            if node.actual_on and (before.actual_on is None or before.actual_on > node.actual_on):
                continue
            found.append(NodeWait(cluster_id=node.cluster_id, node=node, waits_for=before))
    return found


def _given_on(node: Milestone, due: date, random: Random) -> date | None:
    """Around the day it was needed; before the node was done; some are still to come."""
    given = due + timedelta(days=random.choice((-9, -4, -2, 0, 0, 5, 8)))
    if node.actual_on:
        return min(given, node.actual_on - timedelta(days=1))
    return None if given > LAST_DAY or random.random() < 0.3 else given


def _guarantees(
    plans: dict[int, dict[str, Milestone]], template: dict[str, NodeTemplate], by: Scope
) -> list[Guarantee]:
    """What each node needs ten days before its plan; three in ten come late, some are still to come."""
    random = Random(SEED)
    units = {
        kind: Department.objects.get(cluster_id=by.in_cluster(), code=code)
        for kind, code in UNITS.items()
    }
    made = []
    for plan in plans.values():
        for code, node in plan.items():
            for kind in template[code].needs:
                due = node.planned_on - timedelta(days=10)
                made.append(
                    Guarantee(
                        cluster_id=node.cluster_id,
                        project_id=node.project_id,
                        milestone=node,
                        kind=kind,
                        department=units[kind],
                        due_on=due,
                        given_on=_given_on(node, due, random),
                    )
                )
    return made


def _late(plans: dict[int, dict[str, Milestone]], by: Scope) -> None:
    """One main structure finished in June, weeks after its plan."""
    node = next(
        plan["structure"]
        for plan in plans.values()
        if plan["structure"].actual_on is None
        and plan["start"].actual_on
        and date(2022, 5, 1) <= plan["structure"].planned_on <= date(2022, 6, 5)
    )
    actions.reach(
        node,
        actual_on=DONE_LATE,
        evidence="主体结构验收记录（示例）",
        by=by,
        now=evening(DONE_LATE),
    )


def _moved(plans: dict[int, dict[str, Milestone]], by: Scope) -> None:
    """Equipment that should have been there in May: the plan is moved in June, the late days stay."""
    node = next(
        plan["equipment"]
        for plan in reversed(plans.values())
        if plan["equipment"].actual_on is None
        and date(2022, 5, 1) <= plan["equipment"].planned_on <= date(2022, 5, 25)
    )
    actions.move_node(
        node,
        planned_on=date(2022, 8, 31),
        why="进口设备到港推迟（示例）",
        by=by,
        now=evening(MOVED),
    )


def _blocked(plans: dict[int, dict[str, Milestone]], by: Scope) -> None:
    """Three problems told in June, in hand with their lead units."""
    taken: set[int] = set()
    for code, matter, title, day, county in BLOCKED:
        node = next(
            plan[code]
            for plan in plans.values()
            if plan[code].actual_on is None
            and plan[code].planned_on >= date(2022, 6, 1)
            and plan[code].project.enterprise_id
            and (not county or plan[code].project.county.code == county)
            and plan[code].project_id not in taken
        )
        taken.add(node.project_id)
        enterprise = node.project.enterprise
        assert enterprise
        demand = demands.receive(
            enterprise,
            matter=DemandClass.objects.get(cluster_id=by.in_cluster(), code=matter),
            title=title,
            text="示例数据",
            channel="county",
            node=node.pk,
            is_example=True,
            by=by,
            now=evening(day),
        )
        lead = Department.objects.get(cluster_id=by.in_cluster(), code=UNITS[matter])
        for step, inputs in (
            ("accept", {}),
            ("assign", {"department": lead}),
            ("sign", {}),
            ("contact", {"note": "已与企业联系，核实情况"}),
        ):
            demands.take(demand, step, by=by, now=evening(day), **inputs)
