"""The demands of the demo: 708 received by 31 May 2022, 648 closed, 60 open that look like real work."""

from datetime import date, timedelta

from pandeng.access.models import Department, User
from pandeng.demo import facts
from pandeng.demo.facts import evening
from pandeng.demo.invent import Inventor
from pandeng.demo.joint_sessions import Sessions
from pandeng.demo.register import DemoRegister
from pandeng.demo.stories import Story
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import Demand, DemandClass
from pandeng.domain.enterprises.models import Enterprise

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
    def __init__(self, register: DemoRegister, users: dict[str, User]) -> None:
        self.register, self.by = register, register.by
        self.invent = Inventor(facts.DEMANDS)
        self.cluster, self.users = register.cluster, users
        self.calendar = WorkCalendar()
        self.classes = {
            row.code: row
            for row in DemandClass.objects.filter(cluster=self.cluster).select_related("level")
        }
        self.departments = {
            row.code: row for row in Department.objects.filter(cluster=self.cluster)
        }
        self.sessions = Sessions(self.cluster, self.calendar, self.departments["office"])
        self.stories: list[Story] = []

    def enter(self) -> None:
        """The ledger week by week, then what June brought and what was entered late."""
        self._invent_all()
        day = FIRST + timedelta(days=7)
        while day < facts.AS_OF:
            self._week(day)
            day += timedelta(days=7)
        self._week(facts.AS_OF)
        self._week(date(2022, 6, 8), why="补录5月底前已销号事项")
        self._week(facts.OFFICE_DAY)
        actions.check_deadlines(self.cluster, by=self.by, now=evening(facts.OFFICE_DAY))

    # -- inventing ----------------------------------------------------------------------------

    def _day(self, first: date, last: date) -> date:
        day = self.invent.day(first, last)
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return day

    def _invent_all(self) -> None:
        days = sorted(self._day(FIRST, date(2022, 5, 27)) for _ in range(facts.DEMANDS))
        june = sorted(self._day(date(2022, 6, 1), facts.OFFICE_DAY) for _ in range(JUNE))
        still_open = set(self._open_ones(days))
        june_closed = set(sorted(still_open)[-JUNE_CLOSED:])
        fates = self._fates(sorted(still_open - june_closed), len(days) + len(june))
        closes: dict[int, date] = {}
        codes = list(WEIGHTS)
        served = self.register.climbing(date(2022, 2, 1))
        for index, day in enumerate([*days, *june]):
            code = self.invent.random.choices(codes, list(WEIGHTS.values()))[0]
            if index in still_open and index not in june_closed:
                code = self.invent.random.choice((*LONG, *LONG, "finance", "talent"))
            if index in june_closed:
                closes[index] = self._day(date(2022, 6, 9), date(2022, 6, 28))
            elif index < facts.DEMANDS and index not in still_open:
                closes[index] = self._closed_on(day, code)
            self.stories.append(self._story(index, day, code, self.invent.random.choice(served)))
            self.stories[-1].plan(closes.get(index), fates.get(index, ""))
        late = [i for i, d in closes.items() if date(2022, 5, 16) <= d <= facts.AS_OF]
        for index in late[-LATE_CLOSES:]:
            self.stories[index].close_known_on = date(2022, 6, 8)

    def _open_ones(self, days: list[date]) -> list[int]:
        """Sixty: most of them recent, the rest older and long-cycle."""
        recent = list(range(len(days) - 70, len(days)))
        older = list(range(100, len(days) - 70))
        return self.invent.random.sample(recent, 34) + self.invent.random.sample(
            older, facts.DEMANDS - facts.CLOSED - 34
        )

    def _closed_on(self, received: date, code: str) -> date:
        long = code in LONG
        span = self.invent.random.randint(25, 160) if long else self.invent.random.randint(4, 17)
        day = received + timedelta(days=span)
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return min(day, date(2022, 5, 30) if received <= date(2022, 5, 30) else facts.AS_OF)

    def _fates(self, open_ones: list[int], count: int) -> dict[int, str]:
        """Where some open demands stand on the last day, so that every desk has something on it."""
        recent = open_ones[-14:]
        return (
            dict.fromkeys((count - 1, count - 2), "received")
            | {count - 4: "objected"}
            | dict.fromkeys(recent[:3], "asking")
            | dict.fromkeys(recent[3:6], "answered")
            | dict.fromkeys(recent[6:8], "consulting")
            | dict.fromkeys(open_ones[:2], "parked")
        )

    def _story(self, index: int, day: date, code: str, enterprise: Enterprise) -> Story:
        title = self.invent.random.choice(TITLES[code]).format(
            n=self.invent.random.randint(2, 60) * 50,
            m=self.invent.random.randint(8, 120),
            p=self.invent.random.randint(5, 60),
        )
        matter, lead = self.classes[code], self.departments[LEADS[code]]
        assert matter.level
        demand = Demand(
            cluster=self.cluster,
            number=f"SQ{day.year}{index + 1:05d}",
            enterprise=enterprise,
            county_id=enterprise.county_id,
            matter=matter,
            level=matter.level,
            title=title,
            text=f"{enterprise.name}反映：{title}。请协调解决。",
            channel=self.invent.random.choice(
                ("visit", "visit", "enterprise", "county", "phone", "leader")
            ),
            status="received",
            is_long_cycle=matter.is_long_cycle,
            received_on=day,
            is_example=True,
        )
        story = Story(demand, lead, self.invent, self.calendar, self.departments, self.sessions)
        story.handler = self.users["handler"] if lead.code == "land" else None
        return story

    # -- entering -----------------------------------------------------------------------------

    def _week(self, day: date, why: str = "周台账") -> None:
        """What the office knew in the evening of a day."""
        now = evening(day)
        fresh = [story for story in self.stories if story.is_unknown and story.starts <= day]
        moved = [
            story for story in self.stories if not story.is_unknown and story.has_news(now, day)
        ]
        for story in (*fresh, *moved):
            story.tell(now, day)
        for stories in (fresh, moved):
            if stories:
                actions.import_existing_demands(
                    [story.demand for story in stories],
                    [row for story in stories for row in story.new_steps()],
                    others=_together(stories),
                    moved=[row for story in stories for row in story.changed_records()],
                    by=self.by,
                    now=now,
                    why=why,
                )
        if sessions := self.sessions.until(day):
            actions.import_existing_demands(
                [], [], others=sessions, by=self.by, now=now, why="会商记录"
            )


def _together(stories: list[Story]) -> list[list[object]]:
    """The new records of many stories, kind by kind, those first that others refer to."""
    kinds: dict[type, list[object]] = {}
    for story in stories:
        for record in story.new_records():
            kinds.setdefault(type(record), []).append(record)
    return [kinds[kind] for kind in Story.KINDS if kind in kinds]
