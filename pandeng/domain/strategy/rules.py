"""Is a target kept pace with? Pure: the answer depends on the two values and the elapsed year alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Shape = Literal["met", "on_pace", "behind", "far_behind", "no_data", "partial"]
# Ten and thirty points behind the plan to date: our proposal, as for projects.
BEHIND, FAR_BEHIND = Decimal("0.10"), Decimal("0.30")


@dataclass(frozen=True)
class Pace:
    """`share` is actual over target, `due` the share that the day asks for; both as fractions.

    `partial`: who asks sees a part of the population only, so the whole target is no measure of it.
    """

    shape: Shape
    share: Decimal | None
    due: Decimal | None


def elapsed(year: int, day: date) -> Decimal:
    """The share of the year that has passed at the end of a day, between 0 and 1."""
    if day.year != year:
        return Decimal(0) if day.year < year else Decimal(1)
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return Decimal((day - date(year, 1, 1)).days + 1) / days


def pace(
    actual: Decimal | int | None,
    target: Decimal | int | None,
    *,
    direction: str,
    builds_up: bool,
    due: Decimal,
) -> Pace:
    """How an actual stands against its target.

    An amount that builds up over the year is held against the elapsed share; a state (a number of
    enterprises) against the target itself. `met` only where the target is passed already.
    """
    if actual is None or not target:
        return Pace("no_data", None, None)
    share = Decimal(actual) / Decimal(target)
    if direction == "<=":
        return Pace("met" if share <= 1 else "far_behind", share, Decimal(1))
    due = due if builds_up else Decimal(1)
    if share >= 1:
        return Pace("met", share, due)
    lag = due - share
    if lag <= 0:
        return Pace("on_pace", share, due)
    if lag <= BEHIND:
        return Pace("on_pace" if builds_up and lag <= Decimal("0.02") else "behind", share, due)
    return Pace("behind" if lag <= FAR_BEHIND else "far_behind", share, due)
