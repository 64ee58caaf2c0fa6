"""A read that is compiled once for a scope and bound many times.

Django builds the text of a statement anew for every query, which for a page of twenty small reads takes longer
than the database does. A prepared read keeps the text; only the values differ.

STEPS = PreparedRead(lambda scope, demand: DemandStep.objects.visible_to(scope).filter(demand_id=demand)
                     .select_related("department"))
STEPS(scope, 12)
"""

import sys
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import ModelIterable, get_related_populators

Value = int | date | str
MAX_SCOPES = 512


class PreparedStatement(NamedTuple):
    """The text, where each value goes, and how its rows are read."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # place in `params`, number of the value
    build: Callable[[Iterable[Any]], list[Any]]


class PreparedRead:
    """`build(scope, *values)` gives a queryset of records or of a `values_list`; each value is a number, a
    date or a text.

    The text may depend on the scope and on nothing else: the values stand in it as parameters.
    """

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Any]]") -> None:
        self._build = build
        self._statement = lru_cache(maxsize=MAX_SCOPES)(self._compiled)

    def __call__(self, scope: Hashable, *values: Value) -> list[Any]:
        """The records (with those that it selects beside them), or tuples of columns. One query."""
        statement = self._statement(connection.vendor, scope, tuple(type(v) for v in values))
        params = list(statement.params)
        for place, number in statement.places:
            params[place] = _adapted(values[number])
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(statement.sql, params)
            return statement.build(cursor.fetchall())

    def _compiled(
        self, _vendor: str, scope: Hashable, kinds: tuple[type, ...]
    ) -> PreparedStatement:
        marks = [_mark(kind, number) for number, kind in enumerate(kinds)]
        queryset = self._build(scope, *marks)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # a scope that reaches nothing
            return PreparedStatement("SELECT 1 WHERE 1 = 0", (), (), list)
        found = [_adapted(mark) for mark in marks]
        places = tuple((n, found.index(p)) for n, p in enumerate(params) if p in found)
        if {number for _place, number in places} != set(range(len(marks))):
            raise ValueError("a value of a prepared read does not stand in its statement")
        return PreparedStatement(
            sys.intern(sql), tuple(params), places, _builder(queryset, compiler)
        )


def _builder(
    queryset: "models.QuerySet[Any, Any]", compiler: Any
) -> Callable[[Iterable[Any]], list[Any]]:
    """What reads the rows of the database, as a compiler of Django and `ModelIterable` do; it keeps
    neither the query nor the connection."""
    selected = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = [(n, *how) for n, how in compiler.get_converters(selected).items()]
    record = _record_builder(queryset, compiler)

    def build(rows: Iterable[Any]) -> list[Any]:
        return [record(row) for row in _converted(rows, converters)]

    return build


def _converted(rows: Iterable[Any], converters: list[Any]) -> Iterable[Any]:
    wire = connections[DEFAULT_DB_ALIAS]
    for row in map(list, rows):
        for place, steps, column in converters:
            for step in steps:
                row[place] = step(row[place], column, wire)
        yield row


def _record_builder(queryset: "models.QuerySet[Any, Any]", compiler: Any) -> Callable[[Any], Any]:
    """What makes a row's columns a record with its annotations; a tuple of a `values_list`."""
    if compiler.klass_info is None or not issubclass(queryset._iterable_class, ModelIterable):
        return tuple
    info = compiler.klass_info
    model, first, last = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    beside = list(compiler.annotation_col_map.items())

    def record(row: Any) -> Any:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for populator in related:
            populator.populate(row, made)
        for name, place in beside:
            setattr(made, name, row[place])
        return made

    return record


def _mark(kind: type, number: int) -> Value:
    """A value that stands for the one to come and that no record has."""
    if issubclass(kind, str):
        return f"\x01{number}"
    return date(1, 1, 1 + number) if issubclass(kind, date) else -(2**60) - number


def _adapted(value: Value) -> Any:
    """The value as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
