"""Which named figure a number of a text means: by the words that stand by it, its unit, kind and year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pandeng.domain.briefings.read.reading import Reading
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.named import NamedFigure

# Count words that stand for the same thing.
SAME_UNIT = (
    {"家", "户", "个企业"}, {"个", "项", "件", "大"}, {"人", "名", "位"}, {"元"}, {"%", "％"}, {"亩"}, {"条"},
    {"大类"}, {"小类"},
)  # fmt: skip
YEAR = re.compile(r"(20\d\d)年")


@dataclass(frozen=True)
class MatchTried:
    """A number and a named figure it may mean, in a text that stands at a day."""

    one: Reading
    item: NamedFigure
    as_of: date

    @property
    def unit(self) -> str:
        return self.item.unit or INDICATORS[self.item.indicator].unit

    @property
    def kind(self) -> str:
        return self.item.kind or INDICATORS[self.item.indicator].kind

    @property
    def project(self) -> str | None:
        return dict(self.item.slices).get("project")


def _is_other_unit(two: MatchTried) -> bool:
    one, other = two.one.unit, two.unit
    return one != other and not any(one in units and other in units for units in SAME_UNIT)


def _is_other_kind(two: MatchTried) -> bool:
    return (two.one.kind == "target") != (two.kind == "target")


def _is_other_year(two: MatchTried) -> bool:
    is_dated = two.item.year is not None and "scheme" not in dict(two.item.slices)
    return is_dated and year_of(two.one, two.as_of) != two.item.year


def _is_other_project(two: MatchTried) -> bool:
    project = two.project
    return project is not None and project not in two.one.names and project not in two.one.clause


# By which the number does not mean the figure, whatever words stand by it.
NO_MATCH: RuleTable[MatchTried, None] = RuleTable("no match", ("text", "verdict"), (
    ReadingRule(
        "another unit", _is_other_unit, None, "亩 are no 项",
        ("截至2022年5月底，问题诉求708亩。 → 708亩 unknown",), ("截至2022年5月底，问题诉求708件。 → 708件 confirmed",),
    ),
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
        ("2022年投资105.6亿元建设园区。 → 105.6亿元 unknown",),
        ("2022年投资105.6亿元的山能智慧制造园区项目启动。 → 105.6亿元 confirmed",),
    ),
))  # fmt: skip


def year_of(one: Reading, as_of: date) -> int:
    """The year a figure speaks of: in its own words (申报2022年…), else that of its period."""
    own = YEAR.search(one.what)
    return int(own[1]) if own else one.year or as_of.year


def stands_by(one: Reading, alternative: str) -> int:
    """How much of the wanted words stands by the number; 0 when one is missing or unwanted.

    At least one word must be the figure's own (what is counted); the others may stand in its clause.
    """
    own = f"{one.what} {one.noun} {one.before} {one.after}"
    near = f"{own} {one.population} {one.superlative} {one.clause}"
    wanted = [word for word in alternative.split() if not word.startswith("-")]
    unwanted = [word[1:] for word in alternative.split() if word.startswith("-")]
    if any(word in own for word in unwanted):
        return 0
    if not all(word in near for word in wanted) or not any(word in own for word in wanted):
        return 0
    return sum(len(word) * (2 if word in own else 1) for word in wanted)


def best_match(
    one: Reading, named: Iterable[NamedFigure], as_of: date
) -> tuple[NamedFigure, str] | None:
    """The named figure whose words stand by the number, and those words; the longest words win."""
    best: tuple[int, NamedFigure, str] | None = None
    for item in named:
        if NO_MATCH.first(MatchTried(one, item, as_of)):
            continue
        for alternative in item.says:
            weight = stands_by(one, alternative)
            weight += 3 if weight and item.slices else 0
            if weight and (best is None or weight > best[0]):
                best = (weight, item, alternative)
    return (best[1], best[2]) if best else None
