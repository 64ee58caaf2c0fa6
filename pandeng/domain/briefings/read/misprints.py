"""Misprints that leave no doubt about the number: 91.5.%, 91..5%, 10。71亿元, 200万o, 5%%."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from .table import ReadingRule, RuleTable


@dataclass(frozen=True)
class AsPrinted:
    """A number as printed: its digits, stray marks behind them, its unit, a mark behind the unit."""

    digits: str
    stray: str
    unit: str
    doubled: str
    value: Decimal


def _is_cut(one: AsPrinted) -> bool:
    return one.stray[-1:].isdigit() and "." not in (one.digits or ".")


def _joined(one: AsPrinted) -> AsPrinted:
    rest = re.sub(r"\D", "", one.stray)
    return replace(one, value=Decimal(f"{one.digits}.{rest}"))


def _same(one: AsPrinted) -> AsPrinted:
    return one


# All that hold are mended, one after the other.
MISPRINTS: RuleTable[AsPrinted, Callable[[AsPrinted], AsPrinted]] = RuleTable(
    "misprint", ("text", "number", "unit", "malformed"), (
    ReadingRule(
        "wrong or doubled point inside", _is_cut, _joined, "the digits go on behind the mark",
        ("占91..5% → 91..5% 91.5 % True", "贷款10。71亿元 → 10。71亿元 10.71 元 True"),
        ("占91.5% → 91.5% 91.5 % False",),
    ),
    ReadingRule(
        "mark before the unit", lambda one: one.stray, _same, "a point or comma before % means nothing",
        ("销号率91.5.% → 91.5.% 91.5 % True", "销号率91，% → 91，% 91 % True"), ("销号率91.5%。 → 91.5% 91.5 % False",),
    ),
    ReadingRule(
        "letter for 元", lambda one: one.unit in {"o", "O", "0"}, lambda one: replace(one, unit="元"),
        "o behind 万 or 亿 stands where 元 stands", ("贷款200万o。 → 200万o 200 元 True",),
        ("贷款200万元。 → 200万元 200 元 False",),
    ),
    ReadingRule(
        "unit twice", lambda one: one.doubled, _same, "the second % means nothing",
        ("增长5%%。 → 5%% 5 % True",), ("增长5%。 → 5% 5 % False",),
    ),
))  # fmt: skip


def mended(one: AsPrinted) -> tuple[bool, Decimal, str]:
    """Whether it is misprinted, and the value and unit that were meant."""
    found = MISPRINTS.every(one)
    for rule in found:
        one = rule.yields(one)
    return bool(found), one.value, one.unit
