"""Slips of typing and of reading off paper: 3O2家, 91，5%, 2 216亩, 10.71亿亿元, 销号率91.5.

They are malformed, with what they should read, and never taken for the shorter number they end with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import units
from .found import FoundFigure, simple
from .numerals import plain
from .table import ReadingRule, RuleTable

_MULT = "万亿|亿|千万|百万|万"
_TOKEN = re.compile(
    rf"(?<![\dA-Za-z.])(?<!\d[,，])(?P<digits>[\dOolI]{{1,15}}(?:(?:[,，.．] ?| )[\dOolI]{{1,15}}){{0,6}})"
    rf"(?P<mult>{_MULT})?(?P<doubled>{_MULT})?(?P<unit>{units.ALL}|无(?=[。，；、）\n]|$))"
)
_READ_AS = str.maketrans("OolI", "0011")
_BARE_RATE = re.compile(
    r"(?:率|占比|比重)(?:为|达到?|是|约|至)?(?P<number>\d{1,3}(?:\.\d+)?)(?![。，]\d?[%％])(?=[。，；、）\n]|$)"
)
_POINTS = re.compile(r"率(?:为|达到?|是)(?P<number>\d{1,3}(?:\.\d+)?)(?P<unit>个?百分点)")


@dataclass(frozen=True)
class SlipSeen:
    """Digits as printed, with the sizes and the unit behind them."""

    digits: str
    multiplier: str
    doubled: str
    unit: str
    opens_line: bool

    @property
    def groups(self) -> list[str]:
        return re.split(r"[ ,，.．]+", self.digits)

    @property
    def is_amount(self) -> bool:
        return bool(self.multiplier) or self.unit in (*units.MONEY, *units.RATES)


def _is_lettered(one: SlipSeen) -> bool:
    letters = sum(sign in "OolI" for sign in one.digits)
    return 0 < letters < len(re.sub(r"[^\dOolI]", "", one.digits))


def _is_spaced(one: SlipSeen) -> bool:
    is_item = one.opens_line and re.match(r"\d{1,2}[.．]? ", one.digits)
    at_point = re.search(r"[.．] ", one.digits)
    return " " in one.digits and not is_item and (not at_point or one.is_amount)


def _is_comma_for_point(one: SlipSeen) -> bool:
    found = re.fullmatch(r"\d{1,3}[,，](\d+)", one.digits)
    return bool(found) and one.is_amount and len(found[1] if found else "") != 3


def _is_badly_grouped(one: SlipSeen) -> bool:
    plain = re.sub(r"\..*", "", one.digits)
    return "," in plain and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain) and not one.is_amount


_ROWS = ("text", "number", "unit", "malformed")
SLIPS: RuleTable[SlipSeen, str] = RuleTable("slip", _ROWS, (
    ReadingRule(
        "letter for a digit", _is_lettered, "joined", "O is read for 0, l for 1",
        ("共有3O2家企业 → 3O2家 302 家 True", "共有34l个项目 → 34l个 341 个 True", "增长9l.5% → 9l.5% 91.5 % True"),
        ("共有302家企业 → 302家 302 家 False",),
    ),
    ReadingRule(
        "blank inside", _is_spaced, "joined", "the digits belong together",
        ("用地2 216亩 → 2 216亩 2216 亩 True", "共有3 0 2家企业 → 3 0 2家 302 家 True", "贷款10. 71亿元 → 10. 71亿元 10.71 元 True"),
        ("1. 341个项目 → 341个 341 个 False",),
    ),
    ReadingRule(
        "comma for a point", _is_comma_for_point, "point", "an amount has a point before its tenths",
        ("贷款10,71亿元 → 10,71亿元 10.71 元 True", "增长91，5% → 91，5% 91.5 % True"),
        ("贷款1,071亿元 → 1,071亿元 1071 元 False",),
    ),
    ReadingRule(
        "thousands badly parted", _is_badly_grouped, "joined", "a comma stands before three digits",
        ("招聘25,13人 → 25,13人 2513 人 True",), ("招聘2,513人 → 2,513人 2513 人 False",),
    ),
    ReadingRule(
        "size twice", lambda one: one.doubled and one.doubled == one.multiplier, "joined", "亿亿 is 亿",
        ("贷款10.71亿亿元 → 10.71亿亿元 10.71 元 True",), ("贷款10.71亿元 → 10.71亿元 10.71 元 False",),
    ),
    ReadingRule(
        "无 for 元", lambda one: one.unit == "无" and one.multiplier, "joined", "无 stands where 元 stands",
        ("贷款10.71亿无。 → 10.71亿无 10.71 元 True",), ("贷款10.71亿元。 → 10.71亿元 10.71 元 False",),
    ),
))  # fmt: skip


def find(text: str) -> Iterator[FoundFigure]:
    for match in _TOKEN.finditer(text):
        opens = match.start() == 0 or text[match.start() - 1] == "\n"
        one = SlipSeen(
            match["digits"], match["mult"] or "", match["doubled"] or "", match["unit"], opens
        )
        rule = SLIPS.first(one)
        if rule is None or not any(sign.isdigit() for sign in one.digits):
            continue
        number = _mended(one.digits, rule.yields)
        if number is None:
            continue
        unit = "元" if one.unit == "无" else one.unit
        yield simple(
            match.span(), units.form(unit), number, unit, multiplier=one.multiplier, malformed=True
        )
    yield from _rates(text)


def _mended(digits: str, how: str) -> Decimal | None:
    mended = digits.translate(_READ_AS).replace("．", ".")
    if how == "point":
        mended = re.sub("[,，]", ".", mended)
    mended = re.sub(r"[ ,，]", "", mended)
    return Decimal(mended) if re.fullmatch(r"\d+(?:\.\d+)?", mended) else None


def _rates(text: str) -> Iterator[FoundFigure]:
    """A rate without its sign, or with that of a difference: 销号率91.5, 销号率为91.5个百分点."""
    for match in _BARE_RATE.finditer(text):
        number = Decimal(match["number"])
        number = Decimal(plain(number * 100)) if 0 < number < 1 else number
        yield simple(match.span("number"), "rate", number, "%", malformed=True)
    for match in _POINTS.finditer(text):
        span = match.start("number"), match.end("unit")
        yield simple(span, "rate", Decimal(match["number"]), "%", malformed=True)
