"""Renaming: the old name is kept with its days and leads to the enterprise for ever."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, require_reason
from pandeng.domain.enterprises import naming, queries, rules
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName, NameKind

RENAME = Action("enterprises.rename", gettext_noop("企业更名"), Permission.EDIT_ENTERPRISE)


def rename(
    enterprise: Enterprise,
    *,
    name: str,
    since: date,
    why: str,
    confirmed: bool = False,
    by: Scope,
    now: datetime,
) -> None:
    """From `since` on the enterprise bears a new name. Refuses a name in use; one that another
    enterprise bore earlier is taken only when `confirmed`."""
    RENAME.require(by)
    queries.own(by, enterprise)
    name = rules.tidy(name)
    rules.renaming(
        enterprise.name,
        name,
        since,
        today=timezone.localdate(now),
        borne_since=enterprise.name_since,
    ).require()
    require_reason(why, _("请写明更名依据，如登记机关核准的文号。"))
    naming.refuse_taken(by.in_cluster(), name, but=enterprise, confirmed=confirmed)
    old, borne_since = enterprise.name, enterprise.name_since
    with Change(RENAME, by=by, now=now, why=why.strip()) as change:
        change.save(enterprise, name=name, name_since=since)
        change.add(
            EnterpriseName(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                kind=NameKind.FORMER,
                name=old,
                since=borne_since,
                until=since - timedelta(days=1),
            )
        )
        index(change, enterprise)


ADD_NAME = Action("enterprises.add_name", gettext_noop("登记企业名称"), Permission.EDIT_ENTERPRISE)


def add_former_name(
    enterprise: Enterprise,
    *,
    name: str,
    until: date,
    since: date | None = None,
    why: str,
    by: Scope,
    now: datetime,
) -> EnterpriseName:
    """Enter a name that the enterprise bore before its present one."""
    ADD_NAME.require(by)
    queries.own(by, enterprise)
    rules.former_name(
        since, until, present_since=enterprise.name_since, today=timezone.localdate(now)
    ).require()
    require_reason(why, _("请写明依据。"))
    former = EnterpriseName.objects.filter(enterprise=enterprise, kind=NameKind.FORMER)
    if clash := former.filter(until=until).first():
        raise DomainError(
            _("“%(name)s”也用到%(until)s，请核对停用日期。")
            % {"name": clash.name, "until": clash.until}
        )
    with Change(ADD_NAME, by=by, now=now, why=why.strip()) as change:
        made = change.add(
            EnterpriseName(
                cluster_id=enterprise.cluster_id,
                enterprise=enterprise,
                kind=NameKind.FORMER,
                name=rules.tidy(name),
                since=since,
                until=until,
            )
        )
        index(change, enterprise)
    return made


def add_name(
    enterprise: Enterprise, *, kind: str, name: str, by: Scope, now: datetime
) -> EnterpriseName:
    """Enter a short name or another spelling. Refuses one that another enterprise bears in full."""
    ADD_NAME.require(by)
    queries.own(by, enterprise)
    if kind not in (NameKind.SHORT, NameKind.ALIAS):
        raise DomainError(_("曾用名须写明停用日期，请用“更名”或“补登曾用名”。"))
    name = rules.tidy(name)
    if len(rules.plain(name)) < 2:
        raise DomainError(_("名称至少两个字。"))
    borne = naming.bearer(by.in_cluster(), name, but=enterprise)
    if borne and borne[1] == "full":
        raise DomainError(
            _("“%(name)s”是另一家企业的全称，不能作为本企业的简称。") % {"name": borne[0].name}
        )
    with Change(ADD_NAME, by=by, now=now) as change:
        made = learn_name(change, enterprise, name, kind)
    if made is None:
        raise DomainError(_("这个名称已经登记过。"))
    return made


def learn_name(
    change: Change, enterprise: Enterprise, name: str, kind: str = NameKind.ALIAS
) -> EnterpriseName | None:
    """Add a name inside a change, unless the enterprise is known by it already."""
    if name == enterprise.name or enterprise.names.filter(name=name).exists():
        return None
    made = change.add(
        EnterpriseName(
            cluster_id=enterprise.cluster_id, enterprise=enterprise, kind=kind, name=name
        )
    )
    index(change, enterprise)
    return made


def index(change: Change, enterprise: Enterprise) -> None:
    """Renew the words by which the enterprise is found: all its names, and the codes it absorbed."""
    names = [enterprise.name, *enterprise.names.values_list("name", flat=True)]
    absorbed = Enterprise.objects.filter(merged_into=enterprise)
    codes = [enterprise.code, *absorbed.values_list("code", flat=True)]
    change.set_search_text(enterprise, rules.search_text(names, " ".join(codes)))
