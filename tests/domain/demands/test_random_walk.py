"""Random people take random steps on random demands: no forbidden path, no lost event, true figures."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pandeng.access.models import Cluster, Department
from pandeng.core.errors import DomainError
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.demo.load import CODE
from pandeng.domain.demands import actions
from pandeng.domain.demands.models import (
    Clock,
    Demand,
    DemandNode,
    DemandStep,
    Escalation,
    Extension,
    NodePlanRequest,
)
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from tests.domain.demands.people import Cast
from tests.domain.demands.recount import recount

# Written by hand from the field's facts, not read off the program's table: who may lead where.
OFFICE = {"lead", "staff"}
UNIT = {"handler", "second"}
EDGES: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    # (status, step): (status after it, people who may ever take it)
    ("received", "accept"): ({"accepted"}, OFFICE),
    ("received", "return"): ({"returned"}, OFFICE),
    ("received", "decline"): ({"declined"}, OFFICE),
    ("received", "merge"): ({"merged"}, OFFICE),
    ("received", "split"): ({"split"}, OFFICE),
    ("received", "escalate_to_chain"): ({"received"}, OFFICE),
    ("returned", "resubmit"): ({"received"}, OFFICE | {"enterprise", "county", "officer"}),
    ("returned", "decline"): ({"declined"}, OFFICE),
    ("accepted", "assign"): ({"assigned"}, OFFICE),
    ("accepted", "merge"): ({"merged"}, OFFICE),
    ("accepted", "split"): ({"split"}, OFFICE),
    ("accepted", "escalate_to_chain"): ({"accepted"}, OFFICE),
    ("assigned", "sign"): ({"handling"}, UNIT),
    ("assigned", "object"): ({"objected"}, UNIT),
    ("assigned", "assign"): ({"assigned"}, OFFICE),
    ("assigned", "recall"): ({"accepted"}, OFFICE),
    ("objected", "rule_on_objection"): ({"assigned"}, OFFICE),
    ("handling", "contact"): ({"handling"}, UNIT),
    ("handling", "handle"): ({"handling"}, OFFICE | UNIT | {"county", "officer"}),
    ("handling", "plan"): ({"handling"}, OFFICE | UNIT),
    ("handling", "grant_nodes"): ({"handling"}, OFFICE),
    ("handling", "deny_nodes"): ({"handling"}, OFFICE),
    ("handling", "node"): ({"handling"}, UNIT),
    ("handling", "report_part"): ({"handling"}, UNIT),
    ("handling", "extend"): ({"handling"}, UNIT),
    ("handling", "grant"): ({"handling"}, OFFICE),
    ("handling", "deny"): ({"handling"}, OFFICE),
    ("handling", "escalate"): ({"handling"}, OFFICE | UNIT | {"county", "officer"}),
    ("handling", "consult"): ({"consulting"}, OFFICE | UNIT),
    ("handling", "suspend"): ({"parked"}, {"lead"}),
    ("handling", "answer"): ({"answered"}, UNIT),
    ("handling", "assign"): ({"assigned"}, OFFICE),
    ("handling", "merge"): ({"merged"}, OFFICE),
    ("handling", "split"): ({"split"}, OFFICE),
    ("handling", "escalate_to_chain"): ({"handling"}, OFFICE),
    ("consulting", "decide"): ({"handling"}, OFFICE),
    ("consulting", "handle"): ({"consulting"}, OFFICE | UNIT | {"county", "officer"}),
    ("consulting", "node"): ({"consulting"}, UNIT),
    ("consulting", "grant_nodes"): ({"consulting"}, OFFICE),
    ("consulting", "deny_nodes"): ({"consulting"}, OFFICE),
    ("consulting", "report_part"): ({"consulting"}, UNIT),
    ("parked", "handle"): ({"parked"}, OFFICE | UNIT | {"county", "officer"}),
    ("parked", "keep_parked"): ({"parked"}, {"lead"}),
    ("parked", "resume"): ({"handling"}, OFFICE),
    ("answered", "confirm"): ({"confirmed"}, {"enterprise"}),
    ("answered", "dispute"): ({"handling"}, {"enterprise"}),
    ("answered", "confirm_for"): ({"confirmed", "handling"}, OFFICE | {"county", "officer"}),
    ("answered", "log_contact_attempt"): ({"answered"}, OFFICE | UNIT),
    ("answered", "review"): ({"confirmed"}, OFFICE),
    ("confirmed", "close"): ({"closed"}, OFFICE),
    ("confirmed", "dispute"): ({"handling"}, {"enterprise"}),
    ("closed", "follow_up"): ({"closed", "handling"}, OFFICE),
    ("closed", "reopen"): ({"handling"}, OFFICE),
    ("closed", "archive"): ({"archived"}, OFFICE),
}
STEPS = sorted({step for _status, step in EDGES})
PEOPLE = (
    "lead",
    "staff",
    "handler",
    "second",
    "enterprise",
    "county",
    "officer",
    "auditor",
    "bank",
)
UNITS = ("land", "labour")


class Loop(RuleBasedStateMachine):
    """A few demands of one enterprise, nine people, passing days."""

    cluster: Cluster

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = Cast(self.cluster)
        self.mine: list[int] = []
        self.steps: Counter[int] = Counter()
        self.sentences: set[str] = set()
        self.last_event = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def teardown(self) -> None:
        if not hasattr(self, "atomic"):
            return
        try:
            assert all(re.search(r"。$", sentence) for sentence in self.sentences)
            day = self.cast.now.date()
            office = self.cast.lead
            for name, value in recount(office.cluster_id, day).items():
                assert figure(question(office, name, as_of=day)).exact == pytest.approx(value), name
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def who(self, name: str) -> Any:
        return self.cast.handler_of("labour") if name == "second" else getattr(self.cast, name)

    @rule(matter=st.sampled_from(["permits", "finance", "planning", "other"]))
    def raise_one(self, matter: str) -> None:
        if len(self.mine) < 4:
            demand = self.cast.demand(
                matter, title=f"第{len(self.mine) + 1}件：{matter}事项需要协调"
            )
            self.mine.append(demand.pk)
            self.steps[demand.pk] = 1

    @rule(hours=st.sampled_from([1, 5, 24, 72, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.cast.wait(hours=hours)

    @rule()
    def the_watch_runs(self) -> None:
        before = Escalation.objects.count()
        office = self.cast.lead.of_system(self.cluster.pk)
        told = actions.check_deadlines(self.cluster, by=office, now=self.cast.now)
        assert Escalation.objects.count() == before + told
        assert actions.check_deadlines(self.cluster, by=office, now=self.cast.now) == 0, "each once"

    @rule(
        pick=st.integers(0, 3), name=st.sampled_from(PEOPLE), step=st.sampled_from(STEPS),
        likely=st.booleans(), data=st.data(),
    )  # fmt: skip
    def somebody_takes_a_step(
        self, pick: int, name: str, step: str, likely: bool, data: st.DataObject
    ) -> None:
        if not self.mine:
            return
        demand = Demand.objects.get(pk=self.mine[pick % len(self.mine)])
        if likely:  # else hardly any walk would come far
            able = sorted({(s, who) for (status, s), (_to, people) in EDGES.items()
                           if status == demand.status for who in people})  # fmt: skip
            if not able:
                return
            step, name = data.draw(st.sampled_from(able))
        told = self.told(demand, step, data)
        before = self.picture(demand)
        try:
            with transaction.atomic():
                actions.take(demand, step, by=self.who(name), now=self.cast.now, **told)
        except DomainError as refusal:
            self.sentences.add(refusal.message)
            assert self.picture(Demand.objects.get(pk=demand.pk)) == before, (
                "a refusal leaves nothing"
            )
            return
        after = Demand.objects.get(pk=demand.pk)
        edge = EDGES.get((before[0], step))
        assert edge, f"{name} took {step} from {before[0]}"
        assert after.status in edge[0], (before[0], step, after.status)
        assert name in edge[1], f"{name} took {step}"
        self.steps[demand.pk] += 1
        for child in Demand.objects.filter(parent_id=demand.pk).exclude(pk__in=self.mine):
            self.mine.append(child.pk)
            self.steps[child.pk] = DemandStep.objects.filter(demand=child).count()
        events = AuditEvent.objects.filter(pk__gt=self.last_event, action=f"demands.{step}")
        assert events.count() == 1, "one step, one event"
        self.last_event = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def told(self, demand: Demand, step: str, data: st.DataObject) -> dict[str, Any]:
        today = self.cast.now.date()
        pick = data.draw(st.integers(0, 5))
        told: dict[str, Any] = {"note": "说明" if pick else ""}
        if step in ("assign", "rule_on_objection"):
            lead, other = (self.unit(code) for code in (UNITS if pick % 2 else UNITS[::-1]))
            told |= {"department": lead}
            if step == "assign" and pick > 3:
                told["assisting"] = [other]
        elif step in ("suspend", "keep_parked"):
            told |= {"reason": "policy", "review_on": today + timedelta(days=pick * 9)}
        elif step == "object":
            told["reason"] = "not_ours" if pick else "because"
        elif step == "extend":
            told["new_due_on"] = today + timedelta(days=(-3, 2, 6, 9, 14, 60)[pick])
        elif step == "answer":
            told |= {"result": ("solved", "promised", "explained", "solved", "solved", "nonsense")[pick],
                     "evidence": "批复"}  # fmt: skip
        elif step == "confirm_for":
            told |= {"how": "phone", "whom": "张经理", "satisfied": pick > 1,
                     "asked_on": today - timedelta(days=9 if pick == 5 else 0)}  # fmt: skip
        elif step in ("confirm", "follow_up"):
            told["satisfied"] = pick > 1
        elif step == "plan":
            told["nodes"] = [
                {
                    "name": f"节点{n}",
                    "planned_on": today + timedelta(days=n * 20),
                    "responsible": "某人",
                }
                for n in range(1, 1 + pick)
            ]
        elif step == "node":
            told |= {"node": DemandNode.objects.filter(demand=demand, done_on=None).first(),
                     "evidence": "纪要"}  # fmt: skip
        elif step == "merge":
            told["into"] = Demand.objects.filter(pk__in=self.mine).exclude(pk=demand.pk).first()
        elif step == "split":
            told["titles"] = ["其一", "其二"][: pick % 3]
        elif step == "escalate_to_chain":
            from pandeng.domain.chains.models import Chain

            told |= {"chain": Chain.objects.filter(cluster=self.cluster)[0], "title": "共性问题"}
        return told

    def unit(self, code: str) -> Department:
        return self.cast.unit(code)

    def picture(self, demand: Demand) -> tuple[Any, ...]:
        of = {"demand": demand}
        return (
            demand.status,
            DemandStep.objects.filter(**of).count(),
            sorted(Clock.objects.filter(**of).values_list("pk", "due_on", "ended_on", "paused_on")),
            Extension.objects.filter(**of).count(),
            sorted(NodePlanRequest.objects.filter(**of).values_list("pk", "is_granted")),
            sorted(DemandNode.objects.filter(**of).values_list("pk", "name", "planned_on")),
            AuditEvent.objects.count(),
            version_model(Demand).objects.filter(id=demand.pk).count(),
        )

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        for pk in getattr(self, "mine", ()):
            rows = list(DemandStep.objects.filter(demand_id=pk).order_by("order"))
            assert [row.order for row in rows] == list(range(1, len(rows) + 1))
            assert len(rows) >= self.steps[pk]
            taken = [row.step for row in rows]
            demand = Demand.objects.get(pk=pk)
            if demand.status in ("closed", "archived"):
                last = len(taken) - taken[::-1].index("close")
                since = taken[len(taken) - taken[::-1].index("answer") - 1 : last]
                assert {"confirm", "confirm_for", "review"} & set(since), (
                    "closed without the enterprise or a reviewer"
                )
                assert demand.result
                assert demand.evidence
                assert demand.closer_id is None or demand.closed_on
            first = Clock.objects.filter(demand_id=pk, kind="handle").order_by("pk").first()
            if first and demand.original_due_on and not demand.is_long_cycle:
                assert demand.original_due_on == first.original_due_on, "the first due date is kept"
            running = Clock.objects.filter(demand_id=pk, ended_on=None)
            if demand.status == "closed" or LOOP.statuses[demand.status].ended:
                assert not running.exists()
            owed = running.exclude(kind="review")
            assert all((c.paused_on is not None) == (demand.status == "parked") for c in owed)
            assert running.filter(kind="review").count() == (demand.status == "parked")
        doubles = (
            Escalation.objects.values_list("clock_id", "due_on", "light_id")
            if getattr(self, "mine", ())
            else []
        )
        assert len(set(doubles)) == len(doubles)


def test_random_people_on_random_demands(jining: Cluster) -> None:
    Loop.cluster = Cluster.objects.get(code=CODE)
    run_state_machine_as_test(
        Loop,
        settings=settings(
            max_examples=12,
            stateful_step_count=45,
            deadline=None,
            phases=(
                Phase.generate,
            ),  # a failing walk is told as it is: shrinking it takes many minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_hand_table_and_the_program_agree() -> None:
    edges = {
        (status, step.code): {to or status for to in step.may_lead_to(status)}
        for step in LOOP.step_rows
        for status in step.moves
    }
    assert edges == {edge: to for edge, (to, _people) in EDGES.items()}
    assert date(2022, 7, 4).isoweekday() == 1  # the walks begin on a Monday
