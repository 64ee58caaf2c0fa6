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

from .chinese import simplify

LEXICON = Path(__file__).with_name("lexicon.txt")
# What a lost lead byte leaves behind, then the sign the converter put in place of A3xx.
_SIGN = re.compile(r"(?<=[\u3400-\u9fff“”，。、》）%0-9])[?\ufffd]([!-?])([\u3400-\u9fff]{0,40})")
_PINYIN = re.compile(r"(?:[(（][a-zü\u00e0-\u01dc]{1,6}[)）])+")
_LEADS = range(0x81, 0xFF)
_TRAILS = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
# A letter alone between hanzi or a ? at their end, where the bytes may have fallen in step again
_LOOSE = re.compile(r"(?<=[\u3400-\u9fff])(?:[@-~](?![0-9A-Za-z+\-.])|\?(?=[,.;:!\n]|$))")
ENOUGH_BETTER = 7.9  # two words of two characters
MOST_REPAIRS = 2000  # a text with more damage than that is not readable anyway
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
        if len(found) >= MOST_REPAIRS:
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
        if rare >= 2 and rare * 2 >= len(run):
            return Damage(start, end, text[start:end], text[start:end], ())
        return None
    return Damage(start, end + used, text[start : end + used], ranked[0], ranked[:SHOWN])


@lru_cache(maxsize=4096)
def _rank(left: str, sign: str, run: str, right: str) -> tuple[tuple[str, ...], int]:
    """Readings from best to worst (empty without support) and how much of `right` they use."""
    best: tuple[float, tuple[str, ...], int] = (0.0, (), 0)
    for shown, used in _endings(run, right):
        scored: dict[str, float] = {}
        for reading in _readings(ord(sign) + 0x80, shown):
            if reading not in scored:
                context = _PINYIN.sub("", right[used:])[:4]
                scored[reading] = _support(left, reading, context)
        if not scored:
            continue
        order = sorted(scored, key=lambda reading: (-scored[reading], reading))
        top = scored[order[0]]
        second = scored[order[1]] if len(order) > 1 else 0.0
        if top >= 4.0 and top > second and top > best[0]:
            best = (top, tuple(order), used)
    return best[1], best[2]


def _endings(run: str, right: str) -> Iterator[tuple[tuple[bytes, bool, str], int]]:
    """How the stretch may end: (bytes after the sign, a trail byte is lost, plain tail), used."""
    try:
        body = run.encode("gbk")
    except UnicodeEncodeError:
        return
    if right[:1] and "\x40" <= right[0] <= "\x7e":
        yield (body + right[0].encode("ascii"), False, ""), 1
    if right[:1] in {"?", "\ufffd"} and right[:1]:
        yield (body, True, ""), 1
    if body and body[-1] < 0x80:
        yield (body[:-1], False, chr(body[-1])), 0
    if not right or not right[0].isascii():
        yield (body, True, ""), 0


def _readings(high: int, shown: tuple[bytes, bool, str]) -> Iterator[str]:
    body, is_cut, tail = shown
    stream = bytes([high]) + body
    heads = _heads()
    if not is_cut:
        middle = _hanzi(stream)
        if middle is not None:
            yield from (head + middle + tail for head in heads)
        return
    middle = _hanzi(stream[:-1])
    if middle is None:
        return
    lasts = [last for trail in _TRAILS if (last := _hanzi(bytes([stream[-1], trail])))]
    yield from (head + middle + last for head in heads for last in lasts if _is_common(last))


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
        if tried > MOST_REPAIRS:
            return
        begin = max(reached, match.start() - 24)
        run = re.split(r"[^\u3400-\u9fff]", text[begin : match.start()])[-1]
        after = _PINYIN.sub("", text[match.end() : match.end() + 12])[:4]
        place, reading = _shifted(run, match[0], after)
        if reading:
            start, reached = match.start() - len(run) + place, match.end()
            yield Damage(start, reached, text[start:reached], reading, (reading,))


@lru_cache(maxsize=4096)
def _shifted(run: str, end: str, right: str) -> tuple[int, str]:
    """Where in the run the damage begins and what stood from there on; empty when it is sound."""
    best = (_support("", run + end, right) + ENOUGH_BETTER, 0, "")
    for place, hanzi in enumerate(run):
        try:
            lead, low = hanzi.encode("gbk")
            body = run[place + 1 :].encode("gbk")
        except (UnicodeEncodeError, ValueError):
            continue
        if not 0x40 <= low <= 0x7E:
            continue
        stream = bytes([lead, 0xA3, low + 0x80]) + body
        for last in _TRAILS if end == "?" else [ord(end)]:
            reading = _hanzi(stream + bytes([last]))
            if reading is None:
                continue
            support = _support("", run[:place] + reading, right)
            if support > best[0]:
                best = (support, place, reading)
    return best[1], best[2]


def _is_common(hanzi: str) -> bool:
    """Whether a character is of the first level of GB 2312, in its simplified form."""
    try:
        return simplify(hanzi).encode("gb2312")[0] < 0xD8
    except (UnicodeEncodeError, IndexError):
        return False


def _support(left: str, reading: str, right: str) -> float:
    """How much of the reading, with its neighbours, is made of words of the lexicon.

    The best cover by words, a word of n characters counting n²; a full stop before an opening
    quotation mark counts as a short word; then a trifle for usual characters.
    """
    text = simplify(left + reading + right)
    words = _words()
    best = [0.0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1]
        for size in range(2, min(6, end) + 1):
            if end > len(left) and end - size < len(text) - len(right):
                part = text[end - size : end]
                if part in words:
                    best[end] = max(best[end], best[end - size] + size * size)
                elif part in {"。“", "，“", "：“", "、“"}:
                    best[end] = max(best[end], best[end - size] + 3.0)
    usual = _usual()
    return best[-1] + sum(0.01 * math.log1p(usual[sign]) for sign in text[len(left) :])


@cache
def _words() -> frozenset[str]:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _usual() -> Counter[str]:
    return Counter("".join(_words()))


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
