"""The demands of the demo, told in the order of time: a ledger imported by month, and those of today played by
the real steps with a clock. 708 were received by 31 May 2022, 648 closed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from pandeng.access.models import Department, User
from pandeng.access.scope import Scope
from pandeng.demo import data, facts
from pandeng.demo.demand_ledger import DemandLedger, text_of
from pandeng.demo.facts import OFFICE_TIME, evening
from pandeng.demo.invent import month_end, months
from pandeng.demo.register import DemoRegister
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import (
    Consultation,
    ConsultationItem,
    Demand,
    DemandClass,
    DemandNode,
    DemandPart,
)
from pandeng.domain.demands.oversight import attendances, items, needing
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.notices.actions import mark_read
from pandeng.domain.teams.queries import scope_for

FIRST, LATE = date(2021, 3, 1), date(2022, 6, 8)
READ = date(2022, 6, 24)  # up to then everybody has read their inbox
Moment = tuple[datetime, Callable[[datetime], object]]


@dataclass(eq=False)
class Played:
    """A demand of the scenario, and what has become of it."""

    title: str
    enterprise: str
    matter: str
    channel: str
    lead: str
    steps: list[dict[str, Any]]
    demand: Demand | None = None


class Demands:
    def __init__(self, register: DemoRegister, users: dict[str, User]) -> None:
        self.cluster, self.by = register.cluster, register.by
        self.told = data.tree("demands")
        self.played = [Played(**one) for one in self.told["demands"]]
        self.enterprises = {one.code: one for one in register.enterprises}
        self.units = {one.code: one for one in Department.objects.filter(cluster=self.cluster)}
        classes = DemandClass.objects.filter(cluster=self.cluster).select_related("level")
        self.matters = {one.code: one for one in classes}
        of_today = {name: scope_for(user, on=facts.OFFICE_DAY) for name, user in users.items()}
        # they act on many days: a day of theirs would be wrong on all others
        self.accounts = {name: replace(scope, on=None) for name, scope in of_today.items()}
        names = {code: one.name for code, one in self.enterprises.items()}
        self.ledger = DemandLedger(names, self.told)
        self.session: Consultation | None = None

    def enter(self) -> None:
        """Everything in the order in which the office came to know it."""
        for at, happens in sorted(self._moments(), key=lambda moment: moment[0]):
            happens(at)
        actions.check_deadlines(self.cluster, by=self.by, now=evening(facts.OFFICE_DAY))

    def _moments(self) -> Iterator[Moment]:
        for played in self.played:
            for step in played.steps:
                at = datetime.fromisoformat(step["at"]).replace(tzinfo=OFFICE_TIME)
                yield at, partial(self._step, played, step)
        for month in months(FIRST, facts.AS_OF):
            yield evening(month_end(month)), self._import
        for day in self._session_days():
            yield evening(day - timedelta(days=1)), self._import
            yield evening(day).replace(hour=14), self._open_session
            yield evening(day), self._end_session
        yield evening(LATE), self._import
        yield evening(READ), self._read

    def _session_days(self) -> set[date]:
        steps = [step for played in self.played for step in played.steps]
        decided = [step["at"] for step in steps if step["step"] == "decide"]
        return {datetime.fromisoformat(at).date() for at in decided}

    # -- what happens -------------------------------------------------------------------------

    def _import(self, now: datetime) -> None:
        rows = self.ledger.news(now.date())
        why = "补录5月底前已销号事项" if now.date() == LATE else f"{now:%Y年%m月}诉求台账"
        actions.import_existing_demands(rows, is_example=True, by=self.by, now=now, why=why)

    def _read(self, now: datetime) -> None:
        for scope in self.accounts.values():
            mark_read(None, by=scope, now=now)

    def _step(self, of: Played, step: dict[str, Any], now: datetime) -> None:
        code = step["step"]
        given = self.told["usual"].get(code, {}) | step
        by = self._scope(of, given.get("by") or self._hand(of, code, given))
        if code == "receive":
            of.demand = self._receive(of, by, now)
        elif code == "decide":
            self._decide(of, given, by, now)
        else:
            assert of.demand
            actions.take(of.demand, code, by=by, now=now, **self._inputs(of, given))

    def _hand(self, of: Played, code: str, given: dict[str, Any]) -> str:
        """In whose hands a step is: a unit by its code, or the enterprise."""
        actor = LOOP.steps[code].actor
        if actor in ("lead", "unit"):
            return str(given.get("part", of.lead))
        return "enterprise" if actor == "enterprise" else "office"

    def _scope(self, of: Played, hand: str) -> Scope:
        """An account of the demo, or a person without one who speaks for their unit or enterprise."""
        enterprise = self.enterprises[of.enterprise].pk
        account = self.accounts.get(self.told["people"][hand])
        if account and (hand != "enterprise" or enterprise in account.enterprises):
            return account
        person = Scope.of_system(self.cluster.pk, self.told["people"][hand])
        if hand == "enterprise":
            return replace(person, name="企业联系人", enterprises=frozenset({enterprise}))
        return replace(person, departments=frozenset({self.units[hand].pk}))

    def _receive(self, of: Played, by: Scope, now: datetime) -> Demand:
        enterprise = self.enterprises[of.enterprise]
        return actions.receive(
            enterprise,
            matter=self.matters[of.matter],
            title=of.title,
            text=text_of(enterprise.name, of.title),
            channel=of.channel,
            is_example=True,
            by=by,
            now=now,
        )

    def _inputs(self, of: Played, given: dict[str, Any]) -> dict[str, Any]:
        """What was told with a step: units and records for their names."""
        found = {name: said for name, said in given.items() if name not in ("at", "step", "by")}
        lead = self.units[of.lead]
        if given["step"] in ("assign", "rule_on_objection"):
            found["department"] = lead
            found["assisting"] = [self.units[code] for code in given.get("assisting", ())]
        if part := given.get("part"):
            found["part"] = DemandPart.objects.get(demand=of.demand, department=self.units[part])
        if node := given.get("node"):
            found["node"] = DemandNode.objects.get(demand=of.demand, name=node)
        if nodes := given.get("nodes"):
            person = self._scope(of, of.lead).name
            found["nodes"] = [
                {"name": name, "planned_on": day, "responsible": person}
                for name, day in nodes.items()
            ]
        if result := given.get("result"):
            found["note"] = self.told["answers"][result]
        return found

    # -- joint sessions -----------------------------------------------------------------------

    def _open_session(self, now: datetime) -> None:
        told = self.told["session"]
        self.session = actions.open_session(
            now.date(),
            place=told["place"],
            chair=told["chair"],
            is_example=True,
            by=self.accounts["staff"],
            now=now,
        )
        late = [demand for demand, _why in needing(self.accounts["staff"], now.date())]
        if late:
            actions.put_on(self.session, late, by=self.accounts["staff"], now=now)

    def _decide(self, of: Played, given: dict[str, Any], by: Scope, now: datetime) -> None:
        item = ConsultationItem.objects.get(consultation=self.session, demand=of.demand)
        actions.decide(
            item, decision=given["note"], department=self.units[of.lead],
            due_on=given["new_due_on"], by=by, now=now,
        )  # fmt: skip

    def _end_session(self, now: datetime) -> None:
        """What came up beside is decided with the usual words; then the session is over."""
        assert self.session
        by, words = self.accounts["staff"], self.told["session"]["decision"]
        came = {one.department_id: (True, "") for one in attendances(by, self.session)}
        actions.record_attendance(self.session, came=came, by=by, now=now)
        due_on = calendar_of(by).after(now.date(), 10).on
        for item in items(by, self.session):
            unit = item.demand.department
            if unit and not item.decision:
                actions.decide(
                    item, decision=words.format(unit=unit, due=due_on), department=unit,
                    due_on=due_on, by=by, now=now,
                )  # fmt: skip
        actions.end_session(self.session, by=by, now=now)
