"""What a reported value is questioned for, before it is saved: slips of unit, digit, sign and kind. Pure.

All are soft: who reports it mends the value or says why it is right. The sentences name the past
values that they rest on.
"""

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import NamedTuple

from pandeng.core.edit_checks import Check
from pandeng.core.verdict import gettext_noop as _

NEVER_NEGATIVE = frozenset({"revenue", "output", "rnd", "staff", "electricity", "export"})
NEVER_FALLS = frozenset({"revenue", "output", "rnd", "electricity", "export"})
ADDS_UP = frozenset({"revenue", "output", "tax", "profit", "rnd", "electricity", "export"})
MIN_PAST_VALUES = 3  # with fewer past values nothing is typical
MAX_TIMES_TYPICAL = 3  # times the typical value, or a third of it


class Value(NamedTuple):
    """A value of one measure of one enterprise: of which period, of which kind."""

    period_kind: str
    period_on: date
    basis: str
    amount: int


SENTENCES = {
    "negative": _("填报的是负数（%(own_amount)s），这项指标一般不为负，是否多写了负号？"),
    "sign": _("往期都为正，这次是%(own_amount)s，是否多写了负号？"),
    "unit_up": _("约为往期（%(typical_amount)s）的1万倍，是否把元写成了万元，或多写了“万”？"),
    "unit_down": _("约为往期（%(typical_amount)s）的万分之一，是否漏写了“万”？"),
    "ten_up": _("约为往期（%(typical_amount)s）的10倍，是否多写了一位数字？"),
    "ten_down": _("约为往期（%(typical_amount)s）的十分之一，是否少写了一位数字？"),
    "cumulative": _("接近1月至本月的累计数（约%(running_amount)s），当月数是否误填成了累计数？"),
    "current": _("低于上次累计数%(before_amount)s，接近一个月的数，累计数是否误填成了当月数？"),
    "falls": _("累计数低于%(month)s月的累计数%(before_amount)s，累计数一般只增不减。"),
    "differs": _("与上月累计数加本月当月数（%(expected_amount)s）不一致。"),
    "outlier": _("超出往期常见范围（%(low_amount)s至%(high_amount)s），请核对。"),
}  # fmt: skip


def _check(code: str, **facts: int | str) -> Check:
    return Check(code, SENTENCES[code], facts)


def checks(measure: str, new: Value, past: Iterable[Value]) -> list[Check]:
    """What to ask about a new value; `past` holds other values of the same enterprise and measure.

    The value itself may be among them (a correction); it is left out. The most telling check comes
    first, and a value is asked about once where one slip explains it.
    """
    others = [
        value
        for value in past
        if (value.period_kind, value.period_on, value.basis)
        != (new.period_kind, new.period_on, new.basis)
        and value.period_kind == new.period_kind
    ]
    alike = [value for value in others if value.basis == new.basis]
    found: list[Check] = []
    if new.amount < 0 and measure in NEVER_NEGATIVE:
        found.append(_check("negative", own_amount=new.amount))
    if new.period_kind == "month" and new.basis == "cumulative":
        return found + _of_cumulative(measure, new, others)
    recent = [
        v.amount for v in sorted(alike, key=lambda v: v.period_on) if v.period_on < new.period_on
    ]
    recent = recent[-12:] or [v.amount for v in alike]
    if not found and new.amount < 0 and len(recent) >= MIN_PAST_VALUES and min(recent) > 0:
        return [_check("sign", own_amount=new.amount)]
    if slip := _of_size(measure, new, recent, alike):
        found.append(slip)
    return found


def _of_size(measure: str, new: Value, recent: list[int], alike: list[Value]) -> Check | None:
    """A slip of unit or digit, a running total in place of a month, or a value far off."""
    sizes = [abs(amount) for amount in recent if amount]
    if len(sizes) < MIN_PAST_VALUES:
        return None
    typical = round(median(sizes))
    times = abs(new.amount) / typical
    facts: dict[str, int | str] = {"typical_amount": typical}
    if 3_000 <= times <= 33_000:
        return _check("unit_up", **facts)
    if new.amount and 3_000 <= 1 / times <= 33_000:
        return _check("unit_down", **facts)
    earlier = [v.amount for v in alike if _before(v, new)]
    if (
        measure in ADDS_UP
        and new.period_kind == "month"
        and len(earlier) == new.period_on.month - 1
    ):
        running = sum(earlier) + typical
        if earlier and times > 1.6 and 0.8 * running <= new.amount <= 1.2 * running:
            return _check("cumulative", running_amount=running)
    if 7 <= times <= 14:
        return _check("ten_up", **facts)
    if new.amount and 7 <= 1 / times <= 14:
        return _check("ten_down", **facts)
    low, high = min(sizes), max(sizes)
    if abs(new.amount) > MAX_TIMES_TYPICAL * high or abs(new.amount) * MAX_TIMES_TYPICAL < low:
        return _check("outlier", low_amount=low, high_amount=high)
    return None


def _before(value: Value, new: Value) -> bool:
    """An earlier month of the same year."""
    return value.period_on.year == new.period_on.year and value.period_on < new.period_on


def _of_cumulative(measure: str, new: Value, others: list[Value]) -> list[Check]:
    """A running total does not fall, and it is the one before it and the month."""
    totals = sorted(
        (v for v in others if v.basis == "cumulative" and _before(v, new)),
        key=lambda v: v.period_on,
    )
    months = {v.period_on: v.amount for v in others if v.basis == "current"}
    if not totals:
        return []
    last = totals[-1]
    if measure in NEVER_FALLS and new.amount < last.amount:
        typical = last.amount / last.period_on.month
        if 0.5 * typical <= new.amount <= 2 * typical and last.period_on.month > 2:
            return [_check("current", before_amount=last.amount)]
        return [_check("falls", month=last.period_on.month, before_amount=last.amount)]
    month = months.get(new.period_on)
    next_to = last.period_on.month == new.period_on.month - 1
    if measure in ADDS_UP and next_to:
        if month is not None:
            expected = last.amount + month
            if abs(new.amount - expected) * 100 > abs(expected):
                return [_check("differs", expected_amount=expected)]
        else:
            mean = last.amount / last.period_on.month
            if mean > 0 and new.amount - last.amount > 10 * mean:
                low, high = last.amount, round(last.amount + MAX_TIMES_TYPICAL * mean)
                return [_check("outlier", low_amount=low, high_amount=high)]
    return []
