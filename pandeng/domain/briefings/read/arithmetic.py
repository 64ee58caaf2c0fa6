"""What the numbers of a sentence give for each other: growth from and to, a mean, a share, a difference.

A row finds the number in doubt, those that it follows from and what they give for it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .numerals import plain
from .reading import Reading
from .table import ReadingRule, RuleTable

_FROM = re.compile(r"(?:由|从)[^，。；]{0,12}$")
_TO = re.compile(
    r"^(?:增长|增加|提高|提升|上升|扩大|攀升|跃升|下降|减少|降|压缩|回落)[到至为]?$|^(?:增|升|降|达)[到至]$"
)
_GROWN = re.compile(r"(?:增长|增幅|增速|提高|提升|上升|增加|增)[^，。；\d]{0,4}$")
_FALLEN = re.compile(r"(?:下降|减少|降低|压缩|降幅|降)[^，。；\d]{0,4}$")
_MEAN = re.compile(r"(?:平均|均)每?(?:[笔家个项户人件台亩]|企业|项目)?$|(?:笔均|户均|人均|亩均)$")
_SHARE_OF = re.compile(r"(?:占|完成)[^，。；\d]{0,10}$")
_OF_PLAN = re.compile(r"占(?:全年|年度|年|投资)*(?:计划|目标|任务)[^，。；\d]{0,4}的?$")
_PLANNED = re.compile(r"计划|目标|任务")
_ABOVE = re.compile(r"(?:高于|快于|高出)(?P<of>[^，。；\d]{1,12})$")
_BELOW = re.compile(r"(?:低于|慢于)(?P<of>[^，。；\d]{1,12})$")


@dataclass(frozen=True)
class Follows:
    """A number that follows from others of its sentence, by their places, and what they give."""

    places: tuple[int, ...]
    expected: Decimal
    by: str  # how, in words


@dataclass(frozen=True)
class Sentence:
    """The figures of a sentence up to the one in doubt, and the one behind it."""

    readings: list[Reading]
    place: int

    @property
    def one(self) -> Reading:
        return self.readings[self.place]

    def before(self, back: int) -> Reading | None:
        at = self.place - back
        if at < 0 or self.readings[at].sentence_start != self.one.sentence_start:
            return None
        return self.readings[at]

    def ahead(self, by: int) -> Reading | None:
        at = self.place + by
        if at >= len(self.readings) or self.readings[at].sentence_start != self.one.sentence_start:
            return None
        return self.readings[at]


def _grown(of: Sentence) -> Follows | None:
    """由40亿元增长到50亿元，增长20%."""
    rate, end, start = of.one, of.before(1), of.before(2)
    if rate.unit != "%" or not end or not start or not start.value or end.value is None:
        return None
    is_pair = (
        _FROM.search(start.lead) and _TO.match(end.lead.strip("，")) and start.unit == end.unit
    )
    if not is_pair or start.unit == "%":
        return None
    change = (end.value - start.value) * 100 / start.value
    if _FALLEN.search(rate.lead):
        return Follows((of.place, of.place - 1, of.place - 2), -change, "增减")
    if _GROWN.search(rate.lead):
        return Follows((of.place, of.place - 1, of.place - 2), change, "增长")
    return None


def _mean(of: Sentence) -> Follows | None:
    """30笔共1.5亿元，平均每笔600万元."""
    mean, total, count = of.one, of.before(1), of.before(2)
    if (
        not _MEAN.search(mean.lead)
        or not total
        or not count
        or not count.value
        or total.value is None
    ):
        return None
    if total.unit != mean.unit or count.form != "count" or count.unit not in mean.lead:
        return None
    return Follows((of.place, of.place - 1, of.place - 2), total.value / count.value, "平均")


def _share(of: Sentence) -> Follows | None:
    """完成12亿元，占年度计划24亿元的55%; 占年度目标的49.3%."""
    rate, whole, part = of.one, of.before(1), of.before(2)
    if rate.unit != "%" or not whole:
        return None
    if (
        rate.lead == "的"
        and part
        and _SHARE_OF.search(whole.lead)
        and whole.value
        and part.value is not None
    ):
        if part.unit == whole.unit:
            return Follows(
                (of.place, of.place - 2, of.place - 1), part.value * 100 / whole.value, "占比"
            )
        return None
    if not _OF_PLAN.search(rate.lead) or not part or whole.value is None or not part.value:
        return None
    is_plan = _PLANNED.search(part.lead) and not _PLANNED.search(whole.lead)
    if not is_plan or part.unit != whole.unit:
        return None
    return Follows((of.place, of.place - 1, of.place - 2), whole.value * 100 / part.value, "占比")


def _difference(of: Sentence) -> Follows | None:
    """增长12.5%，高于全市平均3个百分点，全市平均增长8.5%."""
    rate, gap, other = of.one, of.ahead(1), of.ahead(2)
    if rate.unit != "%" or not gap or not other or other.unit != "%" or "百分点" not in gap.unit:
        return None
    above, below = _ABOVE.search(gap.lead), _BELOW.search(gap.lead)
    said = above or below
    if said is None or said["of"].strip("水平增速") not in other.lead:
        return None
    if gap.value is None or other.value is None:
        return None
    return Follows(
        (of.place, of.place + 1, of.place + 2),
        other.value + gap.value if above else other.value - gap.value, "相差",
    )  # fmt: skip


def _shares(of: Sentence) -> Follows | None:
    """三类企业占比分别为40%、35%、30%: shares of one whole are not more than all of it."""
    last = of.one
    if last.unit != "%" or ("占比" not in last.said_so_far and "比重" not in last.said_so_far):
        return None
    places = [of.place]
    for at in range(of.place - 1, max(-1, of.place - 12), -1):
        one = of.readings[at]
        if one.clause_start != last.clause_start or one.unit != "%" or one.value is None:
            break
        places.append(at)
    following = of.ahead(1)
    if len(places) < 3 or (following and following.clause_start == last.clause_start):
        return None
    others = sum((of.readings[at].value or Decimal(0) for at in places[1:]), Decimal(0))
    total = others + (last.value or Decimal(0))
    return Follows(tuple(places), 100 - others, "合计") if total > Decimal("100.5") else None


ARITHMETIC: RuleTable[Sentence, Callable[[Sentence], Follows | None]] = RuleTable(
    "arithmetic", ("clash",), (
    ReadingRule(
        "growth from and to", _grown, _grown, "what it grew to over what it grew from",
        ("营业收入由40亿元增长到50亿元，增长20%。 → arithmetic 20% 25",), ("营业收入40亿元、50亿元，增长20%。",),
    ),
    ReadingRule(
        "mean", _mean, _mean, "the amount over how many",
        ("发放贷款30笔共1.5亿元，平均每笔600万元。 → arithmetic 600万元 5000000",), ("发放贷款30笔共1.5亿元，每笔最高600万元。",),
    ),
    ReadingRule(
        "share of a whole", _share, _share, "the part over the whole",
        ("完成投资12亿元，占年度计划24亿元的55%。 → arithmetic 55% 50",), ("完成投资12亿元，占全市24亿元投资中的大头，增长55%。",),
    ),
    ReadingRule(
        "difference of rates", _difference, _difference, "a rate is another and the points between",
        ("产值增长12.5%，高于全市平均3个百分点，全市平均增长8.5%。 → arithmetic 12.5% 11.5",),
        ("产值增长12.5%，高于全省3个百分点，全市平均增长8.5%。",),
    ),
    ReadingRule(
        "shares of one whole", _shares, _shares, "shares are together all of it at most",
        ("三类占比分别为40%、35%、30%。 → arithmetic 30% 25",), ("三类增速分别为40%、35%、30%。",),
    ),
))  # fmt: skip


def doubtful(readings: list[Reading]) -> Iterator[tuple[Follows, str]]:
    """Every number that others of its sentence do not give, with the sentence for the reader."""
    for place, one in enumerate(readings):
        if one.value is None or one.number is None or one.is_range:
            continue
        of = Sentence(readings, place)
        rule = ARITHMETIC.first(of)
        found = rule.yields(of) if rule else None
        if found and not _holds(one, found):
            others = "、".join(readings[at].text for at in found.places[1:])
            size = one.value / one.number if one.number else Decimal(1)
            right = f"{plain((found.expected / size).quantize(Decimal('0.1'), ROUND_HALF_UP))}{one.multiplier}{one.unit}"
            yield found, f"由文中{others}算出的{found.by}为{right}，与所写{one.text}不一致。"


def _holds(one: Reading, found: Follows) -> bool:
    assert one.value is not None
    assert one.number is not None
    if found.by == "合计":
        return False
    size = one.value / one.number if one.number else Decimal(1)
    exact = found.expected / size
    if one.direction == ">=":
        return exact >= one.number
    if one.direction == "<=":
        return exact <= one.number
    step = Decimal(1).scaleb(min(0, int(one.number.as_tuple().exponent)))
    return abs(exact - one.number) <= (step * 2 if one.qualifier else step)
