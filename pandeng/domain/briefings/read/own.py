"""A figure's own words: all that stands between the figure before it and its noun, dates left out.

What a figure means is judged by all of them: a word that its indicator does not know (偿还, 余额, 未) says
that another thing is meant. A bare number (，达到708项) takes the subject of the one before it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from . import phrases
from .dates import DateMentions
from .reading import Reading

# Words that tell a size and say nothing of what is counted.
_BARE = re.compile(
    r"^(?:[，。；：、“”（）()\s]|以及|和|及|与|截[至止]到?|进一步|至|到|为|是|达到?|共计?|共有|合计|累计|总计|已经?|增长到|增加到|增至|增长至|增加至"
    r"|上升[到至]|提高[到至]|提升[到至]|扩大[到至]|下降[到至]|降低?[到至]|减少[到至]|回落[到至]|调整[为到至]|变为|压缩[到至]|突破|超过|约|近|超)*$"
)
_CHANGE = re.compile(
    r"(?:比|较|由|从(?!业)|同比|环比|年均|净增|增加(?!值)|增长|减少|下降|降低|提高|提升|上升|回落|压缩|调整).*"
)
_BESIDE = re.compile(r"^[、和及与]|^以及")
# What a clause without a number says of the number before it: 648项诉求，均未销号.
_SAID_OF = re.compile(
    r"，((?:且|但|仍|均|都|全部?|尚|目前仍?|现|正)*(?:未|没有?|不|待|拟|将|尚未|被取消|被撤|撤销|退出)[^，。；！？\n]{0,40})"
)
LONGEST = 120


def stretches(
    text: str,
    reading: Reading,
    before: Reading | None,
    following: int,
    ends: int,
    dates: DateMentions,
) -> tuple[str, str]:
    """The words before the figure and those behind it. `following`: where the next figure of the
    clause stands, -1 without one; `ends`: where the clause ends."""
    begin = max(reading.clause_start, reading.start - LONGEST)
    if before and before.end > begin:
        begin = max(begin, _claimed(text, before))
    lead = dates.without(min(begin, reading.start), reading.start, text)
    if begin == reading.clause_start and text[begin - 1 : begin] == "：" and _BARE.match(lead):
        lead = dates.without(_clause_before(text, begin, before), begin, text) + lead
    if reading.is_population or following >= 0:
        return lead, reading.after if reading.is_noun_behind else ""
    trail = dates.without(reading.end, min(ends, reading.end + LONGEST), text)
    said = _SAID_OF.match(text, ends)
    return lead, trail + (said[1] if said else "")


def _clause_before(text: str, colon: int, before: Reading | None) -> int:
    """Where the words begin that a colon ends: 新增银行贷款：10.71亿元."""
    since = max(colon - 40, before.end if before else 0)
    cut = max(text.rfind(sign, since, colon - 1) for sign in "，。；：\n")
    return max(since, cut + 1)


def _claimed(text: str, before: Reading) -> int:
    """Where the words end that belong to the figure before."""
    if not before.is_noun_behind or not before.after:
        return before.end
    at = text.find(before.after, before.end, before.end + len(before.after) + 4)
    return before.end if at < 0 else at + len(before.after)


def with_own(readings: list[Reading], text: str) -> list[Reading]:
    return list(_settled(readings, text))


def _settled(readings: list[Reading], text: str) -> Iterator[Reading]:
    before: Reading | None = None
    tails = _list_tails(readings, text)
    for place, one in enumerate(readings):
        trail = one.trail or tails.get(place, "")
        own = f"{one.lead}|{trail}"
        if before and before.sentence_start != one.sentence_start:
            before = None
        if one.listed:
            own = f"{one.listed}|{trail}"
        elif before and not one.is_noun_behind and _BARE.match(one.lead) and not trail:
            own = f"{subject(before.own)}{own}"
        before = replace(one, own=own)
        yield before


def subject(own: str) -> str:
    """What a figure tells of, without what is said of its change: 问题诉求比3月底增加 → 问题诉求."""
    lead, _, trail = own.partition("|")
    return _CHANGE.sub("", lead) or phrases.noun(trail)


def _list_tails(readings: list[Reading], text: str) -> dict[int, str]:
    """省级5家、国家级8家均已推荐申报: what stands behind the last of a list is said of each."""
    tails: dict[int, str] = {}
    for place in range(len(readings) - 1, 0, -1):
        one, before = readings[place], readings[place - 1]
        said = tails.get(place) or ("" if one.is_noun_behind else one.trail)
        between = text[before.end : one.start]
        is_list = before.clause_start == one.clause_start and _BESIDE.match(between)
        if said and is_list and not before.is_noun_behind:
            tails[place - 1] = said
    return tails
