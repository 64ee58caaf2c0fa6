"""Lists of assistance teams: members, services, visits, questions."""

from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register, Verb
from pandeng.domain.teams.models import (
    HandOver,
    Team,
    TeamMember,
    TeamRole,
    TeamService,
    Visit,
    VisitQuestion,
)

REGISTERS = (
    Register(
        path="teams",
        model=Team,
        title=_("助企攀登小组"),
        columns=(
            Column("name"),
            Column("number"),
            Column("county__short_name"),
            Column("closed_on"),
        ),
        order="number",
        filters=("county",),
        search="name",
        list_verbs=(Verb(route="coverage", word=_("小组覆盖")),),
    ),
    Register(
        path="teams/members",
        model=TeamMember,
        title=_("小组成员"),
        columns=(
            Column("person"),
            Column("team__name"),
            Column("role__name"),
            Column("department__short_name", title=_("单位")),
            Column("since"),
            Column("until"),
        ),
        order="team__name",
        filters=("role", "team"),
        search="person",
        day="span",
    ),
    Register(
        path="teams/services",
        model=TeamService,
        title=_("包联关系"),
        columns=(
            Column("enterprise__name"),
            Column("team__name"),
            Column("since"),
            Column("until"),
        ),
        order="enterprise__name",
        filters=("team",),
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="teams/visits",
        model=Visit,
        title=_("走访"),
        columns=(
            Column("enterprise__name"),
            Column("department__short_name", title=_("走访单位")),
            Column("person"),
            Column("planned_on"),
            Column("done_on"),
        ),
        order="-planned_on",
        filters=("department", "county"),
        search=OF_ENTERPRISE,
        day="planned_on",
        list_verbs=(Verb(route="visit_calendar", word=_("走访日历")),),
    ),
    Register(
        path="teams/questions",
        model=VisitQuestion,
        title=_("走访问题"),
        columns=(
            Column("text"),
            Column("visit__enterprise__name", title=_("企业")),
            Column("answer"),
            Column("settled_on"),
        ),
        order="text",
        search="text",
    ),
    Register(
        path="teams/handovers",
        model=HandOver,
        title=_("交接"),
        columns=(
            Column("team__name"),
            Column("happened_on"),
            Column("why"),
            Column("demands_moved"),
            Column("visits_moved"),
        ),
        order="-happened_on",
        filters=("team",),
        search="why",
    ),
    Register(
        path="teams/roles",
        model=TeamRole,
        title=_("小组角色"),
        columns=(
            Column("name"),
            Column("seats"),
            Column("order"),
        ),
        order="order",
    ),
    Register(
        path="teams/departments",
        model=Department,
        title=_("单位"),
        columns=(
            Column("name"),
            Column("short_name"),
            Column("kind"),
            Column("code"),
        ),
        order="kind",
        filters=("kind",),
        search="name",
    ),
)
