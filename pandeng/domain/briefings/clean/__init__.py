"""Clean: from a damaged copy to the text an official wrote, with every repair shown.

Nothing is changed in silence: each change is a `Repair`, or counted in one, and every character of
the clean text leads back to its place in the copy.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from . import chinese, damage, joints, noise
from .decode import LARGEST_BYTES, decode
from .track import Edit, Track

KINDS = {
    "entity": "网页符号还原",
    "furniture": "网页附件去除",
    "byte_damage": "坏字节修复",
    "pinyin": "注音去除",
    "simplified": "转为简体",
    "width": "半角全角统一",
    "ornament": "装饰符号去除",
    "doubled_punctuation": "重复标点合并",
    "mask": "遮字还原",
    "forum_noise": "防复制乱码去除",
    "space": "空白整理",
    "break": "断行接续",
}


@dataclass(frozen=True)
class Repair:
    """One change: what stood in the copy, what stands now, and where (start:end in the clean text,
    raw_start:raw_end in the copy). `count` > 1 sums up many equal changes; then the place is that of
    the first. `candidates`: for byte damage, the readings from best to worst; when `after` equals
    `before`, none had support and the place is left as it was."""

    kind: str
    before: str
    after: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    note: str = ""
    candidates: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Cleaned:
    text: str
    repairs: list[Repair]
    raw: str
    published: date | None  # the date the page's own byline gives
    track: Track

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the copy behind text[start:end]."""
        return self.track.raw_span(start, end)

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Where a span of the copy stands in the clean text."""
        return self.track.clean_span(raw_start, raw_end)


# How changes of a kind are told: each one, or all of the kind in one line.
_TOLD_ONE_BY_ONE = {"byte_damage", "furniture", "mask", "forum_noise"}
_MAX_LISTED_CHANGES = 500


def clean(raw: str) -> Cleaned:
    """The text without the damage of copying. Linear in the length of the text."""
    track = Track.of(raw)
    repairs: list[Repair] = []
    published = None
    for kind, find in _PASSES:
        edits = [edit for edit in find(track.text) if track.text[edit[0] : edit[1]] != edit[2]]
        if kind == "furniture":
            published = _byline_date(track.text[begin:end] for begin, end, _ in edits)
        if edits:
            repairs.extend(_told(kind, track, edits))
            track = track.edit(edits)
        if kind == "invisible":
            track, more = _repair_bytes(track)
            repairs.extend(more)
    placed = [_placed(repair, track) for repair in repairs]
    placed.sort(key=lambda repair: (repair.raw_start, repair.raw_end))
    return Cleaned(track.text, placed, raw, published, track)


def _repair_bytes(track: Track) -> tuple[Track, list[Repair]]:
    repairs: list[Repair] = []
    edits: list[Edit] = []
    for found in damage.find(track.text):
        raw_start, raw_end = track.raw_span(found.start, found.end)
        if found.is_repaired:
            note = "转换程序误改字节，按候选读法排序取第一"
            edits.append((found.start, found.end, found.after))
        else:
            note = "疑为坏字节，无可靠读法，请对照原文；其中数字不作数据读取"
        after = chinese.simplify(found.after) if found.is_repaired else found.after
        candidates = tuple(dict.fromkeys(chinese.simplify(text) for text in found.candidates))
        repairs.append(
            Repair("byte_damage", found.before, after, 0, 0, raw_start, raw_end, note, candidates)
        )
    return (track.edit(edits) if edits else track), repairs


_PINYIN = re.compile(
    r"([\u3400-\u9fff]{1,6})((?:[ ]?[(（][a-zA-Z\u00e0-\u01dcüɡ1-5]{1,7}"
    r"(?:[ '][a-z\u00e0-\u01dcüɡ1-5]{1,7}){0,5}[)）])+)"
)
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")


def _pinyin(text: str) -> Iterator[Edit]:
    """Brackets after a character that hold a reading of that very character; others stay."""
    for match in _PINYIN.finditer(text):
        hanzi, begin = match[1], match.start(2)
        for bracket in _BRACKET.finditer(match[2]):
            syllables = bracket[1].replace("'", " ").split()
            read = hanzi[-len(syllables) :]
            if len(read) == len(syllables) and all(
                chinese.toneless(syllable) in chinese.readings(sign)
                for sign, syllable in zip(read, syllables, strict=True)
            ):
                yield begin + bracket.start(), begin + bracket.end(), ""


_LINE = re.compile(r"[^\n]+")


def _simplified(text: str) -> Iterator[Edit]:
    """Line by line, so that words are converted as words; then told character by character."""
    for match in _LINE.finditer(text):
        before = match[0]
        after = chinese.simplify(before)
        if before == after:
            continue
        at = match.start()
        if len(before) != len(after):
            yield at, match.end(), after
            continue
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                yield at + place, at + place + 1, new


_PASSES: list[tuple[str, Callable[[str], Iterable[Edit]]]] = [
    ("entity", noise.tags),
    ("entity", noise.entities),
    ("invisible", noise.invisible),
    ("forum_noise", noise.forum),
    ("ornament", noise.ornaments),
    ("pinyin", _pinyin),
    ("simplified", _simplified),
    ("mask", noise.masks),
    ("furniture", noise.furniture),
    ("width", noise.fullwidth),
    ("doubled_punctuation", noise.doubled),
    ("width", noise.half_width),
    ("break", joints.breaks),
    ("space", noise.spaces),
    ("space", joints.blanks),
]


def _told(kind: str, track: Track, edits: list[Edit]) -> Iterator[Repair]:
    if kind == "invisible":
        kind = "space"
    if kind in _TOLD_ONE_BY_ONE:
        for begin, end, after in edits[:_MAX_LISTED_CHANGES]:
            yield _repair(kind, track, begin, end, after)
        edits = edits[_MAX_LISTED_CHANGES:]
    if edits:
        begin, end, after = edits[0]
        note = f"同类{len(edits)}处" if len(edits) > 1 else ""
        yield replace(_repair(kind, track, begin, end, after), note=note, count=len(edits))


def _repair(kind: str, track: Track, begin: int, end: int, after: str) -> Repair:
    raw_start, raw_end = track.raw_span(begin, end)
    return Repair(kind, track.text[begin:end], after, 0, 0, raw_start, raw_end)


def _placed(repair: Repair, track: Track) -> Repair:
    start, end = track.clean_span(repair.raw_start, repair.raw_end)
    return replace(repair, start=start, end=end)


_BYLINE = re.compile(r"(20[0-4]\d)\s?[-年./]\s?(1[0-2]|0?[1-9])\s?[-月./]\s?(3[01]|[12]\d|0?[1-9])")


def _byline_date(lines: Iterable[str]) -> date | None:
    for line in lines:
        if match := _BYLINE.search(line):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


__all__ = ["KINDS", "LARGEST_BYTES", "Cleaned", "Repair", "clean", "decode"]
