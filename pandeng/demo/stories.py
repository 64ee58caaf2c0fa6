"""How one demand of the demo went through the loop: its plan, told week by week."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from pandeng.access.models import Department, User
from pandeng.demo.story_plans import Event, StoryPlan
from pandeng.domain.demands.models import (
    Clock,
    DemandNode,
    DemandPart,
    DemandStep,
    Extension,
)
from pandeng.domain.demands.workflow import LOOP


@dataclass(eq=False)
class Story(StoryPlan):
    """A plan, and the records that follow from the events told so far."""

    KINDS: ClassVar[tuple[type, ...]] = (DemandPart, DemandNode, Clock, Extension)

    handler: User | None = None
    close_known_on: date | None = None
    _told: int = 0
    _last_order: int = 0
    _steps: list[DemandStep] = field(default_factory=list)
    _fresh: list[Any] = field(default_factory=list)
    _changed: dict[int, Any] = field(default_factory=dict)
    _clocks: dict[str, Clock] = field(default_factory=dict)
    _parts: list[DemandPart] = field(default_factory=list)
    _nodes: list[DemandNode] = field(default_factory=list)
    _extension: Extension | None = None
    _monthly_since: date | None = None
    _people: dict[int, str] = field(default_factory=dict)

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
        owed, today = self._clocks.get("progress"), at.date()
        self._end(at, "progress")
        self._monthly_since = self._monthly_since or today
        due_on = self.calendar.next_monthly(
            self._monthly_since, today, owed.due_on if owed else None
        )
        self._start("progress", at, None, self.lead, due_on=due_on)

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
