"""Reading statements: past values to hold a new one against, the months of a sheet, sums of one kind."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pandeng.access.scope import Scope
from pandeng.core import units
from pandeng.core.dated import in_force
from pandeng.core.edit_checks import Check
from pandeng.core.errors import DomainError
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.enterprises.models import (
    Basis,
    Enterprise,
    Measure,
    ScaleListing,
    SizeRule,
    Statement,
)
from pandeng.domain.enterprises.rules import plain
from pandeng.domain.enterprises.size import SizeLimit
from pandeng.domain.enterprises.statement_checks import Value, checks
from pandeng.domain.enterprises.workflow import REVIEWED

UNIT_WORDS = {"yuan": "元", "person": "人", "kwh": "千瓦时"}
UNITS = {words: unit for unit, words in UNIT_WORDS.items()}
WANTED = {
    "yuan": gettext_lazy("元、万元或亿元"),
    "person": gettext_lazy("人"),
    "kwh": gettext_lazy("千瓦时"),
}
STOCKS = frozenset({"staff"})  # counted at the end of a period: no sum over months
Past = dict[tuple[int, str], list[Value]]


def written(amount: int, measure: str) -> str:
    """An amount of a measure in its unit, in the reader's language."""
    return units.written(amount, UNIT_WORDS[unit_of(measure)])


def writer(measure: str) -> Callable[[int], str]:
    """Writes amounts of a measure, for sentences."""
    return lambda amount: written(amount, measure)


def unit_of(measure: str) -> str:
    return {"staff": "person", "electricity": "kwh"}.get(measure, "yuan")


def amount_of(measure: str, written: str) -> int:
    """The amount in the base unit of its measure; the sentence says which unit is expected."""
    wanted = unit_of(measure)
    try:
        amount, unit = units.parse(written)
    except ValueError:
        raise DomainError(
            _("“%(written)s”不是数值加单位，请填写如“1250万元”。") % {"written": written}
        ) from None
    if not unit:
        raise DomainError(
            _("“%(written)s”没有写单位，请写明%(wanted)s。")
            % {"written": written, "wanted": WANTED[wanted]}
        )
    if UNITS.get(unit) != wanted:
        raise DomainError(
            _("单位“%(unit)s”与指标不符，应为%(wanted)s。")
            % {"unit": unit, "wanted": WANTED[wanted]}
        )
    if amount != amount.to_integral_value():
        amount = units.half_up(Decimal(amount), 0)
    return int(amount)


def past_values(
    scope: Scope, enterprises: Collection[int], measures: Collection[str], *, until: date
) -> Past:
    """What these enterprises have reported of these measures up to a period. One query.

    Months of the two years before and all years; whoever may report for an enterprise may see them.
    """
    rows = Statement.objects.visible_to(scope).filter(
        Q(period_kind="year") | Q(period_on__gte=date(until.year - 2, 1, 1)),
        enterprise_id__in=enterprises,
        measure__in=measures,
        period_on__lte=until,
    )
    found: Past = {}
    for enterprise, measure, *value in rows.values_list(
        "enterprise_id", "measure", "period_kind", "period_on", "basis", "amount"
    ):
        found.setdefault((enterprise, measure), []).append(Value(*value))
    return found


def checks_of(scope: Scope, enterprise_id: int, measure: str, value: Value) -> list[Check]:
    """What to ask about one value of one enterprise. One query."""
    past = past_values(scope, [enterprise_id], [measure], until=value.period_on)
    return checks(measure, value, past.get((enterprise_id, measure), []))


# -- one kind at a time -----------------------------------------------------------------------


def summable(measure: str, period_kind: str, basis: str, periods: int) -> Verdict:
    """May values of these kinds be added up? Current and cumulative, months and years never mix."""
    if not measure:
        return deny(_("不同指标不能相加，请先选定一项指标。"))
    if not period_kind:
        return deny(_("月报和年报不能相加，请先选定周期。"))
    if not basis:
        return deny(_("当月数和累计数不能相加：累计数已含各月当月数，请先选定口径。"))
    if basis == Basis.CUMULATIVE and period_kind == "month" and periods > 1:
        return deny(_("各月累计数不能相加：后一个月已含前一个月，请只选一个月。"))
    if measure in STOCKS and periods > 1:
        return deny(_("期末人数不能跨期相加，请只选一个月。"))
    return ALLOW


@dataclass(frozen=True)
class Total:
    """A sum with its base: how many reported, how many of those asked have not; growth on the same base."""

    amount: int | None
    enterprises: int
    asked: int
    before: int | None
    now: int | None
    same: int

    @property
    def non_reporters(self) -> int:
        """Who is asked and has not reported any of the periods: not zero, missing."""
        return self.asked - self.enterprises

    @property
    def growth(self) -> Decimal | None:
        """Percent over the same periods of last year, of the periods reported in both; None without."""
        if not self.before or self.now is None:
            return None
        return units.half_up(Decimal(self.now - self.before) * 100 / self.before, 1)


def total(
    scope: Scope,
    *,
    measure: str,
    period_kind: str,
    basis: str,
    first: date,
    last: date,
    population: str = "climbing",
    county: int | None = None,
) -> Total:
    """The sum of one kind of value over periods, of the enterprises of a population on the last day.

    Refuses kinds that do not add up, and periods of two years. Four queries. Growth compares the same enterprises in the same
    periods of both years.
    """
    if first.year != last.year or first > last:
        raise DomainError(_("请在同一年内选择起止月份，起不晚于止。"))
    periods = 1 + last.month - first.month if period_kind == "month" else 1
    summable(measure, period_kind, basis, periods).require()
    asked = _population(scope, population, last, county)
    rows = Statement.objects.visible_to(scope).filter(
        measure=measure,
        period_kind=period_kind,
        basis=basis,
        status=REVIEWED,
        enterprise_id__in=asked.order_by().values("id"),
        period_on__month__range=(first.month, last.month),
    )
    now = rows.filter(period_on__year=first.year)
    before = rows.filter(period_on__year=first.year - 1)
    whole, same, earlier = (
        part.aggregate(amount=Sum("amount"), enterprises=Count("enterprise_id", distinct=True))
        for part in (now, _also_in(now, before), _also_in(before, now))
    )
    return Total(
        whole["amount"],
        whole["enterprises"],
        asked.count(),
        earlier["amount"],
        same["amount"],
        same["enterprises"],
    )


def _also_in(rows: QuerySet[Statement], others: QuerySet[Statement]) -> QuerySet[Statement]:
    """The rows whose enterprise has also reported the same calendar month among the others."""
    return rows.filter(
        Exists(
            others.filter(
                enterprise_id=OuterRef("enterprise_id"),
                period_on__month=ExtractMonth(OuterRef("period_on")),
            )
        )
    )


def _population(
    scope: Scope, population: str, day: date, county: int | None
) -> QuerySet[Enterprise]:
    rows: QuerySet[Enterprise] = Enterprise.objects.visible_to(scope)
    if county:
        rows = rows.filter(county_id=county)
    if population == "scale":
        return rows.filter(
            pk__in=ScaleListing.objects.filter(in_force(day)).values("enterprise_id")
        )
    if population == "climbing":
        still = Q(climbing_until__isnull=True) | Q(climbing_until__gte=day)
        rows = rows.filter(still, climbing_since__lte=day)
    return rows


def limits(scope: Scope) -> tuple[list[SizeLimit], SizeLimit | None]:
    """The size classes from the largest, and the above-scale limit. One query."""
    rows = list(SizeRule.objects.visible_to(scope).order_by("order", "id"))
    made = [
        (
            row.kind,
            SizeLimit(row.code, row.name, row.least_staff, row.least_revenue_yuan, row.version),
        )
        for row in rows
    ]
    scale = [limit for kind, limit in made if kind == "scale"]
    return [limit for kind, limit in made if kind == "class"], scale[0] if scale else None


# -- the sheet of a month ---------------------------------------------------------------------

SHEET: tuple[str, ...] = ("revenue", "output", "electricity", "staff", "tax", "profit", "export")
SHEET_UNITS = UNIT_WORDS | {"yuan": "万" + UNIT_WORDS["yuan"]}  # as an official writes a column


@dataclass(frozen=True)
class Cell:
    """One value of one enterprise in the sheet: what is reported, and what is to ask about it."""

    enterprise_id: int
    measure: str
    statement: Statement | None
    checks: list[Check]
    running: int | None  # the year to date, where every month so far is reported


def sheet_rows(
    scope: Scope, month: date, *, county: int | None = None, words: str = ""
) -> QuerySet[Enterprise]:
    """Enterprises that report in a month, of the scope: in the statistics or climbing; of a county, or
    found by words, where asked."""
    rows: QuerySet[Enterprise] = Enterprise.objects.visible_to(scope).filter(
        Q(pk__in=ScaleListing.objects.filter(in_force(month)).values("enterprise_id"))
        | Q(climbing_since__lte=month, climbing_until__isnull=True)
        | Q(climbing_since__lte=month, climbing_until__gte=month)
    )
    if county is not None:
        rows = rows.filter(county_id=county)
    if words:
        rows = rows.filter(search_text__finds=plain(words)[:60])
    return rows.select_related("county").order_by("county_id", "name", "id")


def sheet(scope: Scope, enterprises: Iterable[Enterprise], month: date) -> list[list[Cell]]:
    """The cells of these enterprises for a month, in the order of `SHEET`. Two queries."""
    ids = [enterprise.pk for enterprise in enterprises]
    reported: dict[tuple[int, str], Statement] = {
        (row.enterprise_id, row.measure): row
        for row in Statement.objects.visible_to(scope).filter(
            enterprise_id__in=ids,
            measure__in=SHEET,
            period_kind="month",
            period_on=month,
            basis="current",
        )
    }
    past = past_values(scope, ids, SHEET, until=month)
    return [
        [
            Cell(pk, measure, row, _asked(row, own), _running(measure, month, own))
            for measure in SHEET
            for row, own in [(reported.get((pk, measure)), past.get((pk, measure), []))]
        ]
        for pk in ids
    ]


def _asked(row: Statement | None, past: Sequence[Value]) -> list[Check]:
    """What is open about a reported value that nobody has confirmed."""
    if row is None or row.confirmed:
        return []
    return checks(row.measure, Value("month", row.period_on, row.basis, row.amount), past)


def _running(measure: str, month: date, past: Sequence[Value]) -> int | None:
    """The sum of the year's months, so that nobody types it; None while a month is missing."""
    own = [
        value.amount
        for value in past
        if value[:1] == ("month",)
        and value.basis == Basis.CURRENT
        and value.period_on.year == month.year
    ]
    return sum(own) if measure not in STOCKS and len(own) == month.month > 1 else None


def words_of(measure: str) -> Any:
    return Measure(measure).label
