"""Reading nodes: each with its state on a day, what it waits for, its guarantees and open demands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.permissions import Permission
from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import NotFound
from pandeng.core.history import as_of_system_time, version_model
from pandeng.core.models import AuditEvent
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop
from pandeng.domain.projects.chart import SHAPES
from pandeng.domain.projects.lifecycle.facts import STAGES
from pandeng.domain.projects.models import Milestone, Project, ProjectListing, halted
from pandeng.domain.projects.nodes import rules, stages
from pandeng.domain.projects.nodes.models import Guarantee, NodeBlock, NodeLate, NodeMove, NodeWait
from pandeng.domain.projects.nodes.workflow import ASKED


@dataclass(frozen=True)
class NodeGuarantee:
    """A guarantee that a node needs. `given_on` is empty while it was not given by the day judged."""

    id: int
    kind: str
    word: str
    department_id: int | None
    department: str
    due_on: date | None
    given_on: date | None
    note: str
    as_of: date

    @property
    def is_late(self) -> bool:
        """Given after the day it was needed, or not given although that day has passed."""
        return self.due_on is not None and (self.given_on or self.as_of) > self.due_on


@dataclass(frozen=True)
class NodeDemand:
    """An open demand that blocks a node."""

    id: int
    demand_id: int
    number: str
    reason: str
    since: date


@dataclass(frozen=True)
class Wait:
    """A node that another one waits for; `reached` on the day judged."""

    node_id: int
    order: int
    name: str
    reached: bool


@dataclass(frozen=True)
class Node:
    """A node of a project as it stood on a day. `original_on`: the first plan, whatever was moved since;
    `behind_first`: days after the first plan, by the day it was reached, else by the day judged."""

    id: int
    project_id: int
    order: int
    code: str
    name: str
    is_key: bool
    planned_on: date
    original_on: date
    forecast_on: date | None
    actual_on: date | None
    responsible: str
    department_id: int | None
    department: str
    evidence: str
    planned_since: date | None
    waits_for: tuple[Wait, ...]
    guarantees: tuple[NodeGuarantee, ...]
    blocked_by: tuple[NodeDemand, ...]
    state: str
    is_late: bool
    late_periods: tuple[rules.Period, ...]
    behind_first: int
    facts: rules.NodeFacts = field(repr=False)

    @property
    def is_done(self) -> bool:
        return self.state in rules.DONE

    @property
    def is_moved(self) -> bool:
        return self.original_on != self.planned_on

    @property
    def tone(self) -> str:
        return rules.TONES[self.state]

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def word(self) -> str:
        return _(rules.STATES[self.state])


def milestones(
    scope: Scope, project_id: int, *, but: Milestone | None = None
) -> QuerySet[Milestone]:
    """The nodes of a project that another may wait for."""
    rows: QuerySet[Milestone] = Milestone.objects.visible_to(scope).filter(project_id=project_id)
    return rows.exclude(pk=but.pk) if but else rows


def waited_for(scope: Scope, node: Milestone) -> list[int]:
    """The nodes that must be done before this one."""
    waits = NodeWait.objects.visible_to(scope).filter(node=node)
    return list(waits.values_list("waits_for_id", flat=True))


def nodes_of(
    scope: Scope,
    project_ids: Iterable[int] | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, list[Node]]:
    """The nodes of each project in order (of every project that the scope sees, without `project_ids`).

    What happened after `as_of` (today without it) has not happened; `known_at` reads what the office
    knew. Five queries, whatever the number of projects.
    """
    day = as_of or scope.on or timezone.localdate()
    chosen = None if project_ids is None else list(project_ids)
    near = {} if chosen is None else {"project_id__in": chosen}
    rows = list(
        seen(Milestone, scope, known_at)
        .filter(**near)
        .order_by("project_id", "order", "id")
        .values(*FIELDS, "department__short_name", "department__name")
    )
    of = {} if chosen is None else {"milestone__project_id__in": chosen}
    guarantees = _guarantees(scope, of, day, known_at)
    blocks = _blocks(scope, of, day, known_at)
    waits = _waits(scope, chosen, known_at)
    late = _late(scope, chosen, known_at)
    named = {row["id"]: (row, bool(row["actual_on"] and row["actual_on"] <= day)) for row in rows}
    followers: dict[int, list[str]] = defaultdict(list)
    for node, others in waits.items():
        for other in others:
            if node in named and named[node][1]:
                followers[other].append(named[node][0]["name"])
    found: dict[int, list[Node]] = defaultdict(list)
    for row in rows:
        waiting = tuple(
            Wait(one, named[one][0]["order"], named[one][0]["name"], named[one][1])
            for one in sorted(waits.get(row["id"], ()))
            if one in named
        )
        found[row["project_id"]].append(
            _node(
                row,
                day,
                tuple(late.get(row["id"], ())),
                waiting,
                tuple(guarantees.get(row["id"], ())),
                tuple(blocks.get(row["id"], ())),
                tuple(followers.get(row["id"], ())),
            )
        )
    return dict(found)


def node_of(scope: Scope, node_id: int, as_of: date | None = None) -> Node:
    """One node with all that the rules must know. One out of scope is as missing as none."""
    project = (
        Milestone.objects.visible_to(scope)
        .filter(pk=node_id)
        .values_list("project_id", flat=True)
        .first()
    )
    if project is None:
        raise NotFound(_("没有找到这个节点。"))
    found = next(node for node in nodes_of(scope, [project], as_of)[project] if node.id == node_id)
    asked = moves_of(scope, node_id).filter(status=ASKED).exists()
    return replace(found, facts=replace(found.facts, move_asked=asked))


def moves_of(scope: Scope, node_id: int) -> QuerySet[NodeMove]:
    """Every move of a node's plan, granted or not, the newest first."""
    return NodeMove.objects.visible_to(scope).filter(milestone=node_id).order_by("-asked_on", "-id")


def moves_to_decide(scope: Scope) -> QuerySet[NodeMove]:
    """Moves that wait for this person's approval."""
    rows: QuerySet[NodeMove] = NodeMove.objects.visible_to(scope).filter(status=ASKED)
    if not scope.may(Permission.EDIT_PROJECT_LIST):
        return rows.none()
    return rows.exclude(asker_id=scope.user_id or 0).select_related("milestone__project")


def running_keys(scope: Scope, today: date, furthest: date) -> list[Milestone]:
    """Key nodes due by a day and not reached, of projects on the year's list that go on; the nearest first."""
    listed = ProjectListing.objects.visible_to(scope).filter(in_force(today), year=today.year)
    going = Project.objects.visible_to(scope).exclude(halted(today))
    rows = Milestone.objects.visible_to(scope).filter(
        is_key=True,
        actual_on__isnull=True,
        planned_on__lte=furthest,
        project_id__in=listed.values("project_id"),
    )
    rows = rows.filter(project_id__in=going.values("id"))
    return list(rows.select_related("project__county", "department").order_by("planned_on", "id"))


def _of_stages() -> Q:
    return Q(code__in=stages.BY_CODE) | Q(code="", name__in=stages.BY_NAME)


def stage_node(project_id: int, stage: str) -> Milestone | None:
    """The node of a project that is this stage."""
    rows = Milestone.objects.filter(_of_stages(), project_id=project_id).order_by("order")
    return next((one for one in rows if stages.stage_of(one.code, one.name) == stage), None)


def contradictions(scope: Scope, project_id: int | None = None) -> list[stages.Contradiction]:
    """Nodes that are a stage and say another day than the project. One query."""
    rows = Milestone.objects.visible_to(scope).filter(_of_stages())
    if project_id is not None:
        rows = rows.filter(project_id=project_id)
    columns = {stage: STAGES[stage].column for stage in set(stages.BY_CODE.values())}
    found, seen_already = [], set()
    for row in rows.order_by("project__code", "order").values(
        "id", "name", "code", "actual_on", "project_id", "project__name",
        *(f"project__{column}" for column in columns.values()),
    ):  # fmt: skip
        stage = stages.stage_of(row["code"], row["name"])
        stage_on = row[f"project__{columns[stage]}"]
        if (row["project_id"], stage) in seen_already or stage_on == row["actual_on"]:
            continue
        seen_already.add((row["project_id"], stage))
        found.append(
            stages.Contradiction(
                row["project_id"], row["project__name"], row["id"], row["name"],
                stage, row["actual_on"], stage_on,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class RemovedNode:
    """A node that was taken out of the plan: what it was, when it was due at first and at last, and why."""

    name: str
    original_on: date
    planned_on: date
    removed_at: datetime
    why: str


def removed_nodes(scope: Scope, project_id: int) -> list[RemovedNode]:
    """The nodes taken out of a project's plan, the newest first. The project was found through this scope."""
    rows = list(
        version_model(Milestone)
        .objects.filter(cluster_id=scope.in_cluster(), project_id=project_id, history_type="-")
        .order_by("-history_date", "-history_id")
    )
    uids = [(row.history_change_reason or "").partition(" ")[2] for row in rows]
    events = AuditEvent.objects.filter(uid__in=[uid for uid in uids if uid])
    told = {str(uid): personal or {} for uid, personal in events.values_list("uid", "personal")}
    return [
        RemovedNode(
            row.name,
            row.original_on or row.planned_on,
            row.planned_on,
            row.history_date,
            str(told.get(uid, {}).get("why") or ""),
        )
        for row, uid in zip(rows, uids, strict=True)
    ]


def reports(scope: Scope, department_id: int | None) -> Verdict:
    """May this person report what that unit is in charge of? Who edits projects may report everything."""
    if scope.may(Permission.EDIT_PROJECT):
        return ALLOW
    if not (may := scope.may(Permission.REPORT_NODE)):
        return may
    if department_id not in scope.departments:
        return deny(gettext_noop("这一项由其他单位负责，只能由责任单位或专班登记。"))
    return ALLOW


def moves_directly(scope: Scope, *, is_key: bool) -> bool:
    """Does this person move a plan at once? A key node only the office; another one who edits projects."""
    if scope.may(Permission.EDIT_PROJECT_LIST):
        return True
    return not is_key and bool(scope.may(Permission.EDIT_PROJECT))


def may_remove(scope: Scope, *, is_key: bool) -> Verdict:
    if is_key and not scope.may(Permission.EDIT_PROJECT_LIST):
        return deny(gettext_noop("关键节点由专班移出计划。"))
    return scope.may(Permission.EDIT_PROJECT)


def may_set_key(scope: Scope, was: bool, is_key: bool) -> Verdict:
    """What is key stays so unless the office says otherwise: else its plan could be moved by anybody."""
    if was and not is_key and not scope.may(Permission.EDIT_PROJECT_LIST):
        return deny(gettext_noop("关键节点改为一般节点，须由专班办理。"))
    return ALLOW


FIELDS = (
    "id", "project_id", "order", "code", "name", "is_key", "planned_on", "original_on", "planned_since",
    "forecast_on", "actual_on", "responsible", "evidence", "department_id",
)  # fmt: skip


def _node(
    row: dict[str, Any],
    day: date,
    late: tuple[tuple[date, date], ...],
    waits: tuple[Wait, ...],
    guarantees: tuple[NodeGuarantee, ...],
    blocks: tuple[NodeDemand, ...],
    followers: tuple[str, ...],
) -> Node:
    actual = row["actual_on"] if row["actual_on"] and row["actual_on"] <= day else None
    facts = rules.NodeFacts(
        name=row["name"],
        planned_on=row["planned_on"],
        planned_since=row["planned_since"],
        actual_on=actual,
        late=late,
        waiting=tuple(one.name for one in waits if not one.reached),
        blocking=tuple(one.number for one in blocks),
        followers=followers,
        original_on=row["original_on"],
    )
    first = row["original_on"] or row["planned_on"]
    return Node(
        id=row["id"],
        project_id=row["project_id"],
        order=row["order"],
        code=row["code"],
        name=row["name"],
        is_key=row["is_key"],
        planned_on=row["planned_on"],
        original_on=first,
        forecast_on=row["forecast_on"],
        actual_on=actual,
        responsible=row["responsible"],
        department_id=row["department_id"],
        department=row["department__short_name"] or row["department__name"] or "",
        evidence=row["evidence"] if actual else "",
        planned_since=row["planned_since"],
        waits_for=waits,
        guarantees=guarantees,
        blocked_by=blocks,
        state=rules.state_of(facts, day),
        is_late=rules.is_late(facts, day),
        late_periods=rules.late_periods(facts, day),
        behind_first=max(0, ((actual or day) - first).days),
        facts=facts,
    )


def _guarantees(
    scope: Scope, of: dict[str, Any], day: date, known_at: datetime | None
) -> dict[int, list[NodeGuarantee]]:
    found: dict[int, list[NodeGuarantee]] = defaultdict(list)
    words = {kind: _(word) for kind, word in rules.GUARANTEES.items()}
    rows = seen(Guarantee, scope, known_at).filter(**of)
    for row in rows.order_by("milestone_id", "id").values(
        "id", "milestone_id", "kind", "department_id", "department__short_name", "department__name",
        "due_on", "given_on", "note",
    ):  # fmt: skip
        given = row["given_on"] if row["given_on"] and row["given_on"] <= day else None
        found[row["milestone_id"]].append(
            NodeGuarantee(
                id=row["id"],
                kind=row["kind"],
                word=words[row["kind"]],
                department_id=row["department_id"],
                department=row["department__short_name"] or row["department__name"] or "",
                due_on=row["due_on"],
                given_on=given,
                note=row["note"],
                as_of=day,
            )
        )
    return found


def _blocks(
    scope: Scope, of: dict[str, Any], day: date, known_at: datetime | None
) -> dict[int, list[NodeDemand]]:
    found: dict[int, list[NodeDemand]] = defaultdict(list)
    rows = seen(NodeBlock, scope, known_at).filter(
        Q(until=None) | Q(until__gt=day), since__lte=day, **of
    )
    for row in rows.order_by("milestone_id", "since", "id").values(
        "id", "milestone_id", "demand_ref", "number", "reason", "since"
    ):
        found[row["milestone_id"]].append(
            NodeDemand(
                id=row["id"],
                demand_id=row["demand_ref"],
                number=row["number"],
                reason=row["reason"],
                since=row["since"],
            )
        )
    return found


def _waits(
    scope: Scope, chosen: list[int] | None, known_at: datetime | None
) -> dict[int, set[int]]:
    of = {} if chosen is None else {"node__project_id__in": chosen}
    found: dict[int, set[int]] = defaultdict(set)
    rows = seen(NodeWait, scope, known_at).filter(**of)
    for node, other in rows.values_list("node_id", "waits_for_id"):
        found[node].add(other)
    return found


def _late(
    scope: Scope, chosen: list[int] | None, known_at: datetime | None
) -> dict[int, list[tuple[date, date]]]:
    nodes = as_of_system_time(Milestone, known_at).filter(project_id__in=chosen or ())
    of = {} if chosen is None else {"node_id__in": nodes.values("id")}
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = seen(NodeLate, scope, known_at).filter(**of).order_by("since")
    for node, since, until in rows.values_list("node_id", "since", "until"):
        found[node].append((since, until))
    return found
