"""Changing one field of many records at once: shown before, all or none, taken back within a day.

What was imported from a file is taken back the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pandeng.access.actions import by_hand
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import CORRECT_EACH, IMPORT, UNDO_EACH
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent

MAX_RECORDS = 500
UNDONE_WITHIN = timedelta(hours=24)


class Kept(Protocol):
    """A kind whose bulk changes and imports are taken back. `keep` saves what changes of a record, and what
    follows from it."""

    @property
    def model(self) -> Any: ...
    @property
    def actions(self) -> Mapping[str, Action]: ...

    def keep(self, change: Change, record: Any, values: Mapping[str, Any]) -> None: ...


class BulkKind(Kept, Protocol):
    """A kind of which one field of many records is changed at once. `in_bulk`: the fields; `require`: what
    a record must hold before it is saved."""

    @property
    def permission(self) -> Permission: ...
    @property
    def in_bulk(self) -> tuple[str, ...]: ...

    def require(self, record: Any, by: Scope, now: datetime) -> None: ...


@dataclass(frozen=True)
class FieldChange:
    """One record and what the change makes of its field."""

    record: Any
    old: Any
    new: Any


class RecordRefused(DomainError):
    """One record of many may not be changed: which one, and the sentence that says why."""

    def __init__(self, record: Any, why: str) -> None:
        super().__init__(f"{record}：{why}")
        self.record, self.why = record, why


def preview(
    kind: BulkKind, ids: Sequence[int], name: str, value: Any, *, by: Scope, now: datetime
) -> list[FieldChange]:
    """What would change, by the order of the list; refuses as the change itself would."""
    found = []
    for row in _rows(kind, ids, name, by):
        old = getattr(row, name)
        if old != value:
            setattr(row, name, value)
            _check(kind, row, name, by, now)
            found.append(FieldChange(row, old, value))
    if not found:
        raise DomainError(_("所选记录都已是这个值，没有要更改的。"))
    return found


def correct_each(
    kind: BulkKind,
    ids: Sequence[int],
    name: str,
    value: Any,
    *,
    why: str,
    by: Scope,
    now: datetime,
) -> tuple[int, str]:
    """Change one field of these records: how many changed, and the uid by which it is taken back.

    All or none: where one record may not, its name and the reason are the refusal.
    """
    require_reason(why, _("请写明更改原因。"))
    with Change(kind.actions[CORRECT_EACH], by=by, now=now, why=why) as change:
        changes = preview(kind, ids, name, value, by=by, now=now)
        for one in changes:
            kind.keep(change, one.record, {name: value})
            by_hand.require_in_scope(one.record, by)
    return len(changes), str(change.uid)


def undo_each(kind: Kept, uid: str, *, by: Scope, now: datetime) -> int:
    """Take a bulk change or an import back, within a day and where nobody has changed the records since
    or built on them: all or none."""
    event = undoable(kind, by, now).filter(uid=uid).first()
    if event is None:
        raise NotFound(_("没有可撤回的更改；批量更改和导入只能在24小时内撤回。"))
    versions = version_model(kind.model).objects
    mine = versions.filter(history_change_reason=f"{event.action} {event.uid}")
    with Change(kind.actions[UNDO_EACH], by=by, now=now, why=event.why) as change:
        change.add_fact(event, undone=True)
        for version in mine.order_by("-history_id"):
            row = kind.model.objects.visible_to(by).filter(pk=version.id).first()
            own = versions.filter(id=version.id).order_by("-history_id")
            if row is None:
                raise NotFound(_("所选记录中有的已经找不到，请刷新后再试。"))
            if own[0].history_id != version.history_id:
                raise RecordRefused(row, _("之后又有更改，不能一并撤回。"))
            if version.history_type == "+":
                _remove(change, row)
                continue
            before = own[1]
            columns = [item.attname for item in version.tracked_fields]
            differs = [c for c in columns if getattr(before, c) != getattr(version, c)]
            kind.keep(change, row, {column: getattr(before, column) for column in differs})
    return len(mine)


def _remove(change: Change, row: Any) -> None:
    try:
        by_hand.require_unused(row)
    except DomainError as refusal:
        raise RecordRefused(row, refusal.message) from refusal
    change.remove(row)


def undoable(kind: Kept, by: Scope, now: datetime) -> Any:
    """The bulk changes and imports of a kind of the last day that are not taken back, the newest first."""
    since = now - UNDONE_WITHIN
    events = AuditEvent.objects.filter(cluster_id=by.in_cluster(), at__gte=since)
    back = events.filter(action=kind.actions[UNDO_EACH].code).values("target_id")
    verbs = [verb for verb in (CORRECT_EACH, IMPORT) if verb in kind.actions]
    done = events.filter(action__in=[kind.actions[verb].code for verb in verbs])
    return done.exclude(pk__in=back).order_by("-id")


def _rows(kind: BulkKind, ids: Sequence[int], name: str, by: Scope) -> list[Any]:
    if name not in kind.in_bulk:
        raise DomainError(_("这一项不能批量更改。"))
    if len(ids) > MAX_RECORDS:
        raise DomainError(_("一次最多更改%(most)s条，请缩小范围。") % {"most": MAX_RECORDS})
    by.may(kind.permission).require()
    if not ids:
        raise DomainError(_("请先勾选要更改的记录。"))
    rows = list(kind.model.objects.visible_to(by).filter(pk__in=ids).order_by("id"))
    if len(rows) != len(set(ids)):
        raise NotFound(_("所选记录中有的已经找不到，请刷新后再试。"))
    return rows


def _check(kind: BulkKind, row: Any, name: str, by: Scope, now: datetime) -> None:
    """What the kind, the field and the constraints of its table ask; so that what is shown can be done."""
    others = {item.name for item in row._meta.concrete_fields} - {name}
    try:
        kind.require(row, by, now)
        row.clean_fields(exclude=others)
        row.validate_constraints()
    except ValidationError as wrong:
        raise RecordRefused(row, str(wrong.messages[0])) from wrong
    except DomainError as refusal:
        raise RecordRefused(row, refusal.message) from refusal
