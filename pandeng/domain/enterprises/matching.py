"""Which enterprise a written name means: full, short or former, with the dirt of real lists.

Pure: names in, candidates out. A name falls into a place, a core and a legal form; the core decides.
The index keeps pairs of characters, so that a name meets only those it shares pairs with. A match is
automatic only where nothing but spelling, place or legal form differs and no other enterprise comes
near; everything else waits for a person.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Literal

from pandeng.core.verdict import gettext_noop as _

How = Literal["name", "spelling", "place", "begins", "likeness"]
WORDS: dict[str, str] = {
    "name": _("与登记名称完全一致"),
    "spelling": _("只有写法不同（空格、括号、繁简、全半角）"),
    "place": _("只差地名或“股份、有限”等组织形式"),
    "begins": _("是登记名称的开头部分，且没有第二家相近"),
    "likeness": _("字面相近，须人工核对"),
}
FORM = re.compile(
    r"(?:(?:股份)?有限(?:责任)?公司|股份公司|集团公司|总公司|公司|有限合伙|合伙企业|普通合伙|股份)+$"
)
ASIDE = re.compile(r"[（(]\s*([^（()）]{2,12})\s*[)）]")
# What exchanges and old lists put before or behind a name.
MARKS_BEFORE = re.compile(r"^(?:s?\*?st|pt|xd|xr|dr|n(?=[\u3400-\u9fff])|\*|退市)+")
MARKS_BEHIND = re.compile(r"(?:退市|退|-?[abuwh])$")
GENERIC = ("集团", "控股", "股份")
# What a character of a place, of the first two of the core, and of 集团 counts.
PLACE, STEM, LITTLE = 0.6, 1.6, 0.25
COVER, BACK, BEGINS = 0.8, 0.07, 0.12
# One character that stands for a place at the beginning of a short name.
IN_SHORT = {
    "京": "北京", "津": "天津", "沪": "上海", "渝": "重庆", "冀": "河北", "晋": "山西", "辽": "辽宁",
    "吉": "吉林", "龙": "黑龙江", "苏": "江苏", "浙": "浙江", "皖": "安徽", "闽": "福建", "赣": "江西",
    "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南", "粤": "广东", "琼": "海南", "川": "四川",
    "蜀": "四川", "黔": "贵州", "滇": "云南", "陕": "陕西", "甘": "甘肃", "陇": "甘肃", "蒙": "内蒙古",
    "桂": "广西", "藏": "西藏", "宁": "宁夏", "新": "新疆", "深": "深圳", "穗": "广州",
}  # fmt: skip
SAFE = 0.96
NEAR = 50  # candidates that are looked at closely
WINDOW = 4  # how far apart two characters of a registered name may stand and still be a pair


@dataclass(frozen=True)
class Parts:
    """A name taken apart. `plain` is all of it without dirt."""

    plain: str
    places: tuple[str, ...]
    core: str
    form: str
    is_marked: bool = False  # written with a mark of an exchange, such as *ST

    @property
    def is_full(self) -> bool:
        """A legal name in full, which is not shortened any more."""
        return self.form.endswith(("公司", "合伙", "合伙企业"))


@dataclass(frozen=True)
class Candidate:
    key: int
    name: str
    confidence: float
    how: How

    @property
    def is_automatic(self) -> bool:
        return self.how != "likeness" and self.confidence >= SAFE


@cache
def places() -> tuple[str, ...]:
    """The provinces and cities of the country, longest first."""
    text = (Path(__file__).with_name("places.txt")).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(sorted({word for line in lines for word in line.split()}, key=len, reverse=True))


@cache
def _place(home: tuple[str, ...]) -> re.Pattern[str]:
    """A place at the beginning of a name; `home`: the counties of the register, beside the country's cities."""
    words = sorted({*places(), *(_bare(place) for place in home)}, key=len, reverse=True)
    return re.compile(
        f"(?:{'|'.join(map(re.escape, words))})(?:壮族|回族|维吾尔)?(?:省|市|自治区|区|县)?"
    )


@cache
def _simplifier() -> "object":
    import opencc

    return opencc.OpenCC("t2s")


def plain(written: str) -> str:
    """A name without dirt: width, invisible characters, spaces, brackets, case, traditional forms."""
    text = unicodedata.normalize("NFKC", written).casefold()
    text = re.sub(r"[^\w*\-]|_", "", text)
    text = re.sub(r"(?<![a-z0-9])-|-(?![a-z])", "", text)
    return text if text.isascii() else str(_simplifier().convert(text))  # type: ignore[attr-defined]


@lru_cache(maxsize=200_000)
def parts(written: str, home: tuple[str, ...] = ()) -> Parts:
    """A name taken apart into place, core and legal form."""
    whole, place_at = plain(written), _place(home)
    # a place in brackets, as in 宏远液压（北京）有限公司, stands before the core like any other
    aside = [found[1] for found in ASIDE.finditer(written) if place_at.fullmatch(plain(found[1]))]
    text = whole
    for place in aside:
        text = text.replace(plain(place), "", 1)
    text = MARKS_BEFORE.sub("", text) or text
    if not FORM.search(text):
        text = MARKS_BEHIND.sub("", text) or text
    marked = len(text) + sum(len(plain(place)) for place in aside) != len(whole)
    found = FORM.search(text)
    form = found[0] if found and found.start() >= 2 else ""
    rest = text[: len(text) - len(form)]
    places = [_bare(plain(place)) for place in aside]
    while (place := place_at.match(rest)) and len(rest) - place.end() >= 2:
        places.append(_bare(place[0]))
        rest = rest[place.end() :]
    return Parts(whole if aside else text, tuple(places), rest, form, marked)


def _bare(place: str) -> str:
    short = re.sub(r"(?:壮族|回族|维吾尔)?(?:省|市|自治区|区|县)$", "", place)
    return short if len(short) >= 2 else place


def _pairs(text: str, reach: int) -> set[str]:
    return {
        text[i] + text[j]
        for i in range(len(text))
        for j in range(i + 1, min(len(text), i + 1 + reach))
    }


class NameIndex:
    """All names of a register. `find` costs what the names sharing its pairs cost, not the register."""

    def __init__(self, names: Iterable[tuple[int, str]], home: Iterable[str] = ()) -> None:
        """`names`: an enterprise's key with one of its names; several lines for several names. `home`:
        what its own counties are called."""
        self.home = tuple(sorted(home))
        self.lines: list[tuple[int, str, Parts]] = []
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._core: dict[str, set[int]] = defaultdict(set)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for key, name in names:
            taken = parts(name, self.home)
            number = len(self.lines)
            self.lines.append((key, name, taken))
            self._exact[taken.plain].add(number)
            self._core[taken.core].add(number)
            for pair in _pairs(taken.plain, WINDOW):
                self._pairs[pair].append(number)
            seen.update(set(taken.plain))
        total = max(1, len(self.lines))
        self._weight = {char: log(1 + total / count) for char, count in seen.items()}
        self._unknown = log(1 + total)

    def find(
        self, written: str, limit: int = 5, *, without: Set[int] = frozenset()
    ) -> list[Candidate]:
        """The likeliest enterprises, best first; each enterprise once. `without`: lines left out."""
        asked = parts(written, self.home)
        if len(asked.plain) < 2:
            return []
        ways = [asked, *_unfolded(asked)]
        best: dict[int, tuple[float, str, Parts]] = {}
        for number in sorted({number for way in ways for number in self._near(way, without)}):
            key, name, taken = self.lines[number]
            score = max(self._score(way, taken) - 0.04 * (way is not asked) for way in ways)
            if key not in best or score > best[key][0]:
                best[key] = (score, name, taken)
        ranked = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[: max(limit, 2)]
        second = ranked[1][1][0] if len(ranked) > 1 else 0.0
        found = []
        for place, (key, (score, name, taken)) in enumerate(ranked):
            rival = second if place == 0 else 1.0
            how, confidence = self._judge(asked, taken, score, rival, key, without)
            found.append(Candidate(key, name, confidence, how))
        return found[:limit]

    # -- inside -------------------------------------------------------------------------------

    def _near(self, asked: Parts, without: Set[int]) -> list[int]:
        """The lines that share the rarest pairs with a name."""
        shared: dict[int, float] = defaultdict(float)
        total = len(self.lines)
        for pair in _pairs(_reduced(asked), 2):
            lines = self._pairs.get(pair, ())
            if lines:
                worth = log(1 + total / len(lines))
                for number in lines:
                    shared[number] += worth
        for number in without:
            shared.pop(number, None)
        if len(shared) > NEAR:
            return sorted(shared, key=lambda n: (-shared[n], n))[:NEAR]
        return sorted(shared)

    def _weigh(self, char: str) -> float:
        return self._weight.get(char, self._unknown)

    def _score(self, asked: Parts, taken: Parts) -> float:
        """How much of the two names agrees, in order, rare characters and runs counting more: 0 to 1."""
        if asked.plain == taken.plain:
            return 1.0
        query, text = _reduced(asked), _reduced(taken)
        weights = self._weights(asked, query)
        common, used = self._aligned(query, weights, text)
        whole = _whole(weights)
        cover = common / whole if whole else 0.0
        begins = 1.0 if taken.core.startswith(asked.core[:2]) or text.startswith(query[:2]) else 0.0
        clash = 0.15 if asked.places and taken.places and not _agree(asked, taken) else 0.0
        if asked.is_full and taken.is_full:
            back = common / max(whole, _whole(self._weights(taken, text)), 0.001)
            return max(0.0, 0.5 * cover + 0.4 * back + 0.09 * begins - clash)
        back = used / max(1, len(text))
        return max(0.0, COVER * cover + BACK * back + BEGINS * begins - clash)

    def _weights(self, one: Parts, text: str) -> list[float]:
        """What each character is worth: rare ones more, the first of the core most, 集团 little."""
        head = sum(map(len, one.places))
        weights = [
            self._weigh(char) * (PLACE if n < head else STEM if n < head + 2 else 1.0)
            for n, char in enumerate(text)
        ]
        for word in GENERIC:
            at = text.find(word, head + 2)
            if at >= 0:
                for n in range(at, at + len(word)):
                    weights[n] *= LITTLE
        return weights

    def _aligned(self, query: str, weights: list[float], text: str) -> tuple[float, int]:
        """The heaviest common subsequence, neighbours counting half as much again."""
        width = len(text)
        done: list[tuple[float, int]] = [(0.0, 0)] * (width + 1)
        run: list[tuple[float, int]] = [(-1.0, 0)] * (width + 1)  # ends with a match here
        for char, weight in zip(query, weights, strict=True):
            fresh, fresh_run = [(0.0, 0)] * (width + 1), [(-1.0, 0)] * (width + 1)
            for j in range(1, width + 1):
                if text[j - 1] == char:
                    alone = (done[j - 1][0] + weight, done[j - 1][1] + 1)
                    joined = (run[j - 1][0] + 1.5 * weight, run[j - 1][1] + 1)
                    fresh_run[j] = max(alone, joined) if run[j - 1][0] >= 0 else alone
                fresh[j] = max(fresh[j - 1], done[j], fresh_run[j])
            done, run = fresh, fresh_run
        return done[width]

    def _judge(
        self,
        asked: Parts,
        taken: Parts,
        score: float,
        second: float,
        key: int,
        without: Set[int],
    ) -> tuple[How, float]:
        """What speaks for a match, and how sure it is."""
        if asked.plain == taken.plain:
            bearers = {self.lines[n][0] for n in self._exact[asked.plain] - without}
            sure = bearers == {key} and (len(asked.plain) >= 4 or not asked.is_marked)
            return ("name", 1.0) if sure else ("likeness", 0.6)
        bearers = {self.lines[n][0] for n in self._core.get(asked.core, set()) - without}
        if (
            asked.core == taken.core
            and bearers == {key}
            and len(asked.core) >= 4
            and asked.is_full == taken.is_full
            and _agree(asked, taken)
        ):
            return "place", 0.98
        if (
            not asked.is_full
            and len(asked.core) >= 4
            and (taken.core.startswith(asked.core) or taken.plain.startswith(asked.plain))
            and second < 0.75
        ):
            return "begins", 0.97
        return "likeness", round(min(0.95, score * (0.6 + 0.4 * min(1.0, score - second + 0.5))), 3)


def _whole(weights: list[float]) -> float:
    """What a text is worth that agrees from end to end."""
    return sum(weights) + 0.5 * sum(weights[1:])


def _unfolded(asked: Parts) -> list[Parts]:
    """A short name whose first character may stand for a place: 粤高速 is 广东高速, 深康佳 is 康佳."""
    place = IN_SHORT.get(asked.core[:1])
    if asked.is_full or place is None or len(asked.core) < 3:
        return []
    rest = asked.core[1:]
    return [
        Parts(place + rest, (place, *asked.places), rest, asked.form),
        Parts(rest, asked.places, rest, asked.form),
    ]


def _reduced(one: Parts) -> str:
    """What of a name is compared: its places in short and its core, without the legal form."""
    return "".join(one.places) + one.core


def _agree(one: Parts, other: Parts) -> bool:
    """Places agree where one says nothing or both name a common one."""
    return not one.places or not other.places or bool(set(one.places) & set(other.places))


__all__ = ["SAFE", "WORDS", "Candidate", "NameIndex", "Parts", "parts", "places", "plain"]
