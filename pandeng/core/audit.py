"""Writing, erasing and committing to audit events. No audit row, no write."""

import hashlib
import hmac
import json
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.core.action import Action
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.core.insert import insert_record
from pandeng.core.models import AuditEvent
from pandeng.core.sqlite_lock import sqlite_write_lock

# What is done to the log itself
ERASE = Action("audit.erase", gettext_noop("删除审计记录中的个人信息"))
ANCHOR_AGAIN = Action("audit.anchor_again", gettext_noop("补写审计锚"))


def keyed(*parts: str) -> str:
    """A keyed digest (HMAC-SHA256, hex) of texts; the key lives outside the database."""
    return hmac.new(
        settings.AUDIT_KEY.encode(), "\x1f".join(parts).encode(), hashlib.sha256
    ).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest_of_personal(salt: str, personal: Any) -> str:
    return hashlib.sha256(f"{salt}\x1f{canonical(personal)}".encode()).hexdigest()


def commitment_of(event: AuditEvent) -> str:
    """What a row must still commit to, whether or not its personal part was erased."""
    head = [event.uid.hex, event.at_text, event.cluster_id, event.actor_id, event.action]
    return keyed(canonical([*head, event.target_kind, event.target_id]), event.personal_digest)


def write(
    *,
    uid: uuid.UUID,
    at: datetime,
    cluster_id: int | None,
    actor_id: int | None,
    actor_name: str,
    action: str,
    target_kind: str,
    target_id: int | None,
    why: str,
    changes: dict[str, Any],
) -> AuditEvent:
    """Write one event inside the transaction of its action."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs inside the transaction of its action")
    # Through JSON once: what is committed to is what the database gives back.
    personal = json.loads(canonical({"actor_name": actor_name, "why": why, "changes": changes}))
    salt = secrets.token_hex(16)
    event = AuditEvent(
        uid=uid,
        at=at,
        cluster_id=cluster_id,
        actor_id=actor_id,
        action=action,
        target_kind=target_kind,
        target_id=target_id,
        personal=personal,
        salt=salt,
        personal_digest=digest_of_personal(salt, personal),
    )
    event.commitment = commitment_of(event)
    insert_record(event)
    return event


def erase(event: AuditEvent, *, by: Any, now: datetime, why: str) -> None:
    """Erase the personal part of an event (a lawful request); itself an audited event.

    Sealed or not, the chain stays valid: the commitments are kept, the salt is gone. Refuses without a
    reason and a second time; another cluster's event is not found. Who may is asked by the caller
    (`access.actions.erase_event`).
    """
    require_reason(why, _("删除审计记录中的个人信息须写明依据。"))
    if event.cluster_id != by.cluster_id:
        raise NotFound(_("没有这条审计记录。"))
    with sqlite_write_lock(), transaction.atomic():
        whole = AuditEvent.objects.filter(pk=event.pk, salt__isnull=False)
        if not models.QuerySet.update(whole, personal=None, salt=None):
            raise DomainError(_("这条审计记录中的个人信息已经删除。"))
        write(
            uid=uuid.uuid4(),
            at=now,
            cluster_id=by.cluster_id,
            actor_id=by.user_id,
            actor_name=by.name,
            action=ERASE.code,
            target_kind=AuditEvent._meta.label,
            target_id=event.pk,
            why=why,
            changes={},
        )


def is_erasure_on_record(event: AuditEvent) -> bool:
    """Does an event say that this event's personal part was erased?"""
    return AuditEvent.objects.filter(
        target_kind=AuditEvent._meta.label, target_id=event.pk, action=ERASE.code
    ).exists()
