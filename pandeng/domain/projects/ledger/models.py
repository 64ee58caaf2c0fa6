"""The investment ledger: monthly plans and reports, month closings, corrections; lights and slips."""

from hashlib import blake2s

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.domain.projects import lights
from pandeng.domain.projects.ledger.workflow import STORED
from pandeng.domain.projects.models import Project


class LightRules(ClusterRecord):
    """A rule set of the lights; pack data."""

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=40)
    limits = models.JSONField(_("界限"))
    is_default = models.BooleanField(_("默认采用"), default=False)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目亮灯规则")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="light_rules_code")]

    def __str__(self) -> str:
        return self.name


class MonthClosing(ClusterRecord):
    """When a statistical month closes: a day of the month after, or a date of its own; pack data.

    The code is `default`, or the month written 2022-01.
    """

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("月份"), max_length=7)
    day = models.PositiveSmallIntegerField(_("次月几日"), null=True, blank=True)
    closes_on = models.DateField(_("关账日"), null=True, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("月报关账日")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="month_closing_code"),
            models.CheckConstraint(
                condition=Q(day__range=(1, 28)) | Q(closes_on__isnull=False),
                name="month_closing_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MonthlyPlan(ClusterRecord):
    """What a project plans to invest in one month: its own plan curve, in place of an even one."""

    row_policy = RowPolicy("monthly_plan", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="monthly_plans")
    month_on = models.DateField(_("月份"), help_text=_("当月第一天"))
    amount_yuan = models.BigIntegerField(_("计划投资（元）"))
    written = models.CharField(_("原始填报"), max_length=40, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("分月投资计划")
        constraints = [
            models.UniqueConstraint(fields=["project", "month_on"], name="monthly_plan_once"),
            models.CheckConstraint(condition=Q(amount_yuan__gte=0), name="monthly_plan_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month_on}"


class LightVerdict(ClusterRecord, DatedModel):
    """A verdict as it was given at a month's end, with the version of its rules and its inputs.

    It holds until the next month's end. A verdict given anew is a new version of the record.
    """

    row_policy = RowPolicy("light_verdict", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="verdicts")
    code = models.CharField(
        _("结论"), max_length=12, choices=[(c, _(w)) for c, w in lights.CODES.items()]
    )
    by_rules = models.CharField(
        _("按规则"), max_length=12, choices=[(c, _(w)) for c, w in lights.CODES.items()]
    )
    red_since = models.DateField(_("亮红起"), null=True, blank=True)
    rules = models.ForeignKey(LightRules, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(_("规则版本"), max_length=12)
    inputs = models.JSONField(_("依据"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目亮灯")
        constraints = [
            models.UniqueConstraint(fields=["project", "since"], name="light_verdict_once"),
            ordered("light_verdict_order"),
        ]
        indexes = [models.Index(fields=["cluster", "since"], name="light_verdict_since")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.since} {self.code}"


class ProjectSlip(ClusterRecord):
    """A supervision slip (督办单) for a project whose light turned red; one for each such period."""

    page = "project_slip"
    row_policy = RowPolicy("project_slip", county="county_id", departments=("department_id",))
    number = models.CharField(_("文号"), max_length=30)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="slips")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("所在县市区")
    )
    owner = models.CharField(_("责任人"), max_length=60, blank=True)
    red_since = models.DateField(_("亮红起"))
    issued_on = models.DateField(_("签发"))
    due_on = models.DateField(_("答复期限"))
    text = models.CharField(_("督办事项"), max_length=300)
    answer = models.TextField(_("答复"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.CharField(_("答复人"), max_length=60, blank=True)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    closing = models.CharField(_("销号意见"), max_length=200, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("项目督办单")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="project_slip_number"),
            models.UniqueConstraint(fields=["project", "red_since"], name="project_slip_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(closed_on__isnull=True), name="project_slip_open"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ProjectLeader(ClusterRecord, DatedModel):
    """The municipal leader who answers for a project (牵头市领导)."""

    row_policy = RowPolicy("project_leader", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="leaders")
    person = models.CharField(_("牵头市领导"), max_length=60)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("牵头市领导")
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(until__isnull=True), name="project_leader_one"
            ),
            ordered("project_leader_order"),
        ]
        indexes = [models.Index(fields=["cluster", "person"], name="project_leader_person")]

    def __str__(self) -> str:
        return self.person


class MonthlyReport(ClusterRecord):
    """What a project's unit or county reports for a month.

    The ledger's entries follow once it is reported. A reviewed report is locked after the month's
    closing day; that is found when it is read, not stored.
    """

    row_policy = RowPolicy("monthly_report", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    month_on = models.DateField(_("月份"), help_text=_("当月第一天"))
    status = CodeField(_("状态"), max_length=10, words=STORED)
    month_yuan = models.BigIntegerField(_("当月完成（元）"))
    cumulative_yuan = models.BigIntegerField(_("累计完成（元）"))
    statistics_yuan = models.BigIntegerField(_("当月入库（元）"))
    month_written = models.CharField(_("当月完成（原始填报）"), max_length=40)
    cumulative_written = models.CharField(_("累计完成（原始填报）"), max_length=40)
    statistics_written = models.CharField(_("当月入库（原始填报）"), max_length=40)
    reason = models.CharField(_("情况说明"), max_length=200, blank=True)
    confirmed = models.TextField(_("已确认的疑问"), blank=True)
    reported_by = models.CharField(_("填报人"), max_length=60, blank=True)
    reported_at = models.DateTimeField(_("上报时间"), null=True, blank=True)
    reviewed_by = models.CharField(_("审核人"), max_length=60, blank=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    returned_why = models.CharField(_("退回原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("投资月报")
        constraints = [
            models.UniqueConstraint(fields=["project", "month_on"], name="monthly_report_once"),
            models.CheckConstraint(
                condition=Q(month_yuan__gte=0, cumulative_yuan__gte=0, statistics_yuan__gte=0),
                name="monthly_report_amounts",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "month_on", "status"], name="monthly_report_month")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month_on}"

    @property
    def version(self) -> str:
        """A fingerprint of what a reviewer reads: another number, word or hand-in is another version."""
        reviewed = (
            self.month_yuan, self.cumulative_yuan, self.statistics_yuan,
            self.reason, self.reported_by, self.reported_at and self.reported_at.timestamp(),
        )  # fmt: skip
        return blake2s(repr(reviewed).encode(), digest_size=8).hexdigest()


class ReportCorrection(ClusterRecord):
    """A number of a reviewed report that was corrected: what it was, what it is, and why."""

    row_policy = RowPolicy("report_correction", through="project")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="corrections")
    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="corrections")
    measure = models.CharField(
        _("口径"),
        max_length=12,
        choices=[
            ("month", _("当月完成")),
            ("cumulative", _("累计完成")),
            ("statistics", _("当月入库")),
        ],
    )
    old_yuan = models.BigIntegerField(_("原数（元）"))
    new_yuan = models.BigIntegerField(_("更正后（元）"))
    written = models.CharField(_("原始填报"), max_length=40)
    why = models.CharField(_("更正原因"), max_length=200)
    corrected_on = models.DateField(_("更正日期"))
    corrected_by = models.CharField(_("更正人"), max_length=60)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("月报更正")

    def __str__(self) -> str:
        return f"{self.report_id} {self.measure}"
