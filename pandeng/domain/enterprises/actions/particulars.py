"""Addresses and contacts of an enterprise: each dated, none overwritten."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.verdict import Refused
from pandeng.domain.enterprises import queries, rules
from pandeng.domain.enterprises.models import (
    AddressKind,
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
)


def move(
    enterprise: Enterprise,
    *,
    kind: str,
    text: str,
    since: date,
    county: Department | None = None,
    by: Scope,
    now: datetime,
) -> EnterpriseAddress:
    """From a day on the enterprise is registered, or works, at another address; the earlier one ends.

    Working in another county moves the enterprise there; being registered in another one changes its
    place of registration. Its credit code stays.
    """
    by.may("edit_enterprise").require()
    queries.own(by, enterprise)
    if not text.strip():
        raise Refused(_("请填写地址。"))
    if since > timezone.localdate(now):
        raise Refused(_("%(day)s还没有到，请在迁址后登记。") % {"day": since})
    if county and county.cluster_id != enterprise.cluster_id:
        raise Refused(_("只能选择本集群的县市区。"))
    present = EnterpriseAddress.objects.filter(
        enterprise=enterprise, kind=kind, until__isnull=True
    ).first()
    if present and since <= present.since:
        raise Refused(_("现址自%(since)s起使用，新址的日期应在此之后。") % {"since": present.since})
    with Change("enterprises.move", by=by, now=now) as change:
        if present:
            change.save(present, until=since - timedelta(days=1))
        made = change.add(
            EnterpriseAddress(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                kind=kind,
                county=county,
                text=text.strip(),
                since=since,
            )
        )
        if county and kind == AddressKind.OPERATING:
            change.save(enterprise, county=county)
        elif county and county.region_code:
            change.save(enterprise, registered_region=county.region_code)
    return made


def add_contact(
    enterprise: Enterprise,
    *,
    name: str,
    phone: str,
    since: date,
    post: str = "",
    is_main: bool = False,
    by: Scope,
    now: datetime,
) -> EnterpriseContact:
    """A person whom the office may call. A new main contact takes the place of the former one."""
    by.may("edit_contact").require()
    queries.own(by, enterprise)
    phone = phone.strip()
    rules.phone(phone).require()
    if not name.strip():
        raise Refused(_("请填写姓名。"))
    if since > timezone.localdate(now):
        raise Refused(_("%(day)s还没有到，请在到任后登记。") % {"day": since})
    present = EnterpriseContact.objects.filter(enterprise=enterprise, until__isnull=True)
    if present.filter(name=name.strip(), phone=phone).exists():
        raise Refused(_("这位联系人已经登记过。"))
    with Change("enterprises.add_contact", by=by, now=now) as change:
        if is_main:
            for other in present.filter(is_main=True):
                change.save(other, is_main=False)
        return change.add(
            EnterpriseContact(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                name=name.strip(),
                post=post.strip(),
                phone=phone,
                is_main=is_main,
                since=since,
            )
        )


def end_contact(contact: EnterpriseContact, *, until: date, by: Scope, now: datetime) -> None:
    """The person is no longer to be called; the entry stays."""
    by.may("edit_contact").require()
    queries.own(by, contact.enterprise)
    if contact.until is not None:
        raise Refused(_("这位联系人已经停用。"))
    if not contact.since <= until <= timezone.localdate(now):
        raise Refused(_("停用日期应在%(since)s至今天之间。") % {"since": contact.since})
    with Change("enterprises.end_contact", by=by, now=now) as change:
        change.save(contact, until=until, is_main=False)


def take_over_particulars(
    addresses: list[EnterpriseAddress],
    contacts: list[EnterpriseContact],
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Take over addresses and contacts from the office's own lists; every number is checked first."""
    by.may("edit_enterprise").require()
    for contact in contacts:
        rules.phone(contact.phone).require()
    with Change("enterprises.take_over_particulars", by=by, now=now, why=why) as change:
        change.add_all(addresses)
        change.add_all(contacts)
