"""One demand as its page shows it: the record, its next steps, its deadlines, its process, what belongs to it.

The small lists of a demand are prepared reads: building their statements took longer than the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.prepared import PreparedRead
from pandeng.core.workflow import StepButton
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.attachments.queries import files_of_subject
from pandeng.domain.demands.clock import Light
from pandeng.domain.demands.models import (
    Clock,
    ConfidentialNote,
    ConsultationItem,
    Demand,
    DemandNode,
    DemandPart,
    DemandPlatform,
    DemandStep,
    Extension,
    NodePlanRequest,
    SupervisionSlip,
)
from pandeng.domain.demands.queries import (
    buttons,
    handles,
    light_for,
    removed_nodes,
    with_facts,
)
from pandeng.domain.demands.rules import PastStep
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.queries import Person, present_contacts, reads_enterprise
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.nodes.models import NodeBlock
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.versions import RecordVersion, versions_of

MAX_VERSIONS = 12


@dataclass(frozen=True)
class DemandClock:
    """A deadline with its light while it runs; `in_time` says how it ended."""

    of: Clock
    light: Light | None
    in_time: bool


@dataclass(frozen=True)
class DemandPage:
    """What the page shows beside the form of the next step."""

    demand: Demand
    sees_enterprise: bool  # its page opens for this person
    contacts: list[
        Person
    ]  # whom to call, for those who handle the demand and do not read that page
    buttons: list[StepButton]
    tone: str
    light: Light | None
    clocks: list[DemandClock]
    parts: list[DemandPart]
    platforms: list[DemandPlatform]
    name_platform_url: str  # where one more is named; empty for those who may not
    nodes: list[tuple[DemandNode, Light | None]]
    removed_nodes: list[tuple[str, date, date]]  # name, first date, when it was taken out
    extensions: list[Extension]
    node_requests: list[NodePlanRequest]
    process: list[DemandStep]
    slips: list[SupervisionSlip]
    items: list[ConsultationItem]
    outcomes: list[Outcome]
    children: list[Demand]
    secret: ConfidentialNote | None
    blocked: list[NodeBlock]
    files: list[Attachment]
    versions: list[RecordVersion]


def demand_page(scope: Scope, pk: int, today: date) -> DemandPage:
    """The page of a demand; one out of scope is as missing as one that never was.

    The demand is read with which kinds of record belong to it, and only the kinds that it has are
    read: six queries, one for each kind, and one for each kind of record that its versions name.
    """
    found = WHOLE(scope, pk)
    if not found:
        raise NotFound(_("没有找到这条记录。"))
    demand, light = found[0], light_for(scope, today)

    def of_it(read: PreparedRead, has: str) -> list[Any]:
        return read(scope, pk) if getattr(demand, has) else []

    process = PROCESS(scope, pk)
    return DemandPage(
        demand=demand,
        buttons=buttons(scope, demand, None if scope.is_outside else _taken(process)),
        sees_enterprise=reads_enterprise(scope, demand.enterprise_id),
        contacts=_contacts(scope, demand),
        tone=LOOP.tones[demand.status],
        light=light(demand.next_due_on),
        clocks=_clocks(CLOCKS(scope, pk), light),
        parts=of_it(PARTS, "has_part"),
        platforms=of_it(PLATFORMS, "has_platform"),
        name_platform_url=BY_MODEL[DemandPlatform].enter_url(scope, demand=pk),
        nodes=[
            (node, None if node.done_on else light(node.planned_on))
            for node in of_it(NODES, "node_count")
        ],
        removed_nodes=removed_nodes(scope, pk) if demand.is_long_cycle else [],
        extensions=of_it(EXTENSIONS, "has_extension"),
        node_requests=of_it(NODE_REQUESTS, "has_node_request"),
        process=process,
        slips=of_it(SLIPS, "has_slip"),
        items=of_it(ITEMS, "has_item"),
        outcomes=of_it(OUTCOMES, "has_outcome"),
        children=of_it(CHILDREN, "has_child") or of_it(CHILDREN, "has_merged"),
        secret=next(iter(of_it(SECRETS, "has_secret")), None),
        blocked=of_it(BLOCKED, "has_blocked"),
        files=of_it(FILES, "has_file"),
        versions=versions_of(Demand, pk, scope)[:MAX_VERSIONS],
    )


def _taken(process: list[DemandStep]) -> list[PastStep]:
    """The process from its first step on, as the rules read it."""
    return [
        PastStep(line.step, localdate(line.happened_at), line.user_id) for line in reversed(process)
    ]


def _contacts(scope: Scope, demand: Demand) -> list[Person]:
    """The people of the enterprise, for the units that handle its demand: the present ones, unmasked."""
    if demand.enterprise is None or not handles(scope, demand):
        return []
    return present_contacts(scope, demand.enterprise)


def _clocks(clocks: list[Clock], light: Callable[[date | None], Light | None]) -> list[DemandClock]:
    """Those that run first, the nearest deadline on top."""
    order = sorted(clocks, key=lambda one: (one.ended_on is not None, one.due_on, one.pk))
    return [
        DemandClock(
            of=clock,
            light=light(clock.due_on) if not (clock.ended_on or clock.paused_on) else None,
            in_time=clock.ended_on is not None and clock.ended_on <= clock.due_on,
        )
        for clock in order
    ]


def _whole(scope: Scope, pk: int) -> "QuerySet[Any]":
    """A demand with the records it names, what its rules ask, and which kinds of record belong to it."""
    files = Attachment.objects.filter(
        subject_kind=Demand._meta.label, subject_id=OuterRef("pk"), removed_on__isnull=True
    )
    has: dict[str, Any] = {
        f"has_{name}": Exists(rows)
        for name, rows in (
            *((name, model._base_manager.filter(demand=OuterRef("pk"))) for name, model in KINDS),
            ("child", Demand._base_manager.filter(parent=OuterRef("pk"))),
            ("merged", Demand._base_manager.filter(merged_into=OuterRef("pk"))),
            ("blocked", NodeBlock._base_manager.filter(demand_ref=OuterRef("pk"))),
            ("file", files),
        )
    }
    rows = with_facts(Demand.objects.visible_to(scope).filter(pk=pk)).annotate(**has)
    return rows.select_related(
        "enterprise", "chain", "county", "matter__level", "level", "department", "handler",
        "parent", "merged_into",
    )  # fmt: skip


def _of_demand(
    model: type[ClusterRecord], *beside: str, order: tuple[str, ...] = ()
) -> "Callable[[Scope, int], QuerySet[Any]]":
    def build(scope: Scope, demand: int) -> "QuerySet[Any]":
        rows = model.objects.visible_to(scope).filter(demand_id=demand)
        rows = rows.select_related(*beside) if beside else rows
        return rows.order_by(*order) if order else rows

    return build


def _children(scope: Scope, demand: int) -> "QuerySet[Any]":
    rows = Demand.objects.visible_to(scope)
    of_it = Q(parent_id=demand) | Q(merged_into_id=demand)
    return rows.filter(of_it).select_related("enterprise", "chain")


def _blocked(scope: Scope, demand: int) -> "QuerySet[Any]":
    rows = NodeBlock.objects.visible_to(scope).filter(demand_ref=demand)
    return rows.select_related("milestone__project")


def _files(scope: Scope, demand: int) -> "QuerySet[Any]":
    return files_of_subject(scope, Demand._meta.label, demand)


KINDS: tuple[tuple[str, Any], ...] = (
    ("part", DemandPart),
    ("platform", DemandPlatform),
    ("extension", Extension),
    ("node_request", NodePlanRequest),
    ("slip", SupervisionSlip),
    ("item", ConsultationItem),
    ("outcome", Outcome),
    ("secret", ConfidentialNote),
)
WHOLE = PreparedRead(_whole)
CLOCKS = PreparedRead(_of_demand(Clock, "department"))
PARTS = PreparedRead(_of_demand(DemandPart, "department"))
PLATFORMS = PreparedRead(_of_demand(DemandPlatform, "platform", order=("-since", "-id")))
NODES = PreparedRead(_of_demand(DemandNode))
EXTENSIONS = PreparedRead(_of_demand(Extension))
NODE_REQUESTS = PreparedRead(_of_demand(NodePlanRequest))
PROCESS = PreparedRead(_of_demand(DemandStep, "department", order=("-order",)))
SLIPS = PreparedRead(_of_demand(SupervisionSlip))
ITEMS = PreparedRead(_of_demand(ConsultationItem, "consultation", "department"))
OUTCOMES = PreparedRead(_of_demand(Outcome))
SECRETS = PreparedRead(_of_demand(ConfidentialNote))
CHILDREN = PreparedRead(_children)
BLOCKED = PreparedRead(_blocked)
FILES = PreparedRead(_files)
