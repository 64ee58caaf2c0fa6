"""What every page needs: who is looking, in which cluster, on which day, and the side bar."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.domain.calendars.queries import ProvisionalDays
from pandeng.domain.notices.queries import unread
from pandeng.web.ui.navigation import beginnings, menu_for, menu_of


@dataclass(frozen=True)
class Viewer:
    """The person as the top bar shows them."""

    name: str
    letter: str
    roles: str


def viewer(scope: Scope) -> Viewer:
    roles = "、".join(str(ROLES[role].title) for role in ROLES if role in scope.roles)
    return Viewer(name=scope.name, letter=scope.name[:1], roles=roles)


def context(request: HttpRequest) -> dict[str, Any]:
    """Before sign-in only the languages; after it also the viewer, the cluster and the side bar."""
    shown: dict[str, Any] = {"languages": settings.LANGUAGES}
    scope: Scope | None = getattr(request, "scope", None)
    if scope is not None and scope.roles:
        menu = menu_for(scope, request.path)
        shown |= {
            "scope": scope,
            "viewer": viewer(scope),
            "cluster": getattr(request, "cluster", None),
            "clusters": getattr(request, "clusters", []),
            "menu": menu_of(menu.entries),
            "page_views": menu.views,
            "page_lists": menu.lists,
            "list_here": menu.list_here,
            "beginnings": beginnings(scope),
            "today": getattr(request, "today", None),
            "is_trial": settings.TRIAL_DAYS != 0,
            "unread": unread(scope),
            "provisional": ProvisionalDays(scope),
        }
    return shown
