"""Large, medium, small, micro, and above scale: by the limits of the pack, which carry their year. Pure.

Statistical classes of industry (2017): a class needs every one of its lower limits, the limits
themselves included; whoever misses one falls to the next class (reference: domain.md 3.7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pandeng.core.verdict import deny
from pandeng.core.verdict import gettext_noop as _


class SizeLimit(NamedTuple):
    """A class with its lower limits: persons and yuan of a year."""

    code: str
    name: str
    least_staff: int
    least_revenue_yuan: int
    version: str


@dataclass(frozen=True)
class Size:
    """The class, or None with the sentence that says what is missing; by which year's rule and report."""

    code: str | None
    name: str
    version: str
    year: int | None
    sentence: str = ""


def size_class(
    staff: int | None, revenue: int | None, limits: Sequence[SizeLimit], *, year: int | None
) -> Size:
    """The class of an enterprise from one year's staff and revenue; `limits` from the largest class."""
    version = limits[0].version if limits else ""
    missing = [
        deny(word).message
        for word, value in ((_("从业人员"), staff), (_("营业收入"), revenue))
        if value is None
    ]
    if staff is None or revenue is None:
        said = deny(_("缺少年报的%(missing)s，不能划型。"), missing="、".join(missing)).message
        return Size(None, "", version, year, said)
    for limit in limits:
        if staff >= limit.least_staff and revenue >= limit.least_revenue_yuan:
            return Size(limit.code, limit.name, limit.version, year)
    return Size(None, "", version, year, deny(_("没有适用的划型标准。")).message)


def above_scale(revenue: int | None, limit: SizeLimit | None) -> bool | None:
    """Does a year's revenue reach the statistics' lower limit? None where it cannot be said."""
    if revenue is None or limit is None:
        return None
    return revenue >= limit.least_revenue_yuan
