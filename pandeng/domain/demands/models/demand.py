"""One demand from its first word to the archive, and every step it took."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.fields import CodeField
from pandeng.core.search import SearchField
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands.inputs import OBJECTIONS, PARKED, RESULTS
from pandeng.domain.demands.workflow import LOOP, OUTWARD
from pandeng.domain.enterprises.models import Enterprise


class ServiceLevel(ClusterRecord):
    """How many working days each stage of a kind of matter may take; pack data."""

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    accept_days = models.PositiveSmallIntegerField(_("受理期限（工作日）"))
    sign_days = models.PositiveSmallIntegerField(_("签收或异议期限（工作日）"))
    contact_days = models.PositiveSmallIntegerField(_("首次联系期限（工作日）"))
    handle_days = models.PositiveSmallIntegerField(_("办理期限（工作日）"), null=True, blank=True)
    assist_days = models.PositiveSmallIntegerField(_("协办期限（工作日）"))
    cap_days = models.PositiveSmallIntegerField(_("延期后最长（工作日）"), null=True, blank=True)
    plan_days = models.PositiveSmallIntegerField(
        _("报节点计划期限（工作日）"), null=True, blank=True
    )
    assign_days = models.PositiveSmallIntegerField(_("分办期限（工作日）"), null=True, blank=True)
    rule_days = models.PositiveSmallIntegerField(_("裁定期限（工作日）"), null=True, blank=True)
    confirm_days = models.PositiveSmallIntegerField(
        _("企业确认期限（工作日）"), null=True, blank=True
    )
    close_days = models.PositiveSmallIntegerField(_("销号期限（工作日）"), null=True, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("办理时限")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="service_level_code"),
            models.CheckConstraint(
                condition=Q(handle_days__isnull=False) | Q(plan_days__isnull=False),
                name="service_level_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_long_cycle(self) -> bool:
        """No single deadline: a node plan, and a date for each node."""
        return self.handle_days is None


class DemandClass(ClusterRecord):
    """A matter class: what a demand is about, and the time limits it has unless the office says otherwise."""

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    level = models.ForeignKey(
        ServiceLevel,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("办理时限"),
        null=True,
        blank=True,
    )
    is_long_cycle = models.BooleanField(_("长周期"), default=False)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("诉求类别")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="demand_class_code")
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(ClusterRecord):
    """A line of the responsibility list: who leads matters of a class, in a county or everywhere."""

    row_policy = RowPolicy("scheme")
    matter = models.ForeignKey(
        DemandClass, on_delete=models.PROTECT, related_name="responsibilities"
    )
    county = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("县市区"),
        null=True,
        blank=True,
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("责任清单")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "county"],
                condition=Q(county__isnull=False),
                name="responsibility_once",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(county__isnull=True), name="responsibility_general"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} → {self.department}"


class Channel(models.TextChoices):
    ENTERPRISE = "enterprise", _("企业自报")
    VISIT = "visit", _("走访收集")
    PHONE = "phone", _("电话")
    COUNTY = "county", _("县市区上报")
    LEADER = "leader", _("领导交办")


class Result(models.TextChoices):
    SOLVED = "solved", _(RESULTS["solved"])
    PROMISED = "promised", _(RESULTS["promised"])
    EXPLAINED = "explained", _(RESULTS["explained"])


class Demand(ClusterRecord):
    """One demand of one enterprise, or of a whole chain, from its first word to its confirmed close.

    `due_on` is the day on which handling is due, `original_due_on` the first such day, kept for
    ever; `next_due_on` the nearest deadline of whoever must act now.
    """

    page = "demand"
    row_policy = RowPolicy(
        "demand",
        county="county_id",
        departments=("department_id",),
        enterprise="enterprise_id",
        shared_with=(
            ("demands.DemandPart", "demand_id", "department_id"),
            ("demands.ConsultationItem", "demand_id", "department_id"),
            ("demands.SupervisionSlip", "demand_id", "department_id"),
        ),
    )
    number = models.CharField(_("编号"), max_length=20)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="demands", null=True, blank=True
    )
    chain = models.ForeignKey(
        Chain,
        on_delete=models.PROTECT,
        related_name="demands",
        verbose_name=_("共性诉求所在产业链"),
        null=True,
        blank=True,
    )
    county = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("县市区"),
        null=True,
        blank=True,
    )
    matter = models.ForeignKey(DemandClass, on_delete=models.PROTECT, related_name="demands")
    level = models.ForeignKey(
        ServiceLevel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("内容"), blank=True)
    channel = models.CharField(_("来源渠道"), max_length=12, choices=Channel)
    status = CodeField(_("状态"), words=LOOP.status_words)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="led_demands",
        verbose_name=_("主办单位"),
        null=True,
        blank=True,
    )
    handler = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="handled_demands",
        verbose_name=_("经办人"),
        null=True,
        blank=True,
    )
    closer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("销号人"),
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级诉求"),
        null=True,
        blank=True,
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="merged",
        verbose_name=_("并入"),
        null=True,
        blank=True,
    )
    is_long_cycle = models.BooleanField(_("长周期"), default=False)
    received_on = models.DateField(_("收到"))
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    original_due_on = models.DateField(_("最初期限"), null=True, blank=True)
    next_due_on = models.DateField(_("最近期限"), null=True, blank=True)
    answered_on = models.DateField(_("反馈"), null=True, blank=True)
    closed_on = models.DateField(_("销号"), null=True, blank=True)
    called_back_on = models.DateField(_("回访"), null=True, blank=True)
    result = models.CharField(_("办理结果"), max_length=12, choices=Result, blank=True)
    answer = models.TextField(_("办理情况"), blank=True)
    evidence = models.CharField(_("办结依据"), max_length=300, blank=True)
    satisfied = models.BooleanField(_("企业满意"), null=True, blank=True)
    call_back_satisfied = models.BooleanField(_("回访满意"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    working_days = models.PositiveSmallIntegerField(_("办理工作日"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)
    search_text = SearchField(blank=True, editable=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("诉求")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="demand_number"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="demand_dates",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "archived"], closed_on__isnull=False)
                & ~Q(result="")
                | ~Q(status__in=["closed", "archived"]) & Q(closed_on__isnull=True),
                name="demand_closed",
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, chain__isnull=True, county__isnull=False)
                | Q(enterprise__isnull=True, chain__isnull=False),
                name="demand_of",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into__isnull=True),
                name="demand_merged",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "received_on"], name="demand_received"),
            models.Index(fields=["cluster", "status", "next_due_on"], name="demand_status"),
            models.Index(
                fields=["cluster", "department", "status", "next_due_on"], name="demand_department"
            ),
            models.Index(fields=["cluster", "next_due_on"], name="demand_next_due"),
            models.Index(
                fields=["cluster", "status", "department", "received_on"], name="demand_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def whose(self) -> str:
        """The enterprise, or the chain of a demand that many share."""
        return str(self.enterprise or self.chain)


class ConfidentialNote(ClusterRecord):
    """What the enterprise tells in confidence; read by the roles that may `read_confidential`."""

    row_policy = RowPolicy("confidential")
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, related_name="confidential")
    confidential_text = models.TextField(_("保密说明"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("保密说明")

    def __str__(self) -> str:
        return str(self.demand_id)


class DemandStep(ClusterRecord):
    """One step of a demand: what was done, when, by which unit. `key` marks a form sent twice."""

    row_policy = RowPolicy("demand_step", through="demand", outward=("step", OUTWARD))
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField(_("次序"))
    step = CodeField(_("环节"), words=LOOP.step_words)
    happened_at = models.DateTimeField(_("时间"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.CharField(_("经办人"), max_length=60, blank=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = CodeField(_("理由"), words={**OBJECTIONS, **PARKED}, blank=True)
    note = models.CharField(_("说明"), max_length=600, blank=True)
    key = models.CharField(max_length=40, null=True, blank=True, editable=False)  # noqa: DJ001

    class Meta(ClusterRecord.Meta):
        verbose_name = _("办理过程")
        ordering = ["demand_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["demand", "order"], name="step_order"),
            models.UniqueConstraint(fields=["cluster", "key"], name="step_key"),
        ]
        indexes = [models.Index(fields=["cluster", "step", "happened_at"], name="step_when")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.step}"
