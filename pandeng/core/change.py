"""The one way to write: a change opens the transaction, reaches the history, leaves one audit event.

with Change(CLOSE_DEMAND, by=by, now=now, why=why, target=demand) as change:
    change.save(demand, status="closed", closed_on=today)
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import cache
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from pandeng.core import audit
from pandeng.core.action import Action
from pandeng.core.dates import out_of_years
from pandeng.core.errors import DomainError, EditConflict
from pandeng.core.history import Recorded, version_model, write_versions
from pandeng.core.insert import insert_record
from pandeng.core.models import AuditEvent
from pandeng.core.plain_query import plain_query
from pandeng.core.sqlite_lock import sqlite_write_lock
from pandeng.core.verdict import Verdict


class Writer(Protocol):
    """Who writes: a `Scope` in practice."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def cluster_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    def may(self, permission: Any, /) -> Verdict: ...


R = TypeVar("R", bound=models.Model)
BATCH = 2000
IDS_KEPT = 200
# Columns whose values the audit log does not repeat.
REDACTED_FIELDS = {
    "password",
    "search_text",
    "last_login",
    "confidential_text",
    "webhook",
    "secret",
}


class Change:
    """One action, one transaction, one audit event. An exception inside leaves nothing behind.

    Whoever lacks the action's permission is refused before anything is read or written. The event's
    target is the record given, else the record that is written first.
    """

    def __init__(
        self,
        action: Action,
        *,
        by: Writer,
        now: datetime,
        why: str = "",
        target: models.Model | None = None,
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("now must carry a time zone")
        self.action, self.by, self.now, self.why = action, by, now, why
        self.cluster_id = by.cluster_id  # whose log tells it; the opening of an office sets it
        self.uid = uuid.uuid4()
        self.target: tuple[str, Any] | None = None
        if target is not None:
            self.about(target)
        self.changes: dict[str, Any] = {}
        self._whole = ExitStack()

    def __enter__(self) -> Self:
        self.action.require(self.by)
        with ExitStack() as whole:
            whole.enter_context(sqlite_write_lock())
            whole.enter_context(transaction.atomic())
            self._whole = whole.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            with self._whole:
                self._write_event()
        else:
            self._whole.__exit__(kind, error, trace)

    def about(self, target: models.Model) -> None:
        """Name the target of the event, whatever record is written first."""
        self.target = (target._meta.label, target.pk)

    # -- single records -----------------------------------------------------------------------

    def add(self, record: R) -> R:
        """Insert a record that passes its own checks; refuses with the first sentence otherwise."""
        _write(record, force_insert=True)
        self._write_version(record._meta.model, [record.pk], "+")
        self._log(record, {name: _plain(value) for name, value in _values(record).items()})
        return record

    def save(self, record: R, **fields: Any) -> R:
        """Set `fields` on a record and save just those; nothing is written when nothing differs.

        They are compared with the row as it stands now, locked, not as the caller once read it.
        """
        names = [cast(Any, record._meta.get_field(name)).attname for name in fields]
        before = _row(record, names)
        for name, value in fields.items():
            setattr(record, name, value)
        differs = [name for name in names if before[name] != getattr(record, name)]
        if not differs:
            return record
        _write(record, update_fields=sorted(fields))
        self._write_version(record._meta.model, [record.pk], "~")
        changed = {name: [_plain(before[name]), _plain(getattr(record, name))] for name in differs}
        self._log(
            record, {name: pair for name, pair in changed.items() if name not in REDACTED_FIELDS}
        )
        return record

    def add_each(self, records: Sequence[R]) -> None:
        """Insert a few records of one kind in one statement, each checked and logged as by `add`."""
        if not records:
            return
        model = records[0]._meta.model
        for record in records:
            _check(record, [field.name for field in record._meta.concrete_fields])
        with _refusing_conflicts():
            if len(records) == 1:
                insert_record(records[0])
            else:
                plain_query(model).bulk_create(records)
        self._write_version(model, [record.pk for record in records], "+")
        for record in records:
            self._log(record, {name: _plain(value) for name, value in _values(record).items()})

    def save_known(self, known: "Sequence[tuple[models.Model, dict[str, Any]]]") -> None:
        """Save what differs from values that this change has read: of each record the fields in its
        dictionary, with their values before.

        Records that change alike are saved in one statement. Refuses where a row no longer holds what
        was read, so that of two people at once exactly one succeeds.
        """
        alike: dict[Any, list[tuple[models.Model, dict[str, Any]]]] = {}
        for record, values in known:
            if before := {n: old for n, old in values.items() if old != getattr(record, n)}:
                _check(record, before)
                after = tuple((name, getattr(record, name)) for name in before)
                alike.setdefault((record._meta.model, after), []).append((record, before))
        for (model, after), rows in alike.items():
            ids = [record.pk for record, _before in rows]
            held = plain_query(model).filter(pk__in=ids, **(rows[0][1] if len(rows) == 1 else {}))
            with _refusing_conflicts():
                if held.update(**dict(after)) != len(ids):
                    raise EditConflict(_("刚才有人先办了这一步，请刷新后再试。"))
            self._write_version(model, ids, "~")
            for record, before in rows:
                pairs = {
                    cast(Any, record._meta.get_field(name)).attname: [
                        _plain_key(old),
                        _plain_key(getattr(record, name)),
                    ]
                    for name, old in before.items()
                    if name not in REDACTED_FIELDS
                }
                self._log(record, pairs)

    def remove(self, record: R) -> None:
        """Delete a record; its history stays."""
        model, row = record._meta.model, _row(record, list(_values(record)))
        self._write_version(model, [record.pk], "-")
        self._log(record, {name: [_plain(value), None] for name, value in row.items()})
        model._base_manager.filter(pk=record.pk)._raw_delete(record._state.db or "default")

    # -- many records -------------------------------------------------------------------------

    def bulk_add(self, records: Iterable[R]) -> list[R]:
        """Insert many records of one kind in batches, with their history."""
        rows = list(records)
        _require_days(rows)
        if rows:
            plain_query(rows[0]._meta.model).bulk_create(rows, batch_size=BATCH)
            self._log_all(rows[0]._meta.model, [row.pk for row in rows], "+")
        return rows

    def save_all(self, records: Sequence[R], fields: Sequence[str]) -> None:
        """Save `fields` of many records of one kind, with their history."""
        if records:
            _update_each(records, fields)
            self._log_all(records[0]._meta.model, [record.pk for record in records], "~")

    def update_where(self, records: "models.QuerySet[R]", **fields: Any) -> int:
        """A conditional update. Returns how many rows it met: other than expected, someone was faster."""
        ids = list(records.values_list("pk", flat=True))
        met = models.QuerySet.update(records.filter(pk__in=ids), **fields)
        if met:
            if met != len(ids):
                raise EditConflict
            self._log_all(records.model, ids, "~", fields)
        return met

    def erase(self, model: type[Recorded], ids: Collection[int], **marks: str) -> None:
        """Put `marks` in place of personal values for good: in these records, in every version of
        them, and in the events that hold the values (each with an event of its own that says so).

        A record that was removed has versions alone. This change's own event tells the marks only.
        """
        rows = plain_query(model).filter(pk__in=ids)
        list(
            rows.select_for_update().order_by("pk").values_list("pk")
        )  # nobody writes a version now
        versions = version_model(model).objects.filter(id__in=ids)
        entries = {f"{model._meta.label}:{pk}" for pk in ids}
        for event in _events_of(versions):
            values_of = [event.changes.get(entry, {}) for entry in entries]
            if any(marks.keys() & values.keys() for values in values_of):
                audit.erase(event, by=self.by, now=self.now, why=self.why)
        versions.update(**marks)
        rows.update(**marks)
        self._write_version(model, list(ids), "~")
        for entry in sorted(entries):
            self.changes.setdefault(entry, {}).update(marks)

    def set_search_text(self, record: models.Model, text: str) -> None:
        """Renew the words a record is found by. They follow from records, so no version is kept."""
        record.search_text = text  # type: ignore[attr-defined]
        plain_query(record._meta.model).filter(pk=record.pk).update(search_text=text)

    def add_fact(self, target: models.Model, **facts: Any) -> None:
        """Say what happened to `target` where the records alone do not."""
        self._log(target, {name: _plain(value) for name, value in facts.items()})

    # -- inside -------------------------------------------------------------------------------

    def _write_version(self, model: type[models.Model], ids: Sequence[Any], kind: str) -> None:
        if issubclass(model, Recorded):
            cause = f"{self.action.code} {self.uid}"
            write_versions(model, ids, kind, user_id=self.by.user_id, now=self.now, cause=cause)

    def _log(self, record: models.Model, values: dict[str, Any]) -> None:
        label = record._meta.label
        self.target = self.target or (label, record.pk)
        self.changes.setdefault(f"{label}:{record.pk}", {}).update(values)

    def _log_all(
        self,
        model: type[models.Model],
        ids: Sequence[Any],
        kind: str,
        fields: dict[str, Any] | None = None,
    ) -> None:
        self._write_version(model, ids, kind)
        label, what = model._meta.label, "added" if kind == "+" else "changed"
        if len(ids) == 1:
            self.target = self.target or (label, ids[0])
        entry = self.changes.setdefault(f"{label} {what}", {"count": 0, "ids": []})
        entry["count"] += len(ids)
        entry["ids"] += ids[: IDS_KEPT - len(entry["ids"])]
        if fields:
            entry["set"] = {name: _plain(value) for name, value in fields.items()}

    def _write_event(self) -> None:
        audit.write(
            uid=self.uid,
            at=self.now,
            cluster_id=self.cluster_id,
            actor_id=self.by.user_id,
            actor_name=self.by.name,
            action=self.action.code,
            target_kind=self.target[0] if self.target else "",
            target_id=self.target[1] if self.target else None,
            why=self.why,
            changes=self.changes,
        )


def _update_each(records: Sequence[models.Model], fields: Sequence[str]) -> None:
    """One prepared statement, run for each record; a CASE over all of them takes ten times as long."""
    model = records[0]._meta.model
    columns = [cast(Any, model._meta.get_field(name)) for name in fields]
    quoted = connection.ops.quote_name
    changes = ", ".join(f"{quoted(column.column)} = %s" for column in columns)
    key = cast(Any, model._meta.pk)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(model._meta.db_table)} SET {changes} WHERE {quoted(key.column)} = %s",
            [
                (
                    *(
                        column.get_db_prep_save(getattr(record, column.attname), connection)
                        for column in columns
                    ),
                    record.pk,
                )
                for record in records
            ],
        )


def _events_of(versions: Any) -> "models.QuerySet[AuditEvent]":
    """The events of the changes that wrote these versions, those already erased left out."""
    causes = versions.exclude(history_change_reason=None).values_list("history_change_reason")
    uids = {cause.partition(" ")[2] for (cause,) in causes.distinct()}
    return AuditEvent.objects.filter(uid__in=uids, salt__isnull=False).order_by("id")


def _write(record: models.Model, **options: Any) -> None:
    """Save a record that passes its own checks. What the database checks (unique, constraints, other
    records) is asked once, by writing; only where it says no is the sentence looked for."""
    relations = [field.name for field in record._meta.concrete_fields if field.is_relation]
    record.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        record.clean_fields(exclude=relations)
        record.clean()
        _require_days([record], options.get("update_fields"))
        with transaction.atomic():
            models.Model.save(record, **options)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise DomainError(_why_not(record)) from error
    finally:
        del record.skip_history_when_saving  # type: ignore[attr-defined]


def _check(record: models.Model, names: Iterable[str]) -> None:
    """The record's own checks of these fields; what the database checks is asked by writing."""
    checked = set(names)
    left = [f.name for f in record._meta.concrete_fields if f.is_relation or f.name not in checked]
    try:
        record.clean_fields(exclude=left)
        record.clean()
        _require_days([record], checked)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error


def _require_days(records: Sequence[models.Model], names: Collection[str] | None = None) -> None:
    """No day outside of the years that anybody reckons with."""
    for item in _days_of(records[0]._meta.model) if records else ():
        if names is not None and item.name not in names:
            continue
        for record in records:
            day = getattr(record, item.attname)
            if isinstance(day, date) and (said := out_of_years(day)):
                raise DomainError(f"{item.verbose_name}：{said}")


@cache
def _days_of(model: type[models.Model]) -> list[Any]:
    fields: Any = model._meta.concrete_fields
    return [item for item in fields if isinstance(item, models.DateField)]


@contextmanager
def _refusing_conflicts() -> Iterator[None]:
    """What the database does not take, because somebody else was faster, becomes a refusal."""
    try:
        yield
    except IntegrityError as error:
        raise EditConflict from error


def _why_not(record: models.Model) -> str:
    try:
        record.full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return EditConflict().message


def _row(record: models.Model, names: Sequence[str]) -> dict[str, Any]:
    """These columns of a record as its row stands, locked until the change ends."""
    rows = plain_query(record._meta.model).select_for_update().filter(pk=record.pk)
    row: dict[str, Any] | None = rows.values(*names).first()
    if row is None:
        raise EditConflict
    return row


def _values(record: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname not in REDACTED_FIELDS
    }


def _plain_key(value: Any) -> Any:
    return _plain(value.pk if isinstance(value, models.Model) else value)


def _plain(value: Any) -> Any:
    return (
        value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
    )
