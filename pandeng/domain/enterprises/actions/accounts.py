"""Who signs in for an enterprise: invited from its page, and one person may stand for several."""

from datetime import datetime

from django.utils.translation import gettext_noop

from pandeng.access.actions import partners
from pandeng.access.actions.inviting import Invited
from pandeng.access.models import Department, DepartmentKind, Membership
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.domain.enterprises import queries
from pandeng.domain.enterprises.models import Enterprise

INVITE_CONTACT = Action(
    "enterprises.invite_contact", gettext_noop("邀请企业联系人"), Permission.INVITE_CONTACT
)


def invite_contact(
    enterprise: Enterprise,
    *,
    username: str,
    display_name: str,
    phone: str = "",
    by: Scope,
    now: datetime,
) -> Invited:
    """Somebody speaks for the enterprise from today on; the first gives it a unit of its own."""
    with Change(INVITE_CONTACT, by=by, now=now, target=enterprise) as change:
        queries.own(by, enterprise)
        unit = _unit(change, enterprise)
        return partners.invite(change, unit, username, display_name, phone)


def _unit(change: Change, enterprise: Enterprise) -> Department:
    """The unit in which the people of the enterprise sit."""
    if enterprise.organisation:
        return enterprise.organisation
    unit = change.add(
        Department(
            cluster_id=enterprise.cluster_id,
            kind=DepartmentKind.ENTERPRISE,
            code=f"enterprise-{enterprise.code}",
            name=enterprise.name,
        )
    )
    change.save(enterprise, organisation=unit)
    return unit


INVITE_CONTACT_AGAIN = Action(
    "enterprises.invite_contact_again",
    gettext_noop("重新邀请企业联系人"),
    Permission.INVITE_CONTACT,
)


def invite_contact_again(
    enterprise: Enterprise, account: Membership, *, by: Scope, now: datetime
) -> Invited:
    with Change(INVITE_CONTACT_AGAIN, by=by, now=now, target=enterprise) as change:
        queries.own_account(by, enterprise, account.pk)
        return partners.again(change, account)


END_ACCOUNT = Action(
    "enterprises.end_account", gettext_noop("停用企业账号"), Permission.INVITE_CONTACT
)


def end_account(
    enterprise: Enterprise, account: Membership, *, why: str, by: Scope, now: datetime
) -> None:
    with Change(END_ACCOUNT, by=by, now=now, why=why.strip(), target=enterprise) as change:
        queries.own_account(by, enterprise, account.pk)
        partners.end(change, account)
