"""The work framework (12335) and the targets of the year: their values, plans and parts by county."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core import units
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.domain.strategy.workflow import DECOMPOSITION


class NodeKind(models.TextChoices):
    LEAD = "lead", _("引领")
    AIM = "aim", _("主攻目标")
    CHAIN = "chain", _("核心产业链")
    DUTY = "duty", _("主责")
    LINE = "line", _("工作主线")


class FrameworkNode(ClusterRecord):
    """One item of the framework, in the office's own words."""

    row_policy = RowPolicy("framework")
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
    """A target: what an indicator should reach, in which direction, for which population and period.

    The period runs from the first of January to `due_on` (without one to the end of the year).
    `value` is the value in force; every value with its days stands in `TargetValue`. `base` is the
    state from which a target that does not build up sets out.
    """

    page = "target"
    row_policy = RowPolicy("target")
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=80)
    indicator = models.CharField(_("指标"), max_length=60)
    value = models.BigIntegerField(_("目标值"))
    base = models.BigIntegerField(_("起点值"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=10)
    direction = models.CharField(_("方向"), max_length=2, choices=Direction)
    population = models.CharField(_("范围"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    node = models.ForeignKey(
        FrameworkNode, on_delete=models.PROTECT, related_name="targets", null=True, blank=True
    )
    leader = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="targets",
        verbose_name=_("牵头领导"),
        null=True,
        blank=True,
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


def period_of(target: Target) -> tuple[date, date]:
    """The first and the last day of a target's period; for a version of a target too."""
    return date(target.year, 1, 1), target.due_on or date(target.year, 12, 31)


class TargetValue(ClusterRecord, DatedModel):
    """The value of a target from a day on, until it was revised. The value before stays as it was."""

    row_policy = RowPolicy("target")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="values")
    value = models.BigIntegerField(_("目标值"))
    reason = models.CharField(_("修订原因"), max_length=300, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("目标值")
        constraints = [
            models.UniqueConstraint(fields=["target", "since"], name="target_value_once"),
            ordered("target_value_order"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.since}"

    @property
    def written(self) -> str:
        """As an official writes it: 1000亿元, 700家."""
        return units.written(self.value, self.target.unit)


class PlanShare(ClusterRecord):
    """What share of a target falls to the part of its period that ends with a month."""

    row_policy = RowPolicy("target")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="shares")
    month = models.PositiveSmallIntegerField(_("截至月份"))
    share = models.DecimalField(_("比重（%）"), max_digits=5, decimal_places=2)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    is_entered = models.BooleanField(_("专班录入"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("季节计划")
        ordering = ["target_id", "month"]
        constraints = [
            models.UniqueConstraint(fields=["target", "month"], name="plan_share_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1) & Q(month__lte=12), name="plan_share_month"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0) & Q(share__lte=100), name="plan_share_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.month}"


class Decomposition(ClusterRecord):
    """A division of a target among the counties: drawn up, submitted, approved, later replaced."""

    row_policy = RowPolicy("target")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="decompositions")
    number = models.PositiveSmallIntegerField(_("版次"))
    status = CodeField(_("状态"), max_length=10, words=DECOMPOSITION.status_words, default="draft")
    note = models.CharField(_("说明"), max_length=300, blank=True)
    drawn_on = models.DateField(_("起草日期"))
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    submitter = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提交人"),
        null=True,
        blank=True,
    )
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    approver = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("批准人"),
        null=True,
        blank=True,
    )
    replaced_on = models.DateField(_("替代日期"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("目标分解")
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="decomposition_number"),
            models.UniqueConstraint(
                fields=["target"], condition=Q(status="approved"), name="decomposition_in_force"
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(status__in=("draft", "submitted")),
                name="decomposition_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} · {self.number}"


class CountyShare(ClusterRecord):
    """The part of one county in a decomposition, in the target's base unit."""

    row_policy = RowPolicy("target")
    decomposition = models.ForeignKey(
        Decomposition, on_delete=models.PROTECT, related_name="shares"
    )
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("县市区")
    )
    value = models.BigIntegerField(_("分解值"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("县市区分解")
        constraints = [
            models.UniqueConstraint(fields=["decomposition", "county"], name="county_share_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="county_share_value"),
        ]

    def __str__(self) -> str:
        return f"{self.decomposition_id} {self.county_id}"
