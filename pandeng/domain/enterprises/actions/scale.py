"""The above-scale statistics (规上): who enters (入规) and leaves (退规), by which evidence."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, Workable
from pandeng.core import units
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.enterprises.models import ScaleListing, SizeRule, Statement
from pandeng.domain.enterprises.workflow import REVIEWED

IMPORT_EXISTING_SCALE = Action(
    "enterprises.import_existing_scale",
    gettext_noop("导入已有规上企业名录"),
    Permission.EDIT_ENTERPRISE,
)


def import_existing_scale(
    listings: Iterable[ScaleListing], *, by: Scope, now: datetime, why: str = ""
) -> None:
    with Change(IMPORT_EXISTING_SCALE, by=by, now=now, why=why) as change:
        change.bulk_add(listings)


def _check_listing(listing: ScaleListing, by: Scope, today: date) -> Verdict:
    others = ScaleListing.objects.filter(enterprise=listing.enterprise).exclude(pk=listing.pk)
    held = others.filter(overlapping(listing.since, listing.until)).first()
    if held is not None:
        return deny(gettext_noop("这家企业自%(since)s起已在规上名录。"), since=held.since)
    return ALLOW


def _ask_listing(listing: ScaleListing) -> str:
    """Last year's revenue below the limit is asked about; a year not reported is not."""
    limit = SizeRule.objects.filter(cluster_id=listing.cluster_id, kind="scale").first()
    year = date(listing.since.year - 1, 1, 1)
    annual = Statement.objects.filter(
        enterprise=listing.enterprise, measure="revenue", period_kind="year", period_on=year,
        status=REVIEWED,
    ).first()  # fmt: skip
    if limit is None or annual is None or annual.amount >= limit.least_revenue_yuan:
        return ""
    facts = {
        "year": year.year,
        "amount": units.money(annual.amount),
        "limit": units.money(limit.least_revenue_yuan),
    }
    return _("%(year)s年营业收入%(amount)s，未达规上标准%(limit)s，是否仍要入规？") % facts


LISTING = Workable(
    model=ScaleListing,
    code="enterprises.scale",
    noun=gettext_noop("规上企业名录"),
    permission=Permission.EDIT_ENTERPRISE,
    fields=("enterprise", "since", "evidence"),
    fixed=("enterprise",),
    ends="until",
    reason="exit_reason",
    check=_check_listing,
    asks=_ask_listing,
    words={ENTER: gettext_noop("入规"), END: gettext_noop("退规")},
)
