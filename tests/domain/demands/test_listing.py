"""The list of demands as data: what a filter leaves, who sees it, the board, what may be chosen."""

from datetime import date

import pytest

from pandeng.domain.demands.listing import MAX_IN_COLUMN, DemandFilter, board, choices, demands
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import OPEN

TODAY = date(2022, 7, 1)


@pytest.mark.parametrize("username", ["staff", "handler", "enterprise"])
def test_tabs_part_what_the_scope_sees(username, scope_of):
    scope = scope_of(username)
    seen = set(Demand.objects.visible_to(scope).values_list("pk", flat=True))
    found = {
        tab: {one.pk for one in demands(scope, DemandFilter(tab=tab), TODAY)}
        for tab in ("all", "open", "late", "week")
    }
    assert seen
    assert found["all"] == seen
    assert found["open"] == {one.pk for one in Demand.objects.filter(pk__in=seen, status__in=OPEN)}
    assert found["late"] | found["week"] <= found["open"]
    assert not found["late"] & found["week"]


def test_filters_narrow_together(office):
    every = list(demands(office, DemandFilter(tab="all"), TODAY))
    one = next(demand for demand in every if demand.department_id and demand.matter_id)
    asked = DemandFilter(
        tab="all", status=one.status, matter=one.matter_id, department=one.department_id
    )
    found = {demand.pk for demand in demands(office, asked, TODAY)}
    assert one.pk in found
    assert found == {
        demand.pk
        for demand in every
        if (demand.status, demand.matter_id, demand.department_id)
        == (one.status, one.matter_id, one.department_id)
    }


def test_the_nearest_deadline_comes_first(office):
    days = [one.next_due_on for one in demands(office, DemandFilter(tab="open"), TODAY)]
    due = [day for day in days if day]
    assert due == sorted(due)
    assert days[: len(due)] == due


@pytest.mark.parametrize("username", ["staff", "handler"])
def test_the_board_counts_what_it_does_not_show(username, scope_of, django_assert_num_queries):
    scope = scope_of(username)
    with django_assert_num_queries(3):
        columns = board(scope, TODAY)
    for column in columns:
        rows = Demand.objects.visible_to(scope).filter(status=column.code)
        assert column.count == rows.count()
        assert column.more == max(0, column.count - MAX_IN_COLUMN)


def test_choices_ask_three_times(office, django_assert_num_queries):
    with django_assert_num_queries(3):
        offered = choices(office)
    assert {"status", "matter", "department", "county", "channel"} == set(offered)
    assert all(offered.values())
