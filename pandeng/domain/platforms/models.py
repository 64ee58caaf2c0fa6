"""The “1+N” collaborative innovation system: platforms and the enterprises in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.domain.enterprises.models import Enterprise


class PlatformRole(models.TextChoices):
    CORE = "core", _("1（核心平台）")
    MEMBER = "n", _("N（协同平台）")


class PlatformLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")


class Platform(ClusterRecord):
    """An innovation platform; exactly one of a cluster is the “1” at a time."""

    row_policy = RowPolicy("platform", county="county_id")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=120)
    role = models.CharField(_("在体系中的位置"), max_length=5, choices=PlatformRole)
    kind = models.CharField(_("类别"), max_length=40)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    host = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="hosted_platforms", null=True, blank=True
    )
    level = models.CharField(_("认定级别"), max_length=12, choices=PlatformLevel, blank=True)
    opened_on = models.DateField(_("启用日期"))
    closed_on = models.DateField(_("撤并日期"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("创新平台")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="platform_code"),
            models.UniqueConstraint(
                fields=["cluster"],
                condition=models.Q(role="core", closed_on__isnull=True),
                name="platform_one_core",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="platform_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformMember(ClusterRecord, DatedModel):
    """An enterprise takes part in a platform."""

    row_policy = RowPolicy("platform_member", through="enterprise")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="members")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="platforms")

    class Meta(ClusterRecord.Meta):
        verbose_name = _("平台成员")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "enterprise", "since"], name="platform_member_once"
            ),
            models.UniqueConstraint(
                fields=["platform", "enterprise"],
                condition=models.Q(until__isnull=True),
                name="platform_member_one_now",
            ),
            ordered("platform_member_order"),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} ← {self.enterprise_id}"
