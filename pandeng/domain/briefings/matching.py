"""Which named figure a number of a text means: by the words that stand by it, its unit, kind and year.

A number means a figure only when every word of its own is known to that figure: one word more
(偿还银行贷款, 银行贷款余额) and it is another thing, which is not compared.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from pandeng.domain.briefings.home import Home
from pandeng.domain.briefings.read.dates import Period
from pandeng.domain.briefings.read.reading import Reading
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable
from pandeng.domain.briefings.vocabulary import unexplained
from pandeng.domain.briefings.whose import OF_OURS, Whose
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Ratio
from pandeng.domain.indicators.named import NamedFigure

# Count words that stand for the same thing.
SAME_UNIT = (
    {"家", "户", "个企业"}, {"个", "项", "件", "大", "条"}, {"人", "名", "位"}, {"元"}, {"%", "％", "成"}, {"亩"}, {"条"},
    {"大类"}, {"小类"},
)  # fmt: skip
YEAR = re.compile(r"(20\d\d)年")
WEAK = "~"
LATE = timedelta(days=3)  # the records of a day are entered within these days


@dataclass(frozen=True)
class MatchTried:
    """A number and a named figure it may mean, in a text that stands at a day."""

    one: Reading
    item: NamedFigure
    as_of: date
    whose: Whose = OF_OURS
    newest: date | None = None
    oldest: date | None = None

    @property
    def unit(self) -> str:
        return self.item.unit or INDICATORS[self.item.indicator].unit

    @property
    def kind(self) -> str:
        return self.item.kind or INDICATORS[self.item.indicator].kind

    @cached_property
    def slices(self) -> dict[str, str]:
        return dict(self.item.slices)

    @property
    def is_yearly(self) -> bool:
        return INDICATORS[self.item.indicator].yearly or self.item.year is not None

    @property
    def day(self) -> date:
        """The day as of which the text tells the figure: its own, the end of its months or of its year."""
        one, period = self.one, self.one.period
        if one.as_of or period is None or period.until is None or one.period_from == "article":
            return one.as_of or self.as_of
        of_its_year = self.is_yearly and _is_a_year(period)
        return self.as_of if of_its_year else min(period.until, self.as_of)

    @property
    def is_a_stock(self) -> bool:
        """Is it how many there are, and not how many came in a time?"""
        of = getattr(INDICATORS[self.item.indicator], "of", "")
        return of.startswith("enterprises.") or self.one.is_population


# What a figure of a kind is compared with.
_COMPARABLE = {
    "actual": {"actual"},
    "target": {"target"},
    "plan": {"plan", "actual"},
    "framework": {"framework", "actual", "plan"},
}


def _is_other_kind(two: MatchTried) -> bool:
    if two.item.indicator == "team_seats":
        return two.one.kind != "framework"
    return two.one.kind not in _COMPARABLE[two.kind]


def _is_other_year(two: MatchTried) -> bool:
    is_dated = two.item.year is not None and "scheme" not in two.slices
    return is_dated and year_of(two.one, two.as_of) != two.item.year


def _is_other_project(two: MatchTried) -> bool:
    project = two.slices.get("project")
    return project is not None and project not in two.one.names and project not in two.one.clause


def _is_a_stretch(two: MatchTried) -> bool:
    """Of what is counted up, a month or a quarter alone is only a part."""
    period = two.one.period
    if two.kind != "actual" or period is None or two.one.period_from == "article":
        return False
    if period.until is None and period.since is not None:
        return True  # 2019年以来
    if period.since is None or two.one.as_of is not None or _ALL_TOLD.search(two.one.own):
        return False
    if not two.is_yearly:
        return not (two.is_a_stock and _is_a_year(period))
    return (period.since.month, period.since.day) != (1, 1) and period.since != period.until


def _is_a_year(period: Period) -> bool:
    ends = period.since, period.until
    return period.year is not None and ends == (date(period.year, 1, 1), date(period.year, 12, 31))


_ALL_TOLD = re.compile("累计|共有|总数|现有")


def _is_later(two: MatchTried) -> bool:
    return two.kind == "actual" and two.newest is not None and two.day > two.newest + LATE


def _is_earlier(two: MatchTried) -> bool:
    if two.oldest is None or two.kind != "actual" or not two.is_yearly:
        return False
    return year_of(two.one, two.as_of) < two.oldest.year


def _is_of_another(two: MatchTried) -> bool:
    whose = two.whose
    if whose.firm and whose.firm == two.slices.get("project"):
        return bool(whose.place)
    if "chain" in two.slices or whose.line == two.item.group.removeprefix("chain-").upper():
        return bool(whose.place or whose.firm)  # its own words name the chain
    return bool(whose.stranger)


# By which the number does not mean the figure, whatever words stand by it.
NO_MATCH: RuleTable[MatchTried, None] = RuleTable("no match", ("text", "verdict"), (
    ReadingRule(
        "another kind", _is_other_kind, None, "what is wanted meets targets only, and the other way round",
        ("截至2022年5月底，力争问题诉求708项。 → 708项 unknown",), ("截至2022年5月底，已有问题诉求708项。 → 708项 confirmed",),
    ),
    ReadingRule(
        "another year", _is_other_year, None, "a yearly figure is meant when the text speaks of its year",
        ("截至2021年底，已开工项目309个。 → 309个 unknown",), ("截至2022年5月底，已开工项目309个。 → 309个 confirmed",),
    ),
    ReadingRule(
        "project not named", _is_other_project, None, "a figure of one project is meant where it is named",
        ("2022年投资105.6亿元。 → 105.6亿元 unknown",),
        ("2022年投资105.6亿元的山能智慧制造园区项目启动。 → 105.6亿元 confirmed",),
    ),
    ReadingRule(
        "part of the time", _is_a_stretch, None, "what is counted from the first day on is not that of a quarter",
        ("2022年二季度，问题诉求708项。 → 708项 unknown",), ("截至2022年5月底，问题诉求708项。 → 708项 confirmed",),
    ),
    ReadingRule(
        "before the records", _is_earlier, None, "of the years before the office kept records nothing is known",
        ("2019年，16家企业获批省级瞪羚。 → 16家 unknown",), ("2021年，15家企业获批省级瞪羚。 → 15家 contradicted",),
    ),
    ReadingRule(
        "after the records", _is_later, None, "nobody has recorded yet how it stands",
        ("截至2023年5月底，问题诉求708项。 → 708项 unknown",), ("截至2022年6月底，问题诉求732项。 → 732项 confirmed",),
    ),
    ReadingRule(
        "of somebody else", _is_of_another, None, "the figure of another place, industry or firm is not ours",
        ("截至2022年5月底，徐州市开展服务，问题诉求708项。 → 708项 unknown",), ("截至2022年5月底，全市问题诉求708项。 → 708项 confirmed",),
    ),
))  # fmt: skip


def year_of(one: Reading, as_of: date) -> int:
    """The year a figure speaks of: in its own words (申报2022年…), else that of its period."""
    own = YEAR.search(one.what)
    return int(own[1]) if own else one.year or as_of.year


@lru_cache(maxsize=4096)
def _words_of(alternative: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = alternative.split()
    return (
        tuple(word for word in words if not word.startswith("-")),
        tuple(word[1:] for word in words if word.startswith("-")),
    )


Weight = tuple[int, int, int]


def stands_by(one: Reading, alternative: str, is_sliced: bool = False) -> Weight | None:
    """How well the wanted words stand by the number: how much in its own words, then how near the
    others, then how much in all. None when one is missing or unwanted.

    At least one word must be the figure's own (what is counted); the others may stand in its sentence,
    or with the firms that it tells of.
    """
    wanted, unwanted = _words_of(alternative)
    own = one.own
    if is_sliced and wanted[0] not in own:
        return None  # the chain must be named by the number itself
    if not any(word in own for word in wanted) or any(word in own for word in unwanted):
        return None
    near = one.population or f"{one.said_so_far} {one.clause}"
    places = [near.rfind(word) for word in wanted if word not in own]
    if any(
        place < 0 and word not in one.superlative
        for place, word in zip(places, (word for word in wanted if word not in own), strict=True)
    ):
        return None
    weight = sum(2 * len(word) for word in wanted if word in own)
    return weight, min(places, default=10**6), sum(map(len, wanted))


def left_over(one: Reading, item: NamedFigure, alternative: str, home: Home) -> str:
    """The words at a number that neither the figure nor the office knows."""
    if item.indicator == "framework_items":
        return ""  # a set phrase: 3条核心产业链
    own = one.own
    for name in one.names:
        own = own.replace(name, "")
    wanted, _unwanted = _words_of(alternative.removeprefix(WEAK))
    known = {*wanted, *item.beside, *home.own_words, "全市", "我市", "本市", "市"}
    if project := dict(item.slices).get("project"):
        known |= {project, "项目"}
    return unexplained(own, frozenset(known))


@dataclass(frozen=True)
class Match:
    """The named figure that a number means, by which words; or what kept it from meaning one."""

    item: NamedFigure | None
    words: str
    missing: str = ""
    near: NamedFigure | None = None  # the figure that was not meant

    @property
    def is_weak(self) -> bool:
        """Do words so common as 项目 name it, that another number contradicts nothing?"""
        return self.words.startswith(WEAK)


def best_match(tried: Iterable[MatchTried], home: Home) -> Match | None:
    """The named figure whose words stand by the number; the longest words win. Without one, the
    nearest with the words it does not know; None where nothing is near."""
    best: tuple[Weight, NamedFigure, str] | None = None
    near: tuple[Weight, NamedFigure, str] | None = None
    for two in tried:
        for alternative in two.item.says:
            weight = _weighed(two, alternative)
            if weight is None or (best and weight <= best[0]):
                continue
            rule = NO_MATCH.first(two)
            missing = rule.name if rule else left_over(two.one, two.item, alternative, home)
            if not missing:
                best = (weight, two.item, alternative)
            elif near is None or weight > near[0]:
                near = (weight, two.item, missing)
    if best:
        return Match(best[1], best[2])
    return Match(None, "", near[2], near[1]) if near else None


def _weighed(two: MatchTried, alternative: str) -> Weight | None:
    weight = stands_by(two.one, alternative.removeprefix(WEAK), "chain" in two.slices)
    return weight and (weight[0] + (3 if two.slices else 0), *weight[1:])


@lru_cache(maxsize=256)
def wholes_of(indicator: str) -> frozenset[str]:
    """The indicators of which one counts a part, or is a rate: those below it in a declared ratio."""
    ratios = [one for one in INDICATORS.values() if isinstance(one, Ratio)]
    wholes = {one.bottom for one in ratios if indicator in {one.top, one.name}}
    return frozenset(wholes | _MEASURED.get(indicator, set())) - {indicator}


# What is measured of the projects of a year, beside the declared ratios.
_MEASURED = {"annual_investment": {"key_projects"}, "planned_investment": {"key_projects"}}


def part_of(part: NamedFigure, whole: NamedFigure) -> bool:
    """Is what one figure counts some of what the other counts?"""
    if part.indicator == whole.indicator:
        return bool(set(part.slices) - set(whole.slices)) and part.year == whole.year
    return whole.indicator in wholes_of(part.indicator)


def same_units(one: str, other: str) -> bool:
    return one == other or any(one in units and other in units for units in SAME_UNIT)
