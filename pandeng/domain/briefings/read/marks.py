"""What stands at a number and says how exactly it is meant: 约, 超过, 余, 以内; and what only looks so."""

import re

from .table import ReadingRule, RuleTable


def _no_mark(name: str, pattern: str, example: str, near: str) -> ReadingRule[str, None]:
    because = "the sign is the end of a word of its own"
    return ReadingRule(name, re.compile(pattern).search, None, because, (example,), (near,))


# Over `sign before⟪word¦multiplier`.
NO_QUALIFIERS: RuleTable[str, None] = RuleTable("no qualifier", ("text", "qualifier"), (
    _no_mark("约 ends a word", "[签预契节制条集合履邀特违]⟪约¦", "签约3个项目 → 3个 -", "大约3个项目 → 大约3个 大约"),
    _no_mark("近 ends a word", "[最附靠邻相临走亲贴]⟪近¦", "附近3个项目 → 3个 -", "有近300个项目 → 近300个 近"),
    _no_mark("过 ends a word", "[通经走超越度渡路]⟪过¦", "走过3万公里 → 3万公里 -", "投资过3亿元 → 过3亿元 过"),
    _no_mark("超 ends a word", "赶⟪超¦", "赶超3家企业 → 3家 -", "有超300家企业 → 超300家 超"),
    _no_mark("过 needs 万 or 亿", "⟪过¦$", "召开过3次会议 → 3次 -", "人口过3万人 → 过3万人 过"),
))  # fmt: skip


def qualifies(before: str, word: str, multiplier: str) -> bool:
    return NO_QUALIFIERS.first(f"{before}⟪{word}¦{multiplier}") is None


def _bound(
    name: str, sign: str, because: str, pattern: str, *examples: str, near: str
) -> ReadingRule[str, str]:
    return ReadingRule(name, re.compile(pattern).search, sign, because, examples, (near,))


# Over `qualifier¦mark inside¦tail`; yields the direction.
DIRECTIONS: RuleTable[str, str] = RuleTable("direction", ("text", "direction"), (
    _bound(
        "no more than", "<=", "the word sets a ceiling", "^(?:不超过|不高于|不多于|最多|低于|不足)¦",
        "时限不超过15天 → 不超过15天 <=", "能耗低于3.5% → 低于3.5% <=", near="时限约15天 → 约15天 -",
    ),
    _bound(
        "以内 behind", "<=", "the tail sets a ceiling", "(?:以下|以内|之内|内)$",
        "3个工作日内办结 → 3个工作日内 <=", "控制在5%以内 → 5%以内 <=", near="3个工作日办结 → 3个工作日 -",
    ),
    _bound(
        "no less than", ">=", "the word sets a floor",
        "^(?:不少于|不低于|至少|超过|突破|超出|高于|超|逾|过)¦",
        "营收突破1000亿元 → 突破1000亿元 >=", "增速高于8% → 高于8% >=", near="营收接近1000亿元 → 接近1000亿元 -",
    ),
    _bound(
        "余 inside", ">=", "800多名 is more than 800", "¦[^¦]+¦",
        "选派800多名干部 → 800多名 >=", "带动3万余人 → 3万余人 >=", near="选派800名干部 → 800名 -",
    ),
    _bound(
        "以上 behind", ">=", "the tail sets a floor", "以上$", "90%以上表示满意 → 90%以上 >=",
        near="90%左右表示满意 → 90%左右 -",
    ),
    _bound(
        "余 behind", ">=", "300户余 is more than 300", "¦[多余]$", "服务300户余 → 300户余 >=",
        near="服务300户 → 300户 -",
    ),
))  # fmt: skip


def direction(qualifier: str, inside: str, tail: str) -> str:
    rule = DIRECTIONS.first(f"{qualifier}¦{inside}¦{tail}")
    return rule.yields if rule else ""
