"""How full a space is: the area in use never exceeds what there is, on any day. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.core.verdict import gettext_noop as _


class Use(NamedTuple):
    """An area in use from a day until a day, both counted."""

    area: Decimal
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


def most_in_use(uses: Iterable[Use], since: date, until: date | None) -> tuple[Decimal, date]:
    """The largest area in use on a day of a span, and the first such day."""
    held = list(uses)
    begins = {
        use.since for use in held if use.since > since and (until is None or use.since <= until)
    }
    sums = [
        (sum((use.area for use in held if use.holds_on(day)), Decimal(0)), day)
        for day in sorted({since} | begins)
    ]
    return max(sums, key=lambda one: (one[0], -one[1].toordinal()))


def fits(area: Decimal, uses: Iterable[Use], *, since: date, until: date | None) -> Verdict:
    """Do these uses fit the area on every day of a span?"""
    used, day = most_in_use(uses, since, until)
    if used <= area:
        return ALLOW
    said = _("面积不足：共%(area)s，%(day)s起占用将达%(used)s。")
    return deny(said, area=f"{area.normalize():f}", used=f"{used.normalize():f}", day=day)
