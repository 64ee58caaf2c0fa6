"""One project, and one of its nodes, as their pages show them: what several words know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pandeng.access.models import Department
from pandeng.access.records import one_of
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.demands.models import Demand, Responsibility
from pandeng.domain.projects.ledger.models import LightVerdict, ProjectSlip
from pandeng.domain.projects.ledger.queries import closings
from pandeng.domain.projects.ledger.reports import MoneyStanding, standing
from pandeng.domain.projects.lifecycle.queries import Life, life_of
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.node_queries import (
    Node,
    RemovedNode,
    contradictions,
    moves_of,
    node_of,
    nodes_of,
    removed_nodes,
)
from pandeng.domain.projects.nodes import rules
from pandeng.domain.projects.nodes.models import NodeBlock, NodeMove, NodeWait
from pandeng.domain.projects.nodes.stages import Contradiction
from pandeng.domain.registers.versions import RecordVersion, versions_of

MAX_VERSIONS = 12


@dataclass(frozen=True)
class ProjectPage:
    """A project on a day. `readable`: the blocking demands that this person may open; `month`: the last
    month that has ended, whose money `money` tells."""

    project: Project
    on: date
    life: Life
    files: list[Attachment]
    nodes: list[Node]
    removed: list[RemovedNode]
    contradictions: list[Contradiction]
    readable: set[int]
    verdict: LightVerdict | None
    slips: list[ProjectSlip]
    month: date
    money: MoneyStanding
    versions: list[RecordVersion]

    @property
    def counts(self) -> dict[str, int]:
        nodes = self.nodes
        return {
            "total": len(nodes),
            "done": sum(node.is_done for node in nodes),
            "late": sum(node.is_late for node in nodes),
            "done_late": sum(node.state == "done_late" for node in nodes),
            "blocked": sum(bool(node.blocked_by) for node in nodes),
            "needs": sum(one.given_on is None for node in nodes for one in node.guarantees),
        }


def project_page(scope: Scope, project: Project, on: date) -> ProjectPage:
    """The page of a project that the caller found through this scope."""
    nodes = nodes_of(scope, [project.pk], on).get(project.pk, [])
    month = closings(scope).last_ended(on)
    verdicts = LightVerdict.objects.visible_to(scope).filter(in_force(on), project=project)
    slips = ProjectSlip.objects.visible_to(scope).filter(project=project)
    return ProjectPage(
        project=project,
        on=on,
        life=life_of(scope, project),
        files=list(files_of(scope, project)),
        nodes=nodes,
        removed=removed_nodes(scope, project.pk),
        contradictions=contradictions(scope, project.pk),
        readable=readable(scope, (one.demand_id for node in nodes for one in node.blocked_by)),
        verdict=verdicts.order_by("-since").first(),
        slips=list(slips.order_by("-issued_on")),
        month=month,
        money=standing(scope, project, month),
        versions=versions_of(Project, project.pk, scope)[:MAX_VERSIONS],
    )


@dataclass(frozen=True)
class NodePage:
    """A node today. `followers`: the nodes that wait for it; `blocks`: every demand that blocks or blocked
    it, each with whether this person may open it; `moves`: what moved its plan, or was to."""

    record: Milestone
    node: Node
    followers: list[str]
    blocks: list[tuple[NodeBlock, bool]]
    moves: list[NodeMove]
    versions: list[RecordVersion]


def node_page(scope: Scope, pk: int, today: date) -> NodePage:
    waiting = NodeWait.objects.visible_to(scope).filter(waits_for=pk)
    blocks = list(NodeBlock.objects.visible_to(scope).filter(milestone=pk))
    seen = readable(scope, (one.demand_ref for one in blocks))
    return NodePage(
        record=one_of(Milestone, scope, pk),
        node=node_of(scope, pk, today),
        followers=list(waiting.values_list("node__name", flat=True)),
        blocks=[(one, one.demand_ref in seen) for one in blocks],
        moves=list(moves_of(scope, pk)),
        versions=versions_of(Milestone, pk, scope)[:MAX_VERSIONS],
    )


def readable(scope: Scope, demands: Iterable[int]) -> set[int]:
    """Those of these demands that this person may open. No query where there are none."""
    if not (ids := list(demands)):
        return set()
    rows = Demand.objects.visible_to(scope).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def guarantors(scope: Scope, project: Project) -> dict[str, Department]:
    """Who gives which guarantee, by the responsibility list: the county's own line before the general."""
    lines = Responsibility.objects.visible_to(scope).filter(matter__code__in=rules.GUARANTEES)
    found: dict[str, Department] = {}
    for line in lines.select_related("matter", "department").order_by("county_id"):
        if line.county_id == project.county_id or (
            line.county_id is None and line.matter.code not in found
        ):
            found[line.matter.code] = line.department
    return found
