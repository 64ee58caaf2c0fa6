"""Is a target kept pace with, and do its parts add up? Pure: the answers depend on what is passed alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pandeng.core import units
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

PaceStatus = Literal["met", "on_pace", "behind", "far_behind", "missed", "no_data", "partial"]
# Thirty points behind the plan to date: our proposal, as for projects.
FAR_BEHIND = Decimal("0.30")
TOLERANCE = Decimal("0.02")  # an amount that builds up is reported late by a few days
RED: frozenset[PaceStatus] = frozenset({"far_behind", "missed"})
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Pace:
    """`achieved_share` is actual over target, `expected_share` what the day asks for; fractions both.

    `partial`: who asks sees a part of the population only, so the whole target is no measure of it.
    """

    status: PaceStatus
    achieved_share: Decimal | None
    expected_share: Decimal | None


# -- the plan of a period ---------------------------------------------------------------------------


def elapsed(year: int, day: date) -> Decimal:
    """The share of the year that has passed at the end of a day, between 0 and 1."""
    return _passed(date(year, 1, 1), date(year, 12, 31), day)


def _passed(first: date, last: date, day: date) -> Decimal:
    if day < first:
        return Decimal(0)
    return Decimal((min(day, last) - first).days + 1) / ((last - first).days + 1)


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def expected_share(
    shares: Sequence[tuple[int, Decimal]], first: date, last: date, day: date
) -> Decimal:
    """What share of the target the plan asks for by the end of a day, between 0 and 1.

    `shares` are the percent points of each part of the period, by the month in which the part ends;
    within a part the plan is a straight line. Without shares the plan is the elapsed time.
    """
    if not shares:
        return _passed(first, last, day)
    done, start = Decimal(0), first
    for month, share in sorted(shares):
        end = min(month_end(first.year, month), last)
        if day <= end:
            return (done + share * _passed(start, end, day)) / WHOLE
        done, start = done + share, end + timedelta(days=1)
    return done / WHOLE


def plan_adds_up(shares: Sequence[tuple[int, Decimal]], last_month: int) -> Verdict:
    """A seasonal plan names each part once, inside the period, up to its end, and adds up to 100."""
    months = [month for month, _share in shares]
    if len(set(months)) != len(months):
        return deny(gettext_noop("同一个月写了两次，请核对。"))
    if any(not 1 <= month <= last_month for month in months):
        return deny(gettext_noop("季节计划只能写到目标期限所在的%(month)s月。"), month=last_month)
    if any(share < 0 for _month, share in shares):
        return deny(gettext_noop("各期比重不能是负数。"))
    if max(months, default=0) != last_month:
        return deny(gettext_noop("季节计划须排到目标期限所在的%(month)s月。"), month=last_month)
    total = sum((share for _month, share in shares), Decimal(0))
    if total != WHOLE:
        return deny(
            gettext_noop("各期比重合计%(total)s%%，应为100%%，%(differs)s。"),
            total=units.plain(total),
            differs=_differs(total - WHOLE, gettext_noop("多%(by)s"), "%"),
        )
    return ALLOW


# -- pace -------------------------------------------------------------------------------------------


def pace(
    actual: Decimal | int | None,
    target: Decimal | int | None,
    *,
    direction: str,
    builds_up: bool,
    expected: Decimal,
    base: Decimal | int | None = None,
    closed: bool = False,
) -> Pace:
    """How an actual stands against its target on a day that asks for the share `expected` of the way.

    An amount that builds up starts at nothing, a state (a number of enterprises) at `base`; a state
    without one is held against the target itself. `met` when the target is passed, or when the
    period is over (`closed`) and it is kept; `missed` when it is over and is not.
    """
    if actual is None or not target:
        return Pace("no_data", None, None)
    actual, target = Decimal(actual), Decimal(target)
    share = actual / target
    if direction == "<=":
        return _at_most(actual, target, share, builds_up, expected, base, closed)
    start = Decimal(0)
    if not builds_up:
        if base is None or base >= target:
            expected = Decimal(1)
        else:
            start = Decimal(base)
    asked = (start + (target - start) * expected) / target
    if share >= 1:
        return Pace("met", share, asked)
    if closed:
        return Pace("missed", share, asked)
    return Pace(_status(expected - (actual - start) / (target - start), expected < 1), share, asked)


def _at_most(
    actual: Decimal,
    target: Decimal,
    share: Decimal,
    builds_up: bool,
    expected: Decimal,
    base: Decimal | int | None,
    closed: bool,
) -> Pace:
    """A ceiling, kept until the period is over; or, from a higher base, a reduction."""
    if closed:
        return Pace("met" if share <= 1 else "missed", share, Decimal(1))
    if not builds_up and base is not None and base > target:
        start = Decimal(base)
        asked = (start + (target - start) * expected) / target
        if share <= 1:
            return Pace("met", share, asked)
        return Pace(
            _status(expected - (start - actual) / (start - target), expected < 1), share, asked
        )
    if builds_up:
        if share > 1:  # what has been spent does not come back
            return Pace("missed", share, expected)
        return Pace(_status(share - expected, True), share, expected)
    return Pace("on_pace" if share <= 1 else "far_behind", share, Decimal(1))


def _status(lag: Decimal, on_the_way: bool) -> PaceStatus:
    """`on_the_way`: the period still runs, so that a few days of late reporting are no lag."""
    if lag <= 0 or (on_the_way and lag <= TOLERANCE):
        return "on_pace"
    return "behind" if lag <= FAR_BEHIND else "far_behind"


# -- the parts of a target --------------------------------------------------------------------------

ADDS_UP = gettext_noop("各县市区合计%(found)s，目标%(total)s，%(differs)s，请调整后再审批。")


def adds_up(parts: Collection[int], total: int, unit: str) -> Verdict:
    """Do the counties' parts add up to the target? The sentence names the difference."""
    found = sum(parts)
    if found == total:
        return ALLOW
    return deny(
        ADDS_UP,
        found=units.written(found, unit),
        total=units.written(total, unit),
        differs=difference(parts, total, unit),
    )


def difference(parts: Iterable[int], total: int, unit: str) -> str:
    """By how much the counties' parts differ from the target, in words."""
    return _differs(Decimal(sum(parts) - total), gettext_noop("多%(by)s"), unit)


def _differs(difference: Decimal, more: str, unit: str) -> str:
    """多7家, 少0.35亿元; money that rounds away is written to the yuan."""
    by = units.exact(abs(difference), unit)
    words = more if difference > 0 else gettext_noop("少%(by)s")
    return deny(words, by=by).message


def may_decompose(unit: str, indicator_is_ratio: bool) -> Verdict:
    """Rates and medians of counties do not add up to that of the city."""
    if unit == "%" or indicator_is_ratio:
        return deny(gettext_noop("比率类目标各县市区不能相加，不作分解。"))
    return ALLOW


def may_revise(old: int, new: int, last_since: date, set_on: date, today: date) -> Verdict:
    """A revision changes the value from a day on; it never changes what held before."""
    if new <= 0:
        return deny(gettext_noop("目标值须大于零。"))
    if new == old:
        return deny(gettext_noop("修订后的目标值与现行值相同，不用修订。"))
    if set_on > today:
        return deny(gettext_noop("确定日期%(day)s还没有到，请填写今天或以前的日期。"), day=set_on)
    if set_on <= last_since:
        return deny(
            gettext_noop("确定日期须晚于现行目标值的确定日期%(day)s；以前的目标值不能改动。"),
            day=last_since,
        )
    return ALLOW


# -- setting a target -------------------------------------------------------------------------------


def may_set(
    value: int, population: str, year: int, set_on: date, due_on: date | None, today: date
) -> Verdict:
    """A target names whom it counts, is set by today, and ends in its year."""
    if not population.strip():
        return deny(gettext_noop("请写明目标的统计范围，如规模企业、攀登企业。"))
    if value <= 0:
        return deny(gettext_noop("目标值须大于零。"))
    if set_on > today:
        return deny(gettext_noop("确定日期还没有到，请核对。"))
    if not set_on.year - 1 <= year <= set_on.year + 5:
        return deny(gettext_noop("确定日期与目标年度不符，请核对。"))
    if due_on is not None and due_on.year != year:
        return deny(gettext_noop("完成期限须在目标年度内。"))
    return ALLOW
