"""Innovation platforms: opened and closed, enterprises taken in and let out."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import overlapping
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.platforms.models import Platform, PlatformMember

IMPORT_EXISTING_PLATFORMS = Action(
    "platforms.import_existing", gettext_noop("导入已有创新平台台账"), Permission.EDIT_CHAIN
)


def import_existing_platforms(
    platforms: Iterable[Platform], members: Iterable[PlatformMember], *, by: Scope, now: datetime
) -> None:
    with Change(IMPORT_EXISTING_PLATFORMS, by=by, now=now) as change:
        change.bulk_add(platforms)
        change.bulk_add(members)


def _check_platform(platform: Platform, by: Scope, today: date) -> Verdict:
    staying = platform.members.filter(until__isnull=True).count() if platform.closed_on else 0
    if staying:
        return deny(gettext_noop("还有%(count)s家成员企业，请先办理退出。"), count=staying)
    if platform.role != "core":
        return ALLOW
    cores = Platform.objects.filter(
        cluster_id=platform.cluster_id, role="core", closed_on__isnull=True
    )
    other = cores.exclude(pk=platform.pk).first() if platform.closed_on is None else None
    if other is not None:
        return deny(gettext_noop("核心平台已是“%(name)s”，只能有一个。"), name=other.name)
    return ALLOW


PLATFORM = Workable(
    model=Platform,
    code="platforms.platform",
    noun=gettext_noop("创新平台"),
    permission=Permission.EDIT_CHAIN,
    fields=("code", "name", "role", "kind", "level", "county", "host", "opened_on"),
    fixed=("code",),
    begins="opened_on",
    ends="closed_on",
    check=_check_platform,
    rows={"county": lambda by, known: counties(by)},
    words={END: gettext_noop("撤并平台")},
)


def _check_member(member: PlatformMember, by: Scope, today: date) -> Verdict:
    platform = member.platform
    if member.since < platform.opened_on:
        return deny(gettext_noop("平台%(day)s才启用。"), day=platform.opened_on)
    if platform.closed_on and (member.until is None or member.until > platform.closed_on):
        return deny(gettext_noop("平台已于%(day)s撤并。"), day=platform.closed_on)
    places = PlatformMember.objects.filter(platform=platform, enterprise=member.enterprise)
    held = places.exclude(pk=member.pk).filter(overlapping(member.since, member.until)).first()
    if held is not None:
        return deny(gettext_noop("这家企业自%(since)s起已是平台成员。"), since=held.since)
    return ALLOW


MEMBER = Workable(
    model=PlatformMember,
    code="platforms.member",
    noun=gettext_noop("平台成员"),
    permission=Permission.EDIT_CHAIN,
    fields=("platform", "enterprise", "since"),
    fixed=("platform", "enterprise"),
    ends="until",
    check=_check_member,
    words={ENTER: gettext_noop("加入平台"), END: gettext_noop("退出平台")},
)
