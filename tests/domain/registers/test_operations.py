"""A record that can be seen can be worked, or a sentence says why not."""

import pytest

from pandeng.access.workable import CORRECT_EACH, workable_of
from pandeng.core.action import actions
from pandeng.domain.exchange.bulk_kinds import bulk_kind_of
from pandeng.domain.registers.catalogue import BY_MODEL, REGISTERS
from pandeng.domain.registers.elsewhere import ELSEWHERE, SINGLY
from pandeng.domain.registers.operations import (
    PACK,
    PROCESS_HISTORY,
    WORKED,
    kinds,
    matrix,
    operations_of,
)


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
    assert all(all(row.cells) and row.bulk and row.page and row.api for row in rows)


def test_what_is_said_of_kinds_without_a_list_or_bulk_is_said_of_those_alone() -> None:
    without_list = {kind._meta.label for kind in kinds() if kind not in BY_MODEL}
    assert ELSEWHERE.keys() == without_list
    listed = {kind._meta.label: BY_MODEL[kind] for kind in kinds() if kind in BY_MODEL}
    assert SINGLY.keys() <= {label for label, one in listed.items() if not one.changes_in_bulk}
    kept = {
        label for label, found in WORKED.items() if found.restore not in (PACK, PROCESS_HISTORY)
    }
    singly = {label for label in kept & listed.keys() if not listed[label].changes_in_bulk}
    assert singly <= SINGLY.keys(), "say why their records are changed one by one"


def test_who_changes_many_at_once_may_change_one() -> None:
    """The permission of a list is that of the action behind it, and its fields are those of the kind."""
    for register in REGISTERS.values():
        if register.changes_in_bulk:
            kind = bulk_kind_of(register)
            assert kind.permission == (register.bulk or register.work.permission), register.path
            assert kind.actions[CORRECT_EACH].permission == kind.permission, register.path
            for name in kind.in_bulk:
                kind.model._meta.get_field(name)
