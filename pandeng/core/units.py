"""Amounts as an official writes them, and back: 10.71亿元, 3520万元, 2216亩, 91.5%, 302家.

Values are held in the base unit (元, 亩, 人 …); writing rounds half-up and never changes a value.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

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
    """A value with its unit. Money goes to 亿元 from 1亿 and to 万元 from 1万, at two decimals."""
    value = Decimal(value)
    if unit == "元":
        return money(value)
    return f"{plain(half_up(value, 2))}{unit}"


def in_english(value: Decimal | int, unit: str) -> str:
    """The same for English readers: 1.071 bn yuan, 35.2 m yuan, 2216 mu, 91.5%, 302."""
    value = Decimal(value)
    if unit == "元":
        for size, word in ((Decimal(10**9), "bn "), (Decimal(10**6), "m ")):
            if abs(value) >= size:
                return f"{plain(half_up(value / size, 3))} {word}yuan"
        return f"{plain(half_up(value, 2))} yuan"
    return plain(half_up(value, 2)) + {"%": "%", "亩": " mu"}.get(unit, "")


def money(yuan: Decimal | int) -> str:
    """Yuan as 亿元, 万元 or 元, rounded half-up to two decimals."""
    yuan = Decimal(yuan)
    if abs(half_up(yuan / YI, 2)) >= 1:
        return f"{plain(half_up(yuan / YI, 2))}亿元"
    if abs(yuan) >= WAN:
        return f"{plain(half_up(yuan / WAN, 2))}万元"
    return f"{plain(half_up(yuan, 2))}元"


def parse(text: str) -> tuple[Decimal, str]:
    """An amount with its unit: `1.2亿元` gives 120000000 and 元. ValueError when it is none."""
    found = _AMOUNT.match(text.strip())
    if not found:
        raise ValueError(text)
    digits = found[1].replace(",", "").replace("，", "")
    return Decimal(digits) * MULTIPLIERS[found[2] or ""], found[3]
