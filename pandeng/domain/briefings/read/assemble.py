"""Put together what stands around one number: its clause, what it counts, its time, kind and names."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import dates, kinds, phrases
from .counted import Followed, WordsBeside, counted, is_spoken_of
from .dates import Period
from .found import FoundFigure
from .names import Beside, names
from .numerals import MULTIPLIERS
from .own import stretches
from .reading import Reading
from .segments import segment_after, segment_before


@dataclass(frozen=True)
class Surroundings:
    """A text with its figures, dates and cuts."""

    text: str
    found: list[FoundFigure]
    calendar: dates.DateMentions
    frame: phrases.Frame


@dataclass(frozen=True)
class Cuts:
    """Where the clause, the sentence and the paragraph of a number begin and end."""

    clause_start: int
    clause_end: int
    sentence_start: int
    sentence_end: int
    paragraph_start: int


def _cuts(frame: phrases.Frame, place: int) -> Cuts:
    clause, sentence = frame.span(frame.clauses, place), frame.span(frame.sentences, place)
    return Cuts(*clause, *sentence, frame.span(frame.paragraphs, place)[0])


def assembled(around: Surroundings, place: int, last: Reading | None = None) -> Reading:
    """The figure at a place with its words; `last` is the figure before it."""
    text, one = around.text, around.found[place]
    cuts = _cuts(around.frame, one.start)
    before = segment_before(text, place, around.found, around.calendar, cuts.clause_start)
    after = segment_after(text, place, around.found, around.calendar, cuts.clause_end)
    words = WordsBeside(one.form, before, after, text[cuts.clause_start : one.start])
    what, noun = counted(words)
    mention = around.calendar.before(one.start, cuts.paragraph_start)
    period, period_from = _period(mention, cuts.sentence_start, around.calendar)
    is_population = is_spoken_of(_followed(around, place, cuts, noun, words.is_noun_behind))
    if is_population:
        # 708项问题诉求|已销号648项: what is said of them belongs to the next figure
        what = after = noun
    size = Decimal(MULTIPLIERS[one.multiplier]) * (10 if one.unit == "成" else 1)
    reading = Reading(
        text=text[one.start : one.end], start=one.start, end=one.end, form=one.form,
        kind=_kind(around, one, words, cuts, is_population, period),
        number=one.number, low=_sized(one.low, size), high=_sized(one.high, size),
        multiplier=one.multiplier, unit="元" if one.unit == "" and one.form == "money" else one.unit,
        value=_sized(one.number, size), qualifier=one.qualifier,
        direction=one.direction or ("<=" if _CEILING.search(before) else ""),
        what=what[:60], noun=noun[:40], before=before, after=after,
        population="", is_population=is_population, period=period, period_from=period_from,
        as_of=mention.as_of if mention else None, is_stamped=bool(mention and mention.is_stamp),
        names=_names(text, one, cuts),
        superlative=_superlative(text, one, cuts.clause_start, before + after),
        malformed=one.malformed, implied=one.implied,
        clause=text[cuts.clause_start : min(cuts.clause_end - 1, cuts.clause_start + 200)],
        sentence=text[cuts.sentence_start : min(cuts.sentence_end, cuts.sentence_start + 600)].strip(),
        sentence_start=cuts.sentence_start, paragraph_start=cuts.paragraph_start,
        said_so_far=text[max(cuts.sentence_start, one.start - 200) : one.start],
        clause_start=cuts.clause_start, is_noun_behind=words.is_noun_behind and one.form == "count",
    )  # fmt: skip
    following = _following(around, place, cuts)
    lead, trail = stretches(text, reading, last, following, cuts.clause_end - 1, around.calendar)
    return replace(reading, lead=lead, trail=trail)


def _following(around: Surroundings, place: int, cuts: Cuts) -> int:
    """Where the next figure of the clause stands; -1 without one."""
    behind = around.found[place + 1 : place + 2]
    return behind[0].start if behind and behind[0].start < cuts.clause_end else -1


def _sized(number: Decimal | None, size: Decimal) -> Decimal | None:
    return None if number is None else number * size


def _kind(
    around: Surroundings,
    one: FoundFigure,
    words: WordsBeside,
    cuts: Cuts,
    is_population: bool,
    period: Period | None,
) -> str:
    text = around.text
    opening = text[cuts.paragraph_start : cuts.paragraph_start + 12]
    return kinds.kind(kinds.Around(
        form=one.form, unit=one.unit, number=float(one.number or 0),
        before=words.before, after=words.after,
        lead=text[max(cuts.sentence_start, one.start - 300) : one.start],
        is_quoted=_is_quoted(text, one.start), is_population=is_population,
        is_ahead=_is_ahead(opening, period, around.calendar),
    ))  # fmt: skip


def _followed(
    around: Surroundings, place: int, cuts: Cuts, noun: str, is_noun_behind: bool
) -> Followed:
    pair = around.found[place : place + 2]
    following = pair[1] if len(pair) > 1 and pair[1].start < cuts.clause_end else None
    between = around.text[pair[0].end : following.start] if following else ""
    return Followed(pair[0], following, between, noun, is_noun_behind)


def _names(text: str, one: FoundFigure, cuts: Cuts) -> tuple[str, ...]:
    lead = text[max(cuts.clause_start, one.start - 90) : one.start]
    return names(Beside(one.form, lead, text[one.end : min(cuts.clause_end - 1, one.end + 40)]))


_CEILING = re.compile(r"(?:控制在|压减到|降至)$")
_AHEAD = re.compile(r"[　\s]*(?:[一二三四五六]、)?(?:下一步|今后|未来|20\d\d年，?(?:我们)?将)")


def _is_ahead(opening: str, period: Period | None, calendar: dates.DateMentions) -> bool:
    """Does the paragraph, or the year that is named, speak of what is still to come?"""
    later = period and period.year and calendar.year and period.year > calendar.year
    return bool(_AHEAD.match(opening) or later)


def _superlative(text: str, one: FoundFigure, clause_start: int, around: str) -> str:
    if one.implied or one.form == "rank":
        near = text[max(clause_start, one.start - 40) : one.end + 24]
        return phrases.superlative(near.split("，")[0])
    return phrases.superlative(around)


def _is_quoted(text: str, place: int) -> bool:
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
