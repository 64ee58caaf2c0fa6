"""Adding a hook, taking it out of use, sending again, and saying that one was given up."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import ApiToken
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core.action import Action, actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.hooks import outbox, rules
from pandeng.domain.hooks.models import Hook, HookDelivery
from pandeng.domain.notices.actions import check_address, notify

MAX_HOOKS = 10  # of one token

ADD_HOOK = Action("hooks.add", gettext_noop("新增事件推送"))


def add_hook(
    token: ApiToken, *, name: str, address: str, events: Sequence[str], by: Scope, now: datetime
) -> Hook:
    """A hook of one's own token. Refuses events that there are none of, and addresses as robots' are."""
    if token.user_id != by.user_id or token.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这个令牌。"))
    check_address(address)
    known = {*actions(), *(f"{code.partition('.')[0]}.*" for code in actions())}
    for one in events:
        if one not in known:
            raise DomainError(_("没有“%(event)s”这种事件。") % {"event": one[:60]})
    if Hook.objects.filter(token=token, dropped_at=None).count() >= MAX_HOOKS:
        raise DomainError(_("一个令牌最多有%(most)s个推送地址。") % {"most": MAX_HOOKS})
    with Change(ADD_HOOK, by=by, now=now) as change:
        return change.add(
            Hook(
                cluster_id=by.in_cluster(),
                token=token,
                name=name.strip(),
                webhook=address.strip(),
                secret=rules.secret_of(secrets.token_bytes(24)),
                events=sorted(set(events)),
                after=outbox.newest_event(),
            )
        )


DROP_HOOK = Action("hooks.drop", gettext_noop("停用事件推送"))


def drop_hook(hook: Hook, *, by: Scope, now: datetime) -> None:
    """Take a hook out of use: its owner's, or anybody's for who keeps the robots."""
    _require_reach(hook, by)
    with Change(DROP_HOOK, by=by, now=now) as change:
        change.save(hook, dropped_at=now)


REPLAY = Action("hooks.replay", gettext_noop("重新推送"))


def replay(delivery: HookDelivery, *, by: Scope, now: datetime) -> None:
    """Send a message again, with the id that it had."""
    _require_reach(delivery.hook, by)
    with Change(REPLAY, by=by, now=now) as change:
        change.add_fact(delivery.hook, replayed=str(delivery.uid))
        outbox.put_back(delivery)


NOTE_STATE = Action("hooks.note_state", gettext_noop("登记推送状况"))


def note_state(
    hook: Hook, error: str, given_up: HookDelivery | None, *, by: Scope, now: datetime
) -> None:
    """Keep since when a hook fails; where a message was given up, tell who administers."""
    failing = (hook.failing_since or now) if error else None
    if hook.failing_since == failing and hook.error == error[:200] and given_up is None:
        return
    with Change(NOTE_STATE, by=by, now=now) as change:
        change.save(hook, failing_since=failing, error=error[:200])
        if given_up is not None:
            change.add_fact(hook, given_up=str(given_up.uid))
            notify(
                change,
                staff(by, on=timezone.localdate(now), roles=["administrator"]),
                _("有事件推送多次未成，已不再发送"),
                path=reverse("hooks"),
                about=hook.name,
            )


def _require_reach(hook: Hook, by: Scope) -> None:
    if hook.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这个推送。"))
    if hook.token.user_id != by.user_id:
        by.may(Permission.EDIT_ROBOT).require()
