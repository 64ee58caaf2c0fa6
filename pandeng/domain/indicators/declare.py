"""How an indicator is declared: which records it counts or adds up, for whom, with which words.

A declaration is data and small functions over relations. It is compiled to one SQL statement for
every database (`compile.py`); nothing here touches Django or a database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["actual", "target", "plan", "framework"]
Words = tuple[str, str]  # Chinese, English
Filter = Callable[..., Any]  # (relation, FilterContext[, bound value]) -> condition
Slices = Mapping[str, str | Filter]


@dataclass(frozen=True)
class Indicator:
    """What every indicator says of itself.

    `measure` names what is measured: only amounts of one measure, or of a pair declared as a
    `Ratio`, may be divided. `yearly` indicators belong to a year (by default that of the as-of date).
    A `month_end` indicator says how things stand: asked by month, it is the figure of that month's end.
    """

    name: str
    title: Words
    text: Words
    unit: str
    kind: Kind = "actual"
    version: str = "1"
    measure: str = ""
    yearly: bool = False
    month_end: bool = False


@dataclass(frozen=True)
class RecordsIndicator(Indicator):
    """Indicators whose rows are records of one kind.

    `of` the kind; `since` the business date from which a record counts (must be ≤ the day asked
    for); `where` further conditions; `by` the slices it can be asked for: a column, or a filter
    that takes the bound value; `shows` the columns of its rows. `by_month`: `since` is the first day of a
    month, which counts once it has ended; `reported_by` the rate that says who has reported it.
    """

    of: str = ""
    since: str | None = None
    where: tuple[Filter, ...] = ()
    by: Slices = field(default_factory=dict)
    shows: tuple[str, ...] = ()
    by_month: bool = False
    reported_by: str = ""
    non_reporters: str = ""  # the indicator that counts who should have reported and has not


@dataclass(frozen=True)
class Count(RecordsIndicator):
    """How many records."""


@dataclass(frozen=True)
class Sum(RecordsIndicator):
    """The sum of one column."""

    amount: str = ""


@dataclass(frozen=True)
class Median(RecordsIndicator):
    """The middle value of one column over the records that have one."""

    amount: str = ""


@dataclass(frozen=True)
class Ratio(Indicator):
    """One indicator over another, declared comparable by being declared here.

    `less` is taken off the percentage: 100 makes a growth of it.
    """

    top: str = ""
    bottom: str = ""
    digits: int = 1
    less: int = 0
