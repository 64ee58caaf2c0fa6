"""Lists of targets: values, plans, decompositions, the framework."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.registers.register import Column, Register
from pandeng.domain.strategy.models import (
    CountyShare,
    Decomposition,
    FrameworkNode,
    PlanShare,
    Target,
    TargetValue,
)

REGISTERS = (
    Register(
        path="targets",
        model=Target,
        title=_("目标"),
        columns=(
            Column("name"),
            Column("year"),
            Column("direction"),
            Column("value", kind="number"),
            Column("unit"),
            Column("population"),
            Column("set_on"),
            Column("source"),
        ),
        order="-year",
        filters=("year",),
        search="name",
        day="set_on",
    ),
    Register(
        path="targets/values",
        model=TargetValue,
        title=_("目标值"),
        columns=(
            Column("target__name"),
            Column("value", kind="number"),
            Column("since"),
            Column("until"),
            Column("reason"),
            Column("source"),
        ),
        order="-since",
        filters=("target",),
        search="target__name",
        day="span",
    ),
    Register(
        path="targets/shares",
        model=PlanShare,
        title=_("季节计划"),
        columns=(
            Column("target__name"),
            Column("month", kind="number"),
            Column("share", kind="number"),
            Column("is_proposal"),
            Column("is_entered"),
        ),
        order="target__name",
        filters=("target",),
        search="target__name",
    ),
    Register(
        path="targets/decompositions",
        model=Decomposition,
        title=_("目标分解"),
        columns=(
            Column("target__name"),
            Column("number", kind="number"),
            Column("status"),
            Column("drawn_on"),
            Column("submitted_on"),
            Column("approved_on"),
            Column("replaced_on"),
            Column("note"),
        ),
        order="-drawn_on",
        filters=("target", "status"),
        search="target__name",
        day="drawn_on",
    ),
    Register(
        path="targets/counties",
        model=CountyShare,
        title=_("县市区分解"),
        columns=(
            Column("decomposition__target__name", title=_("目标")),
            Column("decomposition__number", title=_("版次"), kind="number"),
            Column("decomposition__status", title=_("状态")),
            Column("county__short_name"),
            Column("value", kind="number"),
        ),
        order="decomposition__target__name",
        filters=("county",),
        search="decomposition__target__name",
    ),
    Register(
        path="targets/framework",
        model=FrameworkNode,
        title=_("工作思路"),
        columns=(
            Column("name"),
            Column("kind"),
            Column("order"),
        ),
        order="order",
        filters=("kind",),
        search="name",
    ),
)
