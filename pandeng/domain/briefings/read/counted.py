"""What a number counts, and which figure speaks of the firms that another one counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import phrases
from .found import FoundFigure
from .table import ReadingRule, RuleTable

_SORTED_BY = re.compile(r"按[^，。；]{1,12}?(?:划?分)")
_SAID = re.compile(
    r"营收|营业收入|完成|实现|突破|达|新增|中|投资|已|年度|贷款|开工|竣工|投产|解决|销号|办结|化解|签约|落地|占"
)


@dataclass(frozen=True)
class WordsBeside:
    """The words before and behind a number, and its clause up to it."""

    form: str
    before: str
    after: str
    clause: str

    @property
    def is_noun_behind(self) -> bool:
        """Does the thing counted follow the number: 708项|问题诉求?"""
        return phrases.is_noun(self.after) and (
            self.form in {"count", "pattern", "rank"} or not self.before
        )

    @property
    def behind(self) -> tuple[str, str]:
        return self.after, phrases.noun(self.after)

    @property
    def ahead(self) -> tuple[str, str]:
        return (phrases.head(self.before),) * 2

    @property
    def sorted_by(self) -> str:
        found = _SORTED_BY.search(self.clause)
        return found[0] if found else ""


# Yields what is counted with what is said of it, and the thing alone.
COUNTED: RuleTable[WordsBeside, Callable[[WordsBeside], tuple[str, str]]] = RuleTable("counted", ("text", "what", "noun"), (
    ReadingRule(
        "noun behind", lambda one: one.is_noun_behind, lambda one: one.behind,
        "a count stands before what it counts",
        (
            "办结708项问题诉求 → 708项 问题诉求 问题诉求", "302家攀登企业营收增长 → 302家 攀登企业营收增长 攀登企业",
            "居第3位企业名单 → 第3位 企业名单 企业名单",
        ),
        ("已销号648项。 → 648项 已销号 已销号", "总投资35亿元资金 → 35亿元 总投资 总投资"),
    ),
    ReadingRule(
        "sorted by", lambda one: one.before.endswith("等") and one.sorted_by,
        lambda one: (one.sorted_by,) * 2, "按行业分为…等 counts classes",
        ("按行业划分机械等6类。 → 6类 按行业划分 按行业划分",), ("机械等6类。 → 6类 机械 机械",),
    ),
    ReadingRule(
        "list before the count", lambda one: one.before.endswith("等"),
        lambda one: (one.ahead[0].removesuffix("等"),) * 2, "等 ends the list of what is counted",
        ("涉及资金、土地等6类。 → 6类 土地 土地",), ("涉及土地6类。 → 6类 涉及土地 涉及土地",),
    ),
    ReadingRule(
        "words before", lambda one: True, lambda one: one.ahead, "an amount or rate follows what it measures",
        ("新增银行贷款10.71亿元 → 10.71亿元 新增银行贷款 新增银行贷款", "销号率达91.5% → 91.5% 销号率 销号率"),
    ),
))  # fmt: skip


def counted(words: WordsBeside) -> tuple[str, str]:
    rule = COUNTED.first(words)
    return rule.yields(words) if rule else ("", "")


@dataclass(frozen=True)
class Followed:
    """A figure, the next one in its clause, and the words between."""

    one: FoundFigure
    following: FoundFigure | None
    between: str
    noun: str
    is_noun_behind: bool

    @property
    def said(self) -> str:
        """What is said of the thing counted."""
        return (
            self.between[self.between.find(self.noun) + len(self.noun) :]
            if (self.noun in self.between)
            else ""
        )


def _tells(form: str) -> bool:
    return form in {"money", "rate", "measure", "count"}


# By which the next figure does not speak of what this one counts.
NO_POPULATION: RuleTable[Followed, None] = RuleTable("no population", ("text", "is_population"), (
    ReadingRule(
        "no count", lambda two: two.one.form != "count", None, "only what is counted can be spoken of",
        ("3亿元资金已新增50户 → 3亿元 False；50户 False",), ("3户企业已新增员工50人 → 3户 True；50人 False",),
    ),
    ReadingRule(
        "no noun behind", lambda two: not two.is_noun_behind, None, "nothing is named that could be spoken of",
        ("3家实现营收5亿元 → 3家 False；5亿元 False",), ("3家企业实现营收5亿元 → 3家 True；5亿元 False",),
    ),
    ReadingRule(
        "nothing follows that tells",
        lambda two: two.following is None or not _tells(two.following.form), None,
        "a time or a rank measures nothing of them",
        ("3家企业投产用时5天 → 3家 False；5天 False",), ("3家企业投产设备5台 → 3家 True；5台 False",),
    ),
    ReadingRule(
        "list", lambda two: "、" in two.between, None, "、 puts things beside each other",
        ("3家企业已建成、新增5人 → 3家 False；5人 False",), ("3家企业已新增5人 → 3家 True；5人 False",),
    ),
    ReadingRule(
        "pair", lambda two: two.between[-1:] in {"和", "及", "与"}, None, "和 puts things beside each other",
        ("3家企业已投资和5亿元贷款 → 3家 False；5亿元 False",), ("3家企业已投资5亿元贷款 → 3家 True；5亿元 False",),
    ),
    ReadingRule(
        "nothing said", lambda two: not _SAID.search(two.said), None, "no verb joins the two",
        ("3家企业员工5人 → 3家 False；5人 False",), ("3家企业已有员工5人 → 3家 True；5人 False",),
    ),
))  # fmt: skip


def is_spoken_of(two: Followed) -> bool:
    """Does the next figure tell something of what this one counts: 302家攀登企业|营收突破750亿元?"""
    return NO_POPULATION.first(two) is None
