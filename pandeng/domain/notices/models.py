"""Notices: what somebody should know, and the outbox from which it leaves the house."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.domain.notices.robots import KINDS

WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)  # a dispatch that is still to be sent


class Notice(ClusterRecord):
    """One line in somebody's inbox. `line` may leave the house, `about` is read inside only."""

    row_policy = RowPolicy("notice")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    line = models.CharField(_("提醒"), max_length=80)
    about = models.CharField(_("事项"), max_length=160, blank=True)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("提醒")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(
                fields=["user", "cluster"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=["user", "cluster", "-id"], name="notice_inbox"),
        ]

    def __str__(self) -> str:
        return self.line


class Robot(ClusterRecord):
    """A group robot of WeCom, DingTalk or Feishu, and whose group it speaks to."""

    row_policy = RowPolicy("robot")
    kind = models.CharField(
        _("平台"), max_length=10, choices=[(code, _(name)) for code, name in KINDS.items()]
    )
    name = models.CharField(_("名称"), max_length=40)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("单位"),
    )
    webhook = models.CharField(_("地址"), max_length=400)
    secret = models.CharField(_("签名密钥"), max_length=200, blank=True)
    dropped_on = models.DateField(_("停用"), null=True, blank=True)
    failing_since = models.DateTimeField(_("故障"), null=True, blank=True)
    error = models.CharField(_("故障原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("群机器人")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "name"],
                condition=Q(dropped_on__isnull=True),
                name="robot_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Dispatch(ClusterRecord):
    """One line to be sent, to a person by e-mail or to a group by its robot: the outbox.

    `message` is the message that carries it (a digest carries many) and is the same at every try, so
    that a receiver can tell a repetition. While `claimed_until` lies ahead a worker is sending it.
    """

    row_policy = RowPolicy("dispatch")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    robot = models.ForeignKey(
        Robot, on_delete=models.PROTECT, related_name="dispatches", null=True, blank=True
    )
    line = models.CharField(_("提醒"), max_length=80)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField(_("时间"))
    message = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(_("发送"))
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发出"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("不再发送"), null=True, blank=True)
    error = models.CharField(_("故障原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("待发提醒")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, robot__isnull=True)
                | Q(user__isnull=True, robot__isnull=False),
                name="dispatch_to",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=WAITING,
                name="dispatch_waiting",
            ),
            models.Index(fields=["robot", "tried_at"], name="dispatch_rate"),
        ]

    def __str__(self) -> str:
        return self.line
