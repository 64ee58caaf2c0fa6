"""Opening innovation platforms and taking enterprises in."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
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
