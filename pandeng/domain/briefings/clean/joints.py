"""What a page or a copy puts inside a phrase: blanks beside numbers, line breaks within a sentence."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .track import Edit

_HAN = "\u3400-\u9fff"
_MARK = "，。；：、！？“”‘’（）《》％%"
# A blank beside a Chinese sign, unless it parts the columns of a line.
_BLANK = re.compile(
    rf"(?<=[{_HAN}{_MARK}])[ \u3000\xa0]+(?=[{_HAN}{_MARK}\d])|(?<=\d)[ \u3000\xa0]+(?=[{_HAN}{_MARK}+])|(?<=[\d.])[ ]+(?=[%％])"
)
_BREAK = re.compile(r"[ \t\u3000]*\n(?![ \t\u3000\n])")
_NO_PROSE = re.compile(r"[\t|]")
_OPENS_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,2}[、)）.．]|[①-⑳]|第[一二三四五六七八九十]"
)
MIN_WRAPPED = 3


def blanks(text: str) -> Iterator[Edit]:
    """截至 2022 年 5 月底 → 截至2022年5月底. A line with tabs or bars is a row of a table."""
    at = 0
    for line in text.splitlines(keepends=True):
        if not _NO_PROSE.search(line):
            for match in _BLANK.finditer(line):
                yield at + match.start(), at + match.end(), ""
        at += len(line)


def breaks(text: str) -> Iterator[Edit]:
    """A line that ends within a sentence, a number or a word goes on with the next."""
    wrapped = _wrapped_width(text)
    for match in _BREAK.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        stop = text.find("\n", match.end())
        line, following = (
            text[begin : match.start()],
            text[match.end() : stop if stop >= 0 else None],
        )
        if not line or not following or _NO_PROSE.search(line) or _NO_PROSE.search(following):
            continue
        goes_on = _goes_on(line, following) or (wrapped and abs(len(line) - wrapped) <= 2)
        if goes_on and (line[-1:] in "，、" or not _OPENS_ITEM.match(following)):
            yield match.start(), match.end(), ""


def _goes_on(line: str, following: str) -> bool:
    last, first = line[-1], following[0]
    if last in "，、":
        return True
    if last in "。！？；：…”）":
        return False
    if last.isdigit() and first.isdigit():
        return "，" in line
    return any(
        line[-size:] + following[: len(word) - size] == word
        for size in (1, 2, 3)
        for word in _words().get(line[-size:], ())
    )


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The words of reports by each of their beginnings of one to three signs."""
    text = (Path(__file__).with_name("lexicon.txt")).read_text(encoding="utf-8")
    words = {
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    }
    found: dict[str, list[str]] = {}
    for word in words:
        for size in range(1, min(4, len(word))):
            found.setdefault(word[:size], []).append(word)
    return {start: tuple(words) for start, words in found.items()}


def _wrapped_width(text: str) -> int:
    """How wide the lines are where a text is broken at a fixed width; 0 where it is not."""
    widths = [len(line) for line in text.splitlines() if line.strip()]
    if len(widths) < MIN_WRAPPED:
        return 0
    widest = max(widths)
    full = sum(1 for width in widths if widest - width <= 2)
    return widest if 15 <= widest <= 60 and full * 3 >= len(widths) * 2 else 0
