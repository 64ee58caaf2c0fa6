"""Tokens of the interface: made with the second factor, taken over by the owner of a service's, revoked.

Who administers never learns the secret of a token that acts as another: that person takes it over.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import queries, second_factor
from pandeng.access import tokens as kept
from pandeng.access.models import ApiToken, Membership, User
from pandeng.access.permissions import Permission
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.access.tokens import Made
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError, NotFound

MAKE_TOKEN = Action("access.make_token", gettext_noop("建立接口令牌"))


def make_token(
    *,
    name: str,
    code: str,
    expires_on: date,
    may_write: bool = False,
    words: Iterable[str] = (),
    by: Scope,
    now: datetime,
) -> Made:
    """A token of one's own. Refuses without the present code of the second factor."""
    user = _verified(by, code)
    with Change(MAKE_TOKEN, by=by, now=now) as change:
        token = _new(user, name, expires_on, by, now)
        token.may_write, token.words = may_write, sorted(set(words))
        secret = _give_secret(token)
        return Made(change.add(token), secret)


ASK_SERVICE_TOKEN = Action(
    "access.ask_service_token", gettext_noop("建立服务令牌"), Permission.EDIT_USER
)


def ask_service_token(
    user: User,
    role: str,
    *,
    name: str,
    code: str,
    expires_on: date,
    may_write: bool = False,
    words: Iterable[str] = (),
    by: Scope,
    now: datetime,
) -> ApiToken:
    """A token for a program of the office, that acts as this person in one of their roles. It opens nothing
    before that person takes it over."""
    ASK_SERVICE_TOKEN.require(by)
    queries.person(by, user.pk)
    held = Membership.objects.filter(in_force(timezone.localdate(now)), user=user, role=role)
    if not held.filter(cluster_id=by.in_cluster()).exists():
        word = {"name": user, "role": ROLES[role].title if role in ROLES else role}
        raise DomainError(_("%(name)s现在没有任%(role)s，请选择此人的角色。") % word)
    _verified(by, code)
    with Change(ASK_SERVICE_TOKEN, by=by, now=now) as change:
        token = _new(user, name, expires_on, by, now)
        token.is_service, token.role = True, role
        token.may_write, token.words = may_write, sorted(set(words))
        return change.add(token)


TAKE_SERVICE_TOKEN = Action("access.take_service_token", gettext_noop("领取服务令牌"))


def take_service_token(token: ApiToken, code: str, *, by: Scope, now: datetime) -> Made:
    """The owner takes a service's token over, once; the answer holds its secret."""
    if token.user_id != by.user_id or token.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这个令牌。"))
    _verified(by, code)
    with Change(TAKE_SERVICE_TOKEN, by=by, now=now, target=token) as change:
        row = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if row.digest or row.revoked_at:
            raise DomainError(_("这个令牌已经领取或作废。"))
        secret = _give_secret(token)
        change.save(row, digest=token.digest, hint=token.hint)
    return Made(row, secret)


REVOKE_TOKEN = Action("access.revoke_token", gettext_noop("作废接口令牌"))


def revoke_token(token: ApiToken, *, by: Scope, now: datetime) -> None:
    """From this moment on it opens nothing: one's own, or as administrator anybody's."""
    if token.user_id != by.user_id:
        by.may(Permission.EDIT_USER).require()
    if token.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这个令牌。"))
    if token.revoked_at is None:
        with Change(REVOKE_TOKEN, by=by, now=now) as change:
            change.save(token, revoked_at=now)


def _verified(by: Scope, code: str) -> User:
    """Who makes a token, proven by the second factor of that person at this moment."""
    user = User.objects.filter(pk=by.user_id or 0).first()
    if user is None or not second_factor.has(user):
        raise DomainError(_("令牌须经第二验证建立，请先在“口令与第二验证”中设置。"))
    second_factor.verify(user, code)
    return user


def _new(user: User, name: str, expires_on: date, by: Scope, now: datetime) -> ApiToken:
    today = timezone.localdate(now)
    if not today <= expires_on <= today + timedelta(days=kept.MAX_DAYS):
        raise DomainError(_("有效期从今天起，最长一年。"))
    of = ApiToken.objects.filter(cluster_id=by.in_cluster(), user=user, revoked_at=None)
    if of.filter(expires_on__gte=today).count() >= kept.MAX_OPEN:
        raise DomainError(_("一个人最多有%(most)s个有效令牌。") % {"most": kept.MAX_OPEN})
    return ApiToken(
        cluster_id=by.in_cluster(),
        user=user,
        name=name.strip(),
        made_at=now,
        expires_on=expires_on,
    )


def _give_secret(token: ApiToken) -> str:
    secret = kept.new_secret()
    token.digest, token.hint = kept.digest_of(secret), secret[-4:]
    return secret
