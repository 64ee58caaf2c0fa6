"""What the filters of a declaration may ask for while a statement is compiled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pandeng.access.scope import Rows
from pandeng.analytics.engine import parameter
from pandeng.domain.indicators.tables import ALONG, guards_of, relation, unit_columns


@dataclass(frozen=True)
class FilterContext:
    """The bound dates, and other records as the same person sees them.

    `rows_of` says which rows of a kind that person reads; `has_known_at` whether the records are read
    as known at a bound time. `counts_units`: a
    record counts for what its unit had become on the day. `touched` fills with every kind of record that the statement reads.
    """

    rows_of: Callable[[str], Rows]
    has_known_at: bool
    counts_units: bool = False
    touched: set[str] = field(default_factory=set)

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
        """The records of a kind such as demands.Demand."""
        table = self._table(kind)
        for column in unit_columns(kind) if self.counts_units else ():
            table = self._counted(table, column)
        return table

    def _table(self, kind: str) -> Any:
        self.touched.update((kind, *ALONG.get(kind, ())))
        return relation(kind, self.rows_of, has_known_at=self.has_known_at)

    def _counted(self, table: Any, column: str) -> Any:
        """The records with the unit that theirs counts as on the day."""
        a = self._table("access.UnitAttribution")
        begun = a.since.isnull() | (a.since <= self.day)
        a = a.filter(begun, a.until.isnull() | (a.until >= self.day))
        a = a.select(counted_unit=a.unit_id, counted_as=a.counts_as_id)
        both = table.left_join(a, table[column] == a.counted_unit)
        counted = both.mutate(**{column: both.counted_as.coalesce(both[column])})
        return counted.drop("counted_unit", "counted_as")

    def in_force(self, table: Any) -> Any:
        """Spans that hold on the day."""
        return (table.since <= self.day) & (table.until.isnull() | (table.until >= self.day))

    @property
    def guards(self) -> tuple[str, ...]:
        """The kinds of a scope that decide which rows the statement reads."""
        return tuple(sorted({guard for kind in self.touched for guard in guards_of(kind)}))
