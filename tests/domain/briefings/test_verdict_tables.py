"""The tables by which a number is held against the records, by their own examples."""

from typing import Any

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import TABLES, check
from tests.domain.briefings.reading import Rule, Table, listen, parted, without

EXAMPLES = [
    pytest.param(table, row, *parted(example), id=f"{table.name}: {row.name}: {example}")
    for table in TABLES
    for row in table.rows
    for example in row.examples
]
NEAR = [
    pytest.param(table, row, *parted(example), id=f"{table.name}: {row.name}: {example}")
    for table in TABLES
    for row in table.rows
    for example in row.near
]
EACH = [
    pytest.param(table, row, id=f"{table.name}: {row.name}")
    for table in TABLES
    for row in table.rows
]


def verdicts(office: Scope, text: str) -> str:
    return "；".join(f"{one.text} {one.verdict}" for one in check(office, text).figures)


@pytest.mark.parametrize(("table", "row", "text", "wanted"), EXAMPLES)
def test_an_example_is_judged_as_its_row_says(
    office: Scope, monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule, text: str, wanted: str
) -> None:
    heard = listen(monkeypatch, table)
    assert verdicts(office, text) == wanted
    assert row.name in heard


@pytest.mark.parametrize(("table", "row", "text", "wanted"), NEAR)
def test_a_near_miss_is_judged_by_another_row(
    office: Scope, monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule, text: str, wanted: str
) -> None:
    assert verdicts(office, text) == wanted


@pytest.mark.parametrize(("table", "row"), EACH)
def test_without_its_row_an_example_is_judged_otherwise(
    office: Scope, monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule
) -> None:
    without(monkeypatch, table, row)
    told: list[Any] = [verdicts(office, parted(example)[0]) for example in row.examples]
    assert told != [parted(example)[1] for example in row.examples]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_has_a_name_of_its_own_a_reason_and_an_example(table: Table) -> None:
    assert len({row.name for row in table.rows}) == len(table.rows)
    assert all(row.because and row.examples for row in table.rows)
