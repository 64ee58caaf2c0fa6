"""What stands between a node and its day: the nodes it waits for, the guarantees it needs, open demands."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.fields import CodeField
from pandeng.domain.projects.models import Milestone, Project
from pandeng.domain.projects.nodes.rules import GUARANTEES
from pandeng.domain.projects.nodes.workflow import ASKED, NODE_MOVE


class NodeWait(ClusterRecord):
    """A node waits for another one of its project; the actions keep the waits free of loops."""

    row_policy = RowPolicy("node_wait", through="node")
    node = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="waits", verbose_name=_("节点")
    )
    waits_for = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="followers", verbose_name=_("前置节点")
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("前置关系")
        constraints = [
            models.UniqueConstraint(fields=["node", "waits_for"], name="node_wait_once"),
            models.CheckConstraint(condition=~Q(node=F("waits_for")), name="node_wait_other"),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} → {self.waits_for_id}"


class NodeLate(ClusterRecord):
    """A node was late from `since` on, until its plan was moved on the day `until`; that stays."""

    row_policy = RowPolicy("node_late", through="node")
    node = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="late_periods", verbose_name=_("节点")
    )
    since = models.DateField(_("逾期日期"))
    until = models.DateField(_("调整计划日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("节点逾期")
        ordering = ["node_id", "since"]
        constraints = [
            models.UniqueConstraint(fields=["node", "until"], name="node_late_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="node_late_order"),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} {self.since}"


class NodeMove(ClusterRecord):
    """A move of a node's plan: from which day to which, why, who asked, and who agreed or did not."""

    row_policy = RowPolicy("node_move", through="milestone")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="moves", verbose_name=_("节点")
    )
    status = CodeField(_("状态"), words=NODE_MOVE.status_words)
    old_on = models.DateField(_("原计划"))
    new_on = models.DateField(_("新计划"))
    why = models.CharField(_("原因"), max_length=200)
    asked_on = models.DateField(_("申请"))
    asked_by = models.CharField(_("申请人"), max_length=60)
    asker = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_on = models.DateField(_("审批"), null=True, blank=True)
    decided_by = models.CharField(_("审批人"), max_length=60, blank=True)
    note = models.CharField(_("审批意见"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("节点调整")
        ordering = ["milestone_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(status=ASKED), name="node_move_pending"
            ),
        ]
        indexes = [models.Index(fields=["cluster", "status"], name="node_move_status")]

    def __str__(self) -> str:
        return f"{self.old_on} → {self.new_on}"


class Guarantee(ClusterRecord):
    """A guarantee (要素保障) that a node needs: of which kind, by whom, by when, given when."""

    row_policy = RowPolicy("guarantee", through="project")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="guarantees", verbose_name=_("项目")
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="guarantees", verbose_name=_("节点")
    )
    kind = models.CharField(
        _("保障事项"), max_length=10, choices=[(code, _(word)) for code, word in GUARANTEES.items()]
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="guarantees",
        verbose_name=_("保障单位"),
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("需要日期"), null=True, blank=True)
    given_on = models.DateField(_("落实日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("要素保障")
        ordering = ["milestone_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "kind"], name="guarantee_once"),
        ]
        indexes = [models.Index(fields=["cluster", "department"], name="guarantee_department")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        return _now(GUARANTEES[self.kind])


class NodeBlock(ClusterRecord):
    """An open demand blocks a node. `until` is the day from which the demand no longer does.

    Demands stand above projects, so the demand is kept by its id and number; the actions of demands
    write and end the block in the change of their own step.
    """

    row_policy = RowPolicy("node_block", through="milestone")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="blocks", verbose_name=_("节点")
    )
    demand_ref = models.BigIntegerField(_("诉求"))
    number = models.CharField(_("诉求编号"), max_length=20)
    reason = models.CharField(_("问题"), max_length=120)
    since = models.DateField(_("受阻日期"))
    until = models.DateField(_("解除日期"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("节点受阻")
        ordering = ["milestone_id", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "demand_ref"],
                condition=Q(until__isnull=True),
                name="block_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="block_order"
            ),
        ]
        indexes = [models.Index(fields=["cluster", "demand_ref"], name="block_demand")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.number}"
