"""Placing enterprises on the segments of a chain, and naming its leaders."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.chains.models import (
    Chain,
    ChainLeader,
    Placement,
    Product,
    Segment,
    SupplyRelation,
)
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.enterprises.queries import own

IMPORT_EXISTING_PLACEMENTS = Action(
    "chains.import_existing", gettext_noop("导入已有产业链台账"), Permission.EDIT_CHAIN
)


def import_existing_placements(
    placements: Iterable[Placement],
    leaders: Iterable[ChainLeader] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    with Change(IMPORT_EXISTING_PLACEMENTS, by=by, now=now, why=why) as change:
        change.bulk_add(placements)
        change.bulk_add(leaders)


CHAIN = Workable(
    model=Chain,
    code="chains.chain",
    noun=gettext_noop("产业链"),
    permission=Permission.EDIT_CHAIN,
    fields=("code", "name", "full_name", "order"),
    fixed=("code",),
)
SEGMENT = Workable(
    model=Segment,
    code="chains.segment",
    noun=gettext_noop("产业链环节"),
    permission=Permission.EDIT_CHAIN,
    fields=(
        "chain",
        "code",
        "name",
        "stage",
        "products",
        "industry_codes",
        "source",
        "is_proposal",
    ),
    fixed=("chain", "code"),
)


def _check_supply(supply: SupplyRelation, by: Scope, today: date) -> Verdict:
    if supply.supplier_id == supply.customer_id:
        return deny(gettext_noop("供应环节与需求环节不能相同。"))
    return ALLOW


SUPPLY = Workable(
    model=SupplyRelation,
    code="chains.supply",
    noun=gettext_noop("供需关系"),
    permission=Permission.EDIT_CHAIN,
    fields=("supplier", "customer", "is_proposal"),
    check=_check_supply,
)


PLACEMENT = Workable(
    model=Placement,
    code="chains.placement",
    noun=gettext_noop("企业所处环节"),
    permission=Permission.EDIT_CHAIN,
    fields=("enterprise", "segment", "is_main", "is_verified", "since", "source"),
    fixed=("enterprise",),
    ends="until",
)
LEADER = Workable(
    model=ChainLeader,
    code="chains.leader",
    noun=gettext_noop("链主企业"),
    permission=Permission.EDIT_CHAIN,
    fields=("chain", "enterprise", "since", "source"),
    fixed=("chain", "enterprise"),
    ends="until",
)


def _check_place(enterprise: Enterprise, segment: Segment, since: date, today: date) -> None:
    if segment.cluster_id != enterprise.cluster_id:
        raise DomainError(_("只能选择本集群的产业链环节。"))
    if since > today:
        raise DomainError(_("%(day)s还没有到，请在投产后登记。") % {"day": since})


ADD_PRODUCT = Action("chains.add_product", gettext_noop("登记企业产品"), Permission.EDIT_ENTERPRISE)


def _check_product(
    enterprise: Enterprise, segment: Segment, name: str, since: date, today: date
) -> None:
    _check_place(enterprise, segment, since, today)
    made = Product.objects.filter(enterprise=enterprise, until__isnull=True)
    if made.filter(name=name).exists():
        raise DomainError(_("这项产品已经登记过。"))


def add_product(
    enterprise: Enterprise,
    *,
    segment: Segment,
    name: str,
    since: date,
    is_main: bool = False,
    by: Scope,
    now: datetime,
) -> Product:
    """What the enterprise makes from a day on, and the segment it belongs to."""
    ADD_PRODUCT.require(by)
    own(by, enterprise)
    _check_product(enterprise, segment, name.strip(), since, timezone.localdate(now))
    with Change(ADD_PRODUCT, by=by, now=now) as change:
        return change.add(
            Product(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                segment=segment,
                name=name.strip(),
                is_main=is_main,
                since=since,
            )
        )


END_PRODUCT = Action("chains.end_product", gettext_noop("停产企业产品"), Permission.EDIT_ENTERPRISE)


def end_product(product: Product, *, until: date, by: Scope, now: datetime) -> None:
    """The enterprise no longer makes it; the entry stays."""
    END_PRODUCT.require(by)
    own(by, product.enterprise)
    if product.until is not None:
        raise DomainError(_("这项产品已经停产。"))
    if not product.since <= until <= timezone.localdate(now):
        raise DomainError(_("停产日期应在%(since)s至今天之间。") % {"since": product.since})
    with Change(END_PRODUCT, by=by, now=now) as change:
        change.save(product, until=until)


IMPORT_EXISTING_PRODUCTS = Action(
    "chains.import_existing_products", gettext_noop("导入已有企业产品"), Permission.EDIT_ENTERPRISE
)


def import_existing_products(
    products: Iterable[Product], *, by: Scope, now: datetime, why: str = ""
) -> None:
    """Import what many enterprises make; each place in the chain is checked as a single one is."""
    rows, today = list(products), timezone.localdate(now)
    for row in rows:
        _check_place(row.enterprise, row.segment, row.since, today)
    with Change(IMPORT_EXISTING_PRODUCTS, by=by, now=now, why=why) as change:
        change.bulk_add(rows)
