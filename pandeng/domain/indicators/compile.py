"""From a declaration to its statements: the value (and the parts of a ratio), and the rows behind it."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from pandeng.access.scope import Scope
from pandeng.analytics.engine import Dialect, parameter, to_sql
from pandeng.domain.indicators.catalogue.filters import Through
from pandeng.domain.indicators.declare import Count, Indicator, Median, Ratio, Records, Sum
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
    def day_end(self) -> Any:
        """The instant at which that day ends in the office's time."""
        return parameter("day_end", "timestamp")

    @property
    def first(self) -> Any:
        """The first day of the year."""
        return parameter("first", "date")

    @property
    def year(self) -> Any:
        return parameter("year", "int64")

    @property
    def month(self) -> Any:
        """The first day of the last month that had ended on that day."""
        return parameter("month", "date")

    @property
    def months(self) -> Any:
        """How many months of the year had ended on that day."""
        return parameter("months", "int64")

    @property
    def last_first(self) -> Any:
        """The first day of the year before."""
        return parameter("last_first", "date")

    @property
    def last_month(self) -> Any:
        """The first day of the same month a year before `month`."""
        return parameter("last_month", "date")

    def records(self, kind: str) -> Any:
        return relation(kind, self.scope, known=self.known)

    def in_force(self, table: Any) -> Any:
        """Spans that hold on the day."""
        return (table.since <= self.day) & (table.until.isnull() | (table.until >= self.day))


_statements: dict[str, str] = {}


@lru_cache(maxsize=1024)
def _seen(scope: Scope) -> str:
    """What tells the statements of two scopes apart."""
    reached = [scope.rows(kind) for kind in NARROWED]
    return "all" if all(rows.everything for rows in reached) else repr(reached)


@cache
def _kept() -> dict[str, str]:
    """Statements compiled by earlier processes from this very code; so a command need not load Ibis."""
    try:
        return dict(json.loads(_kept_path().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _keep(statements: dict[str, str]) -> None:
    path = _kept_path()
    own = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(json.dumps(statements, ensure_ascii=False), encoding="utf-8")
        own.replace(path)
    except OSError:  # a full or read-only disk costs time, not answers
        own.unlink(missing_ok=True)


@cache
def _kept_path() -> Path:
    """Named by a digest of the declarations and the models: other code keeps other statements."""
    package = Path(__file__).resolve().parents[2]
    made = hashlib.sha256(version("ibis-framework").encode())
    for path in sorted(
        [
            *package.glob("domain/*/models.py"),
            *package.glob("domain/*/models/*.py"),
            *package.glob("domain/*/*/models.py"),
            *package.glob("domain/indicators/**/*.py"),
            *package.glob("analytics/*.py"),
            *package.glob("access/*.py"),
        ]
    ):
        made.update(path.read_bytes())
    return Path(settings.HOME) / "cache" / f"statements-{made.hexdigest()[:16]}.json"


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
    """The SQL of an indicator; `what` is value, rows, or the slice to group the value by.

    Compiled once per scope, bound many times.
    """
    seen = _seen(scope)
    whole = seen == "all"
    key = "|".join([name, what, str(known), ",".join(slices), dialect, seen])
    if key in _statements:
        return _statements[key]
    kept = _kept()
    if key not in kept:
        asking = Asking(scope, known)
        if what in ("value", "rows"):
            build = _value if what == "value" else _rows
            kept[key] = to_sql(build(indicators, name, asking, slices), dialect)
        else:
            kept[key] = to_sql(_grouped(indicators, name, asking, slices, what), dialect)
        if whole:
            _keep(kept)
    if len(_statements) > 5000:
        _statements.clear()
    _statements[key] = kept[key] if whole else kept.pop(key)
    return _statements[key]


def kept_sql(
    name: str, build: Callable[[Asking], Any], *, scope: Scope, known: bool, dialect: Dialect
) -> str:
    """The SQL of another expression over records, kept like those of indicators."""
    seen = _seen(scope)
    key = "|".join([name, str(known), dialect, seen])
    if key not in _statements:
        kept = _kept()
        if key not in kept:
            sql = to_sql(build(Asking(scope, known)), dialect)
            if seen != "all":
                _statements[key] = sql
                return sql
            kept[key] = sql
            _keep(kept)
        _statements[key] = kept[key]
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
    """Slices by record are bound by id, others by their code or name."""
    from pandeng.domain.indicators.slices import SLICES

    return parameter(f"by_{name}", "int64" if SLICES[name].by_id else "string")


def _value(
    indicators: dict[str, Indicator], name: str, asking: Asking, slices: tuple[str, ...]
) -> Any:
    indicator = indicators[name]
    if isinstance(indicator, Ratio):
        if _one_scan(indicators[indicator.top], indicators[indicator.bottom]):
            return _both_in_one_scan(indicators, indicator, asking, slices)
        top, bottom = (
            _records(indicators[part], asking, slices) for part in (indicator.top, indicator.bottom)
        )
        top = top.rename(top_value="value", top_records="records")
        return top.cross_join(bottom.rename(bottom_value="value", bottom_records="records"))
    if isinstance(indicator, Count):  # the value is the number of records
        table = _selected(indicator, asking, slices)
        return table.aggregate(value=table.count())
    return _records(indicator, asking, slices)


def _records(indicator: Indicator, asking: Asking, slices: tuple[str, ...]) -> Any:
    """The value and how many records it rests on."""
    assert isinstance(indicator, Records)
    table = _selected(indicator, asking, slices)
    if isinstance(indicator, Median):
        return _middle(table, indicator.amount)
    value = table[indicator.amount].sum() if isinstance(indicator, Sum) else table.count()
    return table.aggregate(value=value, records=table.count())


def may_group(indicator: Indicator, slice_: str) -> bool:
    """Can one statement give the value for every county (…) at once?"""
    how = indicator.by.get(slice_) if isinstance(indicator, Count | Sum) else None
    return isinstance(how, str | Through)


def _grouped(
    indicators: dict[str, Indicator],
    name: str,
    asking: Asking,
    slices: tuple[str, ...],
    slice_: str,
) -> Any:
    """The value and its records for every record of a slice, in one statement."""
    indicator = indicators[name]
    assert isinstance(indicator, Count | Sum)
    table, how = _selected(indicator, asking, slices), indicator.by[slice_]
    amount = table[indicator.amount] if isinstance(indicator, Sum) else table.id
    if isinstance(how, Through):
        other = asking.records(how.kind)
        other = other.select(other_id=other.id, part=other[how.field])
        table = table.select(key=table[how.column], amount=amount)
        table = table.inner_join(other, table.key == other.other_id)
    else:
        assert isinstance(how, str)
        table = table.select(part=table[how], amount=amount)
    value = table.amount.sum() if isinstance(indicator, Sum) else table.count()
    return table.group_by("part").aggregate(value=value, records=table.count())


def _middle(table: Any, column: str) -> Any:
    """The median by rank: the mean of the middle row, or of the middle two; SQLite has no median."""
    import ibis

    table = table.filter(table[column].notnull())
    rank = ibis.row_number().over(ibis.window(order_by=[table[column], table.id]))
    ranked = table.select(
        amount=table[column], place=rank, records=table.count().over(ibis.window())
    )
    twice = (ranked.place + 1) * 2
    middle = ranked.filter((twice >= ranked.records) & (twice <= ranked.records + 2))
    return middle.aggregate(
        value=middle.amount.sum() * 1.0 / middle.count(), records=middle.records.max()
    )


def _one_scan(top: Indicator, bottom: Indicator) -> bool:
    """Both count records of one kind and differ only in the day from which a record counts."""
    return (
        isinstance(top, Count)
        and isinstance(bottom, Count)
        and (top.of, top.where, top.by) == (bottom.of, bottom.where, bottom.by)
    )


def _both_in_one_scan(
    indicators: dict[str, Indicator], ratio: Ratio, asking: Asking, slices: tuple[str, ...]
) -> Any:
    parts = [indicators[ratio.top], indicators[ratio.bottom]]
    assert all(isinstance(part, Count) for part in parts)
    counts: dict[str, Any] = {}
    table = _selected(replace(cast(Count, parts[1]), since=None), asking, slices)
    for name, part in zip(("top", "bottom"), cast(list[Count], parts), strict=True):
        count = table.count(where=table[part.since] <= asking.day) if part.since else table.count()
        counts |= {f"{name}_value": count, f"{name}_records": count}
    return table.aggregate(**counts)


def _rows(
    indicators: dict[str, Indicator], name: str, asking: Asking, slices: tuple[str, ...]
) -> Any:
    indicator = indicators[name]
    assert isinstance(indicator, Records)
    table = _selected(indicator, asking, slices)
    amount = table[indicator.amount] if isinstance(indicator, Sum | Median) else 1
    first = [table[indicator.since].desc()] if indicator.since else []
    return table.order_by([*first, table.id]).select("id", amount=amount)
