"""The demands that a visitor meets: each could have come to where it stands, and every desk has work on it."""

from collections.abc import Callable
from datetime import date

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.models import AuditEvent
from pandeng.demo import data
from pandeng.demo.demand_ledger import DemandLedger
from pandeng.domain.demands.models import Clock, Demand, DemandStep
from pandeng.domain.demands.queries import OPEN
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.demands.worklists import worklists
from pandeng.domain.enterprises.models import Enterprise

TODAY = date(2022, 7, 1)


def test_every_process_follows_the_table(jining: Cluster) -> None:
    """A demand was received, went on as the table allows, and stands where that leads."""
    processes: dict[int, list[str]] = {}
    lines = DemandStep.objects.filter(cluster=jining).order_by("demand_id", "order")
    for demand, step in lines.values_list("demand_id", "step"):
        processes.setdefault(demand, []).append(step)
    stands = dict(Demand.objects.filter(cluster=jining).values_list("pk", "status"))
    assert processes.keys() == stands.keys()
    for demand, (first, *later) in processes.items():
        assert first == "receive"
        status = "received"
        for step in later:
            status = LOOP.steps_from(status)[step].moves[status] or status
        assert status == stands[demand]


def test_a_handler_signed_what_was_assigned_to_them(jining: Cluster) -> None:
    """What the land bureau works on was signed by the account of its handler, each time in an event of its own."""
    lines = DemandStep.objects.filter(cluster=jining, demand__status__in=OPEN)
    signed = lines.filter(step="sign", department__code="land")
    assert set(signed.values_list("user__username", flat=True)) == {"handler"}
    events = AuditEvent.objects.filter(action="demands.sign", target_kind="demands.Demand")
    assert set(signed.values_list("demand_id", flat=True)) <= set(
        events.values_list("target_id", flat=True)
    )


def test_a_closed_demand_has_no_clock_left_running(jining: Cluster) -> None:
    running = Clock.objects.filter(cluster=jining, ended_on=None)
    assert running.exists()
    assert not running.exclude(demand__status__in=OPEN).exists()


@pytest.mark.parametrize(
    "username", ["lead", "staff", "handler", "county", "officer", "enterprise"]
)
def test_a_desk_has_work_on_it(username: str, scope_of: Callable[[str], Scope]) -> None:
    assert any(rows.exists() for _code, _words, rows in worklists(scope_of(username), TODAY))


def test_the_ledger_tells_no_more_than_was_known(jining: Cluster) -> None:
    """What came to light in June is missing in May; no line comes twice."""
    names = dict(Enterprise.objects.filter(cluster=jining).values_list("code", "name"))
    ledger = DemandLedger(names, data.tree("demands"))
    may = {row.number: row for row in ledger.news(date(2022, 5, 31))}
    june = {row.number: row for row in ledger.news(date(2022, 6, 8))}
    assert len(may) == 648
    assert len(june) == 3
    for number, row in june.items():
        assert may[number].closed_on is None
        assert row.closed_on
        assert row.closed_on < date(2022, 6, 1)
    assert ledger.news(date(2022, 6, 9)) == []
