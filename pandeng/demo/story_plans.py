"""What is to happen to one demand of the demo: every step with its time, from intake to the close."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from pandeng.access.models import Department
from pandeng.demo import facts
from pandeng.demo.facts import OFFICE_TIME
from pandeng.demo.invent import Inventor
from pandeng.demo.joint_sessions import Sessions
from pandeng.demo.story_data import ANSWERS, ASSISTING, NODES
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands.models import (
    Demand,
)


@dataclass
class Event:
    at: datetime
    step: str
    unit: Department
    note: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class StoryPlan:
    """One demand and its planned events."""

    demand: Demand
    lead: Department
    invent: Inventor
    calendar: WorkCalendar
    departments: dict[str, Department]
    sessions: Sessions
    events: list[Event] = field(default_factory=list)
    after_close: Event | None = None

    def plan(self, close: date | None, fate: str = "") -> None:
        """Every step with its time: until the close, or as far as an open demand has come.

        `fate` of an open one: where it stands at the end: received, objected, parked, answered,
        asking (for more time), consulting, else on its way.
        """
        demand, random = self.demand, self.invent.random
        office, code = self.departments["office"], demand.matter.code
        start = datetime.combine(demand.received_on, time(9, 30), OFFICE_TIME)
        last = close or date(2022, 6, 30)
        end = datetime.combine(last, time(16), OFFICE_TIME)
        note = "走访记录" if demand.channel == "visit" else "登记"
        self._at(start, "receive", office, note)
        if fate == "received":
            return
        at = self._at(start + timedelta(hours=3), "accept", office, f"按“{demand.level}”办理")
        assisting = [self.departments[name] for name in ASSISTING.get(code, ())]
        if demand.level and demand.level.code == "cross" and random.random() < 0.5:
            assisting = []
        lead_at = self._at(
            at + timedelta(hours=1), "assign", office, f"交办{self.lead}", assisting=assisting
        )
        if fate == "objected" or random.random() < 0.04:
            lead_at = self._at(
                self._next(lead_at), "object", self.lead,
                "涉及多个单位，应由其他单位主办：请专班裁定", reason="several",
            )  # fmt: skip
            if fate == "objected":
                return
            lead_at = self._at(
                lead_at + timedelta(minutes=50),
                "rule_on_objection",
                office,
                f"裁定由{self.lead}主办",
            )
        quick = bool(close) and (last - demand.received_on).days < 6
        at = self._at(
            lead_at if quick else self._next(lead_at, 2 if random.random() < 0.06 else 1),
            "sign", self.lead, "签收",
        )  # fmt: skip
        at = self._at(
            at if quick else self._next(at), "contact", self.lead, "已与企业联系，了解详细情况"
        )
        if demand.is_long_cycle:
            self._long(at, end, code, closes=bool(close))
        else:
            self._short(at, end, closes=bool(close), asks=fate == "asking")
        if close:
            self._finish(end)
        late = datetime.combine(facts.OFFICE_DAY, time(10, 30), OFFICE_TIME)
        if fate == "answered":
            self._answer(late - timedelta(days=1), "solved")
        elif fate == "parked":
            self._at(late - timedelta(days=9), "suspend", office, "等待上级批复，经专班同意挂账")
        elif fate == "consulting":
            self._at(
                late - timedelta(days=2), "consult", self.lead, "涉及多个要素保障单位，提请会商"
            )
        self.events = [event for event in self.events if close is None or event.at <= end]

    def _short(self, at: datetime, end: datetime, *, closes: bool, asks: bool = False) -> None:
        assert self.demand.level
        for unit in self._assisting():
            self._at(
                self._next(at, self.invent.random.choice((1, 1, 1, 2))),
                "report_part",
                unit,
                "已向主办单位反馈协办意见",
                part=unit,
            )
        if closes:
            return
        days = self.demand.level.handle_days or 7
        signed = at.date()
        self._at(self._next(at, 3), "handle", self.lead, "已形成初步办理意见，正在协调落实")
        if self.demand.level.cap_days and self.invent.random.random() < 0.7:
            asked = self._next(at, days - 3)
            new = self.calendar.after(signed, self.demand.level.cap_days).on
            self._at(asked, "extend", self.lead, f"申请延至{new}：涉及多方手续", new_due_on=new)
            if not asks:
                self._at(self._next(asked), "grant", self.departments["office"], f"同意延至{new}")

    def _long(self, at: datetime, end: datetime, code: str, *, closes: bool) -> None:
        """A node plan within five working days, then node by node, with a consultation on the way."""
        random, names = self.invent.random, NODES[code]
        for unit in self._assisting():
            fed_back_at = self._next(at, random.choice((1, 1, 1, 1, 3)))
            self._at(fed_back_at, "report_part", unit, "已向主办单位反馈协办意见", part=unit)
        at = self._at(self._next(at, 3), "plan", self.lead, f"共{len(names)}个节点")
        span = max((end - at).days + (0 if closes else random.randint(20, 90)), 20)
        step = max(span // len(names), 4)
        nodes = [
            (name, self._working(at.date() + timedelta(days=step * n)))
            for n, name in enumerate(names, start=1)
        ]
        self.events[-1].facts["nodes"] = nodes
        asked = self._next(at, 6)
        held = datetime.combine(self.sessions.after(asked.date()), time(15), OFFICE_TIME)
        if random.random() < 0.5 and held < end - timedelta(days=2):
            self._at(asked, "consult", self.lead, "涉及多个要素保障单位，提请会商")
            due = self.calendar.after(held.date(), 15).on
            words = f"由{self.lead}牵头，按节点推进，{due:%m月%d日}前书面反馈。"
            self._at(held, "decide", self.departments["office"], words, new_due_on=due)
            self.sessions.bring(held.date(), self.demand, self.lead, words, due)
            at = held
            done = self._next(held, random.randint(6, 16))
            if done < end:
                self._at(done, "handle", self.lead, "会商决定已落实", decision_done=True)
        for order, (name, planned) in enumerate(nodes):
            late = (
                random.choice((0, 0, 0, 0, 3, 9)) if not closes else random.choice((-1, 0, 0, 0, 2))
            )
            done = datetime.combine(
                self._working(planned + timedelta(days=late)), time(11), OFFICE_TIME
            )
            if closes:
                done = min(done, end - timedelta(hours=8))
            elif done > end or order == len(nodes) - 1:
                break
            done = max(done, at)
            self._at(done, "node", self.lead, f"完成“{name}”：会议纪要和现场照片", order=order)
        month = at + timedelta(days=28)
        while month < end - timedelta(days=3):
            self._at(month, "handle", self.lead, "按节点推进，已向企业通报本月进展")
            month += timedelta(days=28)

    def _finish(self, end: datetime) -> None:
        random = self.invent.random
        result = random.choices(("solved", "promised", "explained"), (72, 13, 15))[0]
        office = self.departments["office"]
        answered = end - timedelta(hours=6)
        before = max(event.at for event in self.events)
        if random.random() < 0.05 and before < answered - timedelta(days=3):
            self._answer(answered - timedelta(days=2), "explained")
            self._at(
                answered - timedelta(days=1), "dispute", office, "企业认为没有回应关切，退回重办"
            )
        self._answer(answered, result)
        self._at(end - timedelta(hours=2), "confirm", office, "企业确认满意")
        self._at(end, "close", office, "销号")
        if random.random() < 0.12:
            called = self._next(end, random.randint(4, 20))
            if called.date() <= facts.AS_OF:
                self.after_close = Event(called, "follow_up", office, "电话回访，企业表示满意")

    def _answer(self, at: datetime, result: str) -> None:
        evidence = "办理情况说明和企业回执"
        self._at(at, "answer", self.lead, ANSWERS[result], result=result, evidence=evidence)

    def _assisting(self) -> list[Department]:
        return next((e.facts["assisting"] for e in self.events if e.step == "assign"), [])

    def _at(self, at: datetime, step: str, unit: Department, note: str, **more: Any) -> datetime:
        at = self._in_office(at)
        if step == "receive":
            at = datetime.combine(self.demand.received_on, time(9, 30), OFFICE_TIME)
        self.events.append(Event(at, step, unit, note, more))
        return at

    def _in_office(self, at: datetime) -> datetime:
        if at.hour >= 18:
            at = (at + timedelta(days=1)).replace(hour=9, minute=10)
        while not self.calendar.is_working(at.date()):
            at = (at + timedelta(days=1)).replace(hour=9, minute=10)
        return at

    def _next(self, at: datetime, days: int = 1) -> datetime:
        """So many working days later, at some hour of the office."""
        day = self.calendar.after(at.date(), days).on
        clock = time(self.invent.random.choice((9, 10, 11, 14, 15)), 20)
        return datetime.combine(day, clock, OFFICE_TIME)

    def _working(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return day
