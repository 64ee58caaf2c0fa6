"""The invitation behind a link, for whoever holds it: asked before anybody is signed in."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from pandeng.access import rules
from pandeng.access.models import Invitation
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.verdict import Verdict


def digest_of(token: str) -> str:
    """What is kept of a token that opens something once; the token itself is not."""
    return sha256(token.strip().encode()).hexdigest()


def invitation(token: str) -> Invitation:
    """The invitation of a link, whether it still opens or not."""
    found = Invitation.objects.filter(digest=digest_of(token)).select_related("user", "cluster")
    if (one := found.first()) is None:
        raise NotFound(_("这个邀请链接不完整或不存在，请整条复制后再打开。"))
    invitation: Invitation = one
    return invitation


def link_opens(invitation: Invitation, now: datetime) -> Verdict:
    link = rules.LinkState(invitation.expires_at, invitation.used_at, invitation.withdrawn_at)
    return rules.link_opens(link, now)


def holder(invitation: Invitation) -> Scope:
    """Who opens a link: its owner, with no role."""
    user = invitation.user
    return Scope(cluster_id=invitation.cluster_id, user_id=user.pk, name=str(user))
