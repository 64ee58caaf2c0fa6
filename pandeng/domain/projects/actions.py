"""Writing projects: take over a list, reach a stage, report investment, correct what was reported."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, require_reason
from pandeng.core.verdict import ALLOW, Verdict, deny
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


IMPORT_EXISTING_PROJECTS = Action(
    "projects.import_existing", gettext_noop("导入已有项目台账"), Permission.EDIT_PROJECT
)


def import_existing_projects(
    projects: Iterable[Project],
    listings: Iterable[ProjectListing],
    milestones: Iterable[Milestone] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Import a year's list of key projects with their nodes."""
    IMPORT_EXISTING_PROJECTS.require(by)
    rows = list(projects)
    for row in rows:
        row.search_text = search_text([row.name, row.short_name], row.code)
    nodes = list(milestones)
    for node in nodes:
        node.original_on = node.original_on or node.planned_on
        node.planned_since = node.planned_since or now.date()
    with Change(IMPORT_EXISTING_PROJECTS, by=by, now=now, why=why) as change:
        change.bulk_add(rows)
        change.bulk_add(listings)
        change.bulk_add(nodes)


LABEL = Action("projects.label", gettext_noop("认定项目层级"), Permission.EDIT_PROJECT)


def label(labels: Iterable[ProjectLabel], *, by: Scope, now: datetime, why: str = "") -> None:
    with Change(LABEL, by=by, now=now, why=why) as change:
        change.bulk_add(labels)


REACH_STAGE = Action(
    "projects.reach_stage", gettext_noop("项目进入新阶段"), Permission.EDIT_PROJECT
)


def reach_stage(
    projects: Sequence[Project], stage: str, *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Record that projects reached a stage; the dates stand on the records. Refuses a future date."""
    REACH_STAGE.require(by)
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
    with Change(REACH_STAGE, by=by, now=now, why=why) as change:
        change.save_all(projects, [stage])


REACH_NODES = Action("projects.reach_nodes", gettext_noop("项目完成节点"), Permission.EDIT_PROJECT)


def reach_nodes(
    milestones: Sequence[Milestone], *, by: Scope, now: datetime, why: str = ""
) -> None:
    with Change(REACH_NODES, by=by, now=now, why=why) as change:
        change.save_all(milestones, ["actual_on"])


REPORT_INVESTMENT = Action(
    "projects.report_investment", gettext_noop("填报投资"), Permission.EDIT_PROJECT
)


def report_investment(entries: Iterable[InvestmentEntry], *, by: Scope, now: datetime) -> None:
    with Change(REPORT_INVESTMENT, by=by, now=now) as change:
        change.bulk_add(entries)


CORRECT_INVESTMENT = Action(
    "projects.correct_investment", gettext_noop("更正投资"), Permission.EDIT_PROJECT
)


def correct_investment(
    entry: InvestmentEntry, *, amount_yuan: int, why: str, by: Scope, now: datetime
) -> None:
    CORRECT_INVESTMENT.require(by)
    require_reason(why, _("请写明更正原因。"))
    with Change(CORRECT_INVESTMENT, by=by, now=now, why=why) as change:
        change.save(entry, amount_yuan=amount_yuan, reported_on=now.date())


ATTRACT = Action("projects.attract", gettext_noop("登记引进配套企业"), Permission.EDIT_PROJECT)


def attract(suppliers: Iterable[AttractedSupplier], *, by: Scope, now: datetime) -> None:
    with Change(ATTRACT, by=by, now=now) as change:
        change.bulk_add(suppliers)


def _check_supplier(supplier: AttractedSupplier, by: Scope, today: date) -> Verdict:
    if supplier.carrier and supplier.landed_on < supplier.carrier.opened_on:
        return deny(gettext_noop("园区载体%(day)s才启用。"), day=supplier.carrier.opened_on)
    return ALLOW


SUPPLIER = Workable(
    model=AttractedSupplier,
    code="projects.supplier",
    noun=gettext_noop("引进配套企业"),
    permission=Permission.EDIT_PROJECT,
    fields=("project", "name", "enterprise", "carrier", "position", "landed_on"),
    fixed=("project",),
    begins="landed_on",
    check=_check_supplier,
)
