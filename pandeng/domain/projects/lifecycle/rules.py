"""Level labels and yearly lists of projects: which kinds a label has, and from when on it holds."""

from collections.abc import Mapping
from datetime import date, timedelta

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

# A provincial major project is either being carried out or in preparation; no other level is divided.
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "provincial_major": (gettext_noop("实施类"), gettext_noop("准备类")),
}
ENTRY_STAGES = ("proposed", "negotiating", "signed")


def last_day(on: date) -> date:
    """What ends from a day on held for the last time on the day before."""
    return on - timedelta(days=1)


def first_day_after(until: date) -> date:
    """The first day on which what held until a day holds no longer."""
    return until + timedelta(days=1)


def may_label(level: str, variant: str) -> Verdict:
    """Does this level have this kind?"""
    kinds = VARIANTS.get(level, ())
    if kinds and variant not in kinds:
        return deny(
            gettext_noop("这一层级分%(kinds)s，请选择一类。"),
            kinds="、".join(deny(kind).message for kind in kinds),
        )
    if variant and not kinds:
        return deny(gettext_noop("只有省重大项目分实施类、准备类，这一层级请不选类别。"))
    return ALLOW


def may_end(since: date, until: date | None, on: date, today: date) -> Verdict:
    """Can what holds since a day end from this day on?"""
    if until is not None:
        return deny(gettext_noop("已于%(day)s结束。"), day=until)
    if on > today:
        return deny(gettext_noop("日期不能晚于今天（%(today)s）。"), today=today)
    if on <= since:
        return deny(
            gettext_noop("须晚于起始日期（%(since)s）；当天就录错了的，请改录入而不是结束。"),
            since=since,
        )
    return ALLOW
