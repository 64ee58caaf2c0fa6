"""What we knew and when: every record keeps each version of itself with the time it was known.

Two times: business dates on the record say when a thing was true; the history tables say when the
office knew it. Only `core.change.Change` writes, so nothing escapes the history.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NoReturn

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from simple_history.models import HistoricalRecords


class HistoryBypassed(RuntimeError):
    """A write that would leave no trace; write through `core.change.Change`."""


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    raise HistoryBypassed(
        "write records through core.change.Change, so that history and audit see it"
    )


class Records(models.QuerySet[Any]):
    """A queryset that reads. Writing belongs to `Change`."""

    update = delete = create = bulk_create = bulk_update = _refuse
    get_or_create = update_or_create = _refuse


class Recorded(models.Model):
    """A record with history. Its versions live in `<app>_historical<record>`."""

    history = HistoricalRecords(inherit=True, excluded_fields=["search_text"])
    objects = Records.as_manager()
    id: int

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        _refuse()


@cache
def version_model(model: type[Recorded]) -> Any:
    """The model of the history table of `model`. Its manager makes a class every time it is asked for."""
    return model.history.model


def write_versions(
    model: type[Recorded],
    ids: Iterable[int],
    kind: str,
    *,
    user_id: int | None,
    now: datetime,
    cause: str,
) -> None:
    """Write one version per record, as its row stands. `kind` is + (made), ~ (changed) or - (removed).

    The row is read where it lies: what somebody else changed meanwhile is in the version too, and a
    version is never known before the one that it follows.
    """
    statement, marks = _insert(model, kind)
    given = {
        "history_date": now,
        "history_type": kind,
        "history_user_id": user_id,
        "history_change_reason": cause,
    }
    wire = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(given[field.attname], wire) for field in marks]
    with wire.cursor() as cursor:
        cursor.executemany(statement, [(*values, key) for key in ids])


@cache
def _insert(model: type[Recorded], kind: str) -> tuple[str, list[Any]]:
    """The statement that adds a version of a row, and the marks that fill its places, before the id."""
    version = version_model(model)
    quoted = connection.ops.quote_name
    table, names = quoted(version._meta.db_table), {f.attname for f in version.tracked_fields}
    columns = [field for field in version._meta.concrete_fields if field.attname != "history_id"]
    marks = [field for field in columns if field.attname not in names]
    values = {field: f"t.{quoted(field.column)}" for field in columns if field not in marks}
    values |= dict.fromkeys(marks, "%s")
    if kind != "+":
        known = version._meta.get_field("history_date")
        later = (
            f"SELECT max(h.history_date) FROM {table} h WHERE h.id = t.id AND h.history_date > %s"
        )
        values[known] = f"coalesce(({later}), %s)"
        marks.insert(marks.index(known), known)
    listed = ", ".join(quoted(field.column) for field in values)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {', '.join(values.values())} "
        f"FROM {quoted(model._meta.db_table)} t WHERE t.id = %s"
    ), marks


LAGGING = 1000  # rows that others may have added to a table before a transaction ends


def stamps(kinds: Iterable[type[Recorded]]) -> list[str]:
    """The SQL of `stamp`, two columns a kind."""
    tables = (version_model(kind)._meta.db_table for kind in kinds)
    return [column for table in tables for column in newest(table, "history_id")]


def newest(table: str, number: str) -> list[str]:
    """The SQL of the newest number of a table to which rows are only added, and how many the last are."""
    table = connection.ops.quote_name(table)
    last = f"(SELECT max({number}) FROM {table})"
    return [last, f"(SELECT count(*) FROM {table} WHERE {number} > {last} - {LAGGING})"]


def stamp(kinds: Iterable[type[Recorded]]) -> tuple[Any, ...]:
    """While it stays the same, so do all records of these kinds; one query.

    The newest number alone would not do: on PostgreSQL numbers are given out before a transaction ends,
    and a lower one may come to light after a higher. So the last thousand are counted too.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(stamps(kinds))}")
        return tuple(cursor.fetchone())


def as_of_system_time(model: type[Recorded], at: datetime | None) -> models.QuerySet[Any]:
    """The records of a kind as the office knew them at a time; None is now.

    Returns a queryset of `model` (now) or of its history, whose rows carry the same field names.
    """
    if at is None:
        return model._default_manager.all()
    version = version_model(model)
    newer = version.objects.filter(id=models.OuterRef("id"), history_date__lte=at).order_by(
        "-history_date", "-history_id"
    )
    last: models.QuerySet[Any] = version.objects.filter(
        history_date__lte=at, history_id=models.Subquery(newer.values("history_id")[:1])
    ).exclude(history_type="-")
    return last


__all__ = [
    "HistoryBypassed",
    "Recorded",
    "Records",
    "as_of_system_time",
    "newest",
    "stamp",
    "stamps",
    "version_model",
    "write_versions",
]  # fmt: skip
