"""Read: every figure of a clean text with all the text says about it."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from . import dates, figures, phrases
from .consistency import Inconsistency, inconsistencies
from .consistency import with_parts as _with_parts
from .dates import Period
from .marks import DIRECTIONS, NO_QUALIFIERS
from .misprints import MISPRINTS
from .no_figures import NO_FIGURES
from .numerals import MULTIPLIERS
from .ranges import RANGES
from .segments import population, segment_after, segment_before
from .table import RuleTable
from .thresholds import THRESHOLDS

KINDS = ("actual", "target", "plan", "framework")
# Every table of rules, in the order in which a text meets them.
TABLES: tuple[RuleTable[Any, Any], ...] = (
    NO_FIGURES, MISPRINTS, RANGES, NO_QUALIFIERS, THRESHOLDS, DIRECTIONS,
)  # fmt: skip
FORMS = ("count", "money", "measure", "rate", "duration", "rank", "fraction", "pattern")


@dataclass(frozen=True)
class Reading:
    """One figure of a text; text[start:end] is `text`.

    `number` as written, `value` with its multiplier (money in yuan when the unit is 元, land in the
    unit written, rates in percent); of a range the lower end, `low` and `high` (both expanded) hold
    both ends. `number` and `value` are None for patterns such as 1+N.
    """

    text: str
    start: int
    end: int
    form: str
    kind: str
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    multiplier: str
    unit: str
    value: Decimal | None
    qualifier: str  # as written: 约 近 余 多 以上 突破 超过 …
    direction: str  # ">=" | "<=" | ""
    what: str  # what is counted, with what is said of it
    noun: str  # only the thing counted
    before: str  # the segment before the number
    after: str  # the segment after it
    population: str  # 302家攀登企业 in: 302家攀登企业营收突破750亿元
    is_population: bool
    period: Period | None
    period_from: str  # said | inherited | article
    as_of: date | None
    names: tuple[str, ...]
    superlative: str
    malformed: bool
    implied: bool  # no digits: 全市唯一 says one
    clause: str
    sentence: str
    sentence_start: int
    paragraph_start: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def year(self) -> int | None:
        return self.period.year if self.period else None


def read(text: str, published: date | None = None) -> list[Reading]:
    """Every figure of the text in order. `published`: the day of the article, when it is known.

    Dates, document numbers, ordinals, slogans, thresholds that name a class (30亿元以上的项目) and
    digits that touch byte damage are not figures.
    """
    calendar = dates.find(text, published)
    found = figures.find(text, calendar)
    frame = phrases.frame(text)
    readings = [_reading(text, place, found, calendar, frame) for place in range(len(found))]
    readings = _with_inherited(readings, text)
    return _with_parts(_with_parallel(readings, text))


def _reading(
    text: str,
    place: int,
    found: list[figures.FoundFigure],
    calendar: dates.DateMentions,
    frame: phrases.Frame,
) -> Reading:
    one = found[place]
    sentence_start, sentence_end = frame.span(frame.sentences, one.start)
    clause_start, clause_end = frame.span(frame.clauses, one.start)
    paragraph_start, _ = frame.span(frame.paragraphs, one.start)
    before = segment_before(text, place, found, calendar, clause_start)
    after = segment_after(text, place, found, calendar, clause_end)
    what, noun, unit_noun = _counted(one, before, after, text[clause_start : one.start])
    population_of = population(text, place, found, clause_start, clause_end, after, noun, unit_noun)
    mention = calendar.before(one.start, paragraph_start)
    period, period_from = _period(mention, sentence_start, calendar)
    is_population = population_of is not None
    kind = phrases.kind(
        form=one.form, unit=one.unit, number=float(one.number or 0), before=before, after=after,
        lead=text[max(sentence_start, one.start - 300) : one.start],
        is_quoted=_is_quoted(text, one.start, clause_start), is_population=is_population,
        is_ahead=_is_ahead(text[paragraph_start : paragraph_start + 12], period, calendar),
    )  # fmt: skip
    size = Decimal(MULTIPLIERS[one.multiplier])
    to_clause_end = text[one.end : min(clause_end - 1, one.end + 40)]
    from_clause_start = text[max(clause_start, one.start - 90) : one.start]
    return Reading(
        text=text[one.start : one.end],
        start=one.start,
        end=one.end,
        form=one.form,
        kind=kind,
        number=one.number,
        low=None if one.low is None else one.low * size,
        high=None if one.high is None else one.high * size,
        multiplier=one.multiplier,
        unit="元" if one.unit == "" and one.form == "money" else one.unit,
        value=None if one.number is None else one.number * size,
        qualifier=one.qualifier,
        direction=one.direction or ("<=" if _CEILING.search(before) else ""),
        what=what[:60],
        noun=noun[:40],
        before=before,
        after=after,
        population="",
        is_population=is_population,
        period=period,
        period_from=period_from,
        as_of=mention.as_of if mention else None,
        names=_names(text, one, from_clause_start, to_clause_end, before, after),
        superlative=_superlative(text, one, clause_start, before + after),
        malformed=one.malformed,
        implied=one.implied,
        clause=text[clause_start : min(clause_end - 1, clause_start + 200)],
        sentence=text[sentence_start : min(sentence_end, sentence_start + 600)].strip(),
        sentence_start=sentence_start,
        paragraph_start=paragraph_start,
    )


_CEILING = re.compile(r"(?:控制在|压减到|降至)$")
_PLAN_NAME = re.compile(r"行动|计划|规划|攻坚")
_SORTED_BY = re.compile(r"按[^，。；]{1,12}?(?:划?分)")
_AHEAD = re.compile(r"[　\s]*(?:[一二三四五六]、)?(?:下一步|今后|未来|20\d\d年，?(?:我们)?将)")


def _counted(
    one: figures.FoundFigure, before: str, after: str, clause: str
) -> tuple[str, str, bool]:
    """What is counted, the noun alone, and whether the noun follows the number as its unit."""
    unit_noun = phrases.is_noun(after) and (one.form in {"count", "pattern", "rank"} or not before)
    noun = phrases.noun(after) if unit_noun else phrases.head(before)
    what = after if unit_noun else phrases.head(before)
    if one.form == "duration" and _PLAN_NAME.match(after):
        what = noun = f"{what}{after}"
    elif not unit_noun and before.endswith("等"):
        sorted_by = _SORTED_BY.search(clause)
        what = noun = sorted_by[0] if sorted_by else what.removesuffix("等")
    return what, noun, unit_noun


def _is_ahead(opening: str, period: Period | None, calendar: dates.DateMentions) -> bool:
    """Does the paragraph, or the year that is named, speak of what is still to come?"""
    later = period and period.year and calendar.year and period.year > calendar.year
    return bool(_AHEAD.match(opening) or later)


def _superlative(text: str, one: figures.FoundFigure, clause_start: int, around: str) -> str:
    if one.implied or one.form == "rank":
        near = text[max(clause_start, one.start - 40) : one.end + 24]
        return phrases.superlative(near.split("，")[0])
    return phrases.superlative(around)


def _is_quoted(text: str, place: int, clause_start: int) -> bool:
    lead = text[max(0, place - 60) : place]
    return lead.rfind("“") > lead.rfind("”") and bool(
        re.search(r"“1[名家]|“\d[名家人]", lead + text[place : place + 2])
    )


def _period(
    mention: dates.Mention | None, sentence_start: int, calendar: dates.DateMentions
) -> tuple[Period | None, str]:
    if mention is not None:
        return mention.period, "said" if mention.start >= sentence_start else "inherited"
    if calendar.year is not None:
        return Period(f"{calendar.year}年", calendar.year), "article"
    return None, "article"


def _names(
    text: str, one: figures.FoundFigure, lead: str, rest: str, before: str, after: str
) -> tuple[str, ...]:
    if one.form == "count" and (names := phrases.names_before(lead)):
        return names
    if names := phrases.named_project(rest):
        return names
    if one.implied:
        return phrases.awarded(lead)
    return phrases.names_within(lead) or (phrases.awarded(lead) if one.form != "rate" else ())


def _with_inherited(readings: list[Reading], text: str) -> list[Reading]:
    """What a figure leaves unsaid it takes from the one before it: growth of what, whose project."""
    settled: list[Reading] = []
    population: Reading | None = None
    for one in readings:
        last = settled[-1] if settled else None
        if population and (
            population.sentence_start != one.sentence_start
            or one.start - population.end > 300
            or "；" in text[population.end : one.start]
        ):
            population = None
        changes: dict[str, object] = {}
        if population and not one.is_population:
            changes["population"] = f"{population.text}{population.noun}"
            if one.what.startswith(population.noun):  # 302家|攀登企业营收: what is 营收
                rest = re.sub(r"^中(?:，|的)?", "", one.what.removeprefix(population.noun))
                if rest:
                    changes["what"] = changes["noun"] = rest
        if last and last.sentence_start == one.sentence_start:
            between = text[last.end : one.start][:300]
            if not one.what or (not one.before and not one.after):
                changes["what"] = changes["noun"] = last.what
            elif one.form in {"rate", "fraction", "money"} and phrases.is_growth(one.before):
                subject = last.what if last.form == "rate" else last.noun
                subject = _SHARE.sub("", subject)
                changes["what"] = f"{subject}{one.what}"[:60]
                changes["noun"] = f"{subject}{one.noun}"[:40]
            if not one.names and _DRAWN.match(between):
                changes["names"] = last.names
        settled.append(replace(one, **changes) if changes else one)  # type: ignore[arg-type]
        if one.is_population:
            population = one
    return settled


_SHARE = re.compile(r"(?:同比|环比)?(?:增长|下降|提高|均?占).*$")
_COMPARED = {"", "同比", "环比", "比上年", "较上年", "比去年", "较去年", "比去年同期"}
_DRAWN = re.compile(r"[^，。]*，(?:可|将|已)?(?:吸引|带动|拉动|引进|促进)[^，。]*$")


def _with_parallel(readings: list[Reading], text: str) -> list[Reading]:
    """甲、乙分别完成投资3亿元、2亿元: the n-th number belongs to the n-th thing before 分别."""
    settled = list(readings)
    for match in re.finditer("分别", text):
        place = match.start()
        ahead = text[max(0, place - 120) : place]
        start = place - len(ahead) + max(ahead.rfind(sign) for sign in "，。；\n") + 1
        stop = place + len(re.split(r"[。；\n]", text[place : place + 200])[0])
        listed = _joined(settled, _between(settled, place, stop), text)
        counts = _between(settled, start, place)
        things = _things(text[start:place], [settled[i] for i in counts])
        if len(things) < 2 and text[start:place] in _COMPARED:
            # 营收70亿元、利润3亿元，同比分别增长35%和20%
            earlier = _between(settled, max(0, place - 120), start)[-len(listed) :]
            things = [settled[i].noun for i in earlier]
        if len(things) < 2 or len(listed) < len(things):
            continue
        said = text[match.end() : settled[listed[0]].start]
        verb = phrases.head(re.sub(r"^(?:为|是|有|达到?)", "", said)) if len(said) <= 20 else ""
        for thing, i in zip(things, listed, strict=False):
            what = f"{thing}{verb}"[:60]
            population = thing if counts else settled[i].population
            settled[i] = replace(settled[i], what=what, noun=what[:40], population=population)
        for i in counts[: len(things)] if len(counts) >= 2 else ():
            is_goal = settled[i].kind in {"target", "plan"}
            kind = "actual" if is_goal else settled[i].kind
            settled[i] = replace(settled[i], is_population=True, population="", kind=kind)
    return settled


def _joined(readings: list[Reading], places: list[int], text: str) -> list[int]:
    """The first figures of `places` that stand in one list, joined by 、 or 和."""
    listed = places[:1]
    for before, place in pairwise(places[:12]):
        joint = text[readings[before].end : readings[place].start]
        if not re.search(r"[、和及与]", joint) or re.search(r"[，；]", joint):
            break
        listed.append(place)
    return listed


def _between(readings: list[Reading], start: int, stop: int) -> list[int]:
    first = bisect_left(readings, start, key=lambda reading: reading.start)
    indexes = []
    while first < len(readings) and readings[first].start < stop:
        indexes.append(first)
        first += 1
    return indexes


def _things(listed: str, counts: list[Reading]) -> list[str]:
    if len(counts) >= 2:
        return [f"{count.text}{count.noun}" for count in counts]
    return [part for part in re.split(r"、|和|及|与", listed) if part]


__all__ = ["FORMS", "KINDS", "Inconsistency", "Period", "Reading", "inconsistencies", "read"]
