"""Byte damage: a converter took A3xx for a full-width sign wherever two bytes looked like it.

It cut one byte out of a hanzi pair and read the rest of the stretch one byte off, so 確保快速推進
became 確??焖偻七M. Every reading of the lost byte is listed, and a lexicon of briefing words ranks
them; a reading without support stays as it is, marked as damage.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pandeng.domain.enterprises.matching import places

from .chinese import simplify

LEXICON = Path(__file__).with_name("lexicon.txt")
# Every sign that GBK writes with two bytes: what the shifted bytes may have become
_WIDE = r"[^\x00-\x9f\ufffd\n]"
# What a lost lead byte leaves behind, then the sign the converter put in place of A3xx.
_SIGN = re.compile(rf"(?<![A-Za-z \t=&/])[?\ufffd]([!-~])({_WIDE}{{0,60}})")
_PINYIN = re.compile(r"(?:[(（][a-zü\u00e0-\u01dc]{1,6}[)）])+")
_LEADS = range(0x81, 0xFF)
_TRAILS = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
# A letter alone between hanzi or a ? at their end, where the bytes may have fallen in step again
_LOOSE = re.compile(r"(?<=[^\x00-\x9f])(?:[@-~](?![0-9A-Za-z+\-.])|\?)")
MIN_GAIN = 7.9  # two words of two characters
MAX_REPAIRS = 2000  # a text with more damage than that is not readable anyway
SHOWN = 8  # candidates kept for the reader


@dataclass(frozen=True)
class Damage:
    start: int
    end: int
    before: str
    after: str  # equal to before when no reading has support
    candidates: tuple[str, ...]

    @property
    def is_repaired(self) -> bool:
        return self.after != self.before


def find(text: str) -> list[Damage]:
    """Every damaged stretch of the text with its ranked readings, in order of the text."""
    found: list[Damage] = []
    reached = 0
    for match in _SIGN.finditer(text):
        if len(found) >= MAX_REPAIRS:
            break
        if match.start() < reached:
            continue
        damage = _signed(text, match)
        if damage is not None:
            found.append(damage)
            reached = damage.end
    taken = [(damage.start, damage.end) for damage in found]
    found.extend(_unsigned(text, taken))
    return sorted(found, key=lambda damage: damage.start)


def _signed(text: str, match: re.Match[str]) -> Damage | None:
    start, sign, run = match.start(), match[1], match[2]
    end = match.end()
    left, right = text[max(0, start - 4) : start], text[end : end + 12]
    ranked, used = _rank(left, sign, run, right)
    if not ranked:
        # Real question marks stand before real words; damage leaves rare characters.
        rare = sum(1 for hanzi in run if not _is_common(hanzi))
        is_rare = rare >= 2 and rare * 2 >= len(run)
        if is_rare or (sign.isdigit() and right[:1] in {"?", "\ufffd"}):
            return Damage(start, end, text[start:end], text[start:end], ())
        return None
    return Damage(start, end + used, text[start : end + used], ranked[0], ranked[:SHOWN])


@lru_cache(maxsize=4096)
def _rank(left: str, sign: str, run: str, right: str) -> tuple[tuple[str, ...], int]:
    """Readings from best to worst (empty without support) and how much of `right` they use."""
    best: tuple[float, tuple[str, ...], int] = (0.0, (), 0)
    for shown, used in _endings(run, right):
        context = _PINYIN.sub("", right[used:])[:4]
        scored = {
            reading: _evidence(left, reading, context, is_cut=shown[1])
            for reading in _readings(left, ord(sign) + 0x80, shown, context)
        }
        order = sorted(scored, key=lambda reading: (-scored[reading][0], reading))
        if not order:
            continue
        (top, is_sure) = scored[order[0]]
        second = scored[order[1]][0] if len(order) > 1 else 0.0
        if is_sure and top >= 4.0 and top > second and top > best[0]:
            best = (top, tuple(order), used)
    return best[1], best[2]


def _evidence(left: str, reading: str, right: str, *, is_cut: bool) -> tuple[float, bool]:
    """The support, and whether every guessed character stands in a word or is a full stop."""
    score, covered = _cover(left, reading, right)
    is_sure = covered[0] or reading[0] == "。"
    if is_cut:
        is_sure = is_sure and (covered[-1] or reading[-1] == "、")
    return score + (1.5 if reading[0] == "。" else 0.0), is_sure


def _endings(run: str, right: str) -> Iterator[tuple[tuple[bytes, bool, str], int]]:
    """How the stretch may end: (bytes after the sign, a trail byte is lost, plain tail), used."""
    try:
        body = run.encode("gbk")
    except UnicodeEncodeError:
        return
    if right and "\x40" <= right[0] <= "\x7e":
        yield (body + right[0].encode("ascii"), False, ""), 1
    if right and right[0] in "?\ufffd":
        yield (body, True, ""), 1
    if body and body[-1] < 0x80:
        yield (body[:-1], False, chr(body[-1])), 0


def _readings(left: str, high: int, shown: tuple[bytes, bool, str], right: str) -> Iterator[str]:
    body, is_cut, tail = shown
    stream = bytes([high]) + body
    middle = _hanzi(stream[:-1] if is_cut else stream)
    if middle is None:
        return
    # A lead byte before a letter is lost only in the rows of punctuation: 。
    heads = ("。",) if 0xC0 <= high <= 0xFE else _heads()
    if not is_cut:
        yield from (head + middle + tail for head in heads)
        return
    lasts = [
        last
        for trail in _TRAILS
        if (last := _hanzi(bytes([stream[-1], trail])))
        and (simplify(last) in _usual() or last == "、")
    ]
    words = _words()
    for head in heads:
        ahead = simplify(left + head)
        is_word = head == "。" or any(ahead[-size:] in words for size in (2, 3, 4))
        for last in lasts:
            ahead = simplify(head + middle + last + right)
            if is_word or any(ahead[:size] in words for size in (2, 3, 4)):
                yield head + middle + last


@cache
def _heads() -> tuple[str, ...]:
    """What the byte A3 may have closed: one hanzi or mark for each lead byte."""
    read = [_hanzi(bytes([lead, 0xA3])) for lead in _LEADS]
    return tuple(head for head in read if head)


def _hanzi(stream: bytes) -> str | None:
    try:
        text = stream.decode("gbk")
    except UnicodeDecodeError:
        return None
    if all("\u4e00" <= sign <= "\u9fff" or sign in "。，、“”；：（）《》！？" for sign in text):
        return text
    return None


def _unsigned(text: str, taken: list[tuple[int, int]]) -> Iterator[Damage]:
    """Damage without a sign: the lost byte's neighbours made a hanzi of a lead byte and a letter.

    Such a stretch ends in one loose letter (or in ?) where the bytes fall in step again: 確保重點 →
    確盫攸c. It is repaired only where the repair reads far better than what stands there.
    """
    starts = [start for start, _ in taken]
    tried, reached = 0, 0
    for match in _LOOSE.finditer(text):
        at = bisect_right(starts, match.start())
        if match.start() < reached or (at and taken[at - 1][1] > match.start()):
            continue
        tried += 1
        if tried > MAX_REPAIRS:
            return
        begin = max(reached, match.start() - 24)
        run = re.split(r"[\x00-\x9f]", text[begin : match.start()])[-1]
        after = _PINYIN.sub("", text[match.end() : match.end() + 12])[:4]
        place, reading = _shifted(run, match[0], after)
        if reading:
            start, reached = match.start() - len(run) + place, match.end()
            yield Damage(start, reached, text[start:reached], reading, (reading,))


@lru_cache(maxsize=4096)
def _shifted(run: str, end: str, right: str) -> tuple[int, str]:
    """Where in the run the damage begins and what stood from there on; empty when it is sound."""
    best = (_cover("", run + end, right)[0] + MIN_GAIN, 0, "")
    for place, hanzi in enumerate(run):
        try:
            lead, low = hanzi.encode("gbk")
            body = run[place + 1 :].encode("gbk")
        except (UnicodeEncodeError, ValueError):
            continue
        stream = bytes([lead, 0xA3, low + 0x80]) + body if 0x40 <= low <= 0x7E else b""
        if not stream or _hanzi(stream[:-1]) is None:
            continue
        for last in _TRAILS if end == "?" else [ord(end)]:
            reading = _hanzi(stream + bytes([last]))
            if reading is None or (end == "?" and simplify(reading[-1]) not in _usual()):
                continue
            support, covered = _cover("", run[:place] + reading, right)
            if support > best[0] and (end != "?" or covered[-1]):
                best = (support, place, reading)
    return best[1], best[2]


def _is_common(hanzi: str) -> bool:
    """Whether a character is of the first level of GB 2312, in its simplified form."""
    try:
        return simplify(hanzi).encode("gb2312")[0] < 0xD8
    except (UnicodeEncodeError, IndexError):
        return False


def _cover(left: str, reading: str, right: str) -> tuple[float, list[bool]]:
    """How much of the reading, with its neighbours, is made of words of the lexicon.

    The best cover by words, a word of n characters counting n²; then a trifle for usual characters.
    Also which characters of the reading stand inside a word of that cover.
    """
    text = simplify(left + reading + right)
    words, usual = _words(), _usual()
    begin, end_at = len(left), len(text) - len(right)
    best = [0.0] * (len(text) + 1)
    chosen = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1]
        for size in range(2, min(6, end) + 1):
            part = text[end - size : end]
            if end <= begin or end - size >= end_at:
                continue
            worth = size * size if part in words else 3.0 if part in _BEFORE_QUOTE else 0.0
            if worth and best[end - size] + worth > best[end]:
                best[end], chosen[end] = best[end - size] + worth, size
    covered = [False] * len(text)
    end = len(text)
    while end > 0:
        size = chosen[end]
        covered[end - size : end] = [True] * size
        end -= size or 1
    score = best[-1] + sum(0.01 * math.log1p(usual[sign]) for sign in text[begin:])
    return score, covered[begin:end_at] or [False]


_BEFORE_QUOTE = frozenset({"。“", "，“", "：“", "、“"})


@cache
def _words() -> frozenset[str]:
    """The lexicon, and the provinces and cities of the country."""
    return _lexicon() | {place + end for place in places() for end in ("", "市", "省")}


@cache
def _lexicon() -> frozenset[str]:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _usual() -> Counter[str]:
    return Counter("".join(_lexicon()))


def damaged(text: str, at: int) -> str:
    """What the converter makes of `text` when it takes the A3 of character `at` for a sign.

    Used by the tests and the bench to make damage exactly as the real copies show it.
    """
    stream = text.encode("gbk")
    place = len(text[:at].encode("gbk")) + 1
    if stream[place] != 0xA3:
        raise ValueError("the second byte of the character is not A3")
    shifted = stream[:place] + bytes([stream[place + 1] - 0x80]) + stream[place + 2 :]
    return shifted.decode("gbk", errors="replace").replace("\ufffd", "?")


__all__ = ["Damage", "damaged", "find"]
