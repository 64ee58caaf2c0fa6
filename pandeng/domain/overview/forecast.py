"""The year's investment as a page shows it: what is expected, what drives it, how the method did before."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.core.completeness import Completeness
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.timeline import plan_of_year
from pandeng.domain.projects import forecast as forecasting
from pandeng.domain.projects.ledger.queries import year_of
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.queries import projects_in

YUAN_IN_YI = 100_000_000
MAX_DRIVERS = 15


@dataclass(frozen=True)
class Driver:
    """A project expected to stay below its plan; `share` is its part of the whole gap, in percent."""

    project: Project
    plan: int
    done: int
    expected: int
    gap: int
    share: Decimal


@dataclass(frozen=True)
class TrialShown:
    """A month of the year before: what would have been forecast, and by how many percent it was off."""

    month: date
    middle: int
    low: int
    high: int
    actual: int
    held: bool
    off: Decimal


@dataclass(frozen=True)
class YearForecast:
    """Money in yuan, to the ten thousand. `chance`: percent; None where no year before teaches it."""

    month: date
    reported: Completeness
    done: int
    plan: int
    middle: int
    low: int
    high: int
    chance: int | None
    figure: Figure
    sees_all: bool
    chart: Chart
    drivers: list[Driver]
    trials: list[TrialShown]
    level: int = forecasting.LEVEL

    @property
    def short(self) -> int:
        """By how much the plan is missed."""
        return max(self.plan - self.middle, 0)

    @property
    def held(self) -> int:
        return sum(trial.held for trial in self.trials)


def year_forecast(scope: Scope, as_of: date, known_at: datetime | None) -> YearForecast | None:
    """None where no project of the year's list is in scope."""
    year, month = year_of(scope, as_of.year, as_of, known_at)
    if not len(year.ids):
        return None
    before, _last = year_of(scope, as_of.year - 1, as_of, known_at)
    taught = bool(len(before.ids)) and before.done[:, 11].sum() > 0
    spread = forecasting.spread(before) if taught else forecasting.Spread(1.0, 0.0, 0.0)
    made = forecasting.forecast(year, month, spread)
    asked = question(scope, "annual_investment", as_of=as_of, known_at=known_at, year=as_of.year)
    return YearForecast(
        month=date(as_of.year, month, 1),
        reported=year.completeness(month),
        done=_rounded(made.done),
        plan=_rounded(made.plan),
        middle=_rounded(made.middle),
        low=_rounded(made.low),
        high=_rounded(made.high),
        chance=round(made.chance(made.plan) * 100) if taught else None,
        figure=figure(asked),
        sees_all=scope.rows("project").everything,
        chart=_band(
            year,
            made,
            month,
            plan_of_year(scope, "annual_investment", as_of.year, as_of=as_of, known_at=known_at),
        ),
        drivers=_drivers(scope, year, made),
        trials=[_shown(trial, as_of.year - 1) for trial in forecasting.back_test(before)]
        if taught
        else [],
    )


def _rounded(yuan: float) -> int:
    return round(yuan / 10_000) * 10_000


def _shown(trial: forecasting.Trial, year: int) -> TrialShown:
    return TrialShown(
        month=date(year, trial.month, 1),
        middle=_rounded(trial.middle),
        low=_rounded(trial.low),
        high=_rounded(trial.high),
        actual=_rounded(trial.actual),
        held=trial.held,
        off=units.half_up(Decimal((trial.middle / trial.actual - 1) * 100), 1),
    )


def _band(
    year: forecasting.Year, made: forecasting.Forecast, month: int, plan: list[Decimal] | None
) -> Chart:
    """The plan is that of the target; where there is none for this reader, what the projects' own plans
    add up to, which is called so."""

    def at(values: Any, first: int) -> list[float | None]:
        given = dict(enumerate(values, start=first))
        return [round(given[m] / YUAN_IN_YI, 2) if m in given else None for m in range(1, 13)]

    path = made.path
    enough = [year.completeness(m).is_enough for m in range(1, month + 1)]
    reached = at(year.done.sum(axis=0)[:month], 1)
    done = [yi if m < month and enough[m] else None for m, yi in enumerate(reached)]
    return Chart(
        kind="band",
        labels=[_("%(month)s月") % {"month": m} for m in range(1, 13)],
        series=[
            Series(_("区间下限"), at(path.low, month)),
            Series(_("区间上限"), at(path.high, month)),
            Series(_("累计完成"), done),
            Series(_("预计"), at(path.middle, month)),
            Series(_("目标计划进度"), at(map(float, plan), 1))
            if plan
            else Series(_("各项目计划之和"), at(year.due.sum(axis=0), 1)),
        ],
        unit=_("亿元"),
        axis=_("月份"),
    )


def _drivers(scope: Scope, year: forecasting.Year, made: forecasting.Forecast) -> list[Driver]:
    """The projects that carry the gap: those expected furthest below their plan. One query."""
    gaps = year.plan - made.by_project
    worst = [int(at) for at in (-gaps).argsort()[:MAX_DRIVERS] if gaps[at] > 0]
    names = {one.pk: one for one in projects_in(scope, [int(year.ids[at]) for at in worst])}
    whole = float(gaps[gaps > 0].sum()) or 1.0
    return [
        Driver(
            project=names[int(year.ids[at])],
            plan=_rounded(float(year.plan[at])),
            done=_rounded(float(year.done[at, made.month - 1])),
            expected=_rounded(float(made.by_project[at])),
            gap=_rounded(float(gaps[at])),
            share=units.half_up(Decimal(float(gaps[at]) / whole * 100), 1),
        )
        for at in worst
    ]
