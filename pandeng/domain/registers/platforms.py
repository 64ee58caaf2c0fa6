"""Lists of innovation platforms and their members."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.platforms.models import Platform, PlatformMember
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register

REGISTERS = (
    Register(
        path="platforms",
        model=Platform,
        title=_("创新平台"),
        columns=(
            Column("name"),
            Column("role"),
            Column("kind"),
            Column("county__short_name"),
            Column("host__name"),
            Column("level"),
            Column("opened_on"),
            Column("closed_on"),
        ),
        order="name",
        filters=("role", "county"),
        search="name",
        day="opened_on",
    ),
    Register(
        path="platforms/members",
        model=PlatformMember,
        title=_("平台成员"),
        columns=(
            Column("enterprise__name"),
            Column("platform__name"),
            Column("since"),
            Column("until"),
        ),
        order="platform__name",
        filters=("platform",),
        search=OF_ENTERPRISE,
        day="span",
    ),
)
