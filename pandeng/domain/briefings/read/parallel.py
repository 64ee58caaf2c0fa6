"""甲、乙分别完成投资3亿元、2亿元: the n-th number belongs to the n-th thing before 分别."""

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from . import phrases
from .dates import DateMentions, Mention
from .reading import Reading

_COMPARED = {"", "同比", "环比", "比上年", "较上年", "比去年", "较去年", "比去年同期"}


def with_parallel(
    readings: list[Reading], text: str, calendar: DateMentions | None = None
) -> list[Reading]:
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
        if len(things) < 2 and calendar is not None:
            _date(settled, listed, calendar.listed(start - 40, place, text))
        if len(things) < 2 or len(listed) < len(things):
            continue
        said = text[match.end() : settled[listed[0]].start]
        verb = phrases.head(re.sub(r"^(?:为|是|有|达到?)", "", said)) if len(said) <= 20 else ""
        for thing, i in zip(things, listed, strict=False):
            what = f"{thing}{verb}"[:60]
            population = thing if counts else settled[i].population
            settled[i] = replace(
                settled[i], what=what, noun=what[:40], population=population, listed=what
            )
        for i in counts[: len(things)] if len(counts) >= 2 else ():
            is_goal = settled[i].kind in {"target", "plan"}
            kind = "actual" if is_goal else settled[i].kind
            settled[i] = replace(settled[i], is_population=True, population="", kind=kind)
    return settled


def _date(settled: list[Reading], listed: list[int], mentions: list[Mention]) -> None:
    """3月底、4月底销号率分别为88.9%、89.9%: the n-th number is of the n-th date."""
    if len(mentions) >= 2 and len(mentions) == len(listed):
        for mention, i in zip(mentions, listed, strict=True):
            settled[i] = replace(
                settled[i], period=mention.period, as_of=mention.as_of, is_stamped=mention.is_stamp
            )


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
