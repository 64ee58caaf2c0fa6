"""JSON schemas of records: what a field is answered as, and what may be sent for it."""

from typing import Any

from django.db import models

from pandeng.access.workable import Workable
from pandeng.core.addresses import MAX_ID
from pandeng.core.fields import field_of, title_of
from pandeng.domain.registers.record import HIDDEN
from pandeng.domain.registers.register import Register

Schema = dict[str, Any]
ID: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_ID}
TEXT: Schema = {"type": "string"}
KINDS: tuple[tuple[type[Any], Schema], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.JSONField, {}),
)


def of_field(item: Any, title: str) -> Schema:
    """What stands in an answer for a field; nothing where the record has none."""
    if item.is_relation:
        found: Schema = {"type": "integer"}
    else:
        found = next((told for kind, told in KINDS if isinstance(item, kind)), TEXT)
    if "type" in found:
        found = found | {"type": [found["type"], "null"]}
    return found | {"title": title}


def to_send(item: Any, title: str) -> Schema:
    """What may be sent for a field: a record by its id, a code of its table."""
    if item.is_relation:
        found: Schema = dict(ID)
    else:
        found = dict(next((told for kind, told in KINDS if isinstance(item, kind)), TEXT))
    if item.choices:
        found["enum"] = [code for code, _word in item.choices]
    elif found.get("type") == "string" and getattr(item, "max_length", None):
        found["maxLength"] = item.max_length
    if isinstance(item, models.IntegerField):
        found |= {"minimum": -(2**63), "maximum": 2**63 - 1}
    if item.null and "type" in found:
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"].append(None)
    return found | {"title": title}


def row(register: Register) -> Schema:
    """A row of the list, by the paths of its columns."""
    columns = {
        column.path: of_field(field_of(register.model, column.path), register.column_title(column))
        for column in register.columns
    }
    return _object({"id": ID} | columns)


def record(register: Register) -> Schema:
    """One record with every field."""
    values = {
        item.name: of_field(item, title_of(register.model, item.name))
        for item in register.model._meta.concrete_fields
        if item.name not in HIDDEN
    }
    told = {"id": ID, "version": {"type": "integer"}, "url": TEXT, "values": _object(values)}
    return _object(told)


def values(work: Workable, names: tuple[str, ...], *, is_new: bool = False) -> Schema:
    """The fields of a form."""
    asked = {
        name: to_send(work.model._meta.get_field(name), title_of(work.model, name))
        for name in names
    }
    found = _object(asked)
    needed = [name for name in names if is_new and _is_needed(work.model._meta.get_field(name))]
    return found | {"required": needed}


def _is_needed(item: Any) -> bool:
    return not (item.null or item.blank or item.has_default())


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
