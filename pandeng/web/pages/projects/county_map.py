"""The map of the counties, coloured by a figure that is chosen; the same figures in a table beside it."""

from decimal import Decimal
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pandeng.access.models import Department
from pandeng.access.queries import counties
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.query_params import parse_times
from pandeng.domain.indicators.question import default_as_of, question
from pandeng.domain.indicators.wording import words

# Figures that mean something for one county beside another.
OFFERED = (
    "key_projects", "projects_started", "start_rate", "projects_completed", "projects_in_statistics",
    "statistics_rate", "planned_investment", "annual_plan", "annual_investment", "investment_rate",
)  # fmt: skip
YI = 100_000_000


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Counties with a boundary are coloured; zones without one stand beside the map and in the table."""
    scope, asked = request.scope, parse_times(request.GET)
    name = request.GET.get("figure", "key_projects")
    if name not in OFFERED:
        raise DomainError(_("地图不能按“%(name)s”着色，请从所列指标中选择。") % {"name": name[:40]})
    asked["as_of"] = asked["as_of"] or default_as_of(scope)
    asked["year"] = asked["as_of"].year
    total = figure(question(scope, name, **asked))
    title = words(INDICATORS[name].title)
    own = "project" if scope.rows("project").counties else ""
    lines = [_line(scope, county, total, asked) for county in counties(scope, own)]
    city = request.cluster.city_code
    file = f"vendor/boundaries-{city}.json"
    return render(
        request,
        "projects/map.html",
        {
            "offered": [(key, words(INDICATORS[key].title)) for key in OFFERED],
            "figure": total,
            "title": title,
            "lines": lines,
            "zones": [line for line in lines if not line["is_region"]],
            "known_at": request.GET.get("known_at", ""),
            "boundaries": static(file) if finders.find(file) else "",
            "data": {
                "title": title,
                "unit": _unit(total),
                "outside": _("不在您可见的范围"),
                "counties": [
                    {"code": line["code"], "name": line["name"], "value": line["number"], "text": line["figure"].text, "url": line["figure"].url}
                    for line in lines
                ],
            },
        },
    )  # fmt: skip


def _line(scope: Scope, county: Department, total: Figure, asked: dict[str, Any]) -> dict[str, Any]:
    found = figure(question(scope, total.name, **asked, county=county.code))
    return {
        "id": county.pk,
        "code": county.region_code or county.code,
        "name": str(county),
        "figure": found,
        "number": _number(found),
        "is_region": is_region(county.code),
    }


def is_region(code: str) -> bool:
    """A county by the national code of regions: …01 to …69 and …81 to …99; 71 to 80 are zones."""
    return code.isdigit() and len(code) == 6 and not 71 <= int(code[4:]) <= 80


def _number(figure: Figure) -> float | None:
    """The value as the map colours it; amounts in 亿元."""
    if figure.value is None:
        return None
    size = YI if figure.unit == "元" else 1
    return float(units.half_up(Decimal(figure.value) / size, 2))


def _unit(figure: Figure) -> str:
    return _("亿元") if figure.unit == "元" else figure.unit
