"""Verdicts of the demo's projects: as of any day, as known at any time, by any rule set, in few queries."""

from datetime import UTC, date, datetime

import pytest

from pandeng.domain.projects import queries
from pandeng.domain.projects.ledger import queries as ledger

DAY = date(2022, 5, 31)


def test_every_listed_project_has_one_verdict(office):
    assert len(queries.verdicts(office, DAY)) == 341
    assert len(queries.verdicts(office, date(2021, 12, 31))) == 163
    assert queries.verdicts(office, date(2022, 1, 31)) == {}, "the list of 2022 was not made yet"


@pytest.mark.parametrize("known_at", [None, datetime(2022, 5, 31, 10, tzinfo=UTC)])
def test_the_number_of_queries_does_not_grow_with_projects(
    office, django_assert_num_queries, known_at
):
    with django_assert_num_queries(9):
        assert queries.verdicts(office, DAY, known_at)


def test_what_was_not_reported_yet_was_not_known(office):
    """On 31 May the numbers of May were not in: the month judged was April for all."""
    then = queries.verdicts(office, DAY, datetime(2022, 5, 31, 10, tzinfo=UTC))
    assert {v.facts.month_on for v in then.values()} == {date(2022, 4, 1)}
    now = queries.verdicts(office, DAY)
    assert date(2022, 5, 1) in {v.facts.month_on for v in now.values()}


def test_a_county_sees_the_lights_of_its_projects_only(office, scope_of):
    own = queries.verdicts(scope_of("county"), DAY)
    whole = queries.verdicts(office, DAY)
    assert 0 < len(own) < len(whole)
    assert {pk: v.code for pk, v in own.items()} == {pk: whole[pk].code for pk in own}
    assert queries.verdicts(scope_of("other"), DAY) == {}


def test_other_rules_are_another_version_with_other_verdicts(office):
    by = {code: ledger.verdicts(office, DAY, rules=code) for code in ("yinchuan", "sanya", "wuhan")}
    versions = {code: next(iter(found.values())).version for code, found in by.items()}
    assert len(set(versions.values())) == 3
    codes = {code: [v.code for v in found.values()] for code, found in by.items()}
    assert codes["yinchuan"] != codes["sanya"] != codes["wuhan"]
