"""A read that is compiled once for a scope and bound many times.

Django builds the text of a statement anew for every query, which for a page of twenty small reads takes longer
than the database does. A prepared read keeps the text; only the values differ.

STEPS = PreparedRead(lambda scope, demand: DemandStep.objects.visible_to(scope).filter(demand_id=demand)
                     .values_list("order", "step"))
STEPS(scope, 12)
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

Value = int | date
MAX_SCOPES = 512


class Statement(NamedTuple):
    """The text, where each value goes, and how its columns are read."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # place in `params`, number of the value
    converters: Any
    compiler: Any


class PreparedRead:
    """`build(scope, *values)` gives a queryset of `values_list`; each value is an int or a date.

    The text may depend on the scope and on nothing else: the values stand in it as parameters.
    """

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Any]]") -> None:
        self._build = build
        self._statement = lru_cache(maxsize=MAX_SCOPES)(self._compiled)

    def __call__(self, scope: Hashable, *values: Value) -> list[tuple[Any, ...]]:
        """The rows, as tuples of the columns that the queryset names. One query."""
        statement = self._statement(connection.vendor, scope, tuple(type(v) for v in values))
        params = list(statement.params)
        for place, number in statement.places:
            params[place] = _adapted(values[number])
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            rows: Iterable[Any] = cursor.fetchall()
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return [tuple(row) for row in rows]

    def _compiled(self, _vendor: str, scope: Hashable, kinds: tuple[type, ...]) -> Statement:
        marks = [_mark(kind, number) for number, kind in enumerate(kinds)]
        queryset = self._build(scope, *marks)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # a scope that reaches nothing
            return Statement("SELECT 1 WHERE 1 = 0", (), (), None, None)
        found = [_adapted(mark) for mark in marks]
        places = tuple((n, found.index(p)) for n, p in enumerate(params) if p in found)
        if {number for _place, number in places} != set(range(len(marks))):
            raise ValueError("a value of a prepared read does not stand in its statement")
        columns = [expression for expression, _sql, _alias in compiler.select]
        return Statement(sql, tuple(params), places, compiler.get_converters(columns), compiler)


def _mark(kind: type, number: int) -> Value:
    """A value that stands for the one to come and that no record has."""
    return date(1, 1, 1 + number) if issubclass(kind, date) else -(2**60) - number


def _adapted(value: Value) -> Any:
    """The value as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
