"""The words around a figure: the segment before it, and the one after it."""

import re

from . import dates
from .found import FoundFigure

_JOINT = re.compile(r"(?:以及|和|及|(?<!参)与|或)(?=[^，。；、]{0,6}$)")
_ENDS = re.compile(r"(?:以及|和|及|(?<!参)与|或|“|（|、)+$")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff”）]) +$")  # 问题诉求 708项
_MARKS = re.compile(r"[，。；：、！？\n“”‘’（）()《》\t ]")


def segment_before(
    text: str,
    place: int,
    found: list[FoundFigure],
    calendar: dates.DateMentions,
    clause_start: int,
) -> str:
    """The segment before the number: back to a mark, a date or the figure before, 40 signs at most."""
    one = found[place]
    begin = max(clause_start, one.start - 40)
    if place and found[place - 1].end > begin:
        begin = min(found[place - 1].end, one.start)
    mention = calendar.before(one.start, begin)
    if mention:
        begin = max(begin, mention.end)
    segment = _BLANK.sub("", text[begin : one.start])
    if place and begin == found[place - 1].end and (joint := _JOINT.search(segment)):
        segment = segment[joint.end() :]  # 302家攀登企业和|341个: the noun belongs to the other
    cut = max((m.end() for m in _MARKS.finditer(segment)), default=0)
    if cut == len(segment) and segment[-1:] in {"”", "’", "）", ")", "》"}:
        opener = max(segment.rfind(sign) for sign in "“‘（(《")
        inner = max((m.end() for m in _MARKS.finditer(segment[: max(opener, 0)])), default=0)
        return segment[inner:].strip()
    return segment[cut:].strip()


def segment_after(
    text: str,
    place: int,
    found: list[FoundFigure],
    calendar: dates.DateMentions,
    clause_end: int,
) -> str:
    """The segment after the number: up to a mark or the next figure; quoted names are kept whole."""
    one = found[place]
    end = min(clause_end - 1, one.end + 40, len(text))
    if place + 1 < len(found) and found[place + 1].start < end:
        end = max(one.end, found[place + 1].start)
    segment = _ENDS.sub("", text[one.end : end])
    depth = 0
    for index, sign in enumerate(segment):
        if sign in "“《（(":
            depth += 1
        elif sign in "”》）)":
            if depth == 0:
                return segment[:index].strip()
            depth -= 1
        elif depth == 0 and sign in "，。；：、！？\n\t":
            return segment[:index].strip()
    return segment.strip()
