"""Dates and periods of a report: what they are, how far each carries, which year it speaks of."""

import calendar
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date

from .numerals import chinese

Y = r"(?P<y>(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})\s?年"
M = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?:份)?"
D = r"(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"

# Tried in this order at each place; the longest forms first.
_FORMS: list[tuple[str, str]] = [
    ("days", rf"(?:{Y})?{M.replace('<m>', '<m1>')}\s?(?P<d1>\d{{1,2}})\s?日?\s?(?:至|到|[-—~～－]+)\s?(?:(?P<m2>1[0-2]|[1-9])\s?月\s?)?(?P<d2>\d{{1,2}})\s?日"),
    ("months", r"(?:(?P<y>(?:19|20)\d{2})\s?年)?\s?(?P<m1>1[0-2]|0?[1-9]|[一二三四五六七八九])\s?月?(?:份)?\s?(?:至|到|[-—~～－]+)\s?(?P<m2>1[0-2]|[1-9]|十[一二]?|[二三四五六七八九])\s?月(?:份)?"),
    ("day", rf"(?:{Y})?\s?{M}\s?{D}"),
    ("years", r"(?P<y1>(?:19|20)\d{2})\s?年?\s?(?:至|到|[-—~～－]+)\s?(?P<y2>20\d{2})\s?年"),
    ("part", rf"(?:{Y}|(?P<rel>去年|今年|上年|明年|当年|本年))?(?:度)?的?(?P<part>上半年|下半年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度|前[一二三四五六七八九十\d]{{1,2}}个?月|前三季|全年)"),
    ("month", rf"(?:{Y}|(?P<rel>去年|今年|上年|明年|当年|本年))\s?{M}(?P<end>底|末|初|中旬|上旬|下旬)?"),
    ("month", rf"{M}(?P<end>底|末|初|中旬|上旬|下旬)?(?![^，。；]{{0,2}}?\d日)"),
    ("yearend", rf"(?:{Y}|(?P<rel>去年|今年|上年|明年|当年|本年))?(?P<end>年底|年末|年终)"),
    ("yearend", rf"{Y}(?P<end>底|末)"),
    ("year", rf"{Y}(?:度|全年)?"),
    ("year", r"(?P<rel>去年|今年|上年|明年|当年|本年|上一年|近年)(?:度)?"),
    ("iso", r"(?P<y>20\d{2})[-./](?P<m>1[0-2]|0?[1-9])[-./](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"),
    ("isomonth", r"(?P<y>20\d{2})[-./](?P<m>1[0-2]|0[1-9])(?![\d%个家项亿万.])"),
    ("plan", r"“?(?P<plan>十[一二三四五六]五)”?(?:规划)?(?:期间|时期|以来|期末|末)?"),
    ("now", r"(?P<now>目前|今|当前|现在|发稿时?|记者发稿)"),
]  # fmt: skip
_AS_OF = r"(?P<asof>截[至止](?:到|至)?|至(?=目前|今|[12]?\d月|20\d\d年|年底)|目前)"
_STAMP = re.compile(r"截[至止](?:到|至)?\s?(?:目前|今)?\s?[，,]?$|(?:^|[，。；\s])至$")
_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _FORMS]
# Where a form can start at all: keeps the scan linear and cheap.
_START = re.compile(
    r"(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2}年|\d{1,2}\s?月|\d{1,2}\s?(?:至|到|[-—~～－]+)\s?\d{1,2}\s?月"
    r"|[一二三四五六七八九十]{1,2}月|去年|今年|上年|明年|当年|本年|上一年|近年|上半年|下半年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度"
    r"|前[一二三四五六七八九十\d]{1,2}个?月|前三季|全年|年底|年末|年终|“?十[一二三四五六]五|目前|截[至止]今|当前"
)
_FOUNDED = re.compile(r"[^，。；]{0,2}(?:成立|建厂|创办|创建|始建|创立|注册|组建)")
_SINCE_THEN = re.compile(r"起|以来|开始")
_PARTS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_SHIFT = {"去年": -1, "上年": -1, "上一年": -1, "今年": 0, "当年": 0, "本年": 0, "明年": 1}


@dataclass(frozen=True)
class Period:
    """A stretch of time as the text names it. `year` is None when only its name is known."""

    text: str
    year: int | None
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Mention:
    """A date or period at text[start:end]; `as_of` when figures are counted up to it (截至…)."""

    start: int
    end: int
    form: str
    period: Period | None
    as_of: date | None


@dataclass(frozen=True)
class DateMentions:
    """Every mention of a date, the year of the article and the day its figures stand at."""

    mentions: list[Mention]
    starts: list[int]
    year: int | None
    as_of: date | None

    def covers(self, place: int) -> bool:
        """Whether a character belongs to a date."""
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and self.mentions[at].start <= place < self.mentions[at].end

    def before(self, place: int, since: int) -> Mention | None:
        """The last mention that starts in text[since:place]."""
        at = bisect_right(self.starts, place) - 1
        while at >= 0 and self.mentions[at].start >= since:
            if self.mentions[at].end <= place and self.mentions[at].period is not None:
                return self.mentions[at]
            at -= 1
        return None


def find(text: str, published: date | None = None) -> DateMentions:
    spotted = _spot(text)
    year = _article_year(text, spotted, published)
    mentions = _mentions(text, spotted, year)
    as_of = _article_as_of(mentions, year, published)
    # 截至目前 stands for the day of the article
    settled = [
        Mention(m.start, m.end, m.form, Period(m.period.text if m.period else "", year), as_of)
        if m.form == "now"
        else m
        for m in mentions
    ]
    return DateMentions(settled, [mention.start for mention in settled], year, as_of)


def _mentions(text: str, spotted: list["Spotted"], year: int | None) -> list[Mention]:
    """A month or quarter without its year is of the last year its paragraph looked back on."""
    mentions: list[Mention] = []
    said, line_end = year, -1
    for start, end, form, groups in spotted:
        if start > line_end:
            said, line_end = year, text.find("\n", start) % (len(text) + 1)
        mention = _mention(text, start, end, form, groups, year, said)
        mentions.append(mention)
        own = _number(groups.get("y"))
        if own and year and own <= year and mention.period and mention.period.year == own:
            said = own
    return mentions


Spotted = tuple[int, int, str, dict[str, str]]


def _spot(text: str) -> list[Spotted]:
    spotted: list[Spotted] = []
    at = 0
    while hit := _START.search(text, at):
        begin = hit.start()
        for kind, pattern in _PATTERNS:
            match = pattern.match(text, begin)
            if match and match.end() > begin and not _is_count(text, match, kind):
                groups = {name: value for name, value in match.groupdict().items() if value}
                spotted.append((begin, match.end(), kind, groups))
                at = match.end()
                break
        else:
            at = begin + 1 if not hit[0][:1].isdigit() else _digits_end(text, begin)
    return spotted


def _digits_end(text: str, begin: int) -> int:
    end = begin
    while end < len(text) and text[end].isdigit():
        end += 1
    return max(end, begin + 1)


def _is_count(text: str, match: re.Match[str], kind: str) -> bool:
    """Digits that run on from a longer number are no date: 12021年, 1.5月."""
    before = text[match.start() - 1 : match.start()]
    if before and (before.isdigit() or before == ".") and match[0][0].isdigit():
        return True
    if kind in {"month", "months"} and before in {"个", "第"}:
        return True
    return kind == "isomonth" and int(match["y"]) > 2100


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    value = chinese(text)
    return int(value) if value is not None else None


def _article_year(text: str, spotted: list[Spotted], published: date | None) -> int | None:
    """The latest year that the report looks back on; plans (到2025年) do not make it the year."""
    if published:
        return published.year
    looked_back: Counter[int] = Counter()
    planned: Counter[int] = Counter()
    for start, _, _, groups in spotted:
        year = _number(groups.get("y") or groups.get("y1"))
        if year is None or not 1978 <= year <= 2100:
            continue
        ahead = text[max(0, start - 8) : start]
        is_plan = bool(
            re.search(r"(?:到|至|确保|力争|争取|预计|目标|未来|计划)[^，。；]{0,4}$", ahead)
        )
        is_stamp = bool(re.search(r"截[至止]到?$", ahead))
        (planned if is_plan and not is_stamp else looked_back)[year] += 1
    if looked_back:
        return max(looked_back)
    return min(planned) if planned else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _mention(
    text: str,
    start: int,
    end: int,
    form: str,
    groups: dict[str, str],
    article: int | None,
    said_year: int | None,
) -> Mention:
    said = text[start:end]
    year = _number(groups.get("y"))
    if year is None and (shift := _SHIFT.get(groups.get("rel", ""))) is not None and article:
        year = article + shift
    year = year or said_year
    since, until = _span(form, groups, year)
    if form in {"years", "plan"} and until:
        year = until.year
    is_stamp = bool(_STAMP.search(text[max(0, start - 8) : start])) or (
        form == "now" and bool(re.search(r"截[至止]到?$", text[max(0, start - 3) : start]))
    )
    as_of = until if is_stamp and form != "now" else None
    follows = text[end : end + 8]
    if groups.get("rel") and text[max(0, start - 1) : start] in {"较", "比", "与", "同"}:
        return Mention(start, end, form, None, None)  # what is compared with, not when
    if _FOUNDED.match(follows):
        return Mention(start, end, form, None, None)  # how old a firm is says nothing of the rest
    if _SINCE_THEN.match(follows) and re.search(r"[自从]$", text[max(0, start - 1) : start]):
        return Mention(start, end, form, Period(f"{said}起", article, since, None), None)
    return Mention(start, end, form, Period(said, year, since, until), as_of)


def _span(form: str, groups: dict[str, str], year: int | None) -> tuple[date | None, date | None]:
    try:
        if form == "plan":
            first = _FIVE_YEARS[groups["plan"]]
            return date(first, 1, 1), date(first + 4, 12, 31)
        if form == "years":
            return date(int(groups["y1"]), 1, 1), date(int(groups["y2"]), 12, 31)
        if year is None:
            return None, None
        if form in {"day", "iso"}:
            on = date(year, _number(groups["m"]) or 0, int(groups["d"]))
            return on, on
        if form == "days":
            first_month = _number(groups["m1"]) or 0
            last_month = _number(groups.get("m2")) or first_month
            return date(year, first_month, int(groups["d1"])), date(
                year, last_month, int(groups["d2"])
            )
        if form == "months":
            return date(year, _number(groups["m1"]) or 0, 1), _month_end(
                year, _number(groups["m2"]) or 0
            )
        if form in {"month", "isomonth"}:
            month = _number(groups["m"]) or 0
            return date(year, month, 1), _month_end(year, month)
        if form == "part":
            return _part(groups["part"], year)
        if form in {"year", "yearend"}:
            return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, KeyError):
        return None, None
    return None, None


def _part(part: str, year: int) -> tuple[date, date]:
    if part == "上半年":
        return date(year, 1, 1), date(year, 6, 30)
    if part == "下半年":
        return date(year, 7, 1), date(year, 12, 31)
    if part == "全年":
        return date(year, 1, 1), date(year, 12, 31)
    if part.endswith("月"):
        months = _number(part.removeprefix("前").removesuffix("月").removesuffix("个")) or 12
        return date(year, 1, 1), _month_end(year, min(months, 12))
    quarter = next((_PARTS[sign] for sign in part if sign in _PARTS), 4)
    first = 1 if part.startswith("前") else quarter * 3 - 2
    return date(year, first, 1), _month_end(year, quarter * 3)


def _article_as_of(
    mentions: list[Mention], year: int | None, published: date | None
) -> date | None:
    stamps = [mention.as_of for mention in mentions if mention.as_of]
    if stamps:
        current = [stamp for stamp in stamps if stamp.year == year]
        return max(current or stamps)
    return published
