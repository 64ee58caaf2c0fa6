"""Will the year's investment be met? From the plan curves and each project's own record, with an interval.

Pure: arrays in, arrays out; a year is n projects × 12 months, money in yuan, cumulative at month ends.
The method is this system's proposal. What is left of a project's plan is expected to come at the rate at
which the project has kept its plan so far, drawn towards the rate of all projects where it has little
record. How far such forecasts were off in the year before gives the interval.
"""

from dataclasses import dataclass
from math import erf, sqrt
from statistics import median
from typing import Any

import numpy as np

Array = Any  # numpy.ndarray; numpy's own generic types say no more here
FIRST, LAST = 3, 11  # months from and to which a forecast is tried on the year before
LEVEL = 80  # percent of the interval
Z = 1.2816  # half-width of an 80 % interval in standard deviations
PULL = 0.5  # weight of the common rate: half the average of what is due


@dataclass(frozen=True)
class Year:
    """`plan` (n); `due`, `done` (n × 12) cumulative; `over` (n × 12): nothing more comes after that month."""

    ids: Array
    plan: Array
    due: Array
    done: Array
    over: Array


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


def rest(year: Year, month: int) -> Array:
    """What is still expected of each project after a month (1–11)."""
    due, done = year.due[:, month - 1], year.done[:, month - 1]
    whole = due.sum()
    rate = done.sum() / whole if whole else 1.0
    pull = PULL * due.mean() if len(due) else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(due + pull > 0, (done + rate * pull) / (due + pull), rate)
    left = np.maximum(year.plan - due, 0) * own
    return np.where(year.over[:, month - 1], 0.0, left)


def spread(year: Year, months: range | list[int] = range(FIRST, LAST + 1)) -> Spread:
    """How forecasts made after these months of a finished year came out."""
    found, own = [], []
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
    left = rest(year, month) if month < 12 else np.zeros(len(done))
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
    ahead = np.maximum(year.plan - year.due[:, month - 1], 0)
    months = tuple(range(month, 13))
    middle, low, high = [], [], []
    for later in months:
        gone = np.maximum(year.due[:, later - 1] - year.due[:, month - 1], 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(ahead > 0, gone / ahead, 1.0 if later == 12 else 0.0)
        comes = float((left * share).sum())
        part = comes / float(left.sum()) if left.sum() else 0.0
        middle.append(done + bias * comes)
        low.append(max(done, middle[-1] - Z * deviation * part))
        high.append(middle[-1] + Z * deviation * part)
    return Path(months, tuple(middle), tuple(low), tuple(high))


def back_test(year: Year) -> list[Trial]:
    """Each month of a finished year, forecast with what the other months of it teach."""
    actual = float(year.done[:, 11].sum())
    trials = []
    for month in range(FIRST, LAST + 1):
        others = [other for other in range(FIRST, LAST + 1) if other != month]
        tried = forecast(year, month, spread(year, others))
        trials.append(Trial(month, tried.middle, tried.low, tried.high, actual))
    return trials
