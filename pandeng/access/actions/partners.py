"""Accounts of enterprises and banks: people who are no part of the office, invited by those who deal with them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access import rules
from pandeng.access.actions.inviting import Invited, new_account, new_link
from pandeng.access.models import Department, DepartmentKind, Membership, User
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason

INVITE_BANK = Action("access.invite_bank", gettext_noop("邀请银行经理"), Permission.INVITE_BANK)


def invite_bank(
    bank: Department,
    *,
    username: str,
    display_name: str,
    phone: str = "",
    by: Scope,
    now: datetime,
) -> Invited:
    """A manager of this bank signs in from today on; teams say which enterprises they serve."""
    with Change(INVITE_BANK, by=by, now=now, target=bank) as change:
        if bank.kind != DepartmentKind.BANK:
            raise DomainError(_("这里只邀请银行经理。"))
        return invite(change, bank, username, display_name, phone)


INVITE_BANK_AGAIN = Action(
    "access.invite_bank_again", gettext_noop("重新邀请银行经理"), Permission.INVITE_BANK
)


def invite_bank_again(membership: Membership, *, by: Scope, now: datetime) -> Invited:
    with Change(INVITE_BANK_AGAIN, by=by, now=now, target=membership) as change:
        _require_bank(membership)
        return again(change, membership)


END_BANK = Action("access.end_bank_account", gettext_noop("停用银行账号"), Permission.INVITE_BANK)


def end_bank(membership: Membership, *, why: str, by: Scope, now: datetime) -> None:
    with Change(END_BANK, by=by, now=now, why=why.strip(), target=membership) as change:
        _require_bank(membership)
        end(change, membership)


def _require_bank(membership: Membership) -> None:
    if membership.department.kind != DepartmentKind.BANK:
        raise NotFound(_("没有这条任职。"))


def invite(
    change: Change, unit: Department, username: str, display_name: str, phone: str
) -> Invited:
    """Somebody speaks for this unit from today on. Who already does for another unit of its kind keeps
    the account; a link gets only who has no password yet."""
    by = _scope(change)
    role = rules.PARTNER_ROLES[unit.kind]
    if unit.cluster_id != by.in_cluster():
        raise DomainError(_("没有找到这个单位。"))
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        user = new_account(change, username, display_name, phone, False)
    else:
        _require_same(user, display_name, role, by)
    places = Membership.objects.filter(user=user, department=unit, role=role)
    if places.filter(until=None).exists():
        raise DomainError(_("%(name)s已有“%(unit)s”的账号。") % {"name": user, "unit": unit.name})
    today = timezone.localdate(change.now)
    change.add(
        Membership(cluster_id=unit.cluster_id, user=user, department=unit, role=role, since=today)
    )
    return Invited(user, "" if user.has_usable_password() else new_link(change, user, by))


def _require_same(user: User, display_name: str, role: str, by: Scope) -> None:
    """An account is taken up again only for the same person in the same kind of work."""
    held = Membership.objects.filter(user=user)
    is_same = held.filter(cluster_id=by.cluster_id).exists() and user.display_name == display_name
    if not is_same or held.exclude(role=role).exists() or not user.is_active:
        raise DomainError(
            _("用户名“%(name)s”已有人使用；同一人代表另一单位的，姓名须与原账号一致。")
            % {"name": user.username}
        )


def again(change: Change, membership: Membership) -> Invited:
    """A new link, for one who lost it or forgot the password and does nothing else in the office."""
    held = Membership.objects.filter(user=membership.user)
    if held.exclude(role__in=rules.PARTNER_ROLES.values()).exists():
        raise DomainError(_("此人还在专班任职，请系统管理员办理。"))
    if membership.until is not None:
        raise DomainError(_("这个账号已经停用。"))
    return Invited(membership.user, new_link(change, membership.user, _scope(change)))


def end(change: Change, membership: Membership) -> None:
    """The person no longer speaks for this unit; what they did stays."""
    require_reason(change.why, _("停用账号须写明原因。"))
    if membership.until is not None:
        raise DomainError(_("这个账号已经停用。"))
    yesterday = timezone.localdate(change.now) - timedelta(days=1)
    change.save(membership, until=max(yesterday, membership.since))


def _scope(change: Change) -> Scope:
    assert isinstance(change.by, Scope)
    return change.by
