"""What came of the help: loans, fund investments, hires and land, each entered once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.fields import CodeField
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes.workflow import OUTCOME
from pandeng.domain.projects.models import Project


class OutcomeKind(models.TextChoices):
    LOAN = "loan", _("新增银行贷款")
    FUND = "fund", _("基金投资")
    HIRE = "hire", _("招聘人才")
    LAND = "land", _("土地指标")


class OutcomeUnit(models.TextChoices):
    YUAN = "yuan", _("元")
    PERSON = "person", _("人")
    MU = "mu", _("亩")


class Outcome(ClusterRecord):
    """One outcome: amount in its base unit, on a day, with whom, on what evidence.

    Reported by whoever knows first, counted once a second person has confirmed it; the same outcome
    reported again is kept as a duplicate and not counted.
    """

    page = "outcomes_detail"
    row_policy = RowPolicy(
        "outcome", county="county_id", departments=("department_id",), enterprise="enterprise_id"
    )
    kind = models.CharField(_("类别"), max_length=6, choices=OutcomeKind)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="outcomes")
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("县市区")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="reported_outcomes",
        verbose_name=_("填报单位"),
        null=True,
        blank=True,
    )
    amount = models.DecimalField(_("数值"), max_digits=18, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=6, choices=OutcomeUnit)
    happened_on = models.DateField(_("发生日期"))
    counterparty = models.CharField(_("对方"), max_length=120, blank=True)
    evidence = models.CharField(_("依据"), max_length=200, blank=True)
    status = CodeField(_("状态"), max_length=10, words=OUTCOME.status_words, default="confirmed")
    reporter = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("填报人"),
        null=True,
        blank=True,
    )
    confirmer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("确认人"),
        null=True,
        blank=True,
    )
    decided_on = models.DateField(_("确认日期"), null=True, blank=True)
    counted_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="duplicates",
        verbose_name=_("与此重复"),
        null=True,
        blank=True,
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True
    )
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("成果")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="outcome_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=["loan", "fund"], unit="yuan")
                | Q(kind="hire", unit="person")
                | Q(kind="land", unit="mu"),
                name="outcome_unit",
            ),
            models.CheckConstraint(
                condition=Q(status="duplicate", counted_as__isnull=False)
                | ~Q(status="duplicate") & Q(counted_as__isnull=True),
                name="outcome_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(confirmer__isnull=True) | ~Q(confirmer=F("reporter")),
                name="outcome_two_people",
            ),
        ]
        indexes = [models.Index(fields=["cluster", "kind", "happened_on"], name="outcome_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
