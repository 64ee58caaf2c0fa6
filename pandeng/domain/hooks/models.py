"""Hooks: programs that are told what happened, and the outbox of what they are still to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import ApiToken
from pandeng.access.records import ClusterRecord, RowPolicy


class Hook(ClusterRecord):
    """An address that is told of events, as far as its token reaches; each message is signed with its secret.

    `events` are codes of actions, `demands.*` all of a word; without any it is told of all. What happened
    up to event `after` is no news for it.
    """

    row_policy = RowPolicy("robot")
    token = models.ForeignKey(
        ApiToken, on_delete=models.PROTECT, related_name="hooks", verbose_name=_("接口令牌")
    )
    name = models.CharField(_("名称"), max_length=60)
    webhook = models.CharField(_("地址"), max_length=400)
    secret = models.CharField(_("签名密钥"), max_length=80)
    events = models.JSONField(_("事件"), default=list, blank=True)
    after = models.BigIntegerField(default=0)
    dropped_at = models.DateTimeField(_("停用"), null=True, blank=True)
    failing_since = models.DateTimeField(_("故障"), null=True, blank=True)
    error = models.CharField(_("故障原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("事件推送")

    def __str__(self) -> str:
        return self.name


class HookProgress(models.Model):
    """Up to which event a hook was looked after. It follows from the log: no record."""

    hook = models.OneToOneField(Hook, on_delete=models.CASCADE, related_name="progress")
    event_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("推送进度")

    def __str__(self) -> str:
        return f"{self.hook} · {self.event_id}"


class HookDelivery(models.Model):
    """One message to a hook and how it fared. It follows from an event: no record.

    `uid` is the same at every try and every replay, so that a receiver can tell a repetition.
    """

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    uid = models.UUIDField()
    type = models.CharField(_("事件"), max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField(_("时间"))
    due_at = models.DateTimeField(_("发送"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    status = models.PositiveSmallIntegerField(_("答复"), default=0)
    error = models.CharField(_("故障原因"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("发出"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("不再发送"), null=True, blank=True)

    class Meta:
        verbose_name = _("推送记录")
        constraints = [models.UniqueConstraint(fields=["hook", "uid"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hook} · {self.type}"
