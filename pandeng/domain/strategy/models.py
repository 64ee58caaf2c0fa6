"""The work framework (12335) and the targets of the year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, Reach


class NodeKind(models.TextChoices):
    LEAD = "lead", _("引领")
    AIM = "aim", _("主攻目标")
    CHAIN = "chain", _("核心产业链")
    DUTY = "duty", _("主责")
    LINE = "line", _("工作主线")


class FrameworkNode(ClusterRecord):
    """One item of the framework, in the office's own words."""

    reach = Reach("framework")
    code = models.CharField(_("代码"), max_length=40)
    kind = models.CharField(_("类别"), max_length=6, choices=NodeKind)
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("工作思路")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="framework_code")]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    AT_LEAST = ">=", _("不低于")
    AT_MOST = "<=", _("不高于")


class Target(ClusterRecord):
    """A target: what an indicator should reach, in which direction, for which population and year."""

    reach = Reach("target")
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=80)
    indicator = models.CharField(_("指标"), max_length=60)
    value = models.BigIntegerField(_("目标值"))
    unit = models.CharField(_("单位"), max_length=10)
    direction = models.CharField(_("方向"), max_length=2, choices=Direction)
    population = models.CharField(_("范围"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    node = models.ForeignKey(
        FrameworkNode, on_delete=models.PROTECT, related_name="targets", null=True, blank=True
    )
    set_on = models.DateField(_("确定日期"))
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("目标")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code", "year"], name="target_code")
        ]

    def __str__(self) -> str:
        return self.name
