"""A figure of every county beside the whole: the maps of the counties."""

from dataclasses import dataclass
from datetime import date, datetime

from pandeng.access.models import Department
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.groups import figures_by_record
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question

# Figures that mean something for one county beside another.
OFFERED = (
    "key_projects", "projects_started", "start_rate", "projects_completed", "projects_in_statistics",
    "statistics_rate", "planned_investment", "annual_plan", "annual_investment", "investment_rate",
    "climbing_enterprises", "climbing_revenue", "climbing_reporting_rate", "demands_open", "demands_overdue",
    "closing_rate", "new_bank_loans", "talent_recruited",
)  # fmt: skip


@dataclass(frozen=True)
class CountyFigure:
    """`is_region`: the county has a boundary of its own; a zone has none."""

    county: Department
    figure: Figure

    @property
    def region(self) -> str:
        return str(self.county.region_code or self.county.code)

    @property
    def is_region(self) -> bool:
        return is_region(self.county.code)


@dataclass(frozen=True)
class CountyFigures:
    whole: Figure
    lines: list[CountyFigure]


def county_figures(
    scope: Scope, name: str, *, as_of: date, known_at: datetime | None = None
) -> CountyFigures:
    """One figure of all counties in scope, in one statement. Refuses what has no answer on that day."""
    asked = question(scope, name, as_of=as_of, known_at=known_at, year=as_of.year)
    own = "project" if scope.rows("project").counties else ""
    found = figures_by_record(asked, "county", list(counties(scope, own)))
    return CountyFigures(figure(asked), [CountyFigure(one, of) for one, of in found])


def is_region(code: str) -> bool:
    """A county by the national code of regions: …01 to …69 and …81 to …99; 71 to 80 are zones."""
    return code.isdigit() and len(code) == 6 and not 71 <= int(code[4:]) <= 80
