"""Days that a figure may be asked for, and the months that had ended on one."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def months_of(day: date, year: int) -> dict[str, Any]:
    """The last month that had ended on a day, how many of the year had, and the same a year before.

    In January before its end no month of the year has ended: `month` is then the December before.
    """
    ended = (day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    month = ended.replace(day=1)
    return {
        "month": month,
        "months": month.month if month.year == year else 0,
        "last_first": date(year - 1, 1, 1),
        "last_month": month.replace(year=month.year - 1),
    }


def end_of_month(month: date, as_of: date) -> date:
    """The last day of the month that begins on a day; the as-of date while the month still runs."""
    if month > as_of:
        raise DomainError(
            _("截至%(day)s还没有到%(month)s，请选择该月或以前的月份。")
            % {"day": as_of, "month": month.strftime("%Y-%m")}
        )
    following = (month + timedelta(days=31)).replace(day=1)
    return min(following - timedelta(days=1), as_of)


def refuse_future(as_of: date, known_at: datetime | None) -> None:
    today = timezone.localdate()
    if as_of > today:
        raise DomainError(
            _("%(day)s还没有到，数据只能查到今天（%(today)s）。") % {"day": as_of, "today": today}
        )
    if known_at and known_at > timezone.now():
        raise DomainError(
            _("“所知时点”%(at)s还没有到，请选择现在或以前的时间。")
            % {"at": timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M")}
        )


def month_ends(day: date, months: int) -> list[date]:
    """The last `months` month ends up to a day, the oldest first; the day itself stands for its month."""
    ends = [day]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]
