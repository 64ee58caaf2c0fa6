"""Inserting one record by a statement whose text is kept: Django builds it anew every time, which for a
record takes longer than the database does. For `Change` and the audit log alone."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models


def insert_record(record: models.Model) -> None:
    """Insert a new record and give it its number. One statement."""
    record._prepare_related_fields_for_save(operation_name="insert")  # type: ignore[attr-defined]
    statement, fields = _statement(record._meta.model)
    wire = connections[DEFAULT_DB_ALIAS]  # not the name for it, which looks it up at every use
    values = [field.get_db_prep_save(field.pre_save(record, True), wire) for field in fields]
    with wire.cursor() as cursor:
        cursor.execute(statement, values)
        record.pk = cursor.fetchone()[0]
    record._state.adding, record._state.db = False, DEFAULT_DB_ALIAS


@cache
def _statement(model: type[models.Model]) -> tuple[str, list[Any]]:
    key: Any = model._meta.pk
    fields: list[Any] = [field for field in model._meta.concrete_fields if field is not key]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join("%s" for _field in fields)
    return (
        f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks}) "
        f"RETURNING {quoted(key.column)}"
    ), fields
