"""Judge: each figure of a text against the records, as of the dates the text itself gives.

A figure is matched by the words that stand by it (pack data), its unit, its kind, its year and the
names beside it. What no word names stays unknown: nothing is confirmed by guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pandeng.access.scope import Scope
from pandeng.core.units import in_chinese, plain
from pandeng.domain.briefings.agreement import AGREEMENTS, agrees
from pandeng.domain.briefings.answers import Answers
from pandeng.domain.briefings.checked import Checked, Judged, Verdict
from pandeng.domain.briefings.clean import clean
from pandeng.domain.briefings.home import home_of
from pandeng.domain.briefings.matching import NO_MATCH
from pandeng.domain.briefings.meaning import Meanings
from pandeng.domain.briefings.read import Inconsistency, Reading, inconsistencies, read
from pandeng.domain.briefings.read.crowd import left_out
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable
from pandeng.domain.briefings.whose import NO_SUBJECT
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.named import NamedFigure, named_figures
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.ratios import declared, why_not_comparable
from pandeng.domain.strategy.models import FrameworkNode, NodeKind

NEAR = 12  # a rate divides figures at most so far from it
PATTERN = re.compile(r"\d\+[NnXx]")
SLOGAN = re.compile(r"“(\d{5})”的?(?:工作|发展)?思路")


def check(
    scope: Scope, raw: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> Checked:
    """Clean, read and judge a text. `as_of` stands in where the text gives no date of its own."""
    cleaned = clean(raw)
    readings = read(cleaned.text, cleaned.published, default_as_of(scope))
    day = as_of or _day_of(readings) or cleaned.published or default_as_of(scope)
    clashes = inconsistencies(readings, cleaned.text)
    judge = _Judge(scope, cleaned.text, readings, day, known_at, clashes)
    figures = [judged for one in readings for judged in judge.judge(one)]
    figures += judge.slogans(cleaned.text)
    figures.sort(key=lambda item: (item.start, item.verdict != "malformed"))
    unread = left_out(cleaned.text, [one.start for one in readings])
    return Checked(cleaned, day, known_at, figures, clashes, unread)


def _day_of(readings: list[Reading]) -> date | None:
    """The last day that the text counts up to; the days of what is still wanted do not make it."""
    return max((one.as_of for one in readings if one.as_of and one.is_stamped), default=None)


@dataclass(frozen=True)
class Asked:
    """A figure of the text, what the records answer, and which name beside it their rows lack."""

    one: Reading
    answer: Figure
    absent: Callable[[], str]


def _no_record(_asked: Asked) -> str:
    return "没有记录。"


def _other_record(asked: Asked) -> str:
    answer = asked.answer
    return f"记录为{answer.text}（{answer.records}条），文中为{asked.one.text}。"


def _name_missing(asked: Asked) -> str:
    return f"数相符，但明细中没有“{asked.absent()}”。"


def _confirmed(_asked: Asked) -> str:
    return "与记录一致。"


RECORD_VERDICTS: RuleTable[Asked, tuple[Verdict, Callable[[Asked], str]]] = RuleTable(
    "record", ("text", "verdict"), (
    ReadingRule(
        "no record", lambda asked: asked.answer.value is None, ("unknown", _no_record),
        "what nobody recorded proves nothing",
        ("截至2021年3月15日，招商12次。2022年项目开工率90%。 → 12次 unknown；90% unknown",), ("截至2022年5月底，问题诉求708项。 → 708项 confirmed",),
    ),
    ReadingRule(
        "another number",
        lambda asked: not agrees(asked.one, Decimal(asked.answer.exact or 0)),
        ("contradicted", _other_record), "the records give another number",
        ("截至2022年5月底，问题诉求709项。 → 709项 contradicted",), ("截至2022年5月底，问题诉求708项。 → 708项 confirmed",),
    ),
    ReadingRule(
        "name missing", lambda asked: asked.absent(), ("contradicted", _name_missing),
        "a firm named with the number is not among its rows",
        ("2021年神力索具等4家企业获批国家级专精特新小巨人。 → 4家 contradicted",),
        ("2021年水泊焊割等4家企业获批国家级专精特新小巨人。 → 4家 confirmed",),
    ),
    ReadingRule(
        "as recorded", lambda asked: True, ("confirmed", _confirmed), "number and names are as recorded",
        ("截至2022年5月底，问题诉求708项。 → 708项 confirmed",),
    ),
))  # fmt: skip


# Every table of rules by which a number is held against the records.
TABLES: tuple[RuleTable[Any, Any], ...] = (NO_SUBJECT, NO_MATCH, RECORD_VERDICTS, AGREEMENTS)


class _Judge:
    """Holds what one check needs: the named figures, the answers so far, the clashes in the text."""

    def __init__(
        self,
        scope: Scope,
        text: str,
        readings: list[Reading],
        as_of: date,
        known_at: datetime | None,
        clashes: list[Inconsistency],
    ) -> None:
        self.scope, self.readings, self.as_of, self.known_at = scope, readings, as_of, known_at
        self.named = [item for item in named_figures(scope).values() if item.says]
        self.places = {one.start: place for place, one in enumerate(readings)}
        self.clashing = {readings[clash.figures[0]].start: clash for clash in clashes}
        self.home = home_of(scope)
        nodes = FrameworkNode.objects.visible_to(scope).values_list("name", "kind")
        self.framework = [name for name, _kind in nodes]
        self.kinds = [kind for _name, kind in nodes]
        self.answers = Answers(scope, self.home, as_of, known_at)
        self.meanings = Meanings(text, self.home, self.named, as_of, self.answers.holds)
        self.meanings.read(readings)

    def judge(self, one: Reading) -> list[Judged]:
        """One verdict; a misprint gives two: the misprint, and the figure behind it."""
        if one.value is None:
            return [replace(self._pattern(one), one=one)]
        match = self.meanings.found[one.start]
        if match and match.item:
            judged = self._against_records(one, match.item, match.words)
        else:
            judged = self._without_records(one, self.meanings.why_not(one))
        judged = replace(judged, one=one, of=self.meanings.whose[one.start].stranger)
        if not one.malformed:
            return [judged]
        right = f"{plain(one.number or 0)}{one.unit}"
        behind = "与登记一致" if judged.verdict == "confirmed" else f"其后的数：{judged.reason}"
        misprint = replace(
            judged,
            verdict="malformed",
            expected=right,
            reason=f"“{one.text}”写法有误，应为{right}；改正后{behind}。",
        )
        return [misprint, judged]

    def _against_records(self, one: Reading, item: NamedFigure, by_words: str) -> Judged:
        answer = self.answers.answer(one, item)
        if isinstance(answer, str):
            return _judged(one, "unknown", item.name, "", answer)
        asked = Asked(one, answer, lambda: self.answers.absent(one, answer))
        rule = RECORD_VERDICTS.first(asked)
        verdict, sentence = rule.yields if rule else ("unknown", _no_record)
        if verdict == "contradicted" and (other := self.meanings.also_meant(one, item)):
            sentence_of_both = f"与“{other.title[0]}”一致，但文中另有所指，未作判断。"
            return _judged(one, "unknown", other.name, "", sentence_of_both)
        words = by_words.split(" -")[0].replace(" ", "、")
        because = f"按“{words}”对应指标“{answer.title}”，截至{answer.as_of}"
        expected = "" if answer.value is None else answer.text
        return _judged(one, verdict, item.name, expected, f"{because}，{sentence(asked)}", answer)

    def _without_records(self, one: Reading, why_not: str) -> Judged:
        clash = self.clashing.get(one.start)
        if one.unit == "%" and (refusal := self._not_comparable(one)):
            return _judged(one, "not_comparable", "", "", refusal)
        if clash:
            right = "" if clash.expected is None else in_chinese(clash.expected, one.unit)
            return _judged(one, "inconsistent", "", right, clash.reason)
        return _judged(one, "unknown", "", "", why_not)

    def _not_comparable(self, one: Reading) -> str:
        """The reason why the two figures that a rate divides may not be divided, else nothing.

        Which two: those of its sentence whose quotient it is.
        """
        at = self.places[one.start]
        beside = [
            (other.value, item)
            for other in self.readings[max(0, at - NEAR) : at + NEAR]
            if other.sentence_start == one.sentence_start
            and other.value
            and other.unit != one.unit
            and (item := self.meanings.item_at(other))
        ]
        pair = next(
            (
                (top, bottom)
                for above, top in beside
                for below, bottom in beside
                if top != bottom and above < below and agrees(one, above * 100 / below)
            ),
            None,
        )
        if pair is None:
            return ""
        top, bottom = pair
        return "" if declared(top, bottom) else why_not_comparable(top, bottom)

    def _pattern(self, one: Reading) -> Judged:
        """A figure without a value, such as 1+N: a word of the framework, or one that differs."""
        if self.meanings.whose[one.start].place:
            return _judged(one, "unknown", "", "", self.meanings.why_not(one))
        patterns = {found[0]: name for name in self.framework if (found := PATTERN.search(name))}
        if one.text in patterns:
            sentence = f"工作思路中有这一提法：{patterns[one.text]}。"
            return _judged(one, "confirmed", "framework_aims", one.text, sentence)
        near = next((text for text, name in patterns.items() if name[-4:] in one.clause), "")
        if near:
            sentence = f"工作思路的提法是：{patterns[near]}，文中为{one.text}。"
            return _judged(one, "contradicted", "framework_aims", near, sentence)
        return _judged(one, "unknown", "", "", "登记中没有对应的提法。")

    def slogans(self, text: str) -> list[Judged]:
        """“12335”的工作思路: each digit counts one kind of item of the framework."""
        counts = [str(self.kinds.count(kind)) for kind in NodeKind.values]
        right = "".join(counts)
        judged = []
        for found in SLOGAN.finditer(text):
            if self.meanings.subjects.place_at(found.start()):
                continue  # the way of work of another city
            agrees = found[1] == right
            judged.append(
                Judged(
                    found[1],
                    None,
                    "",
                    "framework",
                    "framework_items",
                    "confirmed" if agrees else "contradicted",
                    right,
                    f"工作思路各类条目数依次为{'、'.join(counts)}，合为{right}"
                    + ("，与文中一致。" if agrees else f"，文中为{found[1]}。"),
                    *found.span(1),
                )
            )
        return judged


def _judged(
    one: Reading,
    verdict: Verdict,
    indicator: str,
    expected: str,
    reason: str,
    figure: Figure | None = None,
) -> Judged:
    return Judged(
        one.text,
        one.value,
        one.unit,
        one.kind,
        indicator,
        verdict,
        expected,
        reason,
        one.start,
        one.end,
        figure,
    )
