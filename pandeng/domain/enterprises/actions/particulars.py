"""Addresses and contacts of an enterprise: each dated, none overwritten."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, require_reason
from pandeng.core.personal import ERASED
from pandeng.domain.enterprises import queries, rules
from pandeng.domain.enterprises.models import (
    AddressKind,
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
)

MOVE = Action("enterprises.move", gettext_noop("登记企业地址"), Permission.EDIT_ENTERPRISE)


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

    Working in another county moves the enterprise there from that day on: before it counts where it was. Being registered in another one changes its
    place of registration. Its credit code stays.
    """
    MOVE.require(by)
    queries.own(by, enterprise)
    if not text.strip():
        raise DomainError(_("请填写地址。"))
    if since > timezone.localdate(now):
        raise DomainError(_("%(day)s还没有到，请在迁址后登记。") % {"day": since})
    if county and county.cluster_id != enterprise.cluster_id:
        raise DomainError(_("只能选择本集群的县市区。"))
    present = EnterpriseAddress.objects.filter(
        enterprise=enterprise, kind=kind, until__isnull=True
    ).first()
    if present and since <= present.since:
        raise DomainError(
            _("现址自%(since)s起使用，新址的日期应在此之后。") % {"since": present.since}
        )
    left: dict[str, Any] = {}
    if kind == AddressKind.OPERATING and county and county.pk != enterprise.county_id:
        left["former_county_id"] = enterprise.county_id
    with Change(MOVE, by=by, now=now) as change:
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
                **left,
            )
        )
        if county and kind == AddressKind.OPERATING:
            change.save(enterprise, county=county)
        elif county and county.region_code:
            change.save(enterprise, registered_region=county.region_code)
    return made


ADD_CONTACT = Action(
    "enterprises.add_contact", gettext_noop("登记企业联系人"), Permission.EDIT_CONTACT
)


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
    ADD_CONTACT.require(by)
    queries.own(by, enterprise)
    made = EnterpriseContact(
        cluster_id=enterprise.cluster_id,
        enterprise=enterprise,
        name=name.strip(),
        post=post.strip(),
        phone=phone.strip(),
        is_main=is_main,
        since=since,
    )
    _refuse_wrong(made, timezone.localdate(now))
    with Change(ADD_CONTACT, by=by, now=now) as change:
        if is_main:
            _make_room_for_main(change, made)
        return change.add(made)


CORRECT_CONTACT = Action(
    "enterprises.correct_contact", gettext_noop("更正企业联系人"), Permission.EDIT_CONTACT
)


def correct_contact(
    contact: EnterpriseContact,
    *,
    since: date,
    why: str,
    name: str = "",
    phone: str = "",
    post: str = "",
    is_main: bool = False,
    by: Scope,
    now: datetime,
) -> None:
    """Correct what was entered wrongly; what stood there before stays in the versions, with the reason.

    An empty name or number stays as it is: not everybody who may correct reads them whole. Somebody
    who is no longer called cannot be the main contact.
    """
    CORRECT_CONTACT.require(by)
    queries.own(by, contact.enterprise)
    require_reason(why, _("请写明更正原因。"))
    with Change(CORRECT_CONTACT, by=by, now=now, why=why.strip()) as change:
        _lock(contact)
        if contact.erased:
            raise DomainError(_("这位联系人的个人信息已依申请删除，不能更正。"))
        corrected = {
            "name": name.strip() or contact.name,
            "phone": phone.strip() or contact.phone,
            "post": post.strip(),
            "is_main": is_main and contact.until is None,
            "since": since,
        }
        wanted = EnterpriseContact(
            pk=contact.pk, enterprise=contact.enterprise, until=contact.until, **corrected
        )
        _refuse_wrong(wanted, timezone.localdate(now))
        if corrected["is_main"]:
            _make_room_for_main(change, wanted)
        change.save(contact, **corrected)


END_CONTACT = Action(
    "enterprises.end_contact", gettext_noop("停用企业联系人"), Permission.EDIT_CONTACT
)


def end_contact(
    contact: EnterpriseContact, *, until: date, why: str = "", by: Scope, now: datetime
) -> None:
    """The person is no longer to be called; the entry stays."""
    END_CONTACT.require(by)
    queries.own(by, contact.enterprise)
    if contact.until is not None:
        raise DomainError(_("这位联系人已经停用。"))
    if not contact.since <= until <= timezone.localdate(now):
        raise DomainError(_("停用日期应在%(since)s至今天之间。") % {"since": contact.since})
    with Change(END_CONTACT, by=by, now=now, why=why) as change:
        change.save(contact, until=until, is_main=False)


ERASE_PERSON = Action(
    "enterprises.erase_person", gettext_noop("删除联系人个人信息"), Permission.ERASE_PERSONAL
)


def erase_person(contact: EnterpriseContact, *, why: str, by: Scope, now: datetime) -> int:
    """Erase a contact's name and number for good, on the person's request (个人信息保护法 art. 47).

    Reaches every entry of the person in the cluster (the same name and number, also entries that a
    merge removed), all their versions, and the audit events that tell name or number; the mark
    已依申请删除 stands in their place, and an entry still in use ends today. Returns how many entries.

    Not reached: an entry that bore name and number only until it was corrected to somebody else's, backups and exported files, notices and mail already sent, free text (demands, visits,
    reasons, attachments), the post, masked values in a merge's decisions, and the database's own free
    pages and logs until they are used again.
    """
    ERASE_PERSON.require(by)
    queries.own(by, contact.enterprise)
    return _erase(contact, why=why, by=by, now=now)


def erase_named(*, name: str, phone: str, why: str, by: Scope, now: datetime) -> int:
    """Erase the person whom a request names, by exactly this name and number; nothing of the record is
    shown to whoever erases."""
    ERASE_PERSON.require(by)
    return _erase(queries.contact_named(by, name.strip(), phone.strip()), why=why, by=by, now=now)


def _erase(contact: EnterpriseContact, *, why: str, by: Scope, now: datetime) -> int:
    require_reason(why, _("删除个人信息须写明依据。"))
    with Change(ERASE_PERSON, by=by, now=now, why=why.strip()) as change:
        _lock(contact)
        if contact.erased:
            raise DomainError(_("这位联系人的个人信息已经删除。"))
        change.target = (contact._meta.label, contact.pk)
        entries = queries.entries_of_person(by, contact)
        for one in EnterpriseContact.objects.filter(pk__in=entries, until__isnull=True):
            change.save(one, until=timezone.localdate(now), is_main=False)
        change.erase(EnterpriseContact, entries, name=ERASED, phone=ERASED)
    contact.refresh_from_db()
    return len(entries)


IMPORT_EXISTING_PARTICULARS = Action(
    "enterprises.import_existing_particulars",
    gettext_noop("导入已有企业地址和联系人"),
    Permission.EDIT_ENTERPRISE,
)


def import_existing_particulars(
    addresses: list[EnterpriseAddress],
    contacts: list[EnterpriseContact],
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    """Import addresses and contacts from the office's own lists; every number is checked first."""
    IMPORT_EXISTING_PARTICULARS.require(by)
    for contact in contacts:
        rules.phone(contact.phone).require()
    with Change(IMPORT_EXISTING_PARTICULARS, by=by, now=now, why=why) as change:
        change.bulk_add(addresses)
        change.bulk_add(contacts)


# -- inside -----------------------------------------------------------------------------------


def _refuse_wrong(contact: EnterpriseContact, today: date) -> None:
    """Refuse a contact, new or corrected, that cannot be right."""
    rules.phone(contact.phone).require()
    if not contact.name:
        raise DomainError(_("请填写姓名。"))
    if contact.since > today:
        raise DomainError(_("%(day)s还没有到，请在到任后登记。") % {"day": contact.since})
    if contact.until and contact.since > contact.until:
        raise DomainError(_("起始日期晚于停用日期%(until)s，请核对。") % {"until": contact.until})
    duplicates = EnterpriseContact.objects.filter(
        enterprise=contact.enterprise, name=contact.name, phone=contact.phone, until__isnull=True
    )
    if contact.until is None and duplicates.exclude(pk=contact.pk).exists():
        raise DomainError(_("这位联系人已经登记过。"))


def _make_room_for_main(change: Change, contact: EnterpriseContact) -> None:
    """The former main contact stays a contact."""
    present = EnterpriseContact.objects.filter(enterprise=contact.enterprise, until__isnull=True)
    for other in present.filter(is_main=True).exclude(pk=contact.pk):
        change.save(other, is_main=False)


def _lock(contact: EnterpriseContact) -> None:
    """Read the entry afresh, so that whoever changes it at the same time waits for this change."""
    contact.refresh_from_db(from_queryset=EnterpriseContact.objects.select_for_update())
