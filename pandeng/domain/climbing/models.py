"""Climb plans: five years of targets for an enterprise, and the evidence for its four tests."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.domain.enterprises.models import ClubTier, Enterprise


class Condition(models.TextChoices):
    """The four tests by which an enterprise is chosen for the club."""

    PROJECT = "project", _("项目有大支撑")
    REVENUE = "revenue", _("营收有大突破")
    TITLE = "title", _("争优有新目标")
    LISTING = "listing", _("上市有强意愿")


class ClimbPlan(ClusterRecord):
    """The five-year climb plan of an enterprise; one enterprise has one plan for any first year."""

    row_policy = RowPolicy("climb_plan", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="climb_plans")
    first_year = models.PositiveSmallIntegerField(_("起始年度"))
    last_year = models.PositiveSmallIntegerField(_("终止年度"))
    set_on = models.DateField(_("制定日期"))
    source = models.CharField(_("依据"), max_length=120, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("攀登计划")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "first_year"], name="climb_plan_once"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="climb_plan_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.first_year}—{self.last_year}"


class ClimbGoal(ClusterRecord):
    """What a plan asks for one year: target revenue, and the tier to be in at the end of the year."""

    row_policy = RowPolicy("climb_goal", through="enterprise")
    plan = models.ForeignKey(ClimbPlan, on_delete=models.PROTECT, related_name="goals")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="climb_goals")
    year = models.PositiveSmallIntegerField(_("年度"))
    revenue_yuan = models.BigIntegerField(_("目标营收"))
    tier = models.ForeignKey(
        ClubTier,
        on_delete=models.PROTECT,
        related_name="goals",
        verbose_name=_("目标梯队"),
        null=True,
        blank=True,
    )
    set_on = models.DateField(_("确定日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("攀登计划年度目标")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year"], name="climb_goal_once"),
            models.CheckConstraint(condition=Q(revenue_yuan__gt=0), name="climb_goal_revenue"),
        ]
        indexes = [models.Index(fields=["cluster", "year"], name="climb_goal_year")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year}"


class ClimbTest(ClusterRecord):
    """Evidence that one of the four tests is met."""

    row_policy = RowPolicy("climb_test", through="enterprise")
    plan = models.ForeignKey(ClimbPlan, on_delete=models.PROTECT, related_name="tests")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="climb_tests")
    kind = models.CharField(_("条件"), max_length=8, choices=Condition)
    evidence = models.CharField(_("依据"), max_length=200)
    noted_on = models.DateField(_("登记日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("攀登条件依据")
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="climb_test_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.evidence}"
