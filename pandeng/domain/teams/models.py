"""Assistance teams: four dated roles, and the enterprises each team serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, Reach
from pandeng.core.spans import Span, ordered
from pandeng.domain.enterprises.models import Enterprise


class TeamRole(ClusterRecord):
    """One of the four seats of a team; pack data."""

    reach = Reach("framework")
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

    reach = Reach("team", county="county_id")
    number = models.PositiveSmallIntegerField(_("编号"))
    name = models.CharField(_("名称"), max_length=60)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("助企攀登小组")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="team_number")]

    def __str__(self) -> str:
        return self.name


class TeamMember(ClusterRecord, Span):
    """Who sits on which seat of a team, from when until when."""

    reach = Reach("team_member", through="team")
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


class TeamService(ClusterRecord, Span):
    """A team serves an enterprise, from when until when."""

    reach = Reach("team_service", through="enterprise")
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
