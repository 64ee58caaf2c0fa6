"""Amounts as an official writes them, and back: 10.71亿元, 3520万元, 2216亩, 91.5%, 302家.

Values are held in the base unit (元, 亩, 人 …); writing rounds half-up and never changes a value.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

YI, WAN = Decimal(100_000_000), Decimal(10_000)
SIZES = {"亿元": YI, "万元": WAN, "元": Decimal(1)}  # the units in which money is written
MULTIPLIERS = {"亿": YI, "万": WAN, "": Decimal(1)}
_AMOUNT = re.compile(r"^([-+]?\d[\d,，]*(?:\.\d+)?)\s*(亿|万)?\s*([^\d.\s]*)$")


def half_up(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def plain(value: Decimal | int) -> str:
    """Digits without trailing zeros and without an exponent; no thousands comma (GB/T 15835)."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(value: Decimal | int, unit: str) -> str:
    """A value with its unit in the reader's language; every sentence and page writes amounts with it."""
    return in_chinese(value, unit) if _reads_chinese() else in_english(value, unit)


def money(yuan: Decimal | int) -> str:
    """Yuan in the reader's language."""
    return written(yuan, "元")


def exact(value: Decimal | int, unit: str) -> str:
    """As `written`, but without loss for money: to the yuan where rounding would change it, and in
    English always (35,000,000 yuan)."""
    if unit != "元":
        return written(value, unit)
    return exact_in_chinese(value) if _reads_chinese() else f"{Decimal(value):,f} yuan"


def exact_in_chinese(yuan: Decimal | int) -> str:
    """Yuan as an official writes them, without loss; what is filled in is read back from it."""
    shown = in_chinese(yuan, "元")
    return shown if parse(shown)[0] == yuan else f"{plain(yuan)}元"


def in_chinese(value: Decimal | int, unit: str) -> str:
    """Money goes to 亿元 from 1亿 and to 万元 from 1万, at two decimals, rounded half-up."""
    value = Decimal(value)
    if unit == "元":
        if abs(half_up(value / YI, 2)) >= 1:
            return f"{plain(half_up(value / YI, 2))}亿元"
        if abs(value) >= WAN:
            return f"{plain(half_up(value / WAN, 2))}万元"
    return f"{plain(half_up(value, 2))}{unit}"


def in_english(value: Decimal | int, unit: str) -> str:
    """The same for English readers: 1.071 bn yuan, 35.2 m yuan, 9,999 yuan, 2216 mu, 91.5%, 302."""
    value = Decimal(value)
    if unit == "元":
        for size, word in ((Decimal(10**9), "bn "), (Decimal(10**6), "m ")):
            if abs(value) >= size:
                return f"{plain(half_up(value / size, 3))} {word}yuan"
        return f"{half_up(value, 2).normalize():,f} yuan"
    return plain(half_up(value, 2)) + {"%": "%", "亩": " mu", "千瓦时": " kWh"}.get(unit, "")


def _reads_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def parse(text: str) -> tuple[Decimal, str]:
    """An amount with its unit: `1.2亿元` gives 120000000 and 元. ValueError when it is none."""
    found = _AMOUNT.match(text.strip())
    if not found:
        raise ValueError(text)
    digits = found[1].replace(",", "").replace("，", "")
    return Decimal(digits) * MULTIPLIERS[found[2] or ""], found[3]
