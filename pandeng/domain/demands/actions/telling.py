"""Whom a step concerns, and the line that tells them: no figure in it and no name."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import User
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.domain.demands.actions.work import Work
from pandeng.domain.demands.models import Clock, Demand, DemandPart
from pandeng.domain.notices.actions import tell

OFFICE = ("office_lead", "office_staff")
UNIT_ROLES = ("department_handler", "county_reporter", *OFFICE)

LINES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "receive": (("office", gettext_noop("收到一件新诉求，等待受理")),),
    "resubmit": (("office", gettext_noop("一件诉求已补正重报，等待受理")),),
    "return": (("enterprise", gettext_noop("您的一件诉求需要补充材料")),),
    "decline": (("enterprise", gettext_noop("您的一件诉求已有审核意见")),),
    "assign": (
        ("lead", gettext_noop("一件诉求分办到本单位，等待签收")),
        ("parts", gettext_noop("一件诉求需要本单位协办")),
    ),
    "settle": (("lead", gettext_noop("异议已裁定，一件诉求由本单位主办")),),
    "object": (("office", gettext_noop("一件诉求提出异议，等待裁定")),),
    "extend": (("office", gettext_noop("一件诉求申请延期，等待审批")),),
    "grant": (("lead", gettext_noop("一件诉求的延期申请已批准")),),
    "deny": (("lead", gettext_noop("一件诉求的延期申请没有批准")),),
    "escalate": (("office", gettext_noop("一件诉求请求提级协调")),),
    "consult": (("office", gettext_noop("一件诉求提请会商")),),
    "decide": (("lead", gettext_noop("会商对一件诉求作出决定")),),
    "park": (("lead", gettext_noop("一件诉求已挂账")),),
    "resume": (("lead", gettext_noop("一件诉求恢复办理")),),
    "report_part": (("lead", gettext_noop("协办单位已反馈意见")),),
    "answer": (("enterprise", gettext_noop("您的一件诉求已有答复，等待您确认")),),
    "confirm": (("office", gettext_noop("企业已确认，一件诉求等待销号")),),
    "review": (("office", gettext_noop("复核已代确认，一件诉求等待销号")),),
    "dispute": (
        ("lead", gettext_noop("企业不满意，一件诉求退回重办")),
        ("office", gettext_noop("企业不满意，一件诉求退回重办")),
    ),
    "reopen": (("lead", gettext_noop("一件诉求需要重办")),),
    "close": (("enterprise", gettext_noop("您的一件诉求已销号")),),
}


def tell_of(work: Work, step: str) -> None:
    """Tell those whom a step concerns, in its own change."""
    demand = work.demand
    for whom, line in LINES.get(step, ()):
        users, units = _people(work, whom)
        tell(
            work.change,
            users,
            _(line),
            path=address_of(demand),
            about=demand.title,
            departments=units,
        )


def _people(work: Work, whom: str) -> tuple[list[User], list[int]]:
    demand = work.demand
    if whom == "office":
        return staff(work.by, on=work.today, roles=OFFICE), []
    if whom == "enterprise":
        unit = demand.enterprise.organisation_id if demand.enterprise else None
        return staff(work.by, on=work.today, departments=[unit]), []
    if whom == "parts":
        parts = DemandPart.objects.filter(
            demand=demand, asked_on=work.today, reported_on=None, withdrawn_on=None
        )
        units = list(parts.values_list("department_id", flat=True))
    else:
        units = [demand.department_id] if demand.department_id else []
    return staff(work.by, on=work.today, roles=UNIT_ROLES, departments=units), units


def escalated_to(clock: Clock, tells: str, day: date, by: Scope) -> list[User]:
    """Who is told when a deadline reaches a light: the unit in charge, or a role of the office."""
    if tells == "unit":
        unit = clock.department_id or clock.demand.department_id
        return staff(by, on=day, roles=UNIT_ROLES, departments=[unit])
    return staff(by, on=day, roles=[tells])


def address_of(demand: Demand) -> str:
    return f"/demands/{demand.pk}/"
