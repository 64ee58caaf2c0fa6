"""Park carriers kept by hand: their land and factories, who moves in and out."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, MOVE, Workable
from pandeng.core.dated import overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.carriers.models import Carrier, Entrant, Space
from pandeng.domain.carriers.rules import Use, fits


def _check_carrier(carrier: Carrier, by: Scope, today: date) -> Verdict:
    inside = Entrant.objects.filter(space__carrier=carrier.pk, until__isnull=True).count()
    if carrier.closed_on and inside:
        return deny(gettext_noop("还有%(count)s家企业入驻，请先办理迁出。"), count=inside)
    return ALLOW


CARRIER = Workable(
    model=Carrier,
    code="carriers.carrier",
    noun=gettext_noop("园区载体"),
    permission=Permission.EDIT_CARRIER,
    fields=("code", "name", "kind", "county", "operator", "opened_on", "source"),
    fixed=("code",),
    begins="opened_on",
    ends="closed_on",
    check=_check_carrier,
    rows={"county": lambda by, known: counties(by, "carrier")},
    words={END: gettext_noop("停用载体")},
)


def _check_space(space: Space, by: Scope, today: date) -> Verdict:
    """Whoever is in has room in what is left of it, for as long as they stay."""
    rows = Entrant.objects.filter(space=space.pk)
    stay = Q(until__isnull=True) | Q(until__gt=space.until)
    if space.until and rows.filter(stay).exists():
        return deny(gettext_noop("%(day)s以后还有企业入驻，请先办理迁出。"), day=space.until)
    uses = [Use(row.area, row.since, row.until) for row in rows]
    return fits(space.area, uses, since=space.since, until=None)


SPACE = Workable(
    model=Space,
    code="carriers.space",
    noun=gettext_noop("载体空间"),
    permission=Permission.EDIT_CARRIER,
    fields=("carrier", "kind", "name", "area", "since"),
    fixed=("carrier", "kind"),
    ends="until",
    check=_check_space,
)


def _check_entrant(entrant: Entrant, by: Scope, today: date) -> Verdict:
    space = entrant.space
    if entrant.since < space.since:
        return deny(gettext_noop("“%(name)s”%(day)s才启用。"), name=space.name, day=space.since)
    if space.until and (entrant.until is None or entrant.until > space.until):
        return deny(gettext_noop("“%(name)s”只用到%(day)s。"), name=space.name, day=space.until)
    others = Entrant.objects.filter(space=space).exclude(pk=entrant.pk)
    during = others.filter(overlapping(entrant.since, entrant.until))
    if own := during.filter(enterprise=entrant.enterprise).first():
        return deny(gettext_noop("这家企业自%(since)s起已入驻这里。"), since=own.since)
    uses = [Use(row.area, row.since, row.until) for row in [*during, entrant]]
    return fits(space.area, uses, since=entrant.since, until=entrant.until)


ENTRANT = Workable(
    model=Entrant,
    code="carriers.entrant",
    noun=gettext_noop("入驻企业"),
    permission=Permission.EDIT_CARRIER,
    fields=("space", "enterprise", "area", "since", "source"),
    fixed=("space", "enterprise"),
    ends="until",
    moves=("area", "source"),
    check=_check_entrant,
    words={
        ENTER: gettext_noop("登记入驻"),
        MOVE: gettext_noop("调整面积"),
        END: gettext_noop("登记迁出"),
    },
)
