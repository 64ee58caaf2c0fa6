"""What we knew and when: every record keeps each version of itself with the time it was known.

Two times: business dates on the record say when a thing was true; the history tables say when the
office knew it. Only `core.change.Change` writes, so nothing escapes the history.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NoReturn

from django.db import connection, models
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


def version_model(model: type[Recorded]) -> Any:
    """The model of the history table of `model`."""
    return model.history.model


def remember(
    records: Iterable[Recorded], kind: str, *, user_id: int | None, now: datetime, cause: str
) -> None:
    """Write one version per record. `kind` is + (made), ~ (changed) or - (removed)."""
    records = list(records)
    if not records:
        return
    statement, fields, own = _insert(type(records[0]))
    given = {
        "history_date": now,
        "history_type": kind,
        "history_user_id": user_id,
        "history_change_reason": cause,
    }
    same = [
        field.get_db_prep_save(given[field.attname], connection)
        for field in fields
        if field not in own
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (
                    *(
                        field.get_db_prep_save(getattr(record, field.attname), connection)
                        for field in own
                    ),
                    *same,
                )
                for record in records
            ],
        )


@cache
def _insert(model: type[Recorded]) -> tuple[str, list[Any], list[Any]]:
    """The statement that adds a version, the columns it fills in order, and those that are the record's."""
    version = version_model(model)
    names = {field.attname for field in version.tracked_fields}
    columns = [field for field in version._meta.concrete_fields if field.attname != "history_id"]
    own = [field for field in columns if field.attname in names]
    fields = [*own, *(field for field in columns if field not in own)]
    quoted = connection.ops.quote_name
    listed = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quoted(version._meta.db_table)
    return f"INSERT INTO {table} ({listed}) VALUES ({places})", fields, own


def known(model: type[Recorded], at: datetime | None) -> models.QuerySet[Any]:
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


__all__ = ["HistoryBypassed", "Recorded", "Records", "known", "remember", "version_model"]
