"""Reading the register: an enterprise's particulars, where a merged record went, names that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import Department, Membership
from pandeng.access.queries import accounts_of
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.core.personal import mask_name, mask_phone
from pandeng.core.prepared import PreparedRead
from pandeng.domain.enterprises import rules
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
    EnterpriseName,
    NameMatch,
    Succession,
)
from pandeng.domain.enterprises.rules import asked
from pandeng.domain.enterprises.workflow import WAITING


def own(scope: Scope, enterprise: Enterprise) -> None:
    """Refuse where the scope does not see this enterprise, or it has become part of another."""
    if not VISIBLE(scope, enterprise.pk):
        raise NotFound(_("没有找到这家企业。"))


def own_account(scope: Scope, enterprise: Enterprise, pk: int) -> Membership:
    """Somebody's place as contact of an enterprise that the scope sees."""
    own(scope, enterprise)
    for one in accounts_of(scope, enterprise.organisation):
        if one.pk == pk:
            return one
    raise NotFound(_("没有找到这个账号。"))


def reaches(scope: Scope, county: Department) -> bool:
    """May this scope write in this county?"""
    rows = scope.rows("enterprise")
    return county.cluster_id == scope.cluster_id and (rows.everything or county.pk in rows.counties)


def find(scope: Scope, pk: int) -> Enterprise:
    """One enterprise; a merged record leads to what it became part of."""
    seen = VISIBLE(scope, pk)
    found: Enterprise | None = seen[0] if seen else successor_of(scope, pk)
    if found is None:
        raise NotFound(_("没有找到这家企业。"))
    return found


VISIBLE = PreparedRead(lambda scope, pk: Enterprise.objects.visible_to(scope).filter(pk=pk))


def successor_of(scope: Scope, pk: int) -> Enterprise | None:
    """What a merged record became part of, where the scope may see that."""
    merged = Enterprise.objects.filter(cluster_id=scope.in_cluster(), merged_into__isnull=False)
    into = dict(merged.filter(pk=pk).values_list("id", "merged_into_id"))
    if pk not in into:
        return None
    found: Enterprise | None = Enterprise.objects.visible_to(scope).filter(pk=into[pk]).first()
    return found


def of_enterprise(scope: Scope, pk: int, column: str = "enterprise") -> Q:
    """The condition for rows of an enterprise, by any id it bore: what belonged to a merged record
    belongs to what it became part of, while earlier versions still name the old id."""
    into = successor_of(scope, pk)
    own = Q(**{column: pk})
    return own | Q(**{column: into.pk}) if into else own


def own_record(model: type[ClusterRecord], scope: Scope, enterprise: Enterprise, pk: int) -> Any:
    """A record of an enterprise by id; one of another is not there."""
    found = model.objects.visible_to(scope).filter(enterprise=enterprise, pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found


def contact_named(scope: Scope, name: str, phone: str) -> EnterpriseContact:
    """The newest entry of the cluster with exactly this name and number."""
    same = EnterpriseContact.objects.filter(cluster_id=scope.in_cluster(), name=name, phone=phone)
    if (found := same.order_by("-id").first()) is None:
        raise DomainError(_("没有姓名和电话都与此相符的联系人，请照申请书核对。"))
    contact: EnterpriseContact = found
    return contact


def by_ids(scope: Scope, ids: Iterable[int]) -> list[Enterprise]:
    rows = Enterprise.objects.visible_to(scope).filter(pk__in=list(ids))
    return list(rows.select_related("county"))


def visible_enterprise(scope: Scope, pk: int) -> Enterprise:
    """An enterprise by id; a merged one is not there."""
    found: Enterprise | None = Enterprise.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这家企业。"))
    return found


def entries_of_person(scope: Scope, contact: EnterpriseContact) -> set[int]:
    """The entries in the scope's cluster with this one's name and number, itself included; also removed ones."""
    same = {"cluster_id": scope.in_cluster(), "name": contact.name, "phone": contact.phone}
    removed = version_model(EnterpriseContact).objects.filter(history_type="-", **same)
    return {
        *EnterpriseContact.objects.filter(**same).values_list("id", flat=True),
        *removed.values_list("id", flat=True),
    }


def named(scope: Scope, written: str) -> Enterprise | None:
    """The one enterprise that bears or bore exactly this name or code; merged records lead on."""
    wanted = written.strip()
    rows = Enterprise.objects.visible_to(scope)
    code = wanted.upper()
    found: Enterprise | None = rows.filter(Q(name=wanted) | Q(code=code)).first()
    if found:
        return found
    absorbed = Enterprise.objects.filter(merged_into__in=rows.values("pk"), code=code)
    into = absorbed.values_list("merged_into_id", flat=True).first()
    if into:
        return rows.filter(pk=into).first()
    bearing = {
        one.enterprise_id for one in EnterpriseName.objects.visible_to(scope).filter(name=wanted)
    }
    return rows.filter(pk__in=bearing).first() if len(bearing) == 1 else None


def meant_by(scope: Scope, written: str, limit: int = 6) -> list[Enterprise]:
    """The enterprise that bears this name or code; else those that the words, initials or code may mean."""
    if exact := named(scope, written):
        return [exact]
    return names_like(scope, written, limit)


def names_like(scope: Scope, written: str, limit: int = 10) -> list[Enterprise]:
    """While typing: the enterprises that the words, initials or code may mean."""
    if not (words := asked(written)):
        return []
    rows = Enterprise.objects.visible_to(scope).filter(search_text__finds=words)
    return list(rows.order_by("name")[:limit])


def only_meant_by(scope: Scope, written: str) -> Enterprise:
    """The one enterprise that somebody means; DomainError where it is none, or may be several."""
    found = meant_by(scope, written)
    if not found:
        raise DomainError(_("没有找到企业“%(name)s”，请核对名称。") % {"name": written})
    if len(found) > 1:
        names = "、".join(one.name for one in found[:5])
        raise DomainError(
            _("“%(name)s”可能是：%(names)s。请写全称。") % {"name": written, "names": names}
        )
    return found[0]


def reads_enterprise(scope: Scope, pk: int | None) -> bool:
    """Does the page of an enterprise open for this person?"""
    return pk is not None and (scope.rows("enterprise").everything or bool(VISIBLE(scope, pk)))


@dataclass(frozen=True)
class Person:
    """A contact as this scope may read it."""

    pk: int
    name: str
    post: str
    phone: str
    is_main: bool
    since: date
    until: date | None
    masked: bool
    erased: bool


def contacts(scope: Scope, enterprise: Enterprise) -> list[Person]:
    """The people of an enterprise, the present ones first; masked where the scope may not read them."""
    whole = scope.reads_contacts_of(enterprise.pk)
    rows = EnterpriseContact.objects.visible_to(scope).filter(enterprise=enterprise)
    return sorted(
        (
            Person(
                row.pk,
                row.name if whole and not row.erased else mask_name(row.name),
                row.post,
                row.phone if whole and not row.erased else mask_phone(row.phone),
                row.is_main,
                row.since,
                row.until,
                not whole,
                row.erased,
            )
            for row in rows.order_by("since", "id")
        ),
        key=lambda one: (one.until is not None, not one.is_main),
    )


def present_contacts(scope: Scope, enterprise: Enterprise) -> list[Person]:
    """Whom to call today; for those who handle a demand of the enterprise, which the caller has made sure of."""
    rows = EnterpriseContact.objects.filter(
        cluster_id=scope.in_cluster(), enterprise=enterprise, until=None
    )
    return [
        Person(
            row.pk, row.name, row.post, row.phone, row.is_main, row.since, row.until, False, False
        )
        for row in rows.order_by("-is_main", "since", "id")
        if not row.erased
    ]


def addresses(scope: Scope, enterprise: Enterprise) -> QuerySet[EnterpriseAddress]:
    """Where it is and was, each kind from the present one back."""
    rows: QuerySet[EnterpriseAddress] = EnterpriseAddress.objects.visible_to(scope)
    return rows.filter(enterprise=enterprise).select_related("county").order_by("kind", "-since")


def address_on(scope: Scope, enterprise: Enterprise, kind: str, on: date) -> str:
    """The address of a kind on a day."""
    rows = EnterpriseAddress.objects.visible_to(scope).filter(in_force(on), kind=kind)
    return str(rows.filter(enterprise=enterprise).values_list("text", flat=True).first() or "")


def names(scope: Scope, enterprise: Enterprise) -> QuerySet[EnterpriseName]:
    """Every other name, the latest former one first."""
    rows: QuerySet[EnterpriseName] = EnterpriseName.objects.visible_to(scope)
    return rows.filter(enterprise=enterprise).order_by("kind", "-until", "name")


def successions(scope: Scope, enterprise: Enterprise) -> QuerySet[Succession]:
    """What became part of it, what left it, what it left."""
    rows: QuerySet[Succession] = Succession.objects.filter(cluster_id=scope.in_cluster())
    return (
        rows.filter(Q(former=enterprise) | Q(successor=enterprise))
        .select_related("former", "successor")
        .order_by("-happened_on", "-id")
    )


def waiting_matches(scope: Scope) -> QuerySet[NameMatch]:
    """Names that wait for a person, the likeliest first."""
    rows: QuerySet[NameMatch] = NameMatch.objects.visible_to(scope)
    return (
        rows.filter(status=WAITING)
        .select_related("enterprise", "enterprise__county")
        .order_by("-confidence", "id")
    )


def likely(scope: Scope, words: str, *, but: Enterprise, limit: int = 8) -> list[Enterprise]:
    """Enterprises that some words may mean, for choosing one."""
    asked = rules.asked(words)
    if not asked:
        return []
    rows = Enterprise.objects.visible_to(scope).filter(search_text__finds=asked)
    return list(rows.exclude(pk=but.pk).select_related("county").order_by("name")[:limit])


def match(scope: Scope, pk: int) -> NameMatch:
    """One proposed match; not found where the scope does not see its enterprise."""
    rows = NameMatch.objects.visible_to(scope).select_related("enterprise")
    found: NameMatch | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    return found


def county_of(scope: Scope, region_code: str) -> str:
    """The county with this region code; the code itself where it lies outside the city."""
    rows = Department.objects.visible_to(scope).filter(kind="county", region_code=region_code)
    return str(rows.values_list("name", flat=True).first() or "")
