"""The map of the counties, coloured by a figure that is chosen; the same figures in a table beside it."""

from decimal import Decimal
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.request import PageRequest
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.by_county import OFFERED, CountyFigures, county_figures
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.wording import words

YI = 100_000_000


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Counties with a boundary are coloured; zones without one stand beside the map and in the table."""
    asked = parse_times(request.GET)
    as_of = asked["as_of"] or default_as_of(request.scope)
    name = chosen(request.GET.get("figure", "key_projects"))
    found = county_figures(request.scope, name, as_of=as_of, known_at=asked["known_at"])
    shown = {**map_shown(request, found), "known_at": request.GET.get("known_at", "")}
    return render(request, "projects/map.html", shown)


def chosen(name: str) -> str:
    if name not in OFFERED:
        raise DomainError(_("地图不能按“%(name)s”着色，请从所列指标中选择。") % {"name": name[:40]})
    return name


def map_shown(request: PageRequest, found: CountyFigures) -> dict[str, Any]:
    """What a page with the map needs: the choice of figures, the lines, the boundaries, what is drawn."""
    file = f"vendor/boundaries-{request.cluster.city_code}.json"
    title = words(found.whole.indicator.title)
    return {
        "offered": [(key, words(INDICATORS[key].title)) for key in OFFERED],
        "figure": found.whole,
        "title": title,
        "lines": found.lines,
        "zones": [line for line in found.lines if not line.is_region],
        "boundaries": static(file) if finders.find(file) else "",
        "data": {
            "title": title,
            "unit": _unit(found.whole),
            "outside": _("不在您可见的范围"),
            "counties": [
                {
                    "code": line.region,
                    "name": str(line.county),
                    "value": _number(line.figure),
                    "text": line.figure.text,
                    "url": line.figure.url,
                }
                for line in found.lines
            ],
        },
    }


def _number(figure: Figure) -> float | None:
    """The value as the map colours it; amounts in 亿元."""
    if figure.value is None:
        return None
    size = YI if figure.unit == "元" else 1
    return float(units.half_up(Decimal(figure.value) / size, 2))


def _unit(figure: Figure) -> str:
    return _("亿元") if figure.unit == "元" else figure.unit
