"""From how much to how much: 3至5家, 七千到九千亿元, 两三家."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .numerals import MULTIPLIERS, chinese, value_of
from .table import ReadingRule, RuleTable

_ONE_TO_NINE = "一二三四五六七八九"
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Ends:
    """A number as written: its lower end when it has one, its value, its Chinese numeral or ''."""

    low: str
    low_multiplier: str
    value: Decimal
    multiplier: str
    numeral: str

    @property
    def digits(self) -> tuple[int, int] | None:
        """The first two signs of the numeral when both are digits: 三五 → 3, 5."""
        signs = self.numeral.replace("两", "二")
        first, second = signs[:1] or " ", signs[1:2] or " "
        if first in _ONE_TO_NINE and second in _ONE_TO_NINE:
            return _ONE_TO_NINE.index(first) + 1, _ONE_TO_NINE.index(second) + 1
        return None


def _are_neighbours(ends: Ends) -> bool:
    return ends.digits is not None and (
        ends.digits[1] == ends.digits[0] + 1 or ends.digits == (3, 5)
    )


def _from_to(ends: Ends) -> Bounds:
    low = value_of(ends.low)
    if low is None:
        return None, None
    size = Decimal(MULTIPLIERS[ends.multiplier])
    if ends.low_multiplier:
        return low * Decimal(MULTIPLIERS[ends.low_multiplier]) / size, ends.value
    if ends.numeral and ends.numeral[-1] in "万亿" and ends.low[-1] not in "万亿":
        low *= MULTIPLIERS[ends.numeral[-1]]  # 七千到九千亿元
    return low, ends.value


def _neighbours(ends: Ends) -> Bounds:
    plain = ends.numeral.replace("两", "二")
    return chinese(plain[0] + plain[2:]), chinese(plain[1] + plain[2:])


RANGES: RuleTable[Ends, Callable[[Ends], Bounds]] = RuleTable("range", ("text", "low", "high"), (
    ReadingRule(
        "from one number to another", lambda ends: ends.low, _from_to,
        "both ends are written; 亿 behind the second holds for both",
        (
            "引进3-5家企业 → 3-5家 3 5", "带动3万至5万人 → 3万至5万人 30000 50000", "比例达63%~68% → 63%~68% 63 68",
            "投资七千到九千亿元 → 七千到九千亿元 700000000000 900000000000", "增长8%到10% → 8%到10% 8 10",
        ),
        ("引进5家企业 → 5家 5 5",),
    ),
    ReadingRule(
        "neighbouring digits", _are_neighbours, _neighbours, "两三 is two or three, 三五 a few",
        ("两三家企业 → 两三家 2 3", "三五家企业 → 三五家 3 5"),
        ("八十家企业 → 八十家 80 80",),
    ),
    ReadingRule(
        "digits in a row", lambda ends: ends.digits, lambda ends: (None, None),
        "a number read out digit by digit counts nothing", ("推广五一个模式",), ("推广五个模式 → 五个 5 5",),
    ),
    ReadingRule(
        "one number", lambda ends: True, lambda ends: (ends.value, ends.value), "both ends are the same",
        ("引进35家企业 → 35家 35 35",),
    ),
))  # fmt: skip


def bounds(ends: Ends) -> Bounds:
    rule = RANGES.first(ends)
    return rule.yields(ends) if rule else (None, None)
