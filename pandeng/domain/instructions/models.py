"""Instructions of leaders: what was written, who handles it by when, how it was answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.fields import CodeField
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target


class Instruction(ClusterRecord):
    """One instruction. It may concern an enterprise, a project, a demand or a target."""

    page = "instruction"
    row_policy = RowPolicy(
        "instruction",
        county="department_id",
        departments=("department_id",),
        shared_with=("instructions.InstructionPart", "instruction_id", "department_id"),
    )
    number = models.CharField(_("文号"), max_length=30)
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("批示内容"))
    leader = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="instructions",
        verbose_name=_("批示领导"),
    )
    given_on = models.DateField(_("批示日期"))
    status = CodeField(_("状态"), words=INSTRUCTION.status_words, default="given")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="instructions",
        verbose_name=_("主办单位"),
        null=True,
        blank=True,
    )
    days = models.PositiveSmallIntegerField(_("办理期限（工作日）"), null=True, blank=True)
    original_due_on = models.DateField(_("原办理期限"), null=True, blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="instructions", null=True, blank=True
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="instructions", null=True, blank=True
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="instructions", null=True, blank=True
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="instructions", null=True, blank=True
    )
    answer = models.TextField(_("办理情况"), blank=True)
    evidence = models.CharField(_("办结依据"), max_length=300, blank=True)
    answered_on = models.DateField(_("反馈日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("批示")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="instruction_number"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="instruction_closed",
            ),
        ]
        indexes = [models.Index(fields=["cluster", "status", "due_on"], name="instruction_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class InstructionSecret(ClusterRecord):
    """The part of an instruction that only those who may `read_confidential` read."""

    row_policy = RowPolicy("confidential")
    instruction = models.OneToOneField(Instruction, on_delete=models.PROTECT, related_name="secret")
    confidential_text = models.TextField(_("保密内容"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("批示保密内容")

    def __str__(self) -> str:
        return str(self.instruction_id)


class InstructionPart(ClusterRecord):
    """A unit that assists, and what it reported."""

    row_policy = RowPolicy("instruction_part", through="instruction")
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="parts")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("协办单位")
    )
    asked_on = models.DateField(_("交办日期"))
    reported_on = models.DateField(_("反馈日期"), null=True, blank=True)
    report = models.CharField(_("协办意见"), max_length=600, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("批示协办")
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "department"], name="instruction_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.department_id}"


class InstructionStep(ClusterRecord):
    """One step: what was done, when, by whom. `key` marks a form sent twice."""

    row_policy = RowPolicy("instruction_step", through="instruction")
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField(_("次序"))
    step = CodeField(_("环节"), words=INSTRUCTION.step_words)
    happened_at = models.DateTimeField(_("时间"))
    person = models.CharField(_("经办人"), max_length=60, blank=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.CharField(_("说明"), max_length=600, blank=True)
    key = models.CharField(max_length=40, null=True, blank=True, editable=False)  # noqa: DJ001

    class Meta(ClusterRecord.Meta):
        verbose_name = _("批示办理过程")
        ordering = ["instruction_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["instruction", "order"], name="instruction_step_order"),
            models.UniqueConstraint(fields=["cluster", "key"], name="instruction_step_key"),
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.step}"
