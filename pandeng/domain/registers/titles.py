"""Lists of titles: awards, recommendations, schemes."""

from django.utils.translation import gettext_lazy as _

from pandeng.access.permissions import Permission
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register, Verb
from pandeng.domain.titles.models import Application, Award, Scheme

REGISTERS = (
    Register(
        path="titles",
        model=Award,
        title=_("称号获批"),
        columns=(
            Column("enterprise__name"),
            Column("scheme__name"),
            Column("scheme__level"),
            Column("year"),
            Column("awarded_on"),
            Column("expires_on"),
            Column("ended_on"),
            Column("ended_as"),
            Column("source"),
        ),
        order="-awarded_on",
        filters=("scheme", "year", "ended_as"),
        search=OF_ENTERPRISE,
        day="awarded_on",
    ),
    Register(
        path="titles/applications",
        model=Application,
        title=_("称号推荐"),
        columns=(
            Column("enterprise__name"),
            Column("scheme__name"),
            Column("scheme__level"),
            Column("year"),
            Column("recommended_on"),
        ),
        order="-recommended_on",
        filters=("scheme", "year"),
        search=OF_ENTERPRISE,
        day="recommended_on",
        verbs=(
            Verb(
                route="titles_enter",
                word=_("登记称号获批"),
                permission=Permission.EDIT_TITLE,
                given=lambda one: {
                    "enterprise": one.enterprise_id,
                    "scheme": one.scheme_id,
                    "year": one.year,
                    "batch": one.batch,
                },
            ),
        ),
    ),
    Register(
        path="titles/schemes",
        model=Scheme,
        title=_("称号目录"),
        columns=(
            Column("name"),
            Column("level"),
            Column("source"),
            Column("is_proposal"),
            Column("order"),
        ),
        order="order",
        filters=("level",),
        search="name",
    ),
)
