"""Numbers as they are spoken: 翻两番, 一半以上, 九成一, 突破百亿元, 2千5百13人, 百分之百."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import units
from .found import FoundFigure, simple
from .numerals import DIGITS, MULTIPLIERS
from .table import ReadingRule, RuleTable

_DIGIT = "[一二两三四五六七八九]"
_ABOUT = "(?P<about>超过|超|近|约|达到|突破|逾)?"
_TAIL = "(?P<tail>以上|左右|以内|以下)?"
_MOVED = "突破|超过|超出|跨越|迈上|迈入|迈过|站上|冲破|达到|均过|过|超|逾|近|达|破"
_FORMS = re.compile(
    rf"(?P<fold>翻(?:了)?(?P<times>{_DIGIT}|\d)?番)"
    rf"|{_ABOUT}(?P<half>一半|半数){_TAIL}(?!时|是|天|年|径)"
    rf"|(?P<tenths>(?P<tens>{_DIGIT})成(?P<one>[一二三四五六七八九半]))(?![个家人批项])"
    rf"|(?P<all>百分之百)"
    rf"|(?P<move>{_MOVED})(?P<size>百亿|千亿|万亿|千万|百万)(?P<unit>元|人|亩|吨|平方米|人次)(?![级])(?!(?:产业|企业|集群|园区|俱乐部|项目))"
    rf"|(?P<mixed>(?<![\d.])\d{{1,12}}(?:\.\d{{1,6}})?(?:亿|千万|百万|万|千|百)(?:\d{{1,4}}(?:千|百)){{0,3}}(?:零?\d{{1,8}}(?:千万|百万|万)?)?)(?P<of>{units.ALL})"
)


@dataclass(frozen=True)
class Spoken:
    """A spoken number by the way in which it is said."""

    match: re.Match[str]

    def has(self, group: str) -> bool:
        return self.match[group] is not None


def _folds(match: re.Match[str]) -> FoundFigure:
    times = match["times"] or "一"
    power = DIGITS.get(times, 0) or int(times)
    return simple(match.span("fold"), "rate", Decimal(2**power), "倍")


def _half(match: re.Match[str]) -> FoundFigure:
    said = (match["about"] or "") + (match["tail"] or "")
    above = (
        ">=" if re.search("超|突破|逾|以上", said) else "<=" if re.search("以内|以下", said) else ""
    )
    return simple(match.span(), "rate", Decimal(50), "%", qualifier=said, direction=above)


def _tenths(match: re.Match[str]) -> FoundFigure:
    tenth = "5" if match["one"] == "半" else str(DIGITS[match["one"]])
    return simple(match.span("tenths"), "rate", Decimal(f"{DIGITS[match['tens']]}.{tenth}"), "成")


def _all(match: re.Match[str]) -> FoundFigure:
    return simple(match.span("all"), "rate", Decimal(100), "%")


def _size(match: re.Match[str]) -> FoundFigure:
    unit, move = match["unit"], match["move"]
    return simple(
        match.span(), units.form(unit), Decimal(1), unit, multiplier=match["size"], qualifier=move,
        direction="" if move in {"近", "达到", "达"} else ">=",
    )  # fmt: skip


def _mixed(match: re.Match[str]) -> FoundFigure:
    unit = match["of"]
    span = match.start("mixed"), match.end("of")
    return simple(span, units.form(unit), mixed(match["mixed"]), unit)


def mixed(text: str) -> Decimal:
    """3亿2千万, 2千5百13: figures and Chinese sizes beside each other."""
    text = text.replace("零", "")
    for sign in "亿万千百":
        if sign in text:
            high, _, low = text.partition(sign)
            return mixed(high or "1") * MULTIPLIERS[sign] + (mixed(low) if low else 0)
    return Decimal(text or "0")


def _is_mixed(one: Spoken) -> bool:
    said = one.match["mixed"]
    # 10亿7100万元 and 3万元 are read with the other numbers
    return (
        said is not None
        and bool(re.search(r"[千百]零?\d|[亿万]\d+[千百]|\d千万$|[亿万]\d+$", said[1:]))
        and (re.search(r"[亿万千百]零?\d", said) is not None)
        and not re.fullmatch(r"\d+亿\d+(?:\.\d+)?万", said)
    )


SPOKEN: RuleTable[Spoken, Callable[[re.Match[str]], FoundFigure]] = RuleTable(
    "spoken", ("text", "number", "unit"), (
    ReadingRule(
        "翻番", lambda one: one.has("fold"), _folds, "翻一番 doubles, 翻两番 doubles twice",
        ("产值翻番。 → 翻番 2 倍", "产值翻两番。 → 翻两番 4 倍", "产值翻了一番。 → 翻了一番 2 倍"), ("产值三番五次增长。",),
    ),
    ReadingRule(
        "half", lambda one: one.has("half"), _half, "一半 is fifty of a hundred",
        ("一半以上完成。 → 一半以上 50 %", "超半数完成。 → 超半数 50 %"), ("用一半天完成。",),
    ),
    ReadingRule(
        "tenths and a bit", lambda one: one.has("tenths"), _tenths, "九成一 is 91 %",
        ("销号率达到九成一。 → 九成一 9.1 成", "占三成半。 → 三成半 3.5 成"), ("占九成。 → 九成 9 成",),
    ),
    ReadingRule(
        "百分之百", lambda one: one.has("all"), _all, "all of it", ("满意率百分之百。 → 百分之百 100 %",),
        ("满意率百分之九十。 → 百分之九十 90 %",),
    ),
    ReadingRule(
        "size alone", lambda one: one.has("size"), _size, "突破百亿元 is from 10,000,000,000 on",
        ("营收突破百亿元。 → 突破百亿元 1 元", "营收突破千亿元大关。 → 突破千亿元 1 元"), ("培育突破百亿元企业3家。 → 3家 3 家",),
    ),
    ReadingRule(
        "figures and sizes", _is_mixed, _mixed, "2千5百13 is 2513",
        ("招聘2千5百13人。 → 2千5百13人 2513 人", "贷款3亿2千万元。 → 3亿2千万元 320000000 元"),
        ("贷款3千万元。 → 3千万元 3 元",),
    ),
))  # fmt: skip


def find(text: str) -> Iterator[FoundFigure]:
    for match in _FORMS.finditer(text):
        rule = SPOKEN.first(Spoken(match))
        if rule:
            yield rule.yields(match)
