"""The search of Ctrl-K: records by name, initials, code or number, only those in scope, one query a kind."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.overview.search import MAX_FOUND, PLACES, found_by
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.models import Team


def urls(scope: Scope, words: str) -> set[str]:
    return {one.url for _title, lines in found_by(scope, words) for one in lines}


def test_a_record_is_found_by_what_is_written_on_it(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    enterprise = Enterprise.objects.visible_to(scope).filter(merged_into=None)[0]
    demand = Demand.objects.visible_to(scope)[0]
    project = Project.objects.visible_to(scope)[0]
    team = Team.objects.visible_to(scope)[0]
    for record, words in (
        (enterprise, enterprise.name),
        (enterprise, enterprise.code.lower()),
        (demand, demand.number),
        (project, project.code),
        (team, team.name),
    ):
        assert record.get_absolute_url() in urls(scope, words), words


@pytest.mark.parametrize("username", ["county", "enterprise"])
def test_what_is_out_of_scope_is_not_found(username: str, scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of(username)
    own = Enterprise.objects.visible_to(scope).values("pk")
    foreign = Enterprise.objects.visible_to(scope_of("lead")).exclude(pk__in=own)[0]
    assert foreign.get_absolute_url() in urls(scope_of("lead"), foreign.code)
    assert foreign.get_absolute_url() not in urls(scope, foreign.code)


def test_nothing_written_finds_nothing_and_asks_nothing(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    with CaptureQueriesContext(connection) as queries:
        assert found_by(scope, "  ") == []
    assert len(queries) == 0


def test_a_kind_shows_a_few_and_empty_kinds_are_left_out(scope_of: Callable[[str], Scope]) -> None:
    found = found_by(scope_of("lead"), "有限公司")
    assert found
    assert all(1 <= len(lines) <= MAX_FOUND for _title, lines in found)
    assert found_by(scope_of("lead"), "没有任何记录叫这个名字") == []


def test_it_costs_one_query_a_kind(scope_of: Callable[[str], Scope]) -> None:
    for username in ("lead", "county"):
        scope = scope_of(username)
        found_by(scope, "有限")
        with CaptureQueriesContext(connection) as queries:
            found_by(scope, "有限")
        assert len(queries) <= len(PLACES), username
