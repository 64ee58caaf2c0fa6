"""What the page of a demand shows is what its records say, in every scope, with a bounded number of queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.demands.models import (
    Clock,
    ConfidentialNote,
    Demand,
    DemandNode,
    DemandPart,
    DemandStep,
    SupervisionSlip,
)
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.overview.demand import demand_page

TODAY = date(2022, 5, 31)


def some(scope: Scope) -> list[Demand]:
    """Demands of every status that the scope sees, two of each."""
    found: dict[str, list[Demand]] = {}
    for demand in Demand.objects.visible_to(scope).order_by("status", "id"):
        found.setdefault(demand.status, []).append(demand)
    return [demand for demands in found.values() for demand in demands[:2]]


@pytest.mark.parametrize("username", ["lead", "county", "handler", "enterprise", "officer"])
def test_it_shows_what_the_records_of_the_scope_say(
    username: str, scope_of: Callable[[str], Scope]
) -> None:
    scope = scope_of(username)
    demands = some(scope)
    assert demands
    for demand in demands:
        page = demand_page(scope, demand.pk, TODAY)
        shown = {
            Clock: [clock.of for clock in page.clocks],
            DemandPart: page.parts,
            DemandNode: [node for node, _light in page.nodes],
            SupervisionSlip: page.slips,
            Outcome: page.outcomes,
            DemandStep: page.process,
            ConfidentialNote: [page.secret] if page.secret else [],
        }
        for model, records in shown.items():
            rows = model.objects.visible_to(scope).filter(demand=demand)
            assert {record.pk for record in records} == {row.pk for row in rows}, model
        orders = [step.order for step in page.process]
        assert orders == sorted(orders, reverse=True)
        assert page.files == list(files_of(scope, demand))


def test_running_clocks_come_first_and_carry_a_light(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    parked = Clock.objects.exclude(paused_on=None).values("demand_id")
    running = Clock.objects.filter(ended_on=None, paused_on=None).exclude(demand__in=parked)
    running = running.values("demand_id")
    ended = Clock.objects.exclude(ended_on=None).values("demand_id")
    demand = Demand.objects.filter(pk__in=running).filter(pk__in=ended).order_by("id")[0]
    clocks = demand_page(scope, demand.pk, TODAY).clocks
    runs = [clock.of.ended_on is None for clock in clocks]
    assert runs == sorted(runs, reverse=True)
    assert clocks[0].light is not None
    assert clocks[-1].light is None
    for clock in clocks:
        done = clock.of.ended_on
        assert clock.in_time == (done is not None and done <= clock.of.due_on)


def test_no_demand_costs_more_than_eighteen_queries_and_its_names(
    scope_of: Callable[[str], Scope],
) -> None:
    scope = scope_of("lead")
    for demand in some(scope):
        demand_page(scope, demand.pk, TODAY)
        with CaptureQueriesContext(connection) as queries:
            page = demand_page(scope, demand.pk, TODAY)
        named = 4  # the kinds of record that its versions may name
        assert len(queries) <= 18 + named, (demand.status, len(page.versions))
