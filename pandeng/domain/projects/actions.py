"""Writing projects: take over a list, reach a stage, report investment, correct what was reported."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.rules import search_text
from pandeng.domain.projects.models import (
    AttractedSupplier,
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
)

STAGES = {
    "proposed_on": gettext_lazy("谋划"),
    "negotiating_on": gettext_lazy("洽谈"),
    "signed_on": gettext_lazy("签约"),
    "started_on": gettext_lazy("开工"),
    "building_on": gettext_lazy("转入建设"),
    "completed_on": gettext_lazy("竣工"),
    "in_production_on": gettext_lazy("投产"),
    "at_capacity_on": gettext_lazy("达产"),
    "in_statistics_on": gettext_lazy("入库纳统"),
}


def take_over(
    projects: Iterable[Project],
    listings: Iterable[ProjectListing],
    milestones: Iterable[Milestone] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Take over a year's list of key projects with their nodes."""
    by.may(Permission.EDIT_PROJECT).require()
    rows = list(projects)
    for row in rows:
        row.search_text = search_text([row.name, row.short_name], row.code)
    nodes = list(milestones)
    for node in nodes:
        node.original_on = node.original_on or node.planned_on
        node.planned_since = node.planned_since or now.date()
    with Change("projects.take_over", by=by, now=now, why=why) as change:
        change.bulk_add(rows)
        change.bulk_add(listings)
        change.bulk_add(nodes)


def label(labels: Iterable[ProjectLabel], *, by: Scope, now: datetime, why: str = "") -> None:
    by.may(Permission.EDIT_PROJECT).require()
    with Change("projects.label", by=by, now=now, why=why) as change:
        change.bulk_add(labels)


def reach_stage(
    projects: Sequence[Project], stage: str, *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Record that projects reached a stage; the dates stand on the records. Refuses a future date."""
    by.may(Permission.EDIT_PROJECT).require()
    if stage not in STAGES:
        raise DomainError(
            _("没有“%(stage)s”这一阶段，可用的有：%(values)s。")
            % {"stage": stage, "values": "、".join(map(str, STAGES.values()))}
        )
    for project in projects:
        day = getattr(project, stage)
        if day is None or day > now.date():
            raise DomainError(
                _("%(name)s：%(stage)s日期不能晚于填报当日。")
                % {"name": project.name, "stage": STAGES[stage]}
            )
    with Change("projects.reach_stage", by=by, now=now, why=why) as change:
        change.save_all(projects, [stage])


def reach_nodes(
    milestones: Sequence[Milestone], *, by: Scope, now: datetime, why: str = ""
) -> None:
    by.may(Permission.EDIT_PROJECT).require()
    with Change("projects.reach_nodes", by=by, now=now, why=why) as change:
        change.save_all(milestones, ["actual_on"])


def report_investment(entries: Iterable[InvestmentEntry], *, by: Scope, now: datetime) -> None:
    by.may(Permission.EDIT_PROJECT).require()
    with Change("projects.report_investment", by=by, now=now) as change:
        change.bulk_add(entries)


def correct_investment(
    entry: InvestmentEntry, *, amount_yuan: int, why: str, by: Scope, now: datetime
) -> None:
    by.may(Permission.EDIT_PROJECT).require()
    if not why.strip():
        raise DomainError(_("请写明更正原因。"))
    with Change("projects.correct_investment", by=by, now=now, why=why) as change:
        change.save(entry, amount_yuan=amount_yuan, reported_on=now.date())


def attract(suppliers: Iterable[AttractedSupplier], *, by: Scope, now: datetime) -> None:
    by.may(Permission.EDIT_PROJECT).require()
    with Change("projects.attract", by=by, now=now) as change:
        change.bulk_add(suppliers)
