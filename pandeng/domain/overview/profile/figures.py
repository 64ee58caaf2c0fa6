"""The reported values of an enterprise: the latest, by month, by year, its size."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pandeng.core import units
from pandeng.core.chart import Chart, Series
from pandeng.domain.enterprises import statements
from pandeng.domain.enterprises.models import Measure, Statement
from pandeng.domain.enterprises.size import Size, above_scale, size_class
from pandeng.domain.enterprises.statement_checks import Value, checks
from pandeng.domain.overview.profile.fields import (
    EarlierValue,
    earlier_amounts,
    people_of,
    person_of,
    source_of,
)
from pandeng.domain.overview.profile.looking import Looking

WAN = 10_000


@dataclass(frozen=True)
class Amount:
    """The latest value of a measure: for which period, how it compares, where it comes from."""

    measure: str
    title: str
    statement_id: int
    value: str
    period: str
    basis: str
    change: str
    source: str
    reported_on: date
    days: int
    person: str
    asked: list[str]
    confirmed: str
    earlier: list[EarlierValue]


@dataclass(frozen=True)
class ReportedFigures:
    amounts: list[Amount]
    charts: list[tuple[str, str, Chart]]
    years: list[str]
    annual: list[tuple[str, list[str]]]
    size: Size | None
    is_above_scale: bool | None
    values: dict[str, list[Any]] = field(repr=False, default_factory=dict)


def figures(at: Looking) -> ReportedFigures:
    """Latest values, monthly charts, annual table, size class. Four queries."""
    rows = list(
        at.own(Statement)
        .filter(period_on__lte=at.day, period_on__gte=date(at.day.year - 5, 1, 1))
        .order_by("period_on", "id")
    )
    by_measure: dict[str, list[Any]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, []).append(row)
    latest = [
        max(
            (r for r in own if r.basis == "current" or r.period_kind == "year"),
            key=lambda r: (r.period_on, r.period_kind == "month"),
            default=own[-1],
        )
        for measure in Measure.values
        if (own := by_measure.get(measure))
    ]
    versions = earlier_amounts([row.id for row in latest], at.known_at)
    people = people_of(version for own in versions.values() for version in own)
    limits, scale = statements.limits(at.scope)
    year = at.day.year - 1
    annual = {
        (row.measure, row.period_on.year): row.amount for row in rows if row.period_kind == "year"
    }
    years = sorted({of for _measure, of in annual})[-5:]
    revenue, staff = annual.get(("revenue", year)), annual.get(("staff", year))
    return ReportedFigures(
        amounts=[
            _amount(at, row, by_measure[row.measure], versions.get(row.id, []), people)
            for row in latest
        ],
        charts=[
            (measure, str(Measure(measure).label), chart)
            for measure in Measure.values
            if (chart := _chart(at, measure, by_measure.get(measure, [])))
        ],
        years=[str(of) for of in years],
        annual=[
            (
                str(Measure(measure).label),
                [written_amount(annual.get((measure, of)), measure) for of in years],
            )
            for measure in Measure.values
            if any((measure, of) in annual for of in years)
        ],
        size=size_class(staff, revenue, limits, year=year) if limits else None,
        is_above_scale=above_scale(revenue, scale),
        values=by_measure,
    )


def written_amount(amount: int | None, measure: str) -> str:
    return "—" if amount is None else statements.written(amount, measure)


def _amount(
    at: Looking, row: Any, own: list[Any], versions: list[Any], people: dict[int, str]
) -> Amount:
    value = Value(row.period_kind, row.period_on, row.basis, row.amount)
    past = [Value(r.period_kind, r.period_on, r.basis, r.amount) for r in own]
    asked = [] if row.confirmed else checks(row.measure, value, past)
    before = next(
        (
            r.amount
            for r in own
            if (r.period_kind, r.basis) == (row.period_kind, row.basis)
            and (r.period_on.year, r.period_on.month)
            == (row.period_on.year - 1, row.period_on.month)
        ),
        None,
    )
    month = row.period_kind == "month"
    return Amount(
        measure=row.measure,
        title=str(Measure(row.measure).label),
        statement_id=row.id,
        value=written_amount(row.amount, row.measure),
        period=row.period_on.strftime("%Y-%m" if month else "%Y"),
        basis=str(row.get_basis_display()) if month else _("全年"),
        change=_change(row.amount, before),
        source=row.source,
        reported_on=row.reported_on,
        days=(at.day - row.reported_on).days,
        person=person_of(versions[-1], people) if versions else "",
        asked=[one.message(statements.writer(row.measure)) for one in asked],
        confirmed=row.confirmed,
        earlier=[
            EarlierValue(
                written_amount(old.amount, row.measure),
                old.history_date,
                person_of(old, people),
                source_of(old),
                old.history_id,
            )
            for old, new in zip(versions[-2::-1], versions[:0:-1], strict=True)
            if old.amount != new.amount
        ],
    )


def _change(amount: int, before: int | None) -> str:
    """Growth over the same period of last year; nothing where there is none, or a sign has changed."""
    if not before or before < 0:
        return ""
    tenths = units.half_up(Decimal(amount - before) * 100 / before, 1)
    return f"{'+' if tenths >= 0 else '−'}{units.plain(abs(tenths))}%"


def _chart(at: Looking, measure: str, own: list[Any]) -> Chart | None:
    """This year's months beside last year's; a month not reported is a gap, not zero."""
    months = {
        (r.period_on.year, r.period_on.month): r.amount
        for r in own
        if r.period_kind == "month" and r.basis == "current"
    }
    shown = [year for year in (at.day.year - 1, at.day.year) if any(y == year for y, _m in months)]
    if not shown:
        return None
    kind = statements.unit_of(measure)
    size = {"yuan": WAN, "kwh": WAN, "person": 1}[kind]
    return Chart(
        kind="bar" if measure == "revenue" else "line",
        labels=[_("%(month)s月") % {"month": month} for month in range(1, 13)],
        series=[
            Series(
                str(year),
                [
                    None
                    if (amount := months.get((year, month))) is None
                    else float(units.half_up(Decimal(amount) / size, 1))
                    for month in range(1, 13)
                ],
            )
            for year in shown
        ],
        unit={"yuan": _("万元"), "kwh": _("万千瓦时"), "person": _("人")}[kind],
        axis=_("月份"),
    )
