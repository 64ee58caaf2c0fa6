"""Inviting people: an account without a password, and a link that lets its owner set one."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import invitations, queries, rules
from pandeng.access.actions import give_password
from pandeng.access.actions.granting import ask
from pandeng.access.models import Department, Invitation, RoleRequest, User
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound


@dataclass(frozen=True)
class Invited:
    """Whom an invitation is for, and the secret part of its link, which is nowhere kept."""

    user: User
    token: str
    request: RoleRequest | None = None


INVITE_PERSON = Action("access.invite_person", gettext_noop("邀请用户"), Permission.EDIT_USER)


def invite_person(
    *,
    username: str,
    display_name: str,
    phone: str = "",
    role: str,
    department: Department,
    since: date,
    second_factor_required: bool = False,
    why: str = "",
    by: Scope,
    now: datetime,
) -> Invited:
    """A new account with the role asked for it, and the link for its owner."""
    with Change(INVITE_PERSON, by=by, now=now, why=why) as change:
        user = new_account(change, username, display_name, phone, second_factor_required)
        request = ask(
            change, user, role=role, department=department, since=since, why=why, by=by, now=now
        )
        return Invited(user, new_link(change, user, by), request)


INVITE_AGAIN = Action("access.invite_again", gettext_noop("重新邀请"), Permission.EDIT_USER)


def invite_again(user: User, *, by: Scope, now: datetime) -> Invited:
    """A new link for somebody who lost theirs or forgot the password; the older ones no longer open."""
    with Change(INVITE_AGAIN, by=by, now=now, target=user) as change:
        rules.may_touch_roles_of(user.pk, by.user_id).require()
        return Invited(user, new_link(change, user, by))


ACCEPT_INVITATION = Action("access.accept_invitation", gettext_noop("接受邀请"))


def accept_invitation(invitation: Invitation, password: str, *, by: Scope, now: datetime) -> User:
    """Set the password of whoever holds the link (`invitations.holder`), once; the link is used up by it."""
    user = invitation.user
    if by.user_id != user.pk:
        raise NotFound(_("这个邀请链接不完整或不存在，请整条复制后再打开。"))
    with Change(ACCEPT_INVITATION, by=by, now=now, target=user) as change:
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        invitations.link_opens(row, now).require()
        give_password(user, password)
        change.add_fact(user, password="changed")
        change.save(user, password=user.password, password_is_temporary=False)
        change.save(invitation, used_at=now)
    return user


def new_account(
    change: Change, username: str, display_name: str, phone: str, second_factor_required: bool
) -> User:
    """An account that nobody can enter before its owner has set a password."""
    user = User(
        username=username,
        display_name=display_name,
        phone=phone,
        second_factor_required=second_factor_required,
    )
    user.set_unusable_password()
    return change.add(user)


def new_link(change: Change, user: User, by: Scope) -> str:
    """The secret of a new link of the office; the person's open links are withdrawn."""
    if queries.belongs_elsewhere(by, user):
        raise DomainError(_("此人还在其他集群任职，口令只能由本人修改。"))
    if not user.is_active:
        raise DomainError(_("这个账号已停用，请先恢复使用。"))
    for old in Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None):
        change.save(old, withdrawn_at=change.now)
    token = secrets.token_urlsafe(24)
    change.add(
        Invitation(
            cluster_id=by.in_cluster(),
            user=user,
            digest=invitations.digest_of(token),
            expires_at=change.now + rules.INVITATION_HOLDS,
        )
    )
    return token
