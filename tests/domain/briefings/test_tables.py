"""Every table of reading rules by its own examples: each row decides its own, and is needed."""

import pytest

from pandeng.domain.briefings.read import TABLES
from tests.domain.briefings.reading import Rule, Table, listen, parted, shown, without

ROWS = [(table, row) for table in TABLES for row in table.rows]
EXAMPLES = [
    pytest.param(table, row, *parted(example), id=f"{table.name}: {row.name}: {example}")
    for table, row in ROWS
    for example in row.examples
]
NEAR = [
    pytest.param(table, row, *parted(example), id=f"{table.name}: {row.name}: {example}")
    for table, row in ROWS
    for example in row.near
]
EACH = [pytest.param(table, row, id=f"{table.name}: {row.name}") for table, row in ROWS]


@pytest.mark.parametrize(("table", "row", "text", "wanted"), EXAMPLES)
def test_an_example_is_read_as_its_row_says(
    monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule, text: str, wanted: str
) -> None:
    heard = listen(monkeypatch, table)
    assert shown(text, table.shows) == wanted
    assert row.name in heard


@pytest.mark.parametrize(("table", "row", "text", "wanted"), NEAR)
def test_a_near_miss_is_decided_by_another_row(
    monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule, text: str, wanted: str
) -> None:
    heard = listen(monkeypatch, table)
    assert shown(text, table.shows) == wanted
    assert row.name not in heard


@pytest.mark.parametrize(("table", "row"), EACH)
def test_without_its_row_an_example_is_decided_otherwise(
    monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule
) -> None:
    without(monkeypatch, table, row)
    for example in row.examples:
        heard = listen(monkeypatch, table)
        shown(parted(example)[0], table.shows)
        assert row.name not in heard


@pytest.mark.parametrize(("table", "row"), EACH)
def test_without_its_row_an_example_is_read_otherwise(
    monkeypatch: pytest.MonkeyPatch, table: Table, row: Rule
) -> None:
    without(monkeypatch, table, row)
    told = [shown(parted(example)[0], table.shows) for example in row.examples]
    assert told != [parted(example)[1] for example in row.examples]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_has_a_name_of_its_own_a_reason_and_an_example(table: Table) -> None:
    assert len({row.name for row in table.rows}) == len(table.rows)
    assert all(row.because and row.examples for row in table.rows)


def test_every_table_has_a_name_of_its_own() -> None:
    assert len({table.name for table in TABLES}) == len(TABLES)
