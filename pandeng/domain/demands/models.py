"""Demands of enterprises and every step they took."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, Reach
from pandeng.domain.enterprises.models import Enterprise


class DemandClass(ClusterRecord):
    """A matter class: what a demand is about."""

    reach = Reach("scheme")
    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=40)
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


class Channel(models.TextChoices):
    ENTERPRISE = "enterprise", _("企业自报")
    VISIT = "visit", _("走访收集")
    PHONE = "phone", _("电话")
    COUNTY = "county", _("县市区上报")
    LEADER = "leader", _("领导交办")


class DemandStatus(models.TextChoices):
    RECEIVED = "received", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("待签收")
    HANDLING = "handling", _("办理中")
    CONSULTING = "consulting", _("会商中")
    PARKED = "parked", _("挂账")
    ANSWERED = "answered", _("待企业确认")
    CLOSED = "closed", _("已销号")
    DECLINED = "declined", _("不予受理")


class Result(models.TextChoices):
    SOLVED = "solved", _("解决")
    PROMISED = "promised", _("承诺办结")
    EXPLAINED = "explained", _("解释")


class Demand(ClusterRecord):
    """One demand of one enterprise, from its first word to its confirmed close."""

    reach = Reach(
        "demand", county="county_id", departments=("department_id",), enterprise="enterprise_id"
    )
    number = models.CharField(_("编号"), max_length=20)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="demands")
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("县市区")
    )
    matter = models.ForeignKey(DemandClass, on_delete=models.PROTECT, related_name="demands")
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("内容"), blank=True)
    channel = models.CharField(_("来源渠道"), max_length=12, choices=Channel)
    status = models.CharField(_("状态"), max_length=12, choices=DemandStatus)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="led_demands",
        verbose_name=_("主办单位"),
        null=True,
        blank=True,
    )
    is_long_cycle = models.BooleanField(_("长周期"), default=False)
    received_on = models.DateField(_("收到"))
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    closed_on = models.DateField(_("销号"), null=True, blank=True)
    result = models.CharField(_("办理结果"), max_length=12, choices=Result, blank=True)
    satisfied = models.BooleanField(_("企业满意"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)
    search_text = models.CharField(max_length=500, blank=True, editable=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("诉求")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="demand_number"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="demand_dates",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False) & ~Q(result="")
                | ~Q(status="closed") & Q(closed_on__isnull=True),
                name="demand_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "received_on"], name="demand_received"),
            models.Index(fields=["cluster", "status"], name="demand_status"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Step(models.TextChoices):
    RECEIVE = "receive", _("收集")
    ACCEPT = "accept", _("受理")
    ASSIGN = "assign", _("分办")
    SIGN = "sign", _("签收")
    OBJECT = "object", _("异议")
    HANDLE = "handle", _("办理")
    CONSULT = "consult", _("会商")
    EXTEND = "extend", _("延期")
    ESCALATE = "escalate", _("提级")
    PARK = "park", _("挂账")
    ANSWER = "answer", _("反馈")
    CONFIRM = "confirm", _("企业确认")
    CLOSE = "close", _("销号")
    CALL_BACK = "call_back", _("回访")
    REOPEN = "reopen", _("重办")


class DemandStep(ClusterRecord):
    """One step of a demand: what was done, when, by which unit."""

    reach = Reach("demand_step", through="demand")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField(_("次序"))
    step = models.CharField(_("环节"), max_length=12, choices=Step)
    happened_at = models.DateTimeField(_("时间"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.CharField(_("经办人"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("办理过程")
        ordering = ["demand_id", "order"]
        constraints = [models.UniqueConstraint(fields=["demand", "order"], name="step_order")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.step}"
