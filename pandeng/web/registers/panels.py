"""What a detail page shows beyond facts: charts, time lines, and what may be done from here."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.personal import ERASED
from pandeng.core.verdict import ALLOW
from pandeng.domain.chains.models import Chain, Segment
from pandeng.domain.demands.models import Consultation, Demand, DemandStep
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact, Statement
from pandeng.domain.enterprises.naming import name_on
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import (
    InvestmentEntry,
    Milestone,
    Project,
    ProjectLabel,
    ProjectListing,
    ProjectStep,
)
from pandeng.domain.projects.node_queries import nodes_of
from pandeng.domain.projects.nodes.models import Guarantee
from pandeng.domain.teams.models import Team, Visit
from pandeng.web.charts import Chart, Series
from pandeng.web.registers.life import life_panel
from pandeng.web.registers.register import Register

WAN = 10_000


def name_of(
    register: Register,
    record: Any,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> str:
    """What a record is called in headings: an enterprise as it was called then, a contact not by name."""
    if register.model is Enterprise and (as_of or known_at):
        return name_on(record.id, as_of, known_at)
    personal = {item.name for item in register.model._meta.fields if hasattr(item, "mask")}
    for field in ("name", "title", "person"):
        if field not in personal and (value := getattr(record, field, "")):
            return str(value)
    for field in ("enterprise", "project", "demand", "supplier"):
        if other := getattr(record, field, None):
            return f"{other} · {register.title}"
    return str(register.title)


def shows_itself(register: Register, other: Register) -> bool:
    """Kinds that a panel already shows need no second table."""
    return (register.model, other.model) in {
        (Demand, DemandStep),
        (Project, Milestone),
        (Project, ProjectStep),
        (Project, ProjectListing),
        (Project, ProjectLabel),
        (Project, Guarantee),
        (Chain, Segment),
    }


def panels_of(
    register: Register, scope: Scope, record: Any, as_of: date | None, known_at: datetime | None
) -> dict[str, Any]:
    """The panels of a record, by template name; the nodes of a project as they were known then."""
    if register.model is Enterprise:
        return {"revenue": _revenue(scope, record.id)}
    if register.model is Project:
        panels = {
            "nodes": nodes_of(scope, [record.id], as_of, known_at).get(record.id, []),
            "investment": investment(scope, record.id),
        }
        return {**panels, "life": life_panel(scope, record)} if type(record) is Project else panels
    if register.model is Demand:
        return {"steps": _steps(scope, record.id)}
    if register.model is Chain:
        return {"segments": _segments(scope, record.id)}
    return {}


def list_actions(register: Register, scope: Scope) -> list[dict[str, Any]]:
    if register.model is Enterprise:
        return [
            {
                "title": _("月度填报"),
                "url": "/enterprises/sheet/",
                "may": scope.may("report_statement"),
            },
            {
                "title": _("登记企业"),
                "url": "/enterprises/new/",
                "may": scope.may("edit_enterprise"),
            },
            {"title": _("名称匹配"), "url": "/enterprises/matches/", "may": ALLOW},
        ]
    if register.model is Statement:
        sheet = scope.may("report_statement")
        return [
            {"title": _("月度填报"), "url": "/enterprises/sheet/", "may": sheet},
            {"title": _("合计与增速"), "url": "/enterprises/totals/", "may": ALLOW},
        ]
    if register.model is Project:
        return [
            {"title": _("登记项目"), "url": "/projects/new/", "may": scope.may("edit_project")},
            {"title": _("投资月报"), "url": "/projects/ledger/", "may": ALLOW},
            {"title": _("清单比对"), "url": "/projects/compare/", "may": ALLOW},
            {"title": _("重点项目指标"), "url": "/projects/figures/", "may": ALLOW},
            {"title": _("挂图作战"), "url": "/projects/wall/", "may": ALLOW},
            {"title": _("项目亮灯"), "url": "/projects/lights/", "may": ALLOW},
            {"title": _("年度投资预测"), "url": "/projects/forecast/", "may": ALLOW},
        ]
    if register.model is Team:
        return [{"title": _("小组覆盖"), "url": "/teams/coverage/", "may": ALLOW}]
    if register.model is Visit:
        return [{"title": _("走访日历"), "url": "/teams/visits/calendar/", "may": ALLOW}]
    if register.model is Consultation:
        may = scope.may("hold_consultation")
        return [{"title": _("安排会商"), "url": "/demands/consultations/new/", "may": may}]
    return []


def detail_actions(register: Register, scope: Scope, record: Any) -> list[dict[str, Any]]:
    if register.model is Outcome:
        at = f"/outcomes/{record.id}/decide/"
        title = _("确认") if record.status == "reported" else _("查看依据")
        return [{"title": title, "url": at, "may": ALLOW}]
    if register.model is Statement:
        at, may = f"/enterprises/statements/{record.id}/correct/", scope.may("report_statement")
        return [{"title": _("更正或核实"), "url": at, "may": may}]
    if register.model is Project:
        return [{"title": _("打印项目页"), "url": f"/projects/{record.id}/sheet/", "may": ALLOW}]
    if register.model is EnterpriseContact:
        return _contact_actions(scope, record)
    if register.model is not Enterprise:
        return []
    at = f"/enterprises/{record.id}"
    return [
        {"title": _("填报报表"), "url": f"{at}/report/", "may": scope.may("report_statement")},
        {
            "title": _("登记诉求"),
            "url": f"/demands/new/?enterprise={record.id}",
            "may": scope.may("receive_demand"),
        },
        {
            "title": _("安排走访"),
            "url": f"/teams/visits/new/?enterprise={record.id}",
            "may": scope.may("record_visit"),
        },
        {"title": _("登记成果"), "url": f"{at}/outcome/", "may": scope.may("report_outcome")},
        {"title": _("登记信息"), "url": f"{at}/register/", "may": ALLOW},
        {"title": _("更正"), "url": f"{at}/correct/", "may": scope.may("edit_enterprise")},
    ]


def _contact_actions(scope: Scope, record: Any) -> list[dict[str, Any]]:
    if record.phone == ERASED:
        return []
    at = f"/enterprises/{record.enterprise_id}/contacts/{record.id}"
    correct, erase = scope.may("edit_contact"), scope.may("erase_personal")
    return [
        {"title": _("更正"), "url": f"{at}/correct/", "may": correct},
        {"title": _("删除个人信息"), "url": f"{at}/erase/", "may": erase},
    ]


def _revenue(scope: Scope, pk: int) -> Chart | None:
    rows = (
        Statement.objects.visible_to(scope)
        .filter(enterprise_id=pk, measure="revenue", period_kind="month", basis="current")
        .order_by("period_on")
        .values_list("period_on", "amount")[:36]
    )
    return _by_month(list(rows), _("当月营业收入"))


def investment(scope: Scope, pk: int) -> Chart | None:
    rows = (
        InvestmentEntry.objects.visible_to(scope)
        .filter(project_id=pk, measure="month")
        .order_by("month_on")
        .values_list("month_on", "amount_yuan")[:48]
    )
    return _by_month(list(rows), _("当月完成投资"))


def _by_month(points: list[Any], title: str) -> Chart | None:
    """Bars of monthly amounts in 万元; nothing to draw is no chart."""
    if not points:
        return None
    return Chart(
        kind="bar",
        labels=[day.strftime("%Y-%m") for day, _amount in points],
        series=[
            Series(
                title, [float(units.half_up(Decimal(amount) / WAN, 1)) for _day, amount in points]
            )
        ],
        unit=_("万元"),
        axis=_("月份"),
    )


def _steps(scope: Scope, pk: int) -> Any:
    return (
        DemandStep.objects.visible_to(scope)
        .filter(demand_id=pk)
        .select_related("department")
        .order_by("order")
    )


def _segments(scope: Scope, pk: int) -> list[dict[str, Any]]:
    """The segments by stage, each with how many enterprises stand on it. One query."""
    from django.db.models import Count, Q

    rows = (
        Segment.objects.visible_to(scope)
        .filter(chain_id=pk)
        .annotate(
            enterprises=Count("placements", filter=Q(placements__until__isnull=True), distinct=True)
        )
        .order_by("code")
    )
    stages: dict[str, list[Segment]] = {}
    for segment in rows:
        stages.setdefault(segment.stage, []).append(segment)
    return [{"stage": stage, "segments": segments} for stage, segments in stages.items()]
