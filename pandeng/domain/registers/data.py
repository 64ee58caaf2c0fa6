"""Records as data: the fields of a list or of one record as plain values, personal ones as they may be read."""

from collections.abc import Callable
from typing import Any

from pandeng.access.scope import Scope
from pandeng.access.workable import newest_version
from pandeng.core.fields import field_of, title_of
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import ListQuery, asked_rows
from pandeng.domain.registers.record import HIDDEN, is_seen
from pandeng.domain.registers.register import Register
from pandeng.domain.registers.rows import is_hidden


def kinds_of(scope: Scope) -> list[dict[str, Any]]:
    """Every kind of record: path, title, the columns of its list, and what may be entered by hand."""
    return [
        {
            "path": register.path,
            "title": str(register.title),
            "columns": {column.path: register.column_title(column) for column in register.columns},
            "fields": _fields(register),
            "verbs": list(register.work.verbs) if register.enter_url(scope) else [],
        }
        for register in REGISTERS.values()
    ]


def _fields(register: Register) -> dict[str, str]:
    names = register.work.fields if register.works else ()
    return {name: title_of(register.model, name) for name in names}


def records_data(
    register: Register, scope: Scope, query: ListQuery, offset: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a list by the paths of its columns, unrounded. One query."""
    fields = [field_of(register.model, column.path) for column in register.columns]
    masks: list[Callable[[Any], str] | None] = [getattr(item, "mask", None) for item in fields]
    owner = f"{register.model.row_policy.through}_id" if any(masks) else "id"
    paths = [column.path for column in register.columns]
    rows = asked_rows(register, scope, query).values_list("id", owner, *paths)
    return [
        {"id": row[0]}
        | {
            path: mask(value) if mask and value and not scope.reads_contacts_of(row[1]) else value
            for path, value, mask in zip(paths, row[2:], masks, strict=True)
        }
        for row in rows[offset : offset + limit]
    ]


def record_data(register: Register, scope: Scope, record: Any) -> dict[str, Any]:
    """One record: every field, references by id as far as they are in sight, its newest version."""
    return {
        "id": record.pk,
        "version": newest_version(record),
        "url": register.record_url(record.pk),
        "values": {
            item.name: _value(item, scope, record)
            for item in register.model._meta.concrete_fields
            if item.name not in HIDDEN
        },
    }


def _value(item: Any, scope: Scope, record: Any) -> Any:
    value = getattr(record, item.attname)
    if value and is_hidden(item, scope, record):
        return item.mask(value)
    if item.is_relation and value is not None and not is_seen(scope, item.related_model, value):
        return None
    return value
