"""What came of the help: loans, fund investments, hires and land, each entered once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, Reach
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
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
    """One outcome: amount in its base unit, on a day, with whom, on what evidence."""

    reach = Reach(
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
        ]
        indexes = [models.Index(fields=["cluster", "kind", "happened_on"], name="outcome_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
