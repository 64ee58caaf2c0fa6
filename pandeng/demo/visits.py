"""Visits of the demo with their questions, an empty seat, and outcomes that wait for a second person."""

from datetime import date, timedelta
from typing import Any

from pandeng.access.models import Department, User
from pandeng.demo.facts import OFFICE_DAY, evening
from pandeng.demo.register import DemoRegister
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.teams import actions
from pandeng.domain.teams.models import TeamMember, TeamService, Visit, VisitQuestion
from pandeng.domain.teams.queries import scope_for

QUESTIONS = (
    "上半年订单和排产情况如何",
    "流动资金是否紧张，贷款何时到期",
    "技工缺口多少，希望哪类招聘",
    "新上项目手续卡在哪一步",
    "上次反映的用电问题是否解决",
    "有没有可申报的称号或政策",
    "主要配套件从哪里采购，能否在市内配套",
    "设备更新和技改有什么打算",
)
ANSWERS = ("企业已自行解决", "已转有关单位研究", "暂无困难", "正在准备材料", "下月再看进展")


class _Visits:
    """Visits with their questions, as they are planned and done."""

    def __init__(self, register: DemoRegister) -> None:
        self.cluster, self.invent = register.cluster, register.invent
        self.calendar = calendar_of(register.by)
        seats = TeamMember.objects.filter(
            cluster=self.cluster, role__code="stationed_officer", until__isnull=True
        )
        self.officers = {seat.team_id: seat for seat in seats}
        self.made: list[Visit] = []
        self.asked: list[VisitQuestion] = []

    def add(self, service: TeamService, day: date, *, done: bool) -> None:
        seat = self.officers.get(service.team_id)
        if seat is None or not seat.department_id:
            return
        visit = Visit(
            cluster=self.cluster,
            enterprise=service.enterprise,
            county_id=service.enterprise.county_id,
            department_id=seat.department_id,
            team=service.team,
            user_id=seat.user_id,
            person=seat.person,
            planned_on=day,
            done_on=day if done else None,
            notes="生产经营正常，问题见清单。" if done else "",
            is_example=True,
        )
        self.made.append(visit)
        for order, text in enumerate(self.invent.random.sample(QUESTIONS, 2), start=1):
            open_ = not done or self.invent.random.random() < 0.15
            self.asked.append(
                VisitQuestion(
                    cluster=self.cluster,
                    visit=visit,
                    order=order,
                    text=text,
                    answer="" if open_ else self.invent.random.choice(ANSWERS),
                    settled_on=None if open_ else day,
                )
            )

    def working(self, first: date, last: date) -> date:
        day = self.invent.day(first, last)
        return day if self.calendar.is_working(day) else self.calendar.after(day, 1).on


def visits(register: DemoRegister) -> None:
    """About two visits an enterprise since spring 2021; a few planned for July 2022, two of them clash."""
    cluster, plan = register.cluster, _Visits(register)
    services = TeamService.objects.filter(cluster=cluster, until__isnull=True)
    for index, service in enumerate(services.select_related("team", "enterprise").order_by("id")):
        if index % 9:
            plan.add(service, plan.working(date(2021, 4, 1), date(2021, 12, 20)), done=True)
        if index % 7:
            plan.add(service, plan.working(date(2022, 2, 14), date(2022, 6, 24)), done=True)
        if index % 25 == 3:
            plan.add(service, plan.working(date(2022, 7, 4), date(2022, 7, 26)), done=False)
    clash = next(visit for visit in plan.made if visit.done_on is None)
    others = Department.objects.filter(cluster=cluster, kind="department")
    plan.made.append(
        Visit(
            cluster=cluster,
            enterprise=clash.enterprise,
            county_id=clash.county_id,
            department=others.exclude(pk=clash.department_id).order_by("id")[0],
            person=register.invent.person(),
            planned_on=clash.planned_on,
            despite="企业预约的专项服务，不能改期",
            is_example=True,
        )
    )
    now = evening(OFFICE_DAY - timedelta(days=3))
    actions.import_existing_visits(plan.made, plan.asked, by=register.by, now=now)


def empty_seat(register: DemoRegister) -> None:
    """One stationed officer left at the end of June and nobody has followed yet."""
    seat = TeamMember.objects.get(
        cluster=register.cluster, team__number=12, role__code="stationed_officer", until=None
    )
    actions.end(
        seat, until=OFFICE_DAY - timedelta(days=1), why="调回原单位", by=register.by,
        now=evening(OFFICE_DAY - timedelta(days=2)),
    )  # fmt: skip


def waiting_outcomes(register: DemoRegister, users: dict[str, User]) -> None:
    """A loan that the bank and the stationed officer both reported, and some hires: not yet counted."""
    now = evening(OFFICE_DAY - timedelta(days=1))
    bank, officer = (scope_for(users[name], on=OFFICE_DAY) for name in ("bank", "officer"))
    enterprise = next(e for e in register.enterprises if e.pk in officer.enterprises)
    loan: Any = {"kind": "loan", "written": "800万元"}
    outcomes.report(
        enterprise, **loan, happened_on=date(2022, 6, 27), counterparty="示例银行济宁分行",
        evidence="借款合同（示例）", by=bank, now=now,
    )  # fmt: skip
    outcomes.report(
        enterprise, **loan, happened_on=date(2022, 6, 28), counterparty="示例银行",
        evidence="企业口头告知，附放款通知（示例）", by=officer, now=now,
    )  # fmt: skip
    outcomes.report(
        enterprise, kind="hire", written="15人", happened_on=date(2022, 6, 20),
        evidence="劳动合同备案（示例）", by=officer, now=now,
    )  # fmt: skip
