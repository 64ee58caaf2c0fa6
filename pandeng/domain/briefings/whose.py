"""Whose figure: the place, the line of industry and the firm that a text speaks of where a number stands.

A place is carried on until another one is named or 全市 ends it; a firm or an industry holds for its
sentence. Where a text is of another city, 全市 is that city. What is not ours is never judged.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pandeng.domain.briefings.home import OURS, Home
from pandeng.domain.briefings.read.reading import Reading
from pandeng.domain.briefings.read.table import ReadingRule, RuleTable

Axis = Literal["place", "line", "firm"]


@dataclass(frozen=True)
class Named:
    """A name at text[start:end] with the signs around it, as the tables see it: before⟪name⟫after."""

    start: int
    end: int
    axis: Axis
    name: str  # "" is our own
    is_city: bool = False


@dataclass(frozen=True)
class Whose:
    """Whom a figure tells of; all empty: of our own office as a whole."""

    place: str = ""
    line: str = ""
    firm: str = ""

    @property
    def stranger(self) -> str:
        return self.firm or self.line or self.place


OF_OURS = Whose()


def _rule(
    name: str, because: str, pattern: str, *examples: str, near: str
) -> ReadingRule[str, None]:
    return ReadingRule(name, re.compile(pattern).search, None, because, examples, (near,))


_DAY = "截至2022年5月底，"
# Over `before⟪name⟫after`: by which a place that is named is not the one spoken of.
NO_SUBJECT: RuleTable[str, None] = RuleTable("no subject", ("text", "verdict"), (
    _rule(
        "compared or visited", "学习徐州经验 does not make it a report of Xuzhou",
        r"(?:学习|借鉴|对标|赴|考察|前往|奔赴|走进|来自|引自|比|较|超过|高于|低于|优于|与|同|占|落户|落到|毗邻|邻近)⟪",
        f"{_DAY}赴徐州市学习，问题诉求708项。 → 708项 confirmed",
        near=f"{_DAY}徐州市问题诉求708项。 → 708项 unknown",
    ),
    _rule(
        "place in a ranking", "居全省第6位 tells of us", r"(?:居|列|位|排名?|在|于|为)⟪[^⟫]*⟫(?:[^，。；]{0,6}第|前|首|榜|率先|领先)",
        f"{_DAY}居全省前列，问题诉求708项。 → 708项 confirmed", near=f"{_DAY}全省问题诉求708项。 → 708项 unknown",
    ),
    _rule(
        "name of something", "徐州港 and 全省工作会 are things of their own",
        r"⟫(?:等地|经验|模式|做法|考察|客商|籍|港|机场|高速|铁路|方向|总部|分行|支行|银行|大学|学院|工作会|现场会|大会|会议|平均)",
        f"{_DAY}落实全省工作会要求，问题诉求708项。 → 708项 confirmed", near=f"{_DAY}全省共有问题诉求708项。 → 708项 unknown",
    ),
))  # fmt: skip

_OPENS = r"(?:^|(?<=[，。；：、！？\s“”（(|]))"
_SIGN = r"[^\W\d_a-zA-Z强范造都代明地各区对由经在向为和与各从将把被其以推进加快城超上都股门夜菜县市区镇乡村街开发园社全我本每该此一二三四五六七八九十百千两多个项条家户名人]"
_ELSE = rf"{_SIGN}{{1,3}}(?:市(?!场|级|民|值|直|政|委)|县(?!级|域|市|处|区)|区(?!域|间|块|级)|镇(?!级)|街道|自治州|旗(?!下))"
_LINE = r"(?P<stem>[\u4e00-\u9fff]{2,9}?)(?:产业集群|产业链|产业(?!工人|园|项目|政策|体系|发展|升级|大脑)|行业(?!协会)|领域|板块|专班|集群)"
_OF_ALL = re.compile(
    r"重点|主导|优势|特色|新兴|支柱|传统|核心|上下游|发挥|推动|围绕|聚焦|推进|组建|建立|打造|培育|加快|做强|完善|形成|突出|负责|各|全部|延伸|实现|促进|引领|先进制造|制造业|国家级|升级|立足|紧盯|组织|协调|依托"
)
_FIRM = r"[\u4e00-\u9fff（）()]{2,14}?(?:有限公司|股份|公司|集团|总厂|厂(?![房区])|合作社)"
# What stands behind one firm of several: 山矿机械、港航金属等企业.
_MANY = re.compile(
    r"等|和|及|与|、|[\u4e00-\u9fff]{1,8}等(?=\d|企业|公司|项目|单位)|获批|获评|入选|荣获"
)


_NO_HEADING = re.compile(r"[。\t|]")


@dataclass(frozen=True)
class Subjects:
    """Every name of a text by which its figures are somebody's, in order."""

    text: str
    named: tuple[Named, ...]
    starts: tuple[int, ...]
    of_text: str  # the place of the text where it is not ours
    line_of_text: str = ""  # what the text is of where it never speaks of our industry

    def of(self, one: Reading) -> Whose:
        """Whom a figure tells of."""
        text = self.text
        stop = text.rfind("；", max(one.sentence_start, one.start - 300), one.start)
        sentence = max(one.sentence_start, stop + 1)
        ends = one.end + len(one.trail)
        place = firm = ""
        line = self.line_of_text
        place_at = -1
        found = self._between(one.paragraph_start, ends)
        for name in found:
            is_after = name.start >= one.end
            if name.axis == "place" and not (is_after and not name.name):
                place, place_at = name.name, name.start
            elif name.start < sentence or (is_after and name.start > ends):
                continue
            elif name.axis == "line":
                line = name.name
            elif name.axis == "firm" and not is_after and not _is_one_of(name.name, one):
                firm = name.name
        if place_at < 0:
            place = self._carried(one)
        elif place_at > sentence and firm and self._last(found, "firm") < place_at:
            firm = ""  # 山推…，全市…: the city follows the firm
        return Whose(place, line, firm)

    def place_at(self, start: int) -> str:
        """The place spoken of at a place of the text, by its paragraph or the whole text."""
        paragraph = self.text.rfind("\n", 0, start) + 1
        named = [name for name in self._between(paragraph, start) if name.axis == "place"]
        return named[-1].name if named else self.of_text

    def _between(self, start: int, stop: int) -> list[Named]:
        first, last = bisect_right(self.starts, start - 1), bisect_right(self.starts, stop)
        return list(self.named[max(first, last - 40) : last])

    def _last(self, found: list[Named], axis: Axis) -> int:
        return max((name.start for name in found if name.axis == axis), default=-1)

    def _carried(self, one: Reading) -> str:
        """The place of a heading line before, else that of the whole text."""
        at = bisect_right(self.starts, one.paragraph_start - 1) - 1
        for name in reversed(self.named[max(0, at - 20) : at + 1]):
            since = max(0, name.start - 21)
            begin = max(self.text.rfind("\n", since, name.start) + 1, since)
            line = self.text[begin : name.start + 22].partition("\n")[0]
            if name.axis == "place" and len(line) <= 20 and not _NO_HEADING.search(line):
                return name.name or self.of_text
        return self.of_text


def _is_one_of(firm: str, one: Reading) -> bool:
    """Is the firm one of those that the figure sums up: 水泊焊割等4家企业?"""
    return one.form == "count" and any(firm in name or name in firm for name in one.names)


def subjects(text: str, home: Home) -> Subjects:
    """Every name in a text by which figures are somebody's."""
    known = list(_words(text, home))
    taken = {
        place for name in known if name.axis == "place" for place in range(name.start, name.end)
    }
    elsewhere = (
        name for name in _elsewhere(text, home) if not taken & {*range(name.start, name.end)}
    )
    found = [*known, *elsewhere, *_lines(text, home), *_companies(text)]
    named = sorted((name for name in found if _is_subject(text, name)), key=lambda name: name.start)
    of_text = _city_of(named, home)
    if of_text:  # 全市 in a report of another city is that city
        named = [
            Named(n.start, n.end, n.axis, of_text)
            if n.axis == "place" and not n.name and text[n.start : n.end] in OURS
            else n
            for n in named
        ]  # fmt: skip
    starts = tuple(name.start for name in named)
    return Subjects(text, tuple(named), starts, of_text, _line_of(text, named, home))


LONG = 130  # signs; a shorter text need not say of which industry it is
_OFFICE = re.compile("[本我]专班")


def _line_of(text: str, named: list[Named], home: Home) -> str:
    """The whole city, where a longer text speaks of it and never of our industry, chains or firms."""
    if len(text) < LONG or home.industry in text or _OFFICE.search(text):
        return ""
    is_ours = any(name in text for name, _code in home.chains) or any(
        name.axis == "firm" and name.name in home.firms for name in named
    )
    return "" if is_ours else "全市（文稿没有提到本产业）"


def _is_subject(text: str, name: Named) -> bool:
    if name.axis != "place":
        return True
    before, after = text[max(0, name.start - 4) : name.start], text[name.end : name.end + 10]
    return NO_SUBJECT.first(f"{before}⟪{text[name.start : name.end]}⟫{after}") is None


def _city_of(named: list[Named], home: Home) -> str:
    """The other city or county that a text is of: named first, and more often than ours."""
    places = [name for name in named if name.axis == "place"]
    cities = [name for name in places if name.is_city]
    if not cities and any(name.name[:1] in "全我本" for name in places if name.name):
        cities = [name for name in places if name.name in home.counties or not name.name]
    if not cities or not cities[0].name:
        return ""
    counts = Counter(name.name for name in cities)
    first = cities[0].name
    return first if counts[first] > counts[""] else ""


def _words(text: str, home: Home) -> Iterator[Named]:
    """The names that are known: places, counties, firms and projects of the register."""
    at = 0
    while at < len(text):
        word, sort = home.word_at(text, at)
        if not word:
            at += 1
            continue
        end = at + len(word)
        if sort != "firm":
            name = "" if sort in {"ours", "home"} else word
            yield Named(at, end, "place", name, sort in {"city", "home"})
        elif not _MANY.match(text, end) and text[at - 1 : at] != "、":
            yield Named(at, end, "firm", word)
        at = end


_ELSEWHERE = re.compile(rf"{_OPENS}(?:其中)?(?P<name>{_ELSE})|(?<=[年月底末])(?P<later>{_ELSE})")


def _elsewhere(text: str, home: Home) -> Iterator[Named]:
    """A place that no list holds, at the opening of a clause: 长垣市, 铜山区."""
    for match in _ELSEWHERE.finditer(text):
        group = match.lastgroup or "name"
        if not match[group].startswith(home.city or "。") and match[group] not in home.counties:
            yield Named(*match.span(group), "place", match[group], match[group].endswith("市"))


def _lines(text: str, home: Home) -> Iterator[Named]:
    """An industry or a chain at the opening of a clause: 高端化工产业集群重点项目85个."""
    lead = "|".join(map(re.escape, (f"{home.city}市", home.city, "全市", "其中", "，")))
    pattern = re.compile(rf"(?:^|(?<=[，。；：、\n年月底末]))(?:{lead})*(?:对|在|围绕)?{_LINE}")
    for match in pattern.finditer(text):
        stem = match["stem"]
        chain = next((code for name, code in home.chains if name.startswith(stem)), "")
        if home.industry and (stem in home.industry or stem.endswith(home.industry)):
            yield Named(match.start("stem"), match.end(), "line", "")
        elif text[match.end() : match.end() + 1] in {"、", "和", "及"}:
            continue  # several of them: no one is spoken of
        elif chain or not _OF_ALL.search(stem):
            yield Named(match.start("stem"), match.end(), "line", chain or match[0])


_COMPANY = re.compile(rf"{_OPENS}(?:为|帮助|支持|协助|向|对)?(?P<firm>{_FIRM})")


def _companies(text: str) -> Iterator[Named]:
    """A firm that the register does not know, at the opening of a clause."""
    for match in _COMPANY.finditer(text):
        if not _MANY.match(text, match.end()):
            yield Named(*match.span("firm"), "firm", match["firm"])
