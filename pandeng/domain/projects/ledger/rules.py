"""What a monthly report is refused for, and what it is asked about before it is saved. Pure.

What is asked is no refusal: who reports mends the number or says why it is right. Unlike amounts of
enterprises, a project has a whole-life plan and a cumulative that its months must add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pandeng.core.edit_checks import Check
from pandeng.core.units import WAN, money
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.core.verdict import gettext_noop as _
from pandeng.domain.projects.ledger.reporting_calendar import ReportingCalendar

MISSING = "missing"  # nothing is reported for the month
DRAFT, REPORTED, REVIEWED, LOCKED = "draft", "reported", "reviewed", "locked"
MIN_PAST_MONTHS = 3  # with fewer past months the annual plan says what is usual
MAX_TIMES_USUAL = 10  # times the usual month
UNIT_SLIP = (3_000, 33_000)  # about ten thousand times

SENTENCES = {
    "unit_up": _("当月完成约为该项目通常月份（%(usual_amount)s）的1万倍，是否把元写成了万元？"),
    "unit_down": _("当月完成约为该项目通常月份（%(usual_amount)s）的万分之一，是否漏写了“万”？"),
    "over_left": _("当月完成超过计划总投资的剩余部分（%(left_amount)s），请核对。"),
    "over_total": _("累计完成超过计划总投资（%(total_amount)s），请核对。"),
    "far": _("当月完成超过该项目通常月份（%(usual_amount)s）的10倍，请核对。"),
    "falls": _("累计完成低于上月累计（%(before_amount)s），请写明减少的原因。"),
    "differs": _("累计完成与上月累计加当月完成（%(expected_amount)s）不一致，请核对。"),
    "over_month": _("当月入库超过当月完成（%(month_amount)s），请核对。"),
}  # fmt: skip
NOT_ENTERED = _("项目还没有入库纳统，当月入库应填0；已经入库的，请先登记入库日期。")
NEGATIVE = _("%(measure)s不能是负数。")
MEASURES = {"month": _("当月完成"), "cumulative": _("累计完成"), "statistics": _("当月入库")}


class Amounts(NamedTuple):
    """What is reported for a month, in yuan."""

    month: int
    cumulative: int
    statistics: int


@dataclass(frozen=True)
class Past:
    """What is known of a project before the month: its plans, its last cumulative, its months."""

    total: int
    annual_plan: int = 0
    before: int = 0
    months: tuple[int, ...] = ()
    entered: bool = True  # in the statistics by the end of the month

    @property
    def usual(self) -> int:
        """An ordinary month: the middle of those that had work, else a twelfth of the annual plan."""
        worked = [amount for amount in self.months if amount > 0][-12:]
        return round(median(worked)) if len(worked) >= MIN_PAST_MONTHS else self.annual_plan // 12


def _check(code: str, **facts: int) -> Check:
    return Check(code, SENTENCES[code], facts)


def held_back(wrong: int, asked: int) -> str:
    """Why a sheet is not saved: rows that are wrong come before rows whose questions are open."""
    if wrong:
        return deny(_("有%(count)s个项目填写有误，本页都没有保存。"), count=wrong).message
    return deny(
        _("有%(count)s个项目的数需要核对：请改正，或写明情况后再上报。本页都没有保存。"),
        count=asked,
    ).message


def checks(new: Amounts, past: Past) -> list[Check]:
    """What to ask about a month, the most telling first; one slip is asked about once."""
    found = _of_month(new, past)
    if new.cumulative < past.before:
        found.append(_check("falls", before_amount=past.before))
    elif new.cumulative != past.before + new.month:
        found.append(_check("differs", expected_amount=past.before + new.month))
    if new.cumulative > past.total and not any(
        one.code in ("unit_up", "over_left") for one in found
    ):
        found.append(_check("over_total", total_amount=past.total))
    if new.statistics > new.month:
        found.append(_check("over_month", month_amount=new.month))
    return found


def _of_month(new: Amounts, past: Past) -> list[Check]:
    usual, left = past.usual, max(past.total - past.before, 0)
    facts = {"usual_amount": usual}
    low, high = UNIT_SLIP
    if usual and new.month and low * usual <= new.month <= high * usual:
        return [_check("unit_up", **facts)]
    if usual and new.month and low * new.month <= usual <= high * new.month:
        return [_check("unit_down", **facts)]
    if new.month > left:
        return [_check("over_left", left_amount=left)]
    if usual and new.month > MAX_TIMES_USUAL * usual:
        return [_check("far", **facts)]
    return []


def negatives(new: Amounts) -> list[Check]:
    """No amount of a month is below zero, whatever is said."""
    return [
        Check("negative", NEGATIVE, {"measure": deny(MEASURES[measure]).message}, is_hard=True)
        for measure, amount in zip(MEASURES, new, strict=True)
        if amount < 0
    ]


def not_entered(new: Amounts, past: Past) -> list[Check]:
    """Nothing enters the statistics of a project that has not entered them, whatever is said."""
    if past.entered or not new.statistics:
        return []
    return [Check("not_entered", NOT_ENTERED, {}, is_hard=True)]


def may_report_month(month: date, today: date, calendar: ReportingCalendar) -> Verdict:
    """A month is reported once it has ended."""
    facts = {"year": month.year, "month": month.month}
    if month > today:
        return deny(_("%(year)s年%(month)s月还没有到，不能填报。"), **facts)
    if month > calendar.last_ended(today):
        return deny(_("%(year)s年%(month)s月还没有结束，月末起才能填报。"), **facts)
    return ALLOW


def state(status: str, month: date, today: date, calendar: ReportingCalendar) -> str:
    """A reviewed report is locked after the closing day; found when read, so that it cannot disagree."""
    closed = calendar.is_closed(month, today)
    return LOCKED if status in (REVIEWED, LOCKED) and closed else status


def may_carry(carry: bool | None, months: Sequence[date], lowest: int) -> Verdict:
    """Has the office said whether the cumulatives of these months are corrected too, and can they be?

    `lowest` is the least of them in yuan once they are.
    """
    if months and carry is None:
        return deny(
            _("%(months)s的累计完成也包含这个数，请选择是否一并更正。"),
            months="、".join(f"{month:%Y-%m}" for month in months),
        )
    if carry and lowest < 0:
        return deny(_("一并更正后有月份的累计完成为负数，请逐月核对。"))
    return ALLOW


def may_plan(months: Sequence[int], annual: int) -> Verdict:
    """Do the twelve months of a plan curve, in yuan, add up to the annual plan?"""
    if len(months) != 12:
        return deny(_("分月计划应为12个月。"))
    if any(yuan < 0 for yuan in months):
        return deny(_("分月计划不能为负数。"))
    total = sum(months)
    if total != annual:
        return deny(
            _("各月合计%(total)s，年度计划%(annual)s，%(more)s%(gap)s，请调整后再保存。"),
            total=money(total),
            annual=money(annual),
            more=deny(_("多")).message if total > annual else deny(_("少")).message,
            gap=money(abs(total - annual)),
        )
    return ALLOW


def may_replan(known: Sequence[int], amounts: Sequence[int], past: int) -> Verdict:
    """May the curve of months change where the office does not? What was due already stays due."""
    if any(old != new for old, new in zip(known[:past], amounts[:past], strict=True)):
        return deny(_("已经过去的月份，计划只能由专班调整。"))
    return ALLOW


def past_months(year: int, today: date) -> int:
    """How many months of a year had ended before the month of a day."""
    return today.month - 1 if today.year == year else 12 if today.year > year else 0


def rescaled(months: Sequence[int], past: int, annual: int) -> list[int]:
    """The twelve months of a curve for another annual plan, in yuan: they add up to it exactly.

    The first `past` months stay and the others keep their proportions (where they had none they get
    equal parts). Where the past ones alone exceed the plan, or no month is left, all twelve are scaled.
    In whole 万元 where the plan is.
    """
    if sum(months) == annual:
        return list(months)
    if past == 12 or sum(months[:past]) > annual:
        past = 0
    rest = annual - sum(months[:past])
    parts = list(months[past:])
    if not any(parts):
        parts = [1] * len(parts)
    unit = int(WAN) if rest % WAN == 0 else 1
    upto = [rest // unit * sum(parts[: n + 1]) // sum(parts) * unit for n in range(len(parts))]
    return [*months[:past], *(b - a for a, b in pairwise([0, *upto]))]
