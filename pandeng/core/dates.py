"""Dates and times as people write them, in the office's time zone."""

from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError

D = TypeVar("D", bound=date)
YEARS = range(1900, 2200)  # a day or a time outside of them is a slip of the pen
FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


def parse_date(written: str | None) -> date | None:
    """A date such as 2022-05-31; nothing written is None; refuses anything else."""
    if not written:
        return None
    try:
        return _bounded(date.fromisoformat(written.strip()))
    except ValueError:
        raise DomainError(
            _("“%(written)s”不是日期，请写成 2022-05-31 的样子。") % {"written": written[:30]}
        ) from None


def parse_datetime(written: str | None) -> datetime | None:
    """A time such as 2022-05-31T18:00; a bare date is the end of that day; refuses anything else."""
    if not written:
        return None
    written = written.strip()
    try:
        at = _bounded(datetime.fromisoformat(written))
    except ValueError:
        raise DomainError(
            _("“%(written)s”不是时间，请写成 2022-05-31T18:00 的样子。") % {"written": written[:30]}
        ) from None
    if len(written) == 10:
        at = datetime.combine(at.date(), time(23, 59, 59))
    return at if at.tzinfo else timezone.make_aware(at)


def _bounded(day: D) -> D:
    if day.year not in YEARS:
        raise ValueError
    return day


def out_of_years(day: date) -> str:
    """The sentence that refuses a day outside of them, from which nobody could count on; empty for others."""
    if day.year in YEARS:
        return ""
    years = {"since": YEARS[0], "until": YEARS[-1]}
    return _("年份应在%(since)s年至%(until)s年之间，请核对。") % years


SETTLED = 4  # the month from which nothing more is added to a year's lists from the year before


def year_to_carry(newest: int, today: date, *, is_left: bool) -> int:
    """Into which year a list of the year before is carried over: the newest there is, while it still lacks
    something and is young; else the year after it."""
    return newest if is_left and today < date(newest, SETTLED, 1) else newest + 1
