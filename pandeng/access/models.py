"""Clusters, departments, people and their dated memberships; invitations and requests for roles."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from pandeng.access import rules
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.access.roles import ROLE_WORDS, ROLES
from pandeng.core.fields import CodeField
from pandeng.core.history import Recorded


class Cluster(Recorded):
    """A tenant: one industrial-cluster office. Nothing crosses from one cluster to another."""

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    city_code = models.CharField(_("城市区划代码"), max_length=6, blank=True)
    data_through = models.DateField(_("数据截止日"), null=True, blank=True)
    is_demo = models.BooleanField(_("示例"), default=False)
    clock_lag = models.DurationField(_("示例时钟"), null=True, blank=True)
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = _("集群")
        constraints = [
            models.CheckConstraint(
                condition=Q(clock_lag__isnull=True) | Q(is_demo=True), name="clock_of_demo"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def office_time(self, now: datetime) -> datetime:
        """The time in this office: now; in a demo as much earlier as its records are old."""
        return now - self.clock_lag if self.clock_lag else now


UNIT_CHANGES = {"merged": gettext_noop("并入"), "split": gettext_noop("分设为")}


class DepartmentKind(models.TextChoices):
    CLUSTER_OFFICE = "cluster_office", _("产业集群专班")
    GUARANTEE_GROUP = "guarantee_group", _("要素保障组")
    DEPARTMENT = "department", _("市直部门")
    COUNTY = "county", _("县市区（功能区）")
    BANK = "bank", _("银行")
    ENTERPRISE = "enterprise", _("企业")


class Department(ClusterRecord):
    """A unit that takes part: the office itself, a department, a county or zone, a bank, an enterprise."""

    row_policy = RowPolicy("department")
    kind = models.CharField(_("类别"), max_length=20, choices=DepartmentKind)
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    region_code = models.CharField(_("区划代码"), max_length=6, blank=True)
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="below",
        verbose_name=_("上级单位"),
        null=True,
        blank=True,
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("单位")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="department_order",
            ),
            models.UniqueConstraint(fields=["cluster", "code"], name="department_code"),
            models.UniqueConstraint(fields=["cluster", "kind", "name"], name="department_name"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitSuccession(ClusterRecord):
    """What a unit became: part of another, or several in its place."""

    row_policy = RowPolicy("department")
    before = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("原单位")
    )
    after = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("现单位")
    )
    kind = CodeField(_("类别"), words=UNIT_CHANGES)
    on = models.DateField(_("从哪天起"))
    why = models.CharField(_("依据"), max_length=200)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("单位沿革")

    def __str__(self) -> str:
        return f"{self.before} · {self.get_kind_display()} · {self.after}"


class UnitAttribution(ClusterRecord):
    """On these days what lies with `unit` counts as lying with `counts_as`: from the day on which it was
    merged into the other; or until the day before it was split off. One for a unit on a day."""

    row_policy = RowPolicy("department")
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    counts_as = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("计入单位")
    )
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("单位归属")

    def __str__(self) -> str:
        return f"{self.unit} · {self.counts_as}"

    def holds(self, on: date, units: Collection[int]) -> bool:
        """Does it count as one of these units on a day?"""
        within = (self.since is None or self.since <= on) and (
            self.until is None or on <= self.until
        )
        return within and self.counts_as_id in units


class User(AbstractUser):
    """A person who signs in. `second_factor_required` sends them to set up TOTP first,
    `password_is_temporary` to set a password of their own."""

    display_name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    second_factor_required = models.BooleanField(_("须用第二验证"), default=False)
    password_is_temporary = models.BooleanField(_("一次性口令"), default=False)
    wants_email = models.BooleanField(_("接收邮件提醒"), default=True)
    language = models.CharField(_("界面语言"), max_length=10, default="zh-hans")
    sessions_ended = models.PositiveIntegerField(_("结束登录次数"), default=0)

    class Meta:
        verbose_name = _("用户")

    def get_session_auth_hash(self) -> str:
        """What a session must match: sessions begun before the last ending of them no longer do."""
        return f"{super().get_session_auth_hash()}-{self.sessions_ended}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for older in super().get_session_auth_fallback_hash():
            yield f"{older}-{self.sessions_ended}"

    def __str__(self) -> str:
        return self.display_name or self.username


class Membership(ClusterRecord):
    """Who holds which role in which department, from when until when."""

    row_policy = RowPolicy("user")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("角色"), max_length=30, choices=[(r.code, r.title) for r in ROLES.values()]
    )
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role", "since"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"


class Invitation(ClusterRecord):
    """A link that lets a person set their password, once and until a time; only its digest is kept."""

    row_policy = RowPolicy("user")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    expires_at = models.DateTimeField(_("有效至"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("邀请")

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at:%Y-%m-%d}"


class RoleRequest(ClusterRecord):
    """A role that one administrator wants to grant, and what a second one decided."""

    row_policy = RowPolicy("user")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_requests")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    role = CodeField(_("角色"), words=ROLE_WORDS)
    since = models.DateField(_("任职起"))
    why = models.CharField(_("理由"), max_length=200, blank=True)
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("申请人"),
        null=True,
        blank=True,
    )
    asked_at = models.DateTimeField(_("申请时间"))
    decision = CodeField(_("结果"), words=rules.DECISIONS, default=rules.WAITING)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("审批人"),
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    ground = models.CharField(_("审批意见"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("任职申请")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                condition=Q(decision="waiting"),
                name="role_request_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class ApiToken(ClusterRecord):
    """A key with which a program reads and writes as its owner: their own, or a service's that acts with one
    of their roles. Only its digest is kept; a service's has none until its owner took it over."""

    row_policy = RowPolicy("user")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("用户")
    )
    user_id: int
    name = models.CharField(_("名称"), max_length=60)
    role = CodeField(_("以何角色"), words=ROLE_WORDS, blank=True)
    is_service = models.BooleanField(_("服务令牌"), default=False)
    may_write = models.BooleanField(_("可写"), default=False)
    words = models.JSONField(_("可用台账"), default=list, blank=True)
    digest = models.CharField(_("摘要"), max_length=64, unique=True, null=True, blank=True)
    hint = models.CharField(_("末四位"), max_length=4, blank=True)
    made_at = models.DateTimeField(_("建立时间"))
    expires_on = models.DateField(_("有效至"))
    revoked_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("接口令牌")

    def __str__(self) -> str:
        return self.name

    @property
    def acts_as(self) -> str:
        """The one role of its owner in which a service acts; empty: in all of them."""
        return self.role if self.is_service else ""


class TokenUse(models.Model):
    """When a token was last used, to the minute. No record of the office: it is not told to the log."""

    token = models.OneToOneField(ApiToken, on_delete=models.CASCADE, related_name="use")
    at = models.DateTimeField(_("最近使用"))

    class Meta:
        verbose_name = _("令牌使用")

    def __str__(self) -> str:
        return f"{self.token} · {self.at}"


class KeptAnswer(models.Model):
    """What a write by a token was answered, kept for a day under the key that its sender gave it."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=80, blank=True)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("已答请求")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_at")]

    def __str__(self) -> str:
        return f"{self.token} · {self.key[:8]}"
