"""Running the statements of questions on the program's own connection, inside its transaction."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import connection

from pandeng.access.scope import Scope
from pandeng.analytics.engine import Dialect, numbered
from pandeng.domain.indicators.compile import expression
from pandeng.domain.indicators.days import OFFICE_TIME, months_of
from pandeng.domain.indicators.question import Question
from pandeng.domain.indicators.statements import StatementShape, statement

MAX_JOINED = 100  # SQLite joins at most 500 with UNION ALL
FoundRow = tuple[Any, ...]


def run(question: Question, what: str = "value") -> list[FoundRow]:
    """The rows of one statement; `what` is value, rows, or the slice to group the value by."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(question, what), binding(question))
        return list(cursor.fetchall())


def run_each(questions: Sequence[Question]) -> list[FoundRow]:
    """The value of each of several questions of one figure, in their order; `MAX_JOINED` in one statement."""
    return [
        row
        for start in range(0, len(questions), MAX_JOINED)
        for row in _joined(questions[start : start + MAX_JOINED])
    ]


def _joined(questions: Sequence[Question]) -> list[FoundRow]:
    statements: list[str] = []
    bindings: dict[str, Any] = {}
    for place, question in enumerate(questions):
        sql = numbered(_sql(question, "value"), place)
        statements.append(f"SELECT {place} AS place, one.* FROM ({sql}) AS one")
        bindings |= {f"{key}_{place}": value for key, value in binding(question).items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), bindings)
        return [row[1:] for row in sorted(cursor.fetchall(), key=lambda row: row[0])]


def _sql(question: Question, what: str) -> str:
    shape = StatementShape(
        question.indicator.name,
        what,
        tuple(sorted(one.name for one in question.bound)),
        question.known_at is not None,
        dialect(),
        has_unit_changes(question.scope),
    )
    build = partial(expression, question.indicator, what, shape.slices)
    return statement(question.scope, shape, build)


def has_unit_changes(scope: Scope) -> bool:
    """May some unit of the office have been merged or split? The scope of a person knows; the program's
    own takes it that it may."""
    return scope.system or scope.has_unit_changes


def dialect() -> Dialect:
    """That of the program's own database."""
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def binding(question: Question) -> dict[str, Any]:
    """The values that the statement of a question binds."""
    times = bound_times(question.scope, question.as_of, question.known_at, question.year)
    return times | {f"by_{one.name}": one.value for one in question.bound}


def bound_times(
    scope: Scope, as_of: date, known_at: datetime | None, year: int | None
) -> dict[str, Any]:
    """The cluster and the times that every statement may bind."""
    year_of = year or as_of.year
    day = min(as_of, date(year_of, 12, 31))
    day_end = datetime.combine(day + timedelta(days=1), time(), OFFICE_TIME)
    return {
        "cluster": scope.in_cluster(),
        "as_of": as_of,
        "day": day,
        "day_end": _instant(day_end),
        "first": date(year_of, 1, 1),
        "year": year_of,
        **months_of(day, year_of),
        "known_at": None if known_at is None else _instant(known_at),
    }


def _instant(at: datetime) -> datetime:
    """An instant as this database keeps it; SQLite keeps UTC without a zone."""
    at = at.astimezone(UTC)
    return at.replace(tzinfo=None) if connection.vendor == "sqlite" else at
