"""How one demand of the demo went through the loop: every step with its time, told week by week."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from pandeng.access.models import Department, User
from pandeng.demo import facts
from pandeng.demo.facts import OFFICE_TIME
from pandeng.demo.invent import Inventor
from pandeng.demo.joint_sessions import Sessions
from pandeng.demo.story_data import ANSWERS, ASSISTING, NODES
from pandeng.domain.calendars.rules import WorkCalendar
from pandeng.domain.demands.models import (
    Clock,
    Demand,
    DemandNode,
    DemandPart,
    DemandStep,
    Extension,
)
from pandeng.domain.demands.workflow import LOOP


@dataclass
class Event:
    at: datetime
    step: str
    unit: Department
    note: str
    facts: dict[str, Any] = field(default_factory=dict)


class Story:
    """One demand, its events, and the records that follow from those told so far."""

    KINDS: ClassVar[tuple[type, ...]] = (DemandPart, DemandNode, Clock, Extension)

    def __init__(
        self,
        demand: Demand,
        lead: Department,
        invent: Inventor,
        calendar: WorkCalendar,
        departments: dict[str, Department],
        sessions: Sessions,
    ) -> None:
        self.demand, self.lead, self.invent, self.calendar = demand, lead, invent, calendar
        self.departments, self.sessions = departments, sessions
        self.handler: User | None = None
        self.close_known_on: date | None = None
        self.events: list[Event] = []
        self._told = 0
        self._steps: list[DemandStep] = []
        self._fresh: list[Any] = []
        self._changed: dict[int, Any] = {}
        self._clocks: dict[str, Clock] = {}
        self._parts: list[DemandPart] = []
        self._nodes: list[DemandNode] = []
        self._extension: Extension | None = None
        self._people: dict[int, str] = {}

    # -- planning -----------------------------------------------------------------------------

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

    after_close: Event | None = None

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

    # -- telling ------------------------------------------------------------------------------

    @property
    def starts(self) -> date:
        return self.demand.received_on

    @property
    def is_unknown(self) -> bool:
        return self._told == 0

    def has_news(self, now: datetime, day: date) -> bool:
        return any(True for _event in self._news(now, day))

    def _news(self, now: datetime, day: date) -> Iterator[Event]:
        """The events that can be told now, in order; the end of some is told late."""
        ending = ("answer", "confirm", "close")
        for event in self.events[self._told :]:
            held_back = self.close_known_on and event.step in ending and day < self.close_known_on
            if event.at > now or held_back:
                return
            yield event

    def tell(self, now: datetime, day: date) -> None:
        self.events.sort(key=lambda event: event.at)
        for event in list(self._news(now, day)):
            self._told += 1
            row = LOOP.steps_from(self.demand.status).get(event.step)
            if event.step != "receive" and row is None:
                continue  # the loop has moved on: a planned progress note after the answer
            getattr(self, f"_do_{event.step}", lambda event: None)(event)
            if row and (to := row.moves[self.demand.status]):
                self.demand.status = to
            self._add_step(event)
            if event.step == "close" and self.after_close:
                self.events.append(self.after_close)
                self.after_close = None
        running = [c.due_on for c in self._clocks.values() if c.ended_on is None]
        running += [n.planned_on for n in self._nodes if n.done_on is None]
        over = self.demand.status in ("closed", "archived", "parked")
        self.demand.next_due_on = None if over else min(running, default=None)

    def _add_step(self, event: Event) -> None:
        unit = event.unit
        if unit.pk not in self._people:
            self._people[unit.pk] = self.invent.person()
        self._steps.append(
            DemandStep(
                cluster=self.demand.cluster,
                demand=self.demand,
                order=self._order(),
                step=event.step,
                happened_at=event.at,
                department=unit,
                person=self._people[unit.pk],
                reason=event.facts.get("reason", ""),
                note=event.note,
            )
        )

    _last_order = 0

    def _order(self) -> int:
        self._last_order += 1
        return self._last_order

    def new_steps(self) -> list[DemandStep]:
        rows, self._steps = self._steps, []
        return rows

    def new_records(self) -> list[Any]:
        rows, self._fresh = self._fresh, []
        return rows

    def changed_records(self) -> list[Any]:
        rows = [row for row in self._changed.values() if row.pk]
        self._changed = {}
        return rows

    def _add(self, record: Any) -> Any:
        self._fresh.append(record)
        return record

    def _change(self, record: Any, **values: Any) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        self._changed[id(record)] = record

    # -- what each step leaves behind -----------------------------------------------------------

    def _start(
        self, kind: str, at: datetime, days: int | None, unit: Department | None,
        due_on: date | None = None, part: DemandPart | None = None,
    ) -> Clock:  # fmt: skip
        due = due_on or self.calendar.after(at.date(), days or 0).on
        clock = Clock(
            cluster=self.demand.cluster, demand=self.demand, kind=kind, department=unit, part=part,
            started_on=at.date(), days=days, original_due_on=due, due_on=due,
        )  # fmt: skip
        self._clocks[f"{kind}{unit.pk if part and unit else ''}"] = self._add(clock)
        return clock

    def _end(self, at: datetime, *kinds: str) -> None:
        for name, clock in self._clocks.items():
            if clock.ended_on is None and (not kinds or name in kinds):
                self._change(clock, ended_on=at.date())

    @property
    def _level(self) -> Any:
        return self.demand.level

    def _do_receive(self, event: Event) -> None:
        self._start("accept", event.at, self._level.accept_days, None)

    def _do_accept(self, event: Event) -> None:
        self._end(event.at, "accept")

    def _do_assign(self, event: Event) -> None:
        self.demand.department = self.lead
        self._start("sign", event.at, self._level.sign_days, self.lead)
        for unit in event.facts["assisting"]:
            part = self._add(
                DemandPart(
                    cluster=self.demand.cluster, demand=self.demand, department=unit,
                    asked_on=event.at.date(),
                )
            )  # fmt: skip
            self._parts.append(part)
            self._start("assist", event.at, self._level.assist_days, unit, part=part)

    def _do_object(self, event: Event) -> None:
        self._end(event.at, "sign")

    def _do_rule_on_objection(self, event: Event) -> None:
        self._start("sign", event.at, self._level.sign_days, self.lead)

    def _do_sign(self, event: Event) -> None:
        self._end(event.at, "sign")
        self.demand.handler = self.handler
        self._start("contact", event.at, self._level.contact_days, self.lead)
        if self._level.is_long_cycle:
            self._start("plan", event.at, self._level.plan_days, self.lead)
        else:
            due = self._start("handle", event.at, self._level.handle_days, self.lead).due_on
            self.demand.due_on = self.demand.original_due_on = due

    def _do_contact(self, event: Event) -> None:
        self._end(event.at, "contact")

    def _do_plan(self, event: Event) -> None:
        self._end(event.at, "plan")
        person = self.invent.person()
        for order, (name, planned) in enumerate(event.facts["nodes"], start=1):
            self._nodes.append(
                self._add(
                    DemandNode(
                        cluster=self.demand.cluster, demand=self.demand, order=order, name=name,
                        responsible=person, planned_on=planned, original_on=planned,
                    )
                )
            )  # fmt: skip
            self.demand.due_on = self.demand.original_due_on = planned
        self._progress(event.at)

    def _progress(self, at: datetime) -> None:
        self._end(at, "progress")
        self._start("progress", at, None, self.lead, due_on=at.date() + timedelta(days=31))

    def _do_node(self, event: Event) -> None:
        node = self._nodes[event.facts["order"]]
        self._change(node, done_on=event.at.date(), evidence="会议纪要和现场照片")

    def _do_handle(self, event: Event) -> None:
        if event.facts.get("decision_done"):
            self._end(event.at, "decision")
        if "progress" in self._clocks:
            self._progress(event.at)

    def _do_report_part(self, event: Event) -> None:
        for part in self._parts:
            if part.department_id == event.facts["part"].pk:
                self._change(part, reported_on=event.at.date(), report=event.note)
                self._end(event.at, f"assist{part.department_id}")

    def _do_extend(self, event: Event) -> None:
        assert self.demand.due_on
        self._extension = self._add(
            Extension(
                cluster=self.demand.cluster, demand=self.demand, asked_on=event.at.date(),
                asked_by=self._people.get(self.lead.pk, ""), why="涉及多方手续",
                old_due_on=self.demand.due_on, new_due_on=event.facts["new_due_on"],
            )
        )  # fmt: skip

    def _do_grant(self, event: Event) -> None:
        assert self._extension
        self._change(self._extension, decided_on=event.at.date(), is_granted=True)
        self._change(self._clocks["handle"], due_on=self._extension.new_due_on)
        self.demand.due_on = self._extension.new_due_on

    def _do_suspend(self, event: Event) -> None:
        for clock in self._clocks.values():
            if clock.ended_on is None:
                self._change(clock, paused_on=event.at.date())

    def _do_decide(self, event: Event) -> None:
        self._start("decision", event.at, None, self.lead, due_on=event.facts["new_due_on"])

    def _do_answer(self, event: Event) -> None:
        day = event.at.date()
        self._end(event.at)
        for node in self._nodes:
            if node.done_on is None:
                self._change(node, done_on=day, evidence="办理情况说明")
        for part in self._parts:
            if part.reported_on is None:
                self._change(part, reported_on=day, report="随主办单位一并反馈")
        demand = self.demand
        demand.answered_on, demand.answer = day, event.note
        demand.result, demand.evidence = event.facts["result"], event.facts["evidence"]

    def _do_dispute(self, event: Event) -> None:
        self.demand.reopened += 1
        self.demand.satisfied = False
        self.demand.answered_on = None
        due = self._start("handle", event.at, self._level.handle_days, self.lead).due_on
        self.demand.due_on = due

    def _do_confirm(self, event: Event) -> None:
        self.demand.satisfied = True

    def _do_close(self, event: Event) -> None:
        day = event.at.date()
        self.demand.closed_on = day
        self.demand.working_days = self.calendar.between(self.demand.received_on, day)

    def _do_follow_up(self, event: Event) -> None:
        self.demand.called_back_on = event.at.date()
        self.demand.call_back_satisfied = True
