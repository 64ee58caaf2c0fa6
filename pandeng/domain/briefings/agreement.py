"""Whether a figure of a text agrees with the record, at the precision and with the words it uses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pandeng.core.units import half_up, plain
from pandeng.domain.briefings.read.reading import Reading
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable

_ABOVE = re.compile("超|突破|以上|逾|过$|(?<!不)高于|不低于|不少于|至少")
_ABOUT = re.compile("约|左右|上下|接近")
_BELOW = re.compile("不超过|不高于|不多于|最多|(?<!不)低于|不足|以下|以内|之内")


@dataclass(frozen=True)
class Compared:
    """A figure of the text beside what the records give for it."""

    one: Reading
    expected: Decimal

    @property
    def written(self) -> Decimal:
        return self.one.number or Decimal(0)

    @property
    def as_written(self) -> Decimal:
        """The record in the multiplier of the text: 1071000000 beside 10.71亿元 is 10.71."""
        assert self.one.value is not None
        return self.expected / (self.one.value / self.one.number if self.one.number else Decimal(1))

    @property
    def gap(self) -> Decimal:
        return self.as_written - self.written

    @property
    def step(self) -> Decimal:
        """The size of the last written digit that is not zero: 800 gives 100, 3.2 gives 0.1."""
        text = plain(self.written)
        if "." in text:
            return Decimal(1).scaleb(-len(text.split(".")[1]))
        return Decimal(10) ** (len(text) - len(text.rstrip("0")))


def _is_within(two: Compared) -> bool:
    low, high = two.one.low, two.one.high
    return low is not None and high is not None and low <= two.expected <= high


def _is_rounded(two: Compared) -> bool:
    digits = max(0, -int(two.written.as_tuple().exponent))
    return half_up(two.as_written, digits) == two.one.number


AGREEMENTS: RuleTable[Compared, Callable[[Compared], bool]] = RuleTable("agreement", ("text", "verdict"), (
    ReadingRule(
        "range", lambda two: two.one.is_range, _is_within, "the record lies between the two ends",
        ("截至2022年5月底，问题诉求700至710项。 → 700至710项 confirmed", "截至2022年5月底，问题诉求700至707项。 → 700至707项 contradicted"),
    ),
    ReadingRule(
        "target", lambda two: two.one.kind == "target", _is_rounded, "a target is told as it was set",
        ("2022年，确保302家攀登企业营收突破750亿元。 → 302家 confirmed；突破750亿元 confirmed",
         "2022年，确保302家攀登企业营收突破700亿元。 → 302家 confirmed；突破700亿元 contradicted"),
    ),
    ReadingRule(
        "at most", lambda two: _BELOW.search(two.one.qualifier), lambda two: two.gap <= 0,
        "不足, 不超过, 以下 are a ceiling",
        ("截至2022年5月底，问题诉求不足710项。 → 不足710项 confirmed", "截至2022年5月底，问题诉求不超过700项。 → 不超过700项 contradicted"),
    ),
    ReadingRule(
        "at least", lambda two: _ABOVE.search(two.one.qualifier), lambda two: two.gap >= 0,
        "超, 突破, 以上 are a floor, which no rounding lowers",
        ("截至2022年5月底，问题诉求突破700项。 → 突破700项 confirmed", "截至2022年5月底，新增贷款超11亿元。 → 超11亿元 contradicted"),
    ),
    ReadingRule(
        "equal when rounded", _is_rounded, lambda two: True, "the record rounded to the digits written",
        ("截至2022年5月底，问题诉求708项。 → 708项 confirmed", "截至2022年5月底，新增银行贷款10.7亿元。 → 10.7亿元 confirmed"),
        ("截至2022年5月底，新增银行贷款10.72亿元。 → 10.72亿元 contradicted",),
    ),
    ReadingRule(
        "a little more", lambda two: "余" in two.one.qualifier or "多" in two.one.qualifier,
        lambda two: 0 <= two.gap < two.step, "700余 is from 700 to below 800",
        ("截至2022年5月底，问题诉求700余项。 → 700余项 confirmed", "截至2022年5月底，问题诉求600余项。 → 600余项 contradicted"),
        ("截至2022年5月底，问题诉求700项。 → 700项 contradicted",),
    ),
    ReadingRule(
        "a little less", lambda two: "近" in two.one.qualifier,
        lambda two: -two.step < two.gap <= 0, "近710 is above 700 and at most 710",
        ("截至2022年5月底，问题诉求近710项。 → 近710项 confirmed",),
        ("截至2022年5月底，问题诉求710项。 → 710项 contradicted",),
    ),
    ReadingRule(
        "about", lambda two: _ABOUT.search(two.one.qualifier), lambda two: abs(two.gap) <= two.step / 2,
        "约710 is from 705 to 715", ("截至2022年5月底，问题诉求约710项。 → 约710项 confirmed",
         "截至2022年5月底，问题诉求700项左右。 → 700项左右 confirmed"),
        ("截至2022年5月底，问题诉求720项。 → 720项 contradicted",),
    ),
))  # fmt: skip


def agrees(one: Reading, expected: Decimal) -> bool:
    """Equal at the precision written; 约, 近, 余 and 多 allow what they say, except for targets."""
    two = Compared(one, expected)
    rule = AGREEMENTS.first(two)
    return rule is not None and rule.yields(two)
