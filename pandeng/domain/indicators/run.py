"""Running the statements of indicators on the program's own connection, inside its transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from pandeng.access.scope import Scope
from pandeng.analytics.engine import numbered
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.compile import statement
from pandeng.domain.indicators.days import months_of
from pandeng.domain.indicators.declare import Indicator
from pandeng.domain.indicators.figures import OFFICE_TIME

MOST_JOINED = 100  # SQLite joins at most 500 with UNION ALL


def run(
    scope: Scope,
    indicator: Indicator,
    what: str,
    *,
    as_of: date,
    known_at: datetime | None,
    year: int | None,
    bound: dict[str, int | str],
) -> list[tuple[Any, ...]]:
    """The rows of one statement; `what` is value, rows, or the slice to group the value by."""
    sql = _sql(scope, indicator, what, known_at=known_at, bound=bound)
    with connection.cursor() as cursor:
        cursor.execute(sql, binding(scope, as_of=as_of, known_at=known_at, year=year, bound=bound))
        return list(cursor.fetchall())


def run_each(
    scope: Scope,
    indicator: Indicator,
    asked: Sequence[tuple[dict[str, int | str], dict[str, Any]]],
) -> list[tuple[Any, ...]]:
    """The value for each of several bindings and times, in their order; `MOST_JOINED` in one statement."""
    return [
        row
        for start in range(0, len(asked), MOST_JOINED)
        for row in _joined(scope, indicator, asked[start : start + MOST_JOINED])
    ]


def _joined(
    scope: Scope,
    indicator: Indicator,
    asked: Sequence[tuple[dict[str, int | str], dict[str, Any]]],
) -> list[tuple[Any, ...]]:
    statements, bindings = [], {}
    for place, (bound, times) in enumerate(asked):
        sql = _sql(scope, indicator, "value", known_at=times["known_at"], bound=bound)
        statements.append(f"SELECT {place} AS place, one.* FROM ({numbered(sql, place)}) AS one")
        for key, value in binding(scope, bound=bound, **times).items():
            bindings[f"{key}_{place}"] = value
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), bindings)
        return [row[1:] for row in sorted(cursor.fetchall(), key=lambda row: row[0])]


def _sql(
    scope: Scope,
    indicator: Indicator,
    what: str,
    *,
    known_at: datetime | None,
    bound: Mapping[str, int | str],
) -> str:
    return statement(
        INDICATORS,
        indicator.name,
        what,
        scope=scope,
        known=known_at is not None,
        slices=tuple(sorted(bound)),
        dialect="sqlite" if connection.vendor == "sqlite" else "postgresql",
    )


def binding(
    scope: Scope,
    *,
    as_of: date,
    known_at: datetime | None,
    year: int | None,
    bound: dict[str, int | str],
) -> dict[str, Any]:
    """The values a statement binds."""
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
        **{f"by_{key}": value for key, value in bound.items()},
    }


def _instant(at: datetime) -> datetime:
    """An instant as this database keeps it; SQLite keeps UTC without a zone."""
    at = at.astimezone(UTC)
    return at.replace(tzinfo=None) if connection.vendor == "sqlite" else at
