"""How reports write dates and periods; the longest forms are tried first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .table import ReadingRule, RuleTable

_Y = r"(?P<y>(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})\s?年"
_M = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?:份)?"
_D = r"(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]"
_REL = r"(?P<rel>去年|今年|上年|明年|当年|本年)"
_TO = r"(?:至|到|[-—~～－]+)"
_PART_OF_MONTH = "(?P<end>底|末|初|中旬|上旬|下旬)?"
# Where a form can start at all: keeps the scan linear and cheap.
_START = re.compile(
    r"(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2}年|\d{1,2}\s?月|\d{1,2}\s?(?:至|到|[-—~～－]+)\s?\d{1,2}\s?月"
    r"|[一二三四五六七八九十]{1,2}月|去年|今年|上年|明年|当年|本年|上一年|近年|上半年|下半年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度"
    r"|前[一二三四五六七八九十\d]{1,2}个?月|前三季|全年|年底|年末|年终|“?十[一二三四五六]五|目前|截[至止]今|当前"
)


@dataclass(frozen=True)
class Place:
    """A place of a text where a date may begin."""

    text: str
    start: int

    @property
    def before(self) -> str:
        return self.text[self.start - 1 : self.start]


@dataclass(frozen=True)
class DateForm:
    """A way to write a date: days | months | day | years | part | month | yearend | year | iso | …"""

    kind: str
    pattern: re.Pattern[str]

    def match(self, place: Place) -> re.Match[str] | None:
        match = self.pattern.match(place.text, place.start)
        return match if match and match[0] and not self._is_count(place, match) else None

    def _is_count(self, place: Place, match: re.Match[str]) -> bool:
        """Digits that run on from a longer number are no date: 12021年, 1.5月, 3个月."""
        before = place.before
        if before and (before.isdigit() or before == ".") and match[0][0].isdigit():
            return True
        return self.kind in {"month", "months"} and before in {"个", "第"}


def _form(
    name: str, kind: str, pattern: str, because: str, *examples: str, near: str = ""
) -> ReadingRule[Place, DateForm]:
    form = DateForm(kind, re.compile(pattern))
    return ReadingRule(name, form.match, form, because, examples, (near,) if near else ())


_DAYS = rf"(?:{_Y})?{_M.replace('<m>', '<m1>')}\s?(?P<d1>\d{{1,2}})\s?日?\s?{_TO}\s?(?:(?P<m2>1[0-2]|[1-9])\s?月\s?)?(?P<d2>\d{{1,2}})\s?日"
_MONTHS = rf"(?:(?P<y>(?:19|20)\d{{2}})\s?年)?\s?(?P<m1>1[0-2]|0?[1-9]|[一二三四五六七八九])\s?月?(?:份)?\s?{_TO}\s?(?P<m2>1[0-2]|[1-9]|十[一二]?|[二三四五六七八九])\s?月(?:份)?"
_PART = rf"(?:{_Y}|{_REL})?(?:度)?的?(?P<part>上半年|下半年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度|前[一二三四五六七八九十\d]{{1,2}}个?月|前三季|全年)(?P<end>末|底)?"

DATE_FORMS: RuleTable[Place, DateForm] = RuleTable("date", ("text", "period.text", "period.since", "period.until"), (
    _form(
        "days of a month", "days", _DAYS, "from a day to a day",
        "2022年3月8日至10日走访20家 → 20家 2022年3月8日至10日 2022-03-08 2022-03-10",
        "2022年3月28日-4月2日走访20家 → 20家 2022年3月28日-4月2日 2022-03-28 2022-04-02",
    ),
    _form(
        "months of a year", "months", _MONTHS, "from a month to a month",
        "2022年1至5月办结20项 → 20项 2022年1至5月 2022-01-01 2022-05-31",
        "2022年1—10月份办结20项 → 20项 2022年1—10月份 2022-01-01 2022-10-31",
    ),
    _form(
        "day", "day", rf"(?:{_Y})?\s?{_M}\s?{_D}", "one day",
        "2022年3月8日走访20家 → 20家 2022年3月8日 2022-03-08 2022-03-08", "2022年3月8号走访20家 → 20家 2022年3月8号 2022-03-08 2022-03-08",
    ),
    _form(
        "years", "years", rf"(?P<y1>(?:19|20)\d{{2}})\s?年?\s?{_TO}\s?(?P<y2>20\d{{2}})\s?年", "from a year to a year",
        "2021年至2023年建成20个 → 20个 2021年至2023年 2021-01-01 2023-12-31",
        "2021-2023年建成20个 → 20个 2021-2023年 2021-01-01 2023-12-31",
    ),
    _form(
        "part of a year", "part", _PART, "half a year, a quarter, the first months",
        "2022年上半年办结20项 → 20项 2022年上半年 2022-01-01 2022-06-30",
        "2022年下半年办结20项 → 20项 2022年下半年 2022-07-01 2022-12-31",
        "2022年二季度办结20项 → 20项 2022年二季度 2022-04-01 2022-06-30",
        "2022年第4季度办结20项 → 20项 2022年第4季度 2022-10-01 2022-12-31",
        "2022年前三季度办结20项 → 20项 2022年前三季度 2022-01-01 2022-09-30",
        "2022年前10个月办结20项 → 20项 2022年前10个月 2022-01-01 2022-10-31",
        "2022年全年办结20项 → 20项 2022年全年 2022-01-01 2022-12-31",
    ),
    _form(
        "month of a year", "month", rf"(?:{_Y}|{_REL})\s?{_M}{_PART_OF_MONTH}", "one month",
        "2022年5月底办结20项 → 20项 2022年5月底 2022-05-01 2022-05-31", "2022年二月办结20项 → 20项 2022年二月 2022-02-01 2022-02-28",
    ),
    _form(
        "month", "month", rf"{_M}{_PART_OF_MONTH}(?![^，。；]{{0,2}}?\d日)", "a month of the year spoken of",
        "2022年办结20项，5月办结3项 → 20项 2022年 2022-01-01 2022-12-31；3项 5月 2022-05-01 2022-05-31",
        near="2022年用3个月办结20项 → 3个月 2022年 2022-01-01 2022-12-31；20项 2022年 2022-01-01 2022-12-31",
    ),
    _form(
        "end of a year", "yearend", rf"(?:{_Y}|{_REL})?(?P<end>年底|年末|年终)", "the year at its end",
        "2022年办结20项，年底办结30项 → 20项 2022年 2022-01-01 2022-12-31；30项 年底 2022-01-01 2022-12-31",
    ),
    _form(
        "year at its end", "yearend", rf"{_Y}(?P<end>底|末)", "the year at its end",
        "2022年底办结20项 → 20项 2022年底 2022-01-01 2022-12-31",
    ),
    _form(
        "year", "year", rf"{_Y}(?:度|全年)?", "one year", "2022年办结20项 → 20项 2022年 2022-01-01 2022-12-31",
        "二〇二二年办结20项 → 20项 二〇二二年 2022-01-01 2022-12-31",
        near="12022年办结20项 → 20项 - - -",
    ),
    _form(
        "year beside another", "year", r"(?P<rel>去年|今年|上年|明年|当年|本年|上一年|近年)(?:度|同期|同月)?",
        "counted from the year of the article",
        "2022年办结20项，去年办结9项 → 20项 2022年 2022-01-01 2022-12-31；9项 去年 2021-01-01 2021-12-31",
    ),
    _form(
        "day in figures", "iso", r"(?P<y>20\d{2})[-./](?P<m>1[0-2]|0?[1-9])[-./](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)", "one day",
        "2022-03-08走访20家 → 20家 2022-03-08 2022-03-08 2022-03-08",
    ),
    _form(
        "month in figures", "isomonth", r"(?P<y>20\d{2})[-./](?P<m>1[0-2]|0[1-9])(?![\d%个家项亿万.])", "one month",
        "2022-03走访20家 → 20家 2022-03 2022-03-01 2022-03-31",
    ),
    _form(
        "five-year plan", "plan", r"“?(?P<plan>十[一二三四五六]五)”?(?:规划)?(?:期间|时期|以来|期末|末)?", "its five years",
        "“十四五”期间建成20个 → 20个 “十四五”期间 2021-01-01 2025-12-31",
    ),
    _form(
        "now", "now", r"(?P<now>目前|今|当前|现在|发稿时?|记者发稿)", "the day of the article",
        "2022年5月，目前办结20项 → 20项 目前 - -",
    ),
))  # fmt: skip

Spotted = tuple[int, int, str, dict[str, str]]


def spot(text: str) -> Iterator[Spotted]:
    """Every date of the text: from, to, its kind, its parts by name."""
    at = 0
    while hit := _START.search(text, at):
        place = Place(text, hit.start())
        rule = DATE_FORMS.first(place)
        match = rule.yields.match(place) if rule else None
        if rule and match:
            groups = {name: value for name, value in match.groupdict().items() if value}
            yield place.start, match.end(), rule.yields.kind, groups
            at = match.end()
        else:
            at = _digits_end(text, place.start) if hit[0][:1].isdigit() else place.start + 1


def _digits_end(text: str, begin: int) -> int:
    end = begin
    while end < len(text) and text[end].isdigit():
        end += 1
    return max(end, begin + 1)
