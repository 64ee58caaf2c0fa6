"""The versions of one record: who changed what, when, and by which action."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.records import ClusterRecord, visible
from pandeng.access.scope import Scope
from pandeng.core.fields import title_of
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.core.prepared import PreparedRead
from pandeng.domain.registers.rows import is_hidden, written_field

MAX_VERSIONS = 40
KINDS = {"+": gettext_noop("录入"), "~": gettext_noop("更改"), "-": gettext_noop("撤销")}


@dataclass(frozen=True)
class RecordVersion:
    number: int  # its history id
    at: datetime
    kind: str
    person: str
    event_id: int | None
    changes: list[tuple[str, Any, Any]]


def versions_of(
    model: Any, record_id: int, scope: Scope, *, events: bool = False
) -> list[RecordVersion]:
    """Newest first, forty at most; with the number of its event where the page shows events. One query, one
    for the events, and one for each kind of record it pointed to."""
    rows = _rows(model)(None, record_id)
    pairs = [
        (item, old, new)
        for row, before in pairwise(rows)
        for item in row.tracked_fields
        if (old := getattr(before, item.attname)) != (new := getattr(row, item.attname))
    ]
    names = names_of_records(pairs, scope)
    ids = _events([row.history_change_reason or "" for row in rows]) if events else {}
    return [
        RecordVersion(
            number=row.history_id,
            at=row.history_date,
            kind=_(KINDS[row.history_type]),
            person=row.changed_by or _("系统"),
            event_id=ids.get((row.history_change_reason or "").partition(" ")[2]),
            changes=_changes(model, row, before, names, scope) if before is not None else [],
        )
        for row, before in zip(rows, [*rows[1:], None], strict=True)
    ]


@cache
def _rows(model: Any) -> PreparedRead:
    """The versions of a record with the name of who wrote each."""
    order = ("-history_date", "-history_id")
    return PreparedRead(
        lambda _all, record_id: (
            version_model(model)
            .objects.filter(id=record_id)
            .annotate(changed_by=F("history_user__display_name"))
            .order_by(*order)[:MAX_VERSIONS]
        )
    )


def _events(reasons: list[str]) -> dict[str, int]:
    uids = [reason.partition(" ")[2] for reason in reasons if " " in reason]
    return {
        str(uid): pk for pk, uid in AuditEvent.objects.filter(uid__in=uids).values_list("id", "uid")
    }


def names_of_records(pairs: list[tuple[Any, Any, Any]], scope: Scope) -> dict[tuple[Any, Any], str]:
    """What the records are called that a changed reference pointed to and points to, those out of
    sight left out."""
    wanted: dict[Any, set[Any]] = {}
    for item, old, new in pairs:
        if item.is_relation:
            wanted.setdefault(item.related_model, set()).update({old, new} - {None})
    return {
        (model, pk): str(record)
        for model, ids in wanted.items()
        for pk, record in _seen(model, scope).in_bulk(ids).items()
    }


def _seen(model: Any, scope: Scope) -> Any:
    """What this scope may see of a kind; a merged record where it may see what that became part of."""
    if not issubclass(model, ClusterRecord):
        return model._base_manager.all()
    seen = visible(model, scope)
    if model.row_policy.hidden_when:
        seen |= visible(model, scope, f"{model.row_policy.hidden_when}__")
    return model.objects.filter(seen)


def _changes(
    model: Any, row: Any, before: Any, names: dict[tuple[Any, Any], str], scope: Scope
) -> list[tuple[str, Any, Any]]:
    changes = []
    for item in row.tracked_fields:
        old, new = getattr(before, item.attname), getattr(row, item.attname)
        if old == new:
            continue
        if item.is_relation:
            old, new = (names.get((item.related_model, value), "") for value in (old, new))
        shown = item.mask if is_hidden(item, scope, row) else partial(written_field, item)
        texts = [shown(value) for value in (old, new)]
        changes.append((title_of(model, item.name), *texts))
    return changes
