"""The strong-enterprise club: who is taken in, moves to another tier, and leaves."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, MOVE, Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.enterprises.models import ClubMember, ClubTier

TIER = Workable(
    model=ClubTier,
    code="enterprises.tier",
    noun=gettext_noop("俱乐部梯队"),
    permission=Permission.EDIT_CATALOGUE,
    fields=("code", "name", "least_revenue_yuan", "order", "source", "is_proposal"),
    fixed=("code",),
)
PLACE_IN_CLUB = Action(
    "enterprises.place_in_club", gettext_noop("评定强企俱乐部"), Permission.EDIT_ENTERPRISE
)


def place_in_club(members: Iterable[ClubMember], *, by: Scope, now: datetime) -> None:
    with Change(PLACE_IN_CLUB, by=by, now=now) as change:
        change.bulk_add(members)


def _check_member(member: ClubMember, by: Scope, today: date) -> Verdict:
    places = ClubMember.objects.filter(enterprise_id=member.enterprise_id).exclude(pk=member.pk)
    taken = places.filter(overlapping(member.since, member.until)).select_related("tier").first()
    if taken is None:
        return ALLOW
    said = gettext_noop(
        "这家企业自%(since)s起已在俱乐部“%(tier)s”，请在那条记录上办理晋级降级或退会。"
    )
    return deny(said, since=taken.since, tier=taken.tier.name)


MEMBER = Workable(
    model=ClubMember,
    code="enterprises.club",
    noun=gettext_noop("俱乐部成员"),
    permission=Permission.EDIT_ENTERPRISE,
    fields=("enterprise", "tier", "since", "source"),
    fixed=("enterprise",),
    ends="until",
    moves=("tier", "source"),
    check=_check_member,
    words={
        ENTER: gettext_noop("入会"),
        MOVE: gettext_noop("晋级降级"),
        END: gettext_noop("退会"),
    },
)
