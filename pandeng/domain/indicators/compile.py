"""From a declaration to its expression: the value (and the parts of a ratio), and the rows behind it.

Pure: a declaration and a context give an Ibis expression; no settings, no file, no connection.
"""

from dataclasses import replace
from typing import Any, cast

from pandeng.analytics.engine import parameter
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.catalogue.filters import Through
from pandeng.domain.indicators.context import FilterContext
from pandeng.domain.indicators.declare import Count, Indicator, Median, Ratio, RecordsIndicator, Sum
from pandeng.domain.indicators.slices import SLICES


def expression(
    indicator: Indicator, what: str, slices: tuple[str, ...], context: FilterContext
) -> Any:
    """`what` is value, rows, or the slice to group the value by; `slices` are bound when it runs."""
    if what == "value":
        return _value(indicator, context, slices)
    if what == "rows":
        return _rows(indicator, context, slices)
    return _grouped(indicator, context, slices, what)


def _selected(indicator: RecordsIndicator, context: FilterContext, slices: tuple[str, ...]) -> Any:
    table = context.records(indicator.of)
    if indicator.since:
        until = context.month if indicator.by_month else context.day
        table = table.filter(table[indicator.since] <= until)
    for condition in indicator.where:
        table = table.filter(condition(table, context))
    for name in slices:
        how, value = indicator.by[name], slice_parameter(name)
        table = table.filter(
            table[how] == value if isinstance(how, str) else how(table, context, value)
        )
    return table


def slice_parameter(name: str) -> Any:
    """Slices by record are bound by id, others by their code or name."""
    return parameter(f"by_{name}", "int64" if SLICES[name].by_id else "string")


def _value(indicator: Indicator, context: FilterContext, slices: tuple[str, ...]) -> Any:
    if isinstance(indicator, Ratio):
        if _one_scan(INDICATORS[indicator.top], INDICATORS[indicator.bottom]):
            return _both_in_one_scan(indicator, context, slices)
        top, bottom = (
            _records(INDICATORS[part], context, slices)
            for part in (indicator.top, indicator.bottom)
        )
        top = top.rename(top_value="value", top_records="records")
        return top.cross_join(bottom.rename(bottom_value="value", bottom_records="records"))
    if isinstance(indicator, Count):  # the value is the number of records
        table = _selected(indicator, context, slices)
        return table.aggregate(value=table.count())
    return _records(indicator, context, slices)


def _records(indicator: Indicator, context: FilterContext, slices: tuple[str, ...]) -> Any:
    """The value and how many records it rests on."""
    assert isinstance(indicator, RecordsIndicator)
    table = _selected(indicator, context, slices)
    if isinstance(indicator, Median):
        return _middle(table, indicator.amount)
    value = table[indicator.amount].sum() if isinstance(indicator, Sum) else table.count()
    return table.aggregate(value=value, records=table.count())


def may_group(indicator: Indicator, slice_: str) -> bool:
    """Can one statement give the value for every county (…) at once?"""
    how = indicator.by.get(slice_) if isinstance(indicator, Count | Sum) else None
    return isinstance(how, str | Through)


def _grouped(
    indicator: Indicator, context: FilterContext, slices: tuple[str, ...], slice_: str
) -> Any:
    """The value and its records for every record of a slice, in one statement."""
    assert isinstance(indicator, Count | Sum)
    table, how = _selected(indicator, context, slices), indicator.by[slice_]
    amount = table[indicator.amount] if isinstance(indicator, Sum) else table.id
    if isinstance(how, Through):
        other = context.records(how.kind)
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


def _both_in_one_scan(ratio: Ratio, context: FilterContext, slices: tuple[str, ...]) -> Any:
    parts = [INDICATORS[ratio.top], INDICATORS[ratio.bottom]]
    assert all(isinstance(part, Count) for part in parts)
    counts: dict[str, Any] = {}
    table = _selected(replace(cast(Count, parts[1]), since=None), context, slices)
    for name, part in zip(("top", "bottom"), cast(list[Count], parts), strict=True):
        count = table.count(where=table[part.since] <= context.day) if part.since else table.count()
        counts |= {f"{name}_value": count, f"{name}_records": count}
    return table.aggregate(**counts)


def _rows(indicator: Indicator, context: FilterContext, slices: tuple[str, ...]) -> Any:
    assert isinstance(indicator, RecordsIndicator)
    table = _selected(indicator, context, slices)
    amount = table[indicator.amount] if isinstance(indicator, Sum | Median) else 1
    first = [table[indicator.since].desc()] if indicator.since else []
    return table.order_by([*first, table.id]).select("id", amount=amount)
