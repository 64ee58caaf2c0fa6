"""The notice of a year as the office writes it down, a line for each span of days:

    2027-02-05至2027-02-11 休 春节
    2027-02-14 班 春节

or as a table of the whole year (CSV): 日期,安排,说明, a row for each day.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pandeng.core.errors import DomainError
from pandeng.core.verdict import deny, gettext_noop
from pandeng.domain.calendars.rules import has_year
from pandeng.domain.calendars.shipped import shipped

MAX_BYTES = 100_000
MAX_SPAN = 31  # days in a row; more is a slip of the pen
EVE = 25  # of December: a notice may rule the last week of the year before
FREE, WORKED = {"休", "休息", "放假", "free"}, {"班", "上班", "work"}
DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
LINE = re.compile(
    rf"{DATE}(?:\s*(?:至|到|~|～|—|–|-)+\s*{DATE})?[\s,，;；]+([^\s,，;；]+)(?:[\s,，;；]+(.*))?"
)


@dataclass(frozen=True)
class NoticeDay:
    is_working: bool
    name: str = ""


NoticeDays = Mapping[date, NoticeDay]


def read_text(data: bytes) -> str:
    """The text of a file, in UTF-8 or in the code page of Chinese Windows."""
    if len(data) <= MAX_BYTES and b"\0" not in data:
        for code_page in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(code_page)
            except UnicodeDecodeError:
                continue
    raise _refusal(gettext_noop("这不是放假安排文件，请用文本或CSV文件，一行写一段日期。"))


def parse(text: str, year: int) -> NoticeDays:
    """The days of a notice. Refuses, with one sentence, what cannot be a whole year's arrangement."""
    has_year(year).require()
    days: dict[date, NoticeDay] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        written = line.strip().strip(",，;；").strip()
        if not written or written.startswith(("#", "日期")):
            continue
        for day, value in _line(number, written):
            if not date(year - 1, 12, EVE) <= day <= date(year, 12, 31):
                raise _refusal(
                    gettext_noop("%(day)s不在%(year)s年，请核对日期和年度。"), day=day, year=year
                )
            if day in days:
                raise _refusal(
                    gettext_noop("第%(line)s行：%(day)s写了两次，请核对。"), line=number, day=day
                )
            days[day] = value
    check(days, year)
    return days


def check(days: NoticeDays, year: int) -> None:
    """Refuses a year that is not whole: a festival without its day, a table without one of its days."""
    if not days:
        raise _refusal(gettext_noop("没有写放假日期，请一行写一段，如“2027-01-01 休 元旦”。"))
    first = date(year, 1, 1)
    whole = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    missing = [day for day in whole if day not in days]
    if any(value.is_working and day.weekday() < 5 for day, value in days.items()) and missing:
        months = sorted({day.month for day in missing if not _has_month(days, day)})
        if months:
            said = "、".join(map(str, months))
            raise _refusal(
                gettext_noop("逐日列出的全年安排缺少%(months)s月，请补全。"), months=said
            )
        raise _refusal(gettext_noop("逐日列出的全年安排缺少%(day)s，请补全。"), day=missing[0])
    for day, name in sorted(statutory(year).items()):
        if day not in days or days[day].is_working:
            raise _refusal(
                gettext_noop("缺少%(month)s月的放假安排：%(name)s（%(day)s）须放假，请核对。"),
                month=day.month, name=name, day=day,
            )  # fmt: skip


def statutory(year: int) -> dict[date, str]:
    """The days off by the regulation itself, without observed and substituted days."""
    return {day: name for day, name in shipped(year).free.items() if "（" not in name}


def _has_month(days: NoticeDays, of: date) -> bool:
    return any((day.year, day.month) == (of.year, of.month) for day in days)


def _line(number: int, written: str) -> Iterator[tuple[date, NoticeDay]]:
    found = LINE.fullmatch(written)
    parts = found.groups() if found else ()
    word = parts[6].lower() if parts else ""
    try:
        if word not in FREE | WORKED:
            raise ValueError
        first = date(*map(int, parts[:3]))
        last = date(*map(int, parts[3:6])) if parts[3] else first
        if not 0 <= (last - first).days < MAX_SPAN:
            raise ValueError
    except ValueError:
        raise _refusal(
            gettext_noop("第%(line)s行“%(text)s”看不懂，请写成“2027-01-01 休 元旦”的样子。"),
            line=number, text=written[:40],
        ) from None  # fmt: skip
    value = NoticeDay(word in WORKED, (parts[7] or "").strip(" ,，;；")[:60])
    for n in range((last - first).days + 1):
        yield first + timedelta(n), value


def _refusal(sentence: str, **facts: object) -> DomainError:
    return DomainError(deny(sentence, **facts).message)
