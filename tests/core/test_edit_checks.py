"""Checks of a value before it is saved: questions are answered or corrected, refusals stay refusals."""

import pytest

from pandeng.core.edit_checks import Check, CheckedSheet, ChecksFailed, require
from pandeng.core.errors import DomainError

FAR = Check("far", "约为往期（%(typical_amount)s）的10倍。", {"typical_amount": 120})
FALLS = Check("falls", "低于%(month)s月。", {"month": 4})
NEGATIVE = Check("negative", "不能是负数。", is_hard=True)


def yuan(amount: int) -> str:
    return f"{amount}元"


def test_the_sentence_writes_amounts_in_their_unit_and_nothing_else() -> None:
    assert FAR.message(yuan) == "约为往期（120元）的10倍。"
    assert FALLS.message(yuan) == "低于4月。"


def test_a_question_is_open_until_it_is_answered() -> None:
    for answer in ("", "  \n"):
        with pytest.raises(ChecksFailed) as held:
            require([FAR, FALLS], yuan, answer)
        assert held.value.questions == ["约为往期（120元）的10倍。", "低于4月。"]
        assert held.value.message == "约为往期（120元）的10倍。低于4月。"
        assert not held.value.wrong
    require([FAR, FALLS], yuan, "设备一次到货")
    require([], yuan)


def test_a_hard_check_refuses_whatever_is_said() -> None:
    with pytest.raises(DomainError, match="不能是负数") as refused:
        require([FAR, NEGATIVE], yuan, "已核对")
    assert not isinstance(refused.value, ChecksFailed)


def said(wrong: int, asked: int) -> str:
    return f"{wrong}处有误，{asked}处待核"


def test_a_sheet_names_every_place_that_holds_it_back() -> None:
    sheet: CheckedSheet[str] = CheckedSheet()
    saved = []
    rows = {"a": ([], ""), "b": ([NEGATIVE], "已核对"), "c": ([FAR], ""), "d": ([FAR], "已核对")}
    for key, (checks, answer) in rows.items():
        with sheet.place(key):
            require(checks, yuan, answer)
            saved.append(key)
    assert saved == ["a", "d"], "what follows a failed check is left out, the next place is read"
    with pytest.raises(ChecksFailed, match="1处有误，1处待核") as held:
        sheet.require(said)
    assert held.value.wrong == {"b": "不能是负数。"}
    assert held.value.asked == {"c": ["约为往期（120元）的10倍。"]}


def test_a_sheet_without_findings_is_let_through() -> None:
    sheet: CheckedSheet[int] = CheckedSheet()
    with sheet.place(1):
        require([FAR], yuan, "已核对")
    sheet.require(said)


def test_a_fault_of_the_program_is_no_finding() -> None:
    sheet: CheckedSheet[int] = CheckedSheet()
    with pytest.raises(ZeroDivisionError), sheet.place(1):
        1 / 0  # noqa: B018
    assert (sheet.wrong, sheet.asked) == ({}, {})
