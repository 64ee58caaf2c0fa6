"""What each number of a text means: whose it is, which named figure, and what it is a part of."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from pandeng.domain.briefings.home import Home
from pandeng.domain.briefings.matching import (
    NO_MATCH,
    Match,
    MatchTried,
    best_match,
    part_of,
    same_units,
    stands_by,
    wholes_of,
)
from pandeng.domain.briefings.read.reading import Reading
from pandeng.domain.briefings.whose import Subjects, Whose, subjects
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.named import NamedFigure

_PART = re.compile(r"其中|[^集其]中(?=，|$|\|)|包括|包含|分别为：")
_OVER = re.compile(r"；|，(?:同时|另|此外|并|全市|我市)")


# Why a number near to a figure is not compared with it, by the rule that kept them apart.
MISSING = {
    "another kind": "文中说的是计划、目标或应完成的数，登记的是实际数，未作判断。",
    "another year": "登记中没有这一年度的这个数，未作判断。",
    "project not named": "文中没有写明是哪个项目，未作判断。",
    "part of the time": "文中说的是一段时间的数，登记的是累计数，未作判断。",
    "before the records": "文中的年度早于最早的登记，未作判断。",
    "after the records": "文中的日期晚于最新的登记，未作判断。",
}


def _quoted(words: str) -> str:
    return words if words.startswith("“") else f"“{words}”"


@dataclass
class Meanings:
    """The matches of a text, by the place of each number."""

    text: str
    home: Home
    named: list[NamedFigure]
    as_of: date
    holds: Callable[[Reading, NamedFigure], bool]  # do the records give the number?
    subjects: Subjects = field(init=False)
    whose: dict[int, Whose] = field(default_factory=dict)
    found: dict[int, Match | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.subjects = subjects(self.text, self.home)
        self._by_unit: dict[str, list[NamedFigure]] = defaultdict(list)
        self._says = {
            item.indicator: tuple(
                word for said in item.says for word in said.split() if not word.startswith("-")
            )
            for item in self.named
            if not item.slices
        }

    def read(self, readings: list[Reading]) -> None:
        for place, one in enumerate(readings):
            whose = self.subjects.of(one)
            self.whose[one.start] = whose
            match = self._match(one, whose)
            if (
                match
                and match.item
                and match.is_weak
                and not self._is_sure(readings, place, match.item)
            ):
                match = None
            if match and match.item:
                missing = self._is_loose(readings, place, match.item)
                match = Match(None, "", missing) if missing else match
            self.found[one.start] = match

    def _is_sure(self, readings: list[Reading], place: int, item: NamedFigure) -> bool:
        """Does so common a word as 项目 mean the figure? Its number, or what is told of it, agrees."""
        one = readings[place]
        if self.holds(one, item):
            return True
        for other in readings[place + 1 : place + 2]:
            match = self._match(other, self.subjects.of(other)) if other.population else None
            if match and match.item and self.holds(other, match.item):
                return True
        return False

    def also_meant(self, one: Reading, item: NamedFigure) -> NamedFigure | None:
        """Another figure whose words stand by the number and whose record it gives: 341个重点项目开工."""
        for other in self._of_unit(one.unit):
            two = MatchTried(one, other, self.as_of, self.whose[one.start], *self.home.span)
            stands = other is not item and any(stands_by(one, said) for said in other.says)
            if stands and NO_MATCH.first(two) is None and self.holds(one, other):
                return other
        return None

    def item_at(self, one: Reading) -> NamedFigure | None:
        match = self.found.get(one.start)
        return match.item if match else None

    def why_not(self, one: Reading) -> str:
        """The sentence that says why a number was not held against the records: what is missing."""
        whose, match = self.whose[one.start], self.found.get(one.start)
        if whose.stranger:
            return f"这里说的是“{whose.stranger}”，不是本专班登记的范围，未作判断。"
        if match is None:
            return "登记中没有与这些文字对应的指标，未作判断。"
        return MISSING.get(match.missing, f"指标的说法中没有{_quoted(match.missing)}，未作判断。")

    def _match(self, one: Reading, whose: Whose) -> Match | None:
        if one.value is None:
            return None
        tried = (
            MatchTried(one, item, self.as_of, whose, *self.home.span)
            for item in self._of_unit(one.unit)
        )
        return best_match(tried, self.home)

    def _of_unit(self, unit: str) -> list[NamedFigure]:
        if unit not in self._by_unit:
            self._by_unit[unit] = [
                item
                for item in self.named
                if same_units(unit, item.unit or INDICATORS[item.indicator].unit)
            ]
        return self._by_unit[unit]

    def _is_loose(self, readings: list[Reading], place: int, item: NamedFigure) -> str:
        """Why the number is a part of something that is not ours as a whole; "" when it stands alone."""
        one = readings[place]
        whole = self._whole(readings, place)
        like = whole if whole and same_units(whole.unit, one.unit) else None
        if one.population:
            of = next((r for r in _earlier(readings, place) if r.is_population), None)
            if of is not None and self.item_at(of) is None:
                return f"“{one.population}”"
        if self._is_part(one, like):
            item_of_whole = self.item_at(like) if like else None
            if item_of_whole is None or not part_of(item, item_of_whole):
                return "“其中”"
        if (
            not self._is_explicit(one, item)
            and whole is not None
            and not self._is_ours(whole, item)
        ):
            return f"“{whole.text}”"
        return ""

    def _whole(self, readings: list[Reading], place: int) -> Reading | None:
        """The count before it in its sentence that it may be a part of."""
        one = readings[place]
        stop = one.start
        for other in _earlier(readings, place):
            if "；" in self.text[other.end : stop]:
                return None
            if other.form == "count" and other.kind != "framework":
                return other
            if other.form == "money" and one.form == "money":
                return other
        return None

    def _is_part(self, one: Reading, whole: Reading | None) -> bool:
        if whole is None:
            return one.lead.startswith("其中")
        said = self.text[whole.end : one.start]
        opened = [match.end() for match in _PART.finditer(said)]
        if not opened:
            return False
        return not _OVER.search(said, opened[-1])

    def _is_explicit(self, one: Reading, item: NamedFigure) -> bool:
        """Does the number name by itself what it is a part of: 问题诉求销号率, not 销号率?"""
        wholes = wholes_of(item.indicator)
        if not wholes:
            return True
        return any(word in one.own for whole in wholes for word in self._says.get(whole, ()))

    def _is_ours(self, whole: Reading, item: NamedFigure) -> bool:
        found = self.item_at(whole)
        if found is None:  # 应销号648项 is none of what is recorded, but is told of the same
            match = self.found.get(whole.start)
            found = match.near if match and match.missing == "another kind" else None
        if found is None:
            return False
        wholes = wholes_of(item.indicator)
        return (
            found.indicator in wholes
            or bool(wholes & wholes_of(found.indicator))
            or (found.indicator == item.indicator)
        )


def _earlier(readings: list[Reading], place: int) -> list[Reading]:
    """The figures before one in its sentence, the nearest first; a dozen at most."""
    one, found = readings[place], []
    for other in reversed(readings[max(0, place - 12) : place]):
        if other.sentence_start != one.sentence_start:
            break
        found.append(other)
    return found
