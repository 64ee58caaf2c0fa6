"""The versions of one record: who changed what, when, and by which action."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from pandeng.access.models import User
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.web.registers.register import written

MOST = 40
KINDS = {"+": "录入", "~": "更改", "-": "撤销"}


@dataclass(frozen=True)
class Version:
    at: datetime
    kind: str
    person: str
    action: str
    event_id: int | None
    changes: list[tuple[str, Any, Any]]


def versions_of(record: Any) -> list[Version]:
    """Newest first, forty at most. Three queries."""
    model = getattr(record, "instance_type", type(record))
    history = version_model(model)
    rows = list(
        history.objects.filter(id=record.id).order_by("-history_date", "-history_id")[:MOST]
    )
    people = dict(_names({row.history_user_id for row in rows}))
    events = _events([row.history_change_reason or "" for row in rows])
    shown = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        action, _space, uid = (row.history_change_reason or "").partition(" ")
        shown.append(
            Version(
                at=row.history_date,
                kind=KINDS.get(row.history_type, row.history_type),
                person=people.get(row.history_user_id, "") or "系统",
                action=action,
                event_id=events.get(uid),
                changes=_changes(row, before) if before is not None else [],
            )
        )
    return shown


def _names(ids: set[int | None]) -> QuerySet[User, tuple[int, str]]:
    return User.objects.filter(id__in=[key for key in ids if key]).values_list("id", "display_name")


def _events(reasons: list[str]) -> dict[str, int]:
    uids = [reason.partition(" ")[2] for reason in reasons if " " in reason]
    return {
        str(uid): pk for pk, uid in AuditEvent.objects.filter(uid__in=uids).values_list("id", "uid")
    }


def _changes(row: Any, before: Any) -> list[tuple[str, Any, Any]]:
    changes = []
    for item in row.tracked_fields:
        old, new = getattr(before, item.attname), getattr(row, item.attname)
        if old != new:
            choices = dict(item.choices or ())
            kind = "yuan" if item.name.endswith("_yuan") else "text"
            changes.append(
                (str(item.verbose_name), written(old, kind, choices), written(new, kind, choices))
            )
    return changes
