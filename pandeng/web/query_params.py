"""Reading what a page was asked: as-of date, known-at time, year, slices. Nonsense is refused in words."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.slices import SLICES


def asked_times(request: HttpRequest) -> dict[str, Any]:
    return {
        "as_of": parse_date(request.GET.get("as_of")),
        "known_at": parse_datetime(request.GET.get("known_at")),
    }


def asked_figure(request: HttpRequest) -> dict[str, Any]:
    """Everything a figure page may be asked for."""
    year = request.GET.get("year")
    if year and not (year.isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError(_("“%(year)s”不是年度，请写成 2022 的样子。") % {"year": year[:10]})
    slices = {name: value for name in SLICES if (value := request.GET.get(name))}
    return {**asked_times(request), "year": int(year) if year else None, **slices}
