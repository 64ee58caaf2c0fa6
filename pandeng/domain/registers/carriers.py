"""Lists of park carriers: their land and factories, who moved in."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.carriers.models import Carrier, Entrant, Space
from pandeng.domain.registers.panels import OCCUPANCY
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register

REGISTERS = (
    Register(
        path="carriers",
        model=Carrier,
        title=_("园区载体"),
        columns=(
            Column("name"),
            Column("kind"),
            Column("county__short_name"),
            Column("operator"),
            Column("opened_on"),
            Column("closed_on"),
        ),
        order="name",
        filters=("kind", "county"),
        search="name",
        day="opened_on",
        panels=(OCCUPANCY,),
    ),
    Register(
        path="carriers/spaces",
        model=Space,
        title=_("土地和厂房"),
        columns=(
            Column("name"),
            Column("carrier__name", title=_("园区载体")),
            Column("kind"),
            Column("area", kind="number"),
            Column("since"),
            Column("until"),
        ),
        order="carrier__name",
        filters=("carrier", "kind"),
        search="name",
        day="span",
    ),
    Register(
        path="carriers/entrants",
        model=Entrant,
        title=_("入驻企业"),
        columns=(
            Column("enterprise__name"),
            Column("space__carrier__name", title=_("园区载体")),
            Column("space__name", title=_("地块或厂房")),
            Column("area", kind="number"),
            Column("since"),
            Column("until"),
        ),
        order="enterprise__name",
        filters=("space", "space__carrier"),
        search=OF_ENTERPRISE,
        day="span",
    ),
)
