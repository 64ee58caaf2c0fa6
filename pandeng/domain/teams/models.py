"""Assistance teams: four dated roles, the enterprises each serves, and its visits with questions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise


class TeamRole(ClusterRecord):
    """One of the four seats of a team; pack data."""

    row_policy = RowPolicy("framework")
    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    seats = models.PositiveSmallIntegerField(_("人数"), default=1)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("小组角色")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="team_role_code")]

    def __str__(self) -> str:
        return self.name


class Team(ClusterRecord):
    """A numbered assistance team (助企攀登小组)."""

    page = "team"
    row_policy = RowPolicy("team", county="county_id")
    number = models.PositiveSmallIntegerField(_("编号"))
    name = models.CharField(_("名称"), max_length=60)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_on = models.DateField(_("撤并日期"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("助企攀登小组")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="team_number")]

    def __str__(self) -> str:
        return self.name


class TeamMember(ClusterRecord, DatedModel):
    """Who sits on which seat of a team, from when until when."""

    row_policy = RowPolicy("team_member", through="team")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    role = models.ForeignKey(TeamRole, on_delete=models.PROTECT, related_name="members")
    person = models.CharField(_("姓名"), max_length=60)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="seats", null=True, blank=True
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("小组成员")
        constraints = [
            models.UniqueConstraint(fields=["team", "role", "since"], name="seat_once"),
            ordered("seat_order"),
        ]

    def __str__(self) -> str:
        return self.person


class TeamService(ClusterRecord, DatedModel):
    """A team serves an enterprise, from when until when."""

    row_policy = RowPolicy("team_service", through="enterprise")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="services")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="services")

    class Meta(ClusterRecord.Meta):
        verbose_name = _("包联关系")
        constraints = [
            models.UniqueConstraint(fields=["team", "enterprise", "since"], name="service_once"),
            ordered("service_order"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} → {self.enterprise_id}"


class HandOver(ClusterRecord):
    """A seat passed from one person to the next, and the open work that went with it."""

    row_policy = RowPolicy("hand_over", through="team")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="hand_overs")
    left = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="+")
    entered = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(_("交接日期"))
    moved_on = models.DateField(_("移交"), null=True, blank=True)
    why = models.CharField(_("交接原因"), max_length=120)
    demands_moved = models.PositiveSmallIntegerField(_("移交诉求"), default=0)
    visits_moved = models.PositiveSmallIntegerField(_("移交走访"), default=0)
    questions_moved = models.PositiveSmallIntegerField(_("移交问题"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("交接")

    def __str__(self) -> str:
        return f"{self.left} → {self.entered}"


class Visit(ClusterRecord):
    """A visit to an enterprise with prepared questions: planned, then made or called off."""

    page = "visit"
    row_policy = RowPolicy(
        "visit", county="county_id", departments=("department_id",), enterprise="enterprise_id"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="visits")
    county = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="visits", verbose_name=_("走访单位")
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="visits", null=True, blank=True
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="visits", null=True, blank=True
    )
    person = models.CharField(_("走访人"), max_length=60)
    planned_on = models.DateField(_("计划日期"))
    despite = models.CharField(_("另去原因"), max_length=120, blank=True)
    done_on = models.DateField(_("走访日期"), null=True, blank=True)
    called_off_on = models.DateField(_("取消"), null=True, blank=True)
    notes = models.TextField(_("情况"), blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("走访")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(called_off_on__isnull=True),
                name="visit_done_or_off",
            )
        ]
        indexes = [
            models.Index(fields=["cluster", "planned_on"], name="visit_planned"),
            models.Index(fields=["enterprise", "done_on"], name="visit_done"),
        ]

    def __str__(self) -> str:
        return f"{self.done_on or self.planned_on} {self.enterprise}"


class VisitQuestion(ClusterRecord):
    """One question taken along: answered, raised as a demand, or carried to the next visit."""

    row_policy = RowPolicy("visit_question", through="visit")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("问题"), max_length=200)
    answer = models.CharField(_("答复"), max_length=400, blank=True)
    settled_on = models.DateField(_("了结"), null=True, blank=True)
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="questions", null=True, blank=True
    )
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, blank=True
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("走访问题")
        ordering = ["visit_id", "order"]
        constraints = [models.UniqueConstraint(fields=["visit", "order"], name="question_order")]

    def __str__(self) -> str:
        return self.text
