"""A record that can be seen can be worked, or a sentence says why not."""

import pytest

from pandeng.access.workable import workable_of
from pandeng.core.action import actions
from pandeng.domain.registers.operations import WORKED, kinds, matrix, operations_of


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind._meta.label)
def test_every_cell_names_actions_or_says_why_not(kind: type) -> None:
    found = operations_of(kind)
    assert found is not None, "say in WORKED how it is worked, or declare a Workable"
    for cell in (found.create, found.edit, found.end, found.restore):
        assert cell
        if isinstance(cell, tuple):
            assert set(cell) <= actions().keys()
        else:
            assert len(cell) > 4


def test_no_kind_is_said_twice_and_none_is_gone() -> None:
    labels = {kind._meta.label for kind in kinds()}
    assert WORKED.keys() <= labels
    assert not {kind._meta.label for kind in kinds() if workable_of(kind)} & WORKED.keys()


def test_the_matrix_has_no_empty_cell() -> None:
    rows = list(matrix())
    assert len(rows) == len(kinds())
    assert all(all(row.cells) and row.page and row.api for row in rows)
