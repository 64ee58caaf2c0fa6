"""Switching an account off and on, and ending what is signed in with it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import queries, rules
from pandeng.access.models import ApiToken, User
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, require_reason

SWITCH_OFF = Action("access.switch_off", gettext_noop("停用账号"), Permission.EDIT_USER)


def switch_off(user: User, *, why: str, by: Scope, now: datetime) -> None:
    """Nobody signs in with it any more, at once, and its tokens are revoked for good; what the person did and
    held stays."""
    _require_other(user, by)
    if not user.is_active:
        raise DomainError(_("这个账号已经停用。"))
    require_reason(why, _("停用账号须写明原因。"))
    with Change(SWITCH_OFF, by=by, now=now, why=why.strip(), target=user) as change:
        change.save(user, is_active=False, sessions_ended=user.sessions_ended + 1)
        for token in ApiToken.objects.filter(user=user, revoked_at__isnull=True):
            change.save(token, revoked_at=now)


SWITCH_ON = Action("access.switch_on", gettext_noop("恢复账号"), Permission.EDIT_USER)


def switch_on(user: User, *, by: Scope, now: datetime) -> None:
    _require_other(user, by)
    if user.is_active:
        raise DomainError(_("这个账号没有停用。"))
    with Change(SWITCH_ON, by=by, now=now, target=user) as change:
        change.save(user, is_active=True)


END_SESSIONS = Action("access.end_sessions", gettext_noop("结束登录"))


def end_sessions(user: User, *, by: Scope, now: datetime) -> None:
    """Whoever is signed in as this person must sign in again: one's own, or as administrator another's."""
    if user.pk != by.user_id:
        by.may(Permission.EDIT_USER).require()
        queries.person(by, user.pk)
    with Change(END_SESSIONS, by=by, now=now, target=user) as change:
        change.save(user, sessions_ended=user.sessions_ended + 1)


def _require_other(user: User, by: Scope) -> None:
    by.may(Permission.EDIT_USER).require()
    queries.person(by, user.pk)
    rules.may_touch_roles_of(user.pk, by.user_id).require()
    if queries.belongs_elsewhere(by, user):
        raise DomainError(
            _("此人还在其他集群任职，账号不能在这里停用或恢复，可结束其在本集群的任职。")
        )
