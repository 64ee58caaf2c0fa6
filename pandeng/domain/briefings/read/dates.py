"""Dates and periods of a report: what they are, how far each carries, which year it speaks of."""

import calendar
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date

from .date_forms import Spotted, spot
from .numerals import chinese
from .table import ReadingRule, RuleTable

_STAMP = re.compile(r"截[至止](?:到|至)?\s?(?:目前|今)?\s?[，,]?$|(?:^|[，。；\s])至$")
_PARTS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_SHIFT = {"去年": -1, "上年": -1, "上一年": -1, "今年": 0, "当年": 0, "本年": 0, "明年": 1}


@dataclass(frozen=True)
class Said:
    """The sign before a date, what follows it, whether it is told by another year (去年)."""

    before: str
    follows: str
    is_related: bool


_FOUNDED = re.compile(r"[^，。；]{0,2}(?:成立|建厂|创办|创建|始建|创立|注册|组建)")
_SINCE = re.compile(r"起|以来|开始")
# Yields what a date says of the figures behind it: period | since | nothing.
MENTION_RULES: RuleTable[Said, str] = RuleTable("mention", ("text", "period.text", "period.until"), (
    ReadingRule(
        "compared with",
        lambda said: said.before in {"较", "比"} or (said.is_related and said.before in {"与", "同"}), "nothing",
        "较去年 says what is compared with, not when",
        ("2022年办结20项，较去年多办9项 → 20项 2022年 2022-12-31；9项 2022年 2022-12-31",
         "2022年办结20项，比4月底增加9项 → 20项 2022年 2022-12-31；9项 2022年 2022-12-31"),
        ("2022年办结20项，去年办结9项 → 20项 2022年 2022-12-31；9项 去年 2021-12-31",),
    ),
    ReadingRule(
        "founded", lambda said: _FOUNDED.match(said.follows), "nothing",
        "how old a firm is says nothing of the rest",
        ("2022年总结。1952年成立的工厂有员工1200人 → 1200人 2022年 2022-12-31",),
        ("2022年总结。1952年的工厂有员工1200人 → 1200人 1952年 1952-12-31",),
    ),
    ReadingRule(
        "since then",
        lambda said: said.follows.startswith("以来") or (_SINCE.match(said.follows) and said.before in {"自", "从"}),
        "since", "自…以来 has no end yet",
        ("自2021年6月以来办结20项 → 20项 2021年6月起 -", "从2021年起办结20项 → 20项 2021年起 -",
         "2019年以来办结20项 → 20项 2019年起 -"),
        ("2021年6月办结20项 → 20项 2021年6月 2021-06-30",),
    ),
    ReadingRule(
        "time of the figures", lambda said: True, "period", "a date holds until the next",
        ("2021年6月办结20项 → 20项 2021年6月 2021-06-30",),
    ),
))  # fmt: skip
# Over the signs before a year; yields said | planned.
YEARS_SAID: RuleTable[str, str] = RuleTable("year of the article", ("text", "year"), (
    ReadingRule(
        "counted up to", re.compile(r"截[至止]到?$").search, "said", "截至到2023年 looks back",
        ("共有30家。截至到2023年建成50家，2022年新增5家 → 30家 2023；50家 2023；5家 2022",),
        ("共有30家。2023年建成50家，2022年新增5家 → 30家 2023；50家 2023；5家 2022",),
    ),
    ReadingRule(
        "planned", re.compile(r"(?:到|至|确保|力争|争取|预计|目标|未来|计划)[^，。；]{0,4}$").search, "planned",
        "到2025年 looks ahead", ("共有30家。到2025年建成50家，2022年新增5家 → 30家 2022；50家 2025；5家 2022",),
        ("共有30家。2025年建成50家，2022年新增5家 → 30家 2025；50家 2025；5家 2022",),
    ),
    ReadingRule(
        "looked back on", lambda ahead: True, "said", "the latest year told is that of the article",
        ("共有30家。2022年新增5家，到2025年建成50家 → 30家 2022；5家 2022；50家 2025",),
    ),
))  # fmt: skip


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
    """A date or period at text[start:end]; `as_of` when figures are counted up to it (截至…, 5月底).

    `is_stamp`: 截至 says so; then the text is as of that day.
    """

    start: int
    end: int
    form: str
    period: Period | None
    as_of: date | None
    is_stamp: bool = False


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

    def without(self, start: int, end: int, text: str) -> str:
        """text[start:end] without the dates in it."""
        kept, at = [], start
        first = max(0, bisect_right(self.starts, start) - 1)
        for mention in self.mentions[first:]:
            if mention.start >= end:
                break
            kept.append(text[at : max(at, mention.start)])
            at = max(at, mention.end)
        return "".join([*kept, text[at:end]])

    def within(self, start: int, stop: int) -> list[Mention]:
        """The dates that begin in text[start:stop]."""
        first, last = bisect_right(self.starts, start - 1), bisect_right(self.starts, stop - 1)
        return self.mentions[first:last]

    def listed(self, start: int, stop: int, text: str) -> list[Mention]:
        """The dates that stand in one list, 3月底、4月底和5月底, the last of them before `stop`."""
        found: list[Mention] = []
        at = bisect_right(self.starts, stop) - 1
        while at >= 0 and self.mentions[at].start >= start:
            mention = self.mentions[at]
            if found and text[mention.end : found[0].start] not in {"、", "和", "及", "与"}:
                break
            found.insert(0, mention)
            at -= 1
        return found

    def before(self, place: int, since: int) -> Mention | None:
        """The last mention that starts in text[since:place]."""
        at = bisect_right(self.starts, place) - 1
        while at >= 0 and self.mentions[at].start >= since:
            if self.mentions[at].end <= place and self.mentions[at].period is not None:
                return self.mentions[at]
            at -= 1
        return None


def find(text: str, published: date | None = None, today: date | None = None) -> DateMentions:
    """`today` stands in where neither the text nor its page tells a year."""
    spotted = list(spot(text))
    year = _article_year(text, spotted, published) or (today.year if today else None)
    mentions = _mentions(text, spotted, year)
    as_of = _article_as_of(mentions, year, published)
    # 截至目前 stands for the day of the article
    settled = [
        Mention(
            m.start,
            m.end,
            m.form,
            Period(m.period.text if m.period else "", year),
            as_of,
            m.is_stamp,
        )
        if m.form == "now"
        else m
        for m in mentions
    ]
    return DateMentions(settled, [mention.start for mention in settled], year, as_of)


def _mentions(text: str, spotted: list[Spotted], year: int | None) -> list[Mention]:
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
        rule = YEARS_SAID.first(text[max(0, start - 8) : start])
        if rule:
            (planned if rule.yields == "planned" else looked_back)[year] += 1
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
    is_end = groups.get("end") in _ENDS and not _BEFORE.match(text, end)
    as_of = until if (is_stamp or is_end) and form != "now" else None
    is_related = bool(groups.get("rel"))
    rule = MENTION_RULES.first(
        Said(text[max(0, start - 1) : start], text[end : end + 8], is_related)
    )
    if rule is None or rule.yields == "nothing":
        return Mention(start, end, form, None, None)
    if rule.yields == "since":
        return Mention(start, end, form, Period(f"{said}起", article, since, None), None)
    return Mention(start, end, form, Period(said, year, since, until), as_of, is_stamp)


_ENDS = {"底", "末", "年底", "年末", "年终"}
_BEFORE = re.compile("[之以]?前")


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
    stamps = [mention.as_of for mention in mentions if mention.as_of and mention.is_stamp]
    if stamps:
        current = [stamp for stamp in stamps if stamp.year == year]
        return max(current or stamps)
    return published
