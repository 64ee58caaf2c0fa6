"""Will the year's investment be met? From the plan curves and each project's own record, with an interval.

Pure: arrays in, arrays out; a year is n projects × 12 months, money in yuan, cumulative at month ends.
The method is this system's proposal. What is left of a project's plan is expected to come at the rate at
which the project has kept its plan so far, drawn towards the rate of all projects where it has little
record. A month that was not reported is missing, not zero: its part of the plan is left, like the months
ahead, and widens the interval. How far such forecasts were off in the year before gives the interval.
"""

from dataclasses import dataclass, replace
from math import erf, sqrt
from statistics import median
from typing import Any

import numpy as np

from pandeng.core.completeness import Completeness

Array = Any  # numpy.ndarray; numpy's own generic types say no more here
FIRST, LAST = 3, 11  # months from and to which a forecast is tried on the year before
LEVEL = 80  # percent of the interval
Z = 1.2816  # half-width of an 80 % interval in standard deviations
PULL = 0.5  # weight of the common rate: half the average of what is due


@dataclass(frozen=True)
class Year:
    """`plan` (n); `due`, `done` (n × 12) cumulative, `done` of what was reported; `over` (n × 12): nothing
    more comes after that month; `asked` (n × 12): who is to report the month, `told`: who has."""

    ids: Array
    plan: Array
    due: Array
    done: Array
    over: Array
    asked: Array
    told: Array

    def known(self, month: int) -> Array:
        """Of which months the amount is known at the end of a month: reported, or nothing to report."""
        found = self.told | ~self.asked
        found[:, month:] = False
        return found

    def completeness(self, month: int) -> Completeness:
        """How many projects have reported a month, of those that are to."""
        asked = self.asked[:, month - 1]
        return Completeness(int((self.told[:, month - 1] & asked).sum()), int(asked.sum()))


@dataclass(frozen=True)
class Spread:
    """How forecasts of a whole year came out: actual over forecast, its scatter between months, and the
    scatter of single projects. As shares of what was left."""

    bias: float
    common: float
    own: float


@dataclass(frozen=True)
class Path:
    """Sums by month from the month forecast to December: what is expected, and the interval."""

    months: tuple[int, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Forecast:
    """Of all projects together; `by_project` (n) is expected for the whole year."""

    month: int
    done: float
    plan: float
    middle: float
    low: float
    high: float
    deviation: float
    by_project: Array
    path: Path

    def chance(self, target: float) -> float:
        """How likely it is that the target is reached, between 0 and 1."""
        if self.deviation <= 0:
            return float(self.middle >= target)
        return (1 + erf((self.middle - target) / self.deviation / sqrt(2))) / 2


@dataclass(frozen=True)
class Trial:
    """One month of the year before: what would have been forecast, and what came."""

    month: int
    middle: float
    low: float
    high: float
    actual: float

    @property
    def held(self) -> bool:
        return self.low <= self.actual <= self.high


def _plan_known(year: Year, month: int) -> Array:
    """The part of each project's plan that falls into the months known of it."""
    return (_by_month(year.due) * year.known(month)).sum(axis=1)


def _by_month(cumulative: Array) -> Array:
    return np.diff(cumulative, axis=1, prepend=0.0)


def _ahead(year: Year, month: int) -> Array:
    """What of each plan lies in no month known of the project."""
    whole = year.plan if month < 12 else year.due[:, 11]
    return np.maximum(whole - _plan_known(year, month), 0)


def rest(year: Year, month: int) -> Array:
    """What is still expected of each project after a month (1–12), what it has not reported included."""
    due, done = _plan_known(year, month), year.done[:, month - 1]
    whole = due.sum()
    rate = done.sum() / whole if whole else 1.0
    pull = PULL * due.mean() if len(due) else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(due + pull > 0, (done + rate * pull) / (due + pull), rate)
    left = _ahead(year, month) * own
    return np.where(year.over[:, month - 1], 0.0, left)


def _whole(year: Year) -> Year:
    """A finished year without the projects of which a month is missing: they teach nothing of the rest."""
    rows = year.known(12).all(axis=1)
    names = ("ids", "plan", "due", "done", "over", "asked", "told")
    return replace(year, **{name: getattr(year, name)[rows] for name in names})


def spread(year: Year, months: range | list[int] = range(FIRST, LAST + 1)) -> Spread:
    """How forecasts made after these months of a finished year came out."""
    found, own, year = [], [], _whole(year)
    for month in months:
        expected = rest(year, month)
        actual = year.done[:, 11] - year.done[:, month - 1]
        if not expected.sum():
            continue
        bias = actual.sum() / expected.sum()
        found.append(float(bias))
        own.append(float(np.sqrt(((actual - bias * expected) ** 2).sum() / (expected**2).sum())))
    if not found:
        return Spread(1.0, 0.0, 0.0)
    middle = median(found)
    return Spread(middle, sqrt(sum((b - middle) ** 2 for b in found) / len(found)), median(own))


def forecast(year: Year, month: int, before: Spread) -> Forecast:
    """The year's sum as expected after a month (1–12), with an interval of LEVEL percent."""
    done = year.done[:, month - 1]
    left = rest(year, month)
    whole, expected = float(done.sum()), float(left.sum())
    deviation = sqrt((before.common * expected) ** 2 + before.own**2 * float((left**2).sum()))
    middle = whole + before.bias * expected
    return Forecast(
        month=month,
        done=whole,
        plan=float(year.plan.sum()),
        middle=middle,
        low=max(whole, middle - Z * deviation),
        high=middle + Z * deviation,
        deviation=deviation,
        by_project=done + before.bias * left,
        path=_path(year, month, left, before.bias, deviation),
    )


def _path(year: Year, month: int, left: Array, bias: float, deviation: float) -> Path:
    done = float(year.done[:, month - 1].sum())
    ahead, open_ = _ahead(year, month), _by_month(year.due) * ~year.known(month)
    months = tuple(range(month, 13))
    middle, low, high = [], [], []
    for later in months:
        gone = open_[:, :later].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            part_gone = np.where(ahead > 0, np.minimum(gone / ahead, 1.0), 0.0)
        share = np.ones(len(ahead)) if later == 12 else part_gone
        comes = float((left * share).sum())
        part = comes / float(left.sum()) if left.sum() else 0.0
        middle.append(done + bias * comes)
        low.append(max(done, middle[-1] - Z * deviation * part))
        high.append(middle[-1] + Z * deviation * part)
    return Path(months, tuple(middle), tuple(low), tuple(high))


def back_test(year: Year) -> list[Trial]:
    """Each month of a finished year, forecast with what the other months of it teach."""
    year = _whole(year)
    actual = float(year.done[:, 11].sum())
    trials = []
    for month in range(FIRST, LAST + 1):
        others = [other for other in range(FIRST, LAST + 1) if other != month]
        tried = forecast(year, month, spread(year, others))
        trials.append(Trial(month, tried.middle, tried.low, tried.high, actual))
    return trials
