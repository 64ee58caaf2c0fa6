"""A prepared read gives what its queryset gives, for every scope and every value."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Count, QuerySet

from pandeng.access.scope import Scope
from pandeng.core.prepared import PreparedRead
from pandeng.domain.demands.models import Clock, Demand, DemandStep


def steps(scope: Scope, demand: int) -> "QuerySet[Any, Any]":
    rows = DemandStep.objects.visible_to(scope).filter(demand_id=demand).order_by("order")
    return rows.values_list("order", "step", "happened_at", "department__name")


def late(scope: Scope, after: date, before: date) -> "QuerySet[Any, Any]":
    rows = Clock.objects.visible_to(scope).filter(due_on__gte=after, due_on__lt=before)
    return rows.order_by("id").values_list("id", "due_on", "kind")


@pytest.mark.parametrize("username", ["lead", "county", "handler", "officer", "enterprise", "bank"])
def test_it_gives_what_the_queryset_gives_in_every_scope(
    username: str, scope_of: Callable[[str], Scope]
) -> None:
    scope, read = scope_of(username), PreparedRead(steps)
    for demand in Demand.objects.order_by("id").values_list("id", flat=True)[:40:7]:
        assert read(scope, demand) == list(steps(scope, demand))


def test_one_scope_is_never_answered_with_the_statement_of_another(
    scope_of: Callable[[str], Scope],
) -> None:
    read, demand = PreparedRead(steps), Demand.objects.order_by("id")[0].pk
    assert read(scope_of("lead"), demand)
    for username in ("enterprise", "bank", "county"):
        assert read(scope_of(username), demand) == list(steps(scope_of(username), demand))


def test_days_are_bound_and_read_as_days(scope_of: Callable[[str], Scope]) -> None:
    scope, read = scope_of("lead"), PreparedRead(late)
    for after, before in (
        (date(2022, 3, 1), date(2022, 4, 1)),
        (date(2022, 5, 1), date(2022, 5, 9)),
    ):
        assert read(scope, after, before) == list(late(scope, after, before))
    assert isinstance(read(scope, date(2022, 3, 1), date(2022, 6, 1))[0][1], date)


def test_records_come_with_those_selected_beside_them(
    scope_of: Callable[[str], Scope], django_assert_num_queries: Any
) -> None:
    def build(scope: Scope, demand: int) -> "QuerySet[Any, Any]":
        rows = DemandStep.objects.visible_to(scope).filter(demand_id=demand)
        return rows.select_related("department", "demand__enterprise").order_by("order")

    scope, read = scope_of("lead"), PreparedRead(build)
    demand = DemandStep.objects.exclude(department=None).order_by("-id")[0].demand_id
    expected = [
        (s, s.happened_at, str(s.department), str(s.demand.enterprise))
        for s in build(scope, demand)
    ]
    with django_assert_num_queries(1):
        found = [
            (s, s.happened_at, str(s.department), str(s.demand.enterprise))
            for s in read(scope, demand)
        ]
    assert found == expected


def test_a_text_is_bound_and_counts_come_with_the_record(scope_of: Callable[[str], Scope]) -> None:
    def build(scope: Scope, number: str) -> "QuerySet[Any, Any]":
        rows = Demand.objects.visible_to(scope).filter(number=number).select_related("matter")
        return rows.annotate(step_count=Count("steps"))

    scope, read = scope_of("lead"), PreparedRead(build)
    for number in Demand.objects.order_by("id").values_list("number", flat=True)[:30:9]:
        (found,), (expected,) = read(scope, number), build(scope, number)
        assert (found, found.step_count) == (expected, expected.step_count)
        assert found.step_count > 0
    assert read(scope, "SQ2022'--") == []


def test_a_scope_that_reaches_nothing_reads_nothing(jining: Any) -> None:
    nobody = Scope(cluster_id=jining.pk, user_id=None, name="无权限")
    assert PreparedRead(steps)(nobody, Demand.objects.order_by("id")[0].pk) == []


def test_a_value_that_does_not_stand_in_the_statement_is_a_fault(
    scope_of: Callable[[str], Scope],
) -> None:
    read = PreparedRead(lambda scope, one, other: steps(scope, one))
    with pytest.raises(ValueError, match="does not stand"):
        read(scope_of("lead"), 1, 2)


def test_the_text_is_built_once(
    scope_of: Callable[[str], Scope], django_assert_num_queries: Any
) -> None:
    built: list[int] = []

    def build(scope: Scope, demand: int) -> "QuerySet[Any, Any]":
        built.append(demand)
        return steps(scope, demand)

    scope, read = scope_of("lead"), PreparedRead(build)
    with django_assert_num_queries(3):
        for demand in (1, 2, 3):
            read(scope, demand)
    assert len(built) == 1
