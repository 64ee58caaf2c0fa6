"""The demands of the demo: 708 received by 31 May 2022, 648 closed, 60 open that look like real work."""

from datetime import date, datetime, time, timedelta

from pandeng.access.models import Department
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand, DemandClass, DemandStep
from pandeng.domain.enterprises.models import Enterprise
from pandeng.jobs.demo import facts
from pandeng.jobs.demo.facts import OFFICE_TIME, evening
from pandeng.jobs.demo.invent import in_office, working_day
from pandeng.jobs.demo.register import Register

FIRST = date(2021, 3, 5)
JUNE, JUNE_CLOSED, LATE_CLOSES = 21, 15, 3
LEADS = {
    "finance": "finance",
    "fund": "finance",
    "land": "land",
    "planning": "land",
    "power_line": "power",
    "permits": "approval",
    "talent": "labour",
    "energy": "power",
    "policy": "miit",
    "market": "commerce",
    "technology": "science",
    "other": "miit",
}
WEIGHTS = {
    "finance": 20, "fund": 4, "land": 12, "planning": 4, "power_line": 3, "permits": 14,
    "talent": 15, "energy": 8, "policy": 9, "market": 5, "technology": 4, "other": 2,
}  # fmt: skip
TITLES = {
    "finance": (
        "申请流动资金贷款{n}万元",
        "到期贷款{n}万元需续贷",
        "设备购置贷款缺少抵押物",
        "希望对接信用贷款产品",
    ),
    "fund": ("产业基金投资尽职调查进度较慢", "希望引入市级产业基金参股", "基金投决材料需协调补充"),
    "land": (
        "二期项目需土地指标{m}亩",
        "扩建车间缺少建设用地{m}亩",
        "厂区相邻地块{m}亩希望纳入供地计划",
    ),
    "planning": (
        "厂区局部空间规划需调整",
        "项目地块规划用途与建设内容不符",
        "控规道路穿越厂区需优化",
    ),
    "power_line": ("厂区上方高压线影响二期建设", "10千伏线路需迁移入地"),
    "permits": (
        "施工许可办理要件需一次告知",
        "环评审批进度咨询",
        "消防验收整改意见需明确",
        "竣工联合验收时间协调",
    ),
    "talent": (
        "急需数控技工{p}名",
        "希望组织校园专场招聘",
        "高层次人才落户和子女入学",
        "焊工培训名额不足",
    ),
    "energy": ("用电容量需增容{n}千伏安", "天然气价格和供应保障", "园区蒸汽压力不稳"),
    "policy": ("技改补助资金未到位", "专精特新奖补申报条件咨询", "设备投资补助兑现时间"),
    "market": ("希望推介进入整机企业配套体系", "产品应用场景对接", "出口运输舱位紧张"),
    "technology": ("希望对接高校联合攻关", "首台套认定材料指导", "发明专利快速预审"),
    "other": ("厂区周边道路破损", "公交线路希望延伸至园区"),
}
LONG = ("land", "planning", "power_line", "fund")


class Demands:
    def __init__(self, register: Register) -> None:
        self.register, self.invent, self.by = register, register.invent, register.by
        self.cluster = register.cluster
        self.classes = {row.code: row for row in DemandClass.objects.filter(cluster=self.cluster)}
        self.departments = {
            row.code: row for row in Department.objects.filter(cluster=self.cluster)
        }
        self.demands: list[Demand] = []
        self.closes: dict[int, date] = {}
        self.known_close: dict[int, date] = {}
        self._steps: dict[int, list[DemandStep]] = {}
        self._told: dict[int, int] = {}

    def enter(self) -> None:
        """The ledger week by week, then what June brought and what was entered late."""
        self._invent_all()
        day = FIRST + timedelta(days=7)
        while day < facts.AS_OF:
            self._week(day)
            day += timedelta(days=7)
        self._week(facts.AS_OF)
        self._week(date(2022, 6, 8), why="补录5月底前已销号事项")
        self._week(date(2022, 6, 30))

    # -- inventing ----------------------------------------------------------------------------

    def _invent_all(self) -> None:
        days = sorted(
            working_day(self.invent.day(FIRST, date(2022, 5, 27))) for _ in range(facts.DEMANDS)
        )
        june = sorted(
            working_day(self.invent.day(date(2022, 6, 1), date(2022, 6, 24))) for _ in range(JUNE)
        )
        still_open = set(self._open_ones(days))
        june_closed = set(sorted(still_open)[:JUNE_CLOSED])
        codes = list(WEIGHTS)
        served = self.register.climbing(date(2022, 2, 1))
        for index, day in enumerate([*days, *june]):
            code = self.invent.random.choices(codes, list(WEIGHTS.values()))[0]
            if index in still_open:
                code = self.invent.random.choice((*LONG, *LONG, "finance", "permits", "energy"))
            demand = self._demand(index, day, code, self.invent.random.choice(served))
            self.demands.append(demand)
            if index in june_closed:
                self.closes[index] = self.invent.day(date(2022, 6, 9), date(2022, 6, 28))
            elif index < facts.DEMANDS and index not in still_open:
                self.closes[index] = self._closed_on(day, code)
            self._plan_steps(index, demand)
        late = [i for i, d in self.closes.items() if date(2022, 5, 16) <= d <= facts.AS_OF][
            -LATE_CLOSES:
        ]
        for index in late:
            self.known_close[index] = date(2022, 6, 8)

    def _open_ones(self, days: list[date]) -> list[int]:
        """Sixty: most of them recent, the rest older and long-cycle."""
        recent = list(range(len(days) - 70, len(days)))
        older = list(range(100, len(days) - 70))
        return self.invent.random.sample(recent, 34) + self.invent.random.sample(
            older, facts.DEMANDS - facts.CLOSED - 34
        )

    def _closed_on(self, received: date, code: str) -> date:
        span = (
            self.invent.random.randint(25, 160)
            if code in LONG
            else self.invent.random.randint(2, 18)
        )
        day = working_day(received + timedelta(days=span))
        return min(day, date(2022, 5, 30) if received <= date(2022, 5, 30) else facts.AS_OF)

    def _demand(self, index: int, day: date, code: str, enterprise: Enterprise) -> Demand:
        title = self.invent.random.choice(TITLES[code]).format(
            n=self.invent.random.randint(2, 60) * 50,
            m=self.invent.random.randint(8, 120),
            p=self.invent.random.randint(5, 60),
        )
        matter = self.classes[code]
        return Demand(
            cluster=self.cluster,
            number=f"SQ{day.year}{index + 1:05d}",
            enterprise=enterprise,
            county_id=enterprise.county_id,
            matter=matter,
            title=title,
            text=f"{enterprise.name}反映：{title}。请协调解决。",
            channel=self.invent.random.choice(
                ("visit", "visit", "enterprise", "county", "phone", "leader")
            ),
            status="received",
            department=self.departments[LEADS[code]],
            is_long_cycle=matter.is_long_cycle,
            received_on=day,
            due_on=working_day(day + timedelta(days=90 if matter.is_long_cycle else 10)),
            is_example=True,
        )

    def _plan_steps(self, index: int, demand: Demand) -> None:
        """Every step with its time, up to the close where there is one."""
        office, lead = self.departments["office"], demand.department
        at = datetime.combine(demand.received_on, time(9, 30), OFFICE_TIME)
        person = self.invent.person()
        rows = [("receive", at, office, "走访记录" if demand.channel == "visit" else "登记")]
        close = self.closes.get(index)
        last = datetime.combine(close, time(16), OFFICE_TIME) if close else None

        def add(step: str, hours: int, unit: Department | None, note: str) -> None:
            nonlocal at
            at = in_office(at + timedelta(hours=hours))
            rows.append((step, min(at, last) if last else at, unit or office, note))

        add("accept", 3, office, "受理登记")
        add("assign", 2, office, f"交办{lead}")
        if self.invent.random.random() < 0.04:
            add("object", 5, lead, "认为不属本单位职责，专班已裁定")
        add("sign", 18, lead, "签收")
        add("handle", 30, lead, "已与企业对接，制定办理措施")
        if demand.is_long_cycle:
            add(
                "consult",
                24 * 12,
                self.departments["office"],
                "专班、要素保障组与主办单位会商，明确节点",
            )
            add("handle", 24 * 9, lead, "按节点推进")
            if self.invent.random.random() < 0.35:
                add("extend", 24 * 5, lead, "经专班同意延期")
        if last:
            at = last - timedelta(hours=5)
            add("answer", 0, lead, "已向企业反馈办理结果")
            add("confirm", 3, office, "企业确认")
            add("close", 1, office, "销号")
        self._steps[index] = [
            DemandStep(
                cluster=self.cluster,
                demand=demand,
                order=order,
                step=step,
                happened_at=when,
                department=unit,
                person=person if unit is office else self.invent.person(),
                note=note,
            )
            for order, (step, when, unit, note) in enumerate(rows, start=1)
        ]

    # -- entering -----------------------------------------------------------------------------

    def _week(self, day: date, why: str = "") -> None:
        """What the office knew in the evening of a day."""
        now = evening(day)
        new: list[Demand] = []
        moved: list[Demand] = []
        steps: list[DemandStep] = []
        for index, demand in enumerate(self.demands):
            if demand.received_on > day:
                continue
            fresh = index not in self._told
            told = self._told.get(index, 0)
            seen = [
                row
                for row in self._steps[index][told:]
                if row.happened_at <= now and self._may_tell(index, row, day)
            ]
            if not (fresh or seen):
                continue
            self._state(index, demand, self._steps[index][: told + len(seen)])
            (new if fresh else moved).append(demand)
            self._told[index] = told + len(seen)
            steps += seen
        if new:
            fresh_ids = {id(demand) for demand in new}
            own = [row for row in steps if id(row.demand) in fresh_ids]
            actions.take_over(new, own, by=self.by, now=now, why="周台账")
            for row in steps:
                row.demand_id = row.demand.pk
            steps = [row for row in steps if id(row.demand) not in fresh_ids]
        if moved:
            actions.record_progress(moved, steps, by=self.by, now=now, why=why or "周台账")

    def _may_tell(self, index: int, row: DemandStep, day: date) -> bool:
        return (
            row.step not in ("answer", "confirm", "close")
            or self.known_close.get(index, day) <= day
        )

    def _state(self, index: int, demand: Demand, told: list[DemandStep]) -> None:
        """The status that follows from the steps told so far."""
        status = {
            "receive": "received",
            "accept": "accepted",
            "assign": "assigned",
            "object": "assigned",
            "consult": "consulting",
            "answer": "answered",
            "confirm": "answered",
            "close": "closed",
        }
        last = told[-1].step if told else "receive"
        demand.status = status.get(last, "handling")
        if demand.status == "closed":
            demand.closed_on = self.closes[index]
            demand.result = self.invent.random.choices(
                ("solved", "promised", "explained"), (72, 13, 15)
            )[0]
            demand.satisfied = self.invent.random.random() < 0.965
