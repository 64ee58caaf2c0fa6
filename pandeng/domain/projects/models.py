"""Key projects: the yearly lists, dated level labels, milestones, the investment ledger, suppliers attracted."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.core.search import SearchField
from pandeng.domain.carriers.models import Carrier
from pandeng.domain.chains.models import Chain
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE


class Project(ClusterRecord):
    """A key project. Each stage is a dated fact; a stage not reached has no date."""

    page = "project"
    row_policy = RowPolicy(
        "project",
        county="county_id",
        enterprise="enterprise_id",
        shared_with=(  # the unit of a node and the unit of a guarantee see the project they work on
            ("projects.Milestone", "project_id", "department_id"),
            ("projects.Guarantee", "project_id", "department_id"),
        ),
    )
    code = models.CharField(_("项目编号"), max_length=30)
    name = models.CharField(_("项目名称"), max_length=160)
    short_name = models.CharField(_("简称"), max_length=80, blank=True)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("所在县市区")
    )
    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="projects", null=True, blank=True
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="projects", null=True, blank=True
    )
    planned_total_yuan = models.BigIntegerField(_("计划总投资（元）"))
    planned_start_on = models.DateField(_("计划开工"), null=True, blank=True)
    proposed_on = models.DateField(_("谋划"), null=True, blank=True)
    negotiating_on = models.DateField(_("洽谈"), null=True, blank=True)
    signed_on = models.DateField(_("签约"), null=True, blank=True)
    started_on = models.DateField(_("开工"), null=True, blank=True)
    building_on = models.DateField(_("转入建设"), null=True, blank=True)
    completed_on = models.DateField(_("竣工"), null=True, blank=True)
    in_production_on = models.DateField(_("投产"), null=True, blank=True)
    at_capacity_on = models.DateField(_("达产"), null=True, blank=True)
    in_statistics_on = models.DateField(_("入库纳统"), null=True, blank=True)
    stopped_on = models.DateField(_("最近一次停建"), null=True, blank=True)
    withdrawn_on = models.DateField(_("最近一次退出"), null=True, blank=True)
    resumed_on = models.DateField(_("最近一次复工或重新启动"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)
    search_text = SearchField(blank=True, editable=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="project_code"),
            models.CheckConstraint(
                condition=Q(planned_total_yuan__gt=0), name="project_planned_total"
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("started_on")),
                name="project_stage_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def halted(on: date) -> Q:
    """The projects that stand still on a day: stopped or withdrawn by then and not back since."""

    def since(column: str) -> Q:
        back = Q(resumed_on__isnull=True) | Q(resumed_on__gt=on) | Q(resumed_on__lt=F(column))
        return Q(**{f"{column}__lte": on}) & back

    return since("stopped_on") | since("withdrawn_on")


class ProjectStep(ClusterRecord):
    """One dated line of a project's process: what happened when, what proves it, who entered it.

    What was reached stands on the project; the lines add evidence and keep earlier interruptions.
    """

    row_policy = RowPolicy("project_step", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps")
    step = CodeField(_("环节"), words=LIFECYCLE.step_words)
    happened_on = models.DateField(_("发生日期"))
    evidence = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    person = models.CharField(_("登记人"), max_length=60)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目进展")
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.step}"


class ProjectListing(ClusterRecord, DatedModel):
    """A project stands on the key-project list of a year, with that year's investment plan."""

    row_policy = RowPolicy("project_listing", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="listings")
    year = models.PositiveSmallIntegerField(_("年度"))
    annual_plan_yuan = models.BigIntegerField(_("年度计划投资（元）"))
    ended_why = models.CharField(_("移出原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("年度重点项目清单")
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "since"], name="listing_once"),
            models.UniqueConstraint(
                fields=["project", "year"],
                condition=Q(until__isnull=True),
                name="listing_stands_once",
            ),
            models.CheckConstraint(condition=Q(annual_plan_yuan__gte=0), name="listing_plan"),
            ordered("listing_order"),
        ]
        indexes = [models.Index(fields=["cluster", "year"], name="listing_year")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"


class Level(models.TextChoices):
    PROVINCIAL_MAJOR = "provincial_major", _("省重大")
    PROVINCIAL_KEY = "provincial_key", _("省重点")
    WALL_CHART = "wall_chart", _("市级挂图作战")
    COUNTY = "county", _("县级重点")


class ProjectLabel(ClusterRecord, DatedModel):
    """A level label of a project, dated and reversible; a project may carry several."""

    row_policy = RowPolicy("project_label", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="labels")
    level = models.CharField(_("层级"), max_length=20, choices=Level)
    variant = models.CharField(_("类别"), max_length=20, blank=True)
    basis = models.CharField(_("认定依据"), max_length=200, blank=True)
    ended_why = models.CharField(_("取消原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目层级")
        constraints = [
            models.UniqueConstraint(fields=["project", "level", "since"], name="label_once"),
            ordered("label_order"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.level}"


class Milestone(ClusterRecord):
    """A node of a project: when it was planned, is now expected, and was reached.

    `original_on` is the first plan and never changes; the days on which a node was late before its plan
    was moved stay as `NodeLate`.
    """

    page = "node"
    row_policy = RowPolicy("milestone", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    order = models.PositiveSmallIntegerField(_("次序"))
    code = models.CharField(_("节点代码"), max_length=30, blank=True)
    name = models.CharField(_("节点"), max_length=60)
    is_key = models.BooleanField(_("关键节点"), default=False)
    planned_on = models.DateField(_("计划完成"))
    original_on = models.DateField(_("最初计划"), null=True, blank=True)
    planned_since = models.DateField(_("计划制定日期"), null=True, blank=True)
    forecast_on = models.DateField(_("预计完成"), null=True, blank=True)
    actual_on = models.DateField(_("实际完成"), null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    responsible = models.CharField(_("责任人"), max_length=60, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    evidence = models.CharField(_("完成依据"), max_length=300, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目节点")
        ordering = ["project_id", "order"]
        constraints = [models.UniqueConstraint(fields=["project", "order"], name="milestone_order")]

    def __str__(self) -> str:
        return self.name


class InvestmentMeasure(models.TextChoices):
    MONTH = "month", _("当月完成")
    STATISTICS = "statistics", _("当月入库")
    CUMULATIVE = "cumulative", _("累计完成")


class InvestmentEntry(ClusterRecord):
    """Investment of one project in one month, by measure. A correction is a new version of the entry."""

    row_policy = RowPolicy("investment", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="investments")
    month_on = models.DateField(_("月份"), help_text=_("当月第一天"))
    measure = models.CharField(_("口径"), max_length=12, choices=InvestmentMeasure)
    amount_yuan = models.BigIntegerField(_("金额（元）"))
    written = models.CharField(_("原始填报"), max_length=40, blank=True)
    source = models.CharField(_("来源"), max_length=60)
    reported_on = models.DateField(_("填报日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("投资完成")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month_on", "measure"], name="investment_once"
            ),
            models.CheckConstraint(condition=Q(amount_yuan__gte=0), name="investment_amount"),
        ]
        indexes = [models.Index(fields=["cluster", "measure", "month_on"], name="investment_month")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month_on}"


class AttractedSupplier(ClusterRecord):
    """A supporting enterprise that a project brought to the city."""

    row_policy = RowPolicy("supplier", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="suppliers")
    name = models.CharField(_("企业名称"), max_length=120)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    carrier = models.ForeignKey(
        Carrier, on_delete=models.PROTECT, related_name="suppliers", null=True, blank=True
    )
    position = models.CharField(_("上下游"), max_length=10, blank=True)
    landed_on = models.DateField(_("落地日期"))
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("配套企业")
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="supplier_once")]

    def __str__(self) -> str:
        return self.name


# The records of nodes and of the investment ledger stand in modules of their own.
from pandeng.domain.projects.nodes import models as _nodes  # noqa: E402, F401, I001
from pandeng.domain.projects.ledger import models as _ledger  # noqa: E402, F401
