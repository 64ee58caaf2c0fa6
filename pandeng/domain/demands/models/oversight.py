"""Those who watch over the demands: lights, escalations, supervision slips, joint consultations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.access.roles import ROLES
from pandeng.core.fields import CodeField
from pandeng.domain.demands.clock import TONES
from pandeng.domain.demands.models.demand import Demand
from pandeng.domain.demands.models.work import INSIDE, Clock


class ClockLight(ClusterRecord):
    """A light of a deadline, and who is notified when it comes on; pack data.

    It is on when at most `most_days_left` working days are left (negative: days late; none: always).
    The row with the smallest limit that holds wins.
    """

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=20)
    tone = CodeField(_("颜色"), words=TONES)
    most_days_left = models.SmallIntegerField(_("剩余工作日不多于"), null=True, blank=True)
    tells = models.CharField(
        _("提醒"),
        max_length=30,
        choices=[("unit", _("责任单位")), *((r.code, r.title) for r in ROLES.values())],
        blank=True,
    )
    issues_slip = models.BooleanField(_("发督办单"), default=False)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("期限亮灯")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="clock_light_code")]

    def __str__(self) -> str:
        return self.name


class Escalation(ClusterRecord):
    """A deadline reached a light that tells somebody. Each once for a clock and its due day."""

    row_policy = RowPolicy("escalation", through="demand", outward=INSIDE)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="escalations")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="escalations")
    light = models.ForeignKey(ClockLight, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("期限"))
    raised_at = models.DateTimeField(_("时间"))
    tells = models.CharField(_("提醒"), max_length=30)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("提级提醒")
        constraints = [
            models.UniqueConstraint(fields=["clock", "due_on", "light"], name="escalation_once")
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.light_id}"


class SupervisionSlip(ClusterRecord):
    """A numbered slip (督办单): what is late, until when an answer is due, and the answer."""

    page = "slip"
    row_policy = RowPolicy("slip", county="county_id", departments=("department_id",))
    number = models.CharField(_("文号"), max_length=30)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="slips")
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, related_name="slips", null=True, blank=True
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="slips", verbose_name=_("承办单位")
    )
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    issued_on = models.DateField(_("签发"))
    due_on = models.DateField(_("答复期限"))
    demand_due_on = models.DateField(_("原办理期限"), null=True, blank=True)
    text = models.CharField(_("督办事项"), max_length=300)
    answer = models.TextField(_("答复"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("督办单")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="slip_number"),
            models.UniqueConstraint(
                fields=["clock", "demand_due_on"],
                condition=Q(clock__isnull=False),
                name="slip_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Consultation(ClusterRecord):
    """A joint session (会商): regular by plan, or extra."""

    page = "session"
    row_policy = RowPolicy(
        "consultation", shared_with=("demands.Attendance", "consultation_id", "department_id")
    )
    title = models.CharField(_("名称"), max_length=80)
    is_regular = models.BooleanField(_("例会"), default=True)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    ended_on = models.DateField(_("结束"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("会商")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "held_on"],
                condition=Q(is_regular=True),
                name="consultation_day",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(ClusterRecord):
    """Which unit is invited to a session, who came."""

    row_policy = RowPolicy("attendance", departments=("department_id",))
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="attendances"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(_("参会人"), max_length=60, blank=True)
    came = models.BooleanField(_("到会"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("参会单位")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "department"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.department_id}"


class ConsultationItem(ClusterRecord):
    """One demand on the agenda: why it is there, what was decided, who does it by when."""

    row_policy = RowPolicy("consultation_item", through="demand", outward=INSIDE)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="items")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="consultations")
    order = models.PositiveSmallIntegerField(_("次序"))
    why = models.CharField(_("提请理由"), max_length=120)
    decision = models.CharField(_("会商决定"), max_length=600, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    done_on = models.DateField(_("落实"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("会商事项")
        ordering = ["consultation_id", "order"]
        constraints = [models.UniqueConstraint(fields=["consultation", "demand"], name="item_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.demand_id}"


class SavedView(ClusterRecord):
    """A set of filters with a name: one person's own, or shared with the office."""

    row_policy = RowPolicy("framework")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选"), max_length=400)
    is_shared = models.BooleanField(_("共享"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("常用视图")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_name")]

    def __str__(self) -> str:
        return self.name
