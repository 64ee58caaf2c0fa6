"""Lists of industry chains: segments, supply, placements, products."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.chains.models import (
    Chain,
    ChainLeader,
    Placement,
    Product,
    Segment,
    SupplyRelation,
)
from pandeng.domain.registers.panels import SEGMENTS
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register

REGISTERS = (
    Register(
        path="chains",
        model=Chain,
        title=_("产业链"),
        columns=(
            Column("name"),
            Column("full_name"),
            Column("code"),
        ),
        order="code",
        panels=(SEGMENTS,),
        shown_by_panels=(Segment,),
    ),
    Register(
        path="chains/segments",
        model=Segment,
        title=_("环节"),
        columns=(
            Column("name"),
            Column("code"),
            Column("chain__name"),
            Column("stage"),
            Column("products"),
            Column("industry_codes"),
            Column("is_proposal"),
        ),
        order="code",
        filters=("chain",),
        search="name",
    ),
    Register(
        path="chains/supply",
        model=SupplyRelation,
        title=_("供需关系"),
        columns=(
            Column("supplier__name", title=_("供应环节")),
            Column("customer__name", title=_("需求环节")),
            Column("is_proposal"),
        ),
        order="supplier__name",
    ),
    Register(
        path="chains/placements",
        model=Placement,
        title=_("企业所处环节"),
        columns=(
            Column("enterprise__name"),
            Column("segment__name"),
            Column("segment__chain__name"),
            Column("is_main"),
            Column("is_verified"),
            Column("since"),
            Column("until"),
            Column("source"),
        ),
        order="enterprise__name",
        filters=("segment", "segment__chain"),
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="chains/products",
        model=Product,
        title=_("企业产品"),
        columns=(
            Column("enterprise__name"),
            Column("name"),
            Column("segment__name"),
            Column("segment__chain__name"),
            Column("is_main"),
            Column("since"),
            Column("until"),
        ),
        order="enterprise__name",
        filters=("segment",),
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="chains/leaders",
        model=ChainLeader,
        title=_("链主企业"),
        columns=(
            Column("enterprise__name"),
            Column("chain__name"),
            Column("since"),
            Column("until"),
            Column("source"),
        ),
        order="chain__name",
        filters=("chain",),
        search=OF_ENTERPRISE,
        day="span",
    ),
)
