"""Opening innovation platforms and taking enterprises in."""

from collections.abc import Iterable
from datetime import datetime

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.platforms.models import Platform, PlatformMember


def take_over(
    platforms: Iterable[Platform], members: Iterable[PlatformMember], *, by: Scope, now: datetime
) -> None:
    by.may(Permission.EDIT_CHAIN).require()
    with Change("platforms.take_over", by=by, now=now) as change:
        change.bulk_add(platforms)
        change.bulk_add(members)
