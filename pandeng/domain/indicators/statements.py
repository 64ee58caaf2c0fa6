"""The text of a statement, compiled once for all scopes that see the same records and bound many times."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from pandeng.access.scope import Rows, Scope
from pandeng.analytics.engine import Dialect, to_sql
from pandeng.domain.indicators.context import FilterContext

MAX_STATEMENTS = 5000


class StatementShape(NamedTuple):
    """All that a statement is compiled from beside the scope.

    `what` is value, rows, or the slice to group the value by.
    """

    name: str
    what: str
    slices: tuple[str, ...]
    has_known_at: bool
    dialect: Dialect
    counts_units: bool = False  # units were merged or split: each record counts as on the day


ScopeKey = tuple[Rows, ...]
_guards: dict[StatementShape, tuple[str, ...]] = {}
_statements: dict[tuple[StatementShape, ScopeKey], str] = {}


def statement(scope: Scope, shape: StatementShape, build: Callable[[FilterContext], Any]) -> str:
    """The SQL of an expression for a scope; `build` makes the expression where it is not compiled yet."""
    guards = _guards.get(shape)
    if guards is not None:
        found = _statements.get((shape, _scope_key(scope, guards)))
        if found is not None:
            return found
    context = FilterContext(scope.rows, shape.has_known_at, shape.counts_units)
    sql = to_sql(build(context), shape.dialect)
    if len(_statements) > MAX_STATEMENTS:
        clear_cache()
    _guards[shape] = context.guards
    _statements[shape, _scope_key(scope, context.guards)] = sql
    return sql


@lru_cache(maxsize=4096)
def _scope_key(scope: Scope, guards: tuple[str, ...]) -> ScopeKey:
    """Which rows of each guarding kind the scope reads: all that tells two scopes apart."""
    return tuple(scope.rows(guard) for guard in guards)


def clear_cache() -> None:
    _guards.clear()
    _statements.clear()
