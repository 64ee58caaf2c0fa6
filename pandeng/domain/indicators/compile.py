"""From a declaration to its statements: the value (and the parts of a ratio), and the rows behind it."""

from dataclasses import dataclass
from typing import Any

from pandeng.access.scope import Scope
from pandeng.analytics.engine import Dialect, parameter, to_sql
from pandeng.domain.indicators.declare import Indicator, Ratio, Records, Sum
from pandeng.domain.indicators.tables import relation

# Kinds of which a role may see a part; for all other kinds a scope makes no difference.
NARROWED = ("enterprise", "project", "demand", "outcome", "team", "platform")


@dataclass(frozen=True)
class Asking:
    """What filters may ask for: the bound dates and other records, as the same scope sees them."""

    scope: Scope
    known: bool

    @property
    def as_of(self) -> Any:
        """The as-of date."""
        return parameter("as_of", "date")

    @property
    def day(self) -> Any:
        """The as-of date, or the last day of the year asked for when that is earlier."""
        return parameter("day", "date")

    @property
    def first(self) -> Any:
        """The first day of the year."""
        return parameter("first", "date")

    @property
    def year(self) -> Any:
        return parameter("year", "int64")

    def records(self, kind: str) -> Any:
        return relation(kind, self.scope, known=self.known)

    def holding(self, table: Any) -> Any:
        """Spans that hold on the day."""
        return (table.since <= self.day) & (table.until.isnull() | (table.until >= self.day))


_statements: dict[tuple[Any, ...], str] = {}


def statement(
    indicators: dict[str, Indicator],
    name: str,
    what: str,
    *,
    scope: Scope,
    known: bool,
    slices: tuple[str, ...],
    dialect: Dialect,
) -> str:
    """The SQL of an indicator; `what` is value or rows. Compiled once per scope, bound many times."""
    key = (name, what, known, slices, dialect, tuple(scope.rows(kind) for kind in NARROWED))
    if key not in _statements:
        asking = Asking(scope, known)
        build = _value if what == "value" else _rows
        if len(_statements) > 5000:
            _statements.clear()
        _statements[key] = to_sql(build(indicators, name, asking, slices), dialect)
    return _statements[key]


def _selected(indicator: Records, asking: Asking, slices: tuple[str, ...]) -> Any:
    table = asking.records(indicator.of)
    if indicator.since:
        table = table.filter(table[indicator.since] <= asking.day)
    for condition in indicator.where:
        table = table.filter(condition(table, asking))
    for name in slices:
        how, value = indicator.by[name], slice_parameter(name)
        table = table.filter(
            table[how] == value if isinstance(how, str) else how(table, asking, value)
        )
    return table


def slice_parameter(name: str) -> Any:
    """Slices by record are bound by id, slices by choice by their code."""
    from pandeng.domain.indicators.slices import SLICES

    return parameter(f"by_{name}", "int64" if SLICES[name].of else "string")


def _value(
    indicators: dict[str, Indicator], name: str, asking: Asking, slices: tuple[str, ...]
) -> Any:
    indicator = indicators[name]
    if isinstance(indicator, Ratio):
        top = _value(indicators, indicator.top, asking, slices)
        bottom = _value(indicators, indicator.bottom, asking, slices)
        top = top.rename(top_value="value", top_records="records")
        return top.cross_join(bottom.rename(bottom_value="value", bottom_records="records"))
    assert isinstance(indicator, Records)
    table = _selected(indicator, asking, slices)
    value = table[indicator.amount].sum() if isinstance(indicator, Sum) else table.count()
    return table.aggregate(value=value, records=table.count())


def _rows(
    indicators: dict[str, Indicator], name: str, asking: Asking, slices: tuple[str, ...]
) -> Any:
    indicator = indicators[name]
    assert isinstance(indicator, Records)
    table = _selected(indicator, asking, slices)
    amount = table[indicator.amount] if isinstance(indicator, Sum) else 1
    first = [table[indicator.since].desc()] if indicator.since else []
    return table.order_by([*first, table.id]).select("id", amount=amount)
