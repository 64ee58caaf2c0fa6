"""The audit log: one event per action, and the seals that chain batches of events."""

from datetime import UTC
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(RuntimeError):
    """Audit rows are written once. Personal data is erased by `core.audit.erase` alone."""


class WrittenOnce(models.QuerySet[Any]):
    """A queryset that reads and adds."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("audit rows are written once")

    update = delete = bulk_update = _refuse


class AuditEvent(models.Model):
    """Who did what, when, why, and what changed.

    `personal` holds the parts that may name people; `personal_digest` commits to it with `salt`, so
    that both can be erased while `commitment` stays checkable.
    """

    uid = models.UUIDField(unique=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    cluster_id = models.BigIntegerField(null=True, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(_("操作"), max_length=60)
    target_kind = models.CharField(_("对象类别"), max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    personal = models.JSONField(null=True)
    salt = models.CharField(max_length=32, null=True)  # noqa: DJ001 — null is "erased"
    personal_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)

    objects = WrittenOnce.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        ordering = ["id"]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("audit rows are written once")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("audit rows are written once")

    @property
    def at_text(self) -> str:
        """The time as commitments write it: UTC, microseconds, the same on every database."""
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")

    @property
    def erased(self) -> bool:
        return self.salt is None

    @property
    def actor_name(self) -> str:
        return (self.personal or {}).get("actor_name", "") or "—"

    @property
    def why(self) -> str:
        return str((self.personal or {}).get("why", ""))

    @property
    def changes(self) -> dict[str, Any]:
        return dict((self.personal or {}).get("changes") or {})


class AuditSeal(models.Model):
    """A batch of events, chained to the batch before it by a keyed digest."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    members = models.JSONField(help_text="[[event id, first 16 characters of its commitment], …]")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = WrittenOnce.as_manager()

    class Meta:
        verbose_name = _("审计封存")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("seals are written once")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("seals are written once")

    @property
    def at_text(self) -> str:
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")
