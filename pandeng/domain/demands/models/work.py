"""The work on a demand: assisting units, clocks, extensions, and the nodes of a long one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.domain.demands.clock import KINDS
from pandeng.domain.demands.models.demand import Demand
from pandeng.domain.platforms.models import Platform

INSIDE: tuple[str, frozenset[str]] = ("id", frozenset())  # nothing of it is read outside the office


class DemandPart(ClusterRecord):
    """What an assisting unit contributes. Open until it reports to the lead, or is taken back."""

    row_policy = RowPolicy("demand_part", through="demand", outward=INSIDE)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="parts")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="parts", verbose_name=_("协办单位")
    )
    task = models.CharField(_("协办事项"), max_length=200, blank=True)
    asked_on = models.DateField(_("交办"))
    reported_on = models.DateField(_("反馈"), null=True, blank=True)
    withdrawn_on = models.DateField(_("收回"), null=True, blank=True)
    report = models.CharField(_("反馈内容"), max_length=600, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("协办事项")
        constraints = [
            models.UniqueConstraint(
                fields=["demand", "department"],
                condition=Q(withdrawn_on__isnull=True),
                name="part_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.department_id}"


class DemandPlatform(ClusterRecord, DatedModel):
    """An innovation platform works on a demand: what it takes on, from when until when."""

    page = "demands_platforms_detail"
    row_policy = RowPolicy("demand_platform", through="demand")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="platforms")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="demands")
    task = models.CharField(_("承担事项"), max_length=200)
    result = models.CharField(_("完成情况"), max_length=300, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("协作平台")
        constraints = [
            models.UniqueConstraint(
                fields=["demand", "platform"],
                condition=Q(until__isnull=True),
                name="demand_platform_one_now",
            ),
            ordered("demand_platform_order"),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.platform_id}"


class Clock(ClusterRecord):
    """One deadline of a demand. Running until it ends; paused only while the demand is 挂账.

    `due_on` moves by an approved extension or a pause, `original_due_on` never; a calendar that changes
    moves both.
    """

    row_policy = RowPolicy("clock", through="demand")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="clocks")
    part = models.ForeignKey(
        DemandPart, on_delete=models.PROTECT, related_name="clocks", null=True, blank=True
    )
    kind = CodeField(_("期限"), words=KINDS)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
    )
    started_on = models.DateField(_("起算"))
    days = models.PositiveSmallIntegerField(_("工作日"), null=True, blank=True)
    original_due_on = models.DateField(_("最初期限"))
    due_on = models.DateField(_("期限"))
    paused_on = models.DateField(_("暂停"), null=True, blank=True)
    ended_on = models.DateField(_("办结"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("办理期限")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on"), original_due_on__gte=F("started_on")),
                name="clock_order",
            )
        ]
        indexes = [
            models.Index(
                fields=["cluster", "due_on"],
                condition=Q(ended_on__isnull=True),
                name="clock_running",
            )
        ]

    @property
    def is_counted(self) -> bool:
        """Whether its day follows from the work calendar; else somebody named it."""
        return self.days is not None or self.kind == "progress"

    def __str__(self) -> str:
        return f"{self.demand_id} {self.kind} {self.due_on}"


class Extension(ClusterRecord):
    """A request for more time, asked before the deadline, granted or not by the office."""

    row_policy = RowPolicy("extension", through="demand", outward=INSIDE)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="extensions")
    asked_on = models.DateField(_("申请"))
    asked_by = models.CharField(_("申请人"), max_length=60)
    why = models.CharField(_("理由"), max_length=300)
    old_due_on = models.DateField(_("原期限"))
    new_due_on = models.DateField(_("新期限"))
    decided_on = models.DateField(_("审批"), null=True, blank=True)
    is_granted = models.BooleanField(_("同意"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("延期申请")
        constraints = [
            models.UniqueConstraint(
                fields=["demand"], condition=Q(decided_on__isnull=True), name="extension_pending"
            ),
            models.CheckConstraint(
                condition=Q(new_due_on__gt=F("old_due_on")), name="extension_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.new_due_on}"


class NodePlanRequest(ClusterRecord):
    """Another node plan that a unit asks for: dates moved, names changed, nodes left out; the office decides."""

    row_policy = RowPolicy("node_plan_request", through="demand", outward=INSIDE)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="node_requests")
    asked_on = models.DateField(_("申请"))
    asked_by = models.CharField(_("申请人"), max_length=60)
    why = models.CharField(_("理由"), max_length=300)
    nodes = models.JSONField(_("申请的节点"), default=list)
    changes = models.CharField(_("变动"), max_length=600)
    decided_on = models.DateField(_("审批"), null=True, blank=True)
    is_granted = models.BooleanField(_("同意"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("节点调整申请")
        constraints = [
            models.UniqueConstraint(
                fields=["demand"],
                condition=Q(decided_on__isnull=True),
                name="node_plan_request_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.changes}"


class DemandNode(ClusterRecord):
    """A node of a long-cycle demand: what, by when, by whom, on what evidence done."""

    row_policy = RowPolicy("demand_node", through="demand")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="nodes")
    order = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("节点"), max_length=80)
    responsible = models.CharField(_("责任人"), max_length=60)
    original_on = models.DateField(_("最初计划"))
    planned_on = models.DateField(_("计划"))
    done_on = models.DateField(_("完成"), null=True, blank=True)
    evidence = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("诉求节点")
        ordering = ["demand_id", "order"]
        constraints = [models.UniqueConstraint(fields=["demand", "order"], name="demand_node_once")]

    def __str__(self) -> str:
        return self.name
