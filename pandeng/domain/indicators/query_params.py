"""Reading what an address asks: as-of date, known-at time, year, slices. Nonsense is refused in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.slices import SLICES


def parse_times(params: Mapping[str, str]) -> dict[str, Any]:
    return {
        "as_of": parse_date(params.get("as_of")),
        "known_at": parse_datetime(params.get("known_at")),
    }


def parse_figure(params: Mapping[str, str]) -> dict[str, Any]:
    """Everything a figure may be asked for."""
    year = params.get("year")
    if year and not (
        year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) <= 2100
    ):
        raise DomainError(_("“%(year)s”不是年度，请写成 2022 的样子。") % {"year": year[:10]})
    slices = {name: value for name in SLICES if (value := params.get(name))}
    return {**parse_times(params), "year": int(year) if year else None, **slices}
