"""The kinds of records in which duplicates are looked for: how they are found, and how one of two goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.core.neighbours import LikelyPair
from pandeng.core.verdict import Verdict, deny
from pandeng.domain.demands.actions import take
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.rules import DemandState
from pandeng.domain.demands.similar import duplicate_demands
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.actions.particulars import end_contact
from pandeng.domain.enterprises.duplicates import duplicate_contacts, duplicate_enterprises
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.outcomes.actions import may_change, withdraw
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.outcomes.queries import duplicate_outcomes


class Settle(Protocol):
    """One of two records goes, the other is kept."""

    def __call__(self, keep: Any, drop: Any, why: str, *, by: Scope, now: datetime) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`settle` is empty where the two are compared on a page of their own before one goes.

    `may_drop`: may this one go, for this person; `word`: what becomes of it.
    """

    code: str
    model: Any
    title: str | Promise
    find: Callable[[Scope], list[LikelyPair]]
    word: str | Promise
    settle: Settle | None = None
    may_drop: Callable[[Any, Scope], Verdict]

    def get_absolute_url(self) -> str:
        return reverse(f"duplicate_{self.code}")


def _end(keep: Any, drop: Any, why: str, *, by: Scope, now: datetime) -> None:
    end_contact(drop, until=timezone.localdate(now), why=why, by=by, now=now)


def _withdraw(keep: Any, drop: Any, why: str, *, by: Scope, now: datetime) -> None:
    withdraw(drop, why=why, by=by, now=now)


def _merge(keep: Any, drop: Any, why: str, *, by: Scope, now: datetime) -> None:
    take(drop, "merge", into=keep, note=why, by=by, now=now)


def _may_merge_enterprise(enterprise: Enterprise, scope: Scope) -> Verdict:
    return scope.may(Permission.MERGE_ENTERPRISE)


def _may_end(contact: EnterpriseContact, scope: Scope) -> Verdict:
    if contact.is_main:
        return deny(gettext_noop("这是主要联系人，请保留这一条。"))
    return scope.may(Permission.EDIT_CONTACT)


def _may_withdraw(outcome: Outcome, scope: Scope) -> Verdict:
    return may_change(outcome, scope)


def _may_merge_demand(demand: Demand, scope: Scope) -> Verdict:
    state = DemandState(demand.status, demand.enterprise_id, demand.department_id)
    return LOOP.may(state, "merge", scope)


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            code="enterprises",
            model=Enterprise,
            title=gettext_lazy("企业"),
            find=duplicate_enterprises,
            word=pgettext_lazy("duplicate", "并入"),
            may_drop=_may_merge_enterprise,
        ),
        Kind(
            code="contacts",
            model=EnterpriseContact,
            title=gettext_lazy("联系人"),
            find=duplicate_contacts,
            word=pgettext_lazy("duplicate", "停用"),
            settle=_end,
            may_drop=_may_end,
        ),
        Kind(
            code="outcomes",
            model=Outcome,
            title=gettext_lazy("成果"),
            find=duplicate_outcomes,
            word=pgettext_lazy("duplicate", "撤回"),
            settle=_withdraw,
            may_drop=_may_withdraw,
        ),
        Kind(
            code="demands",
            model=Demand,
            title=gettext_lazy("诉求"),
            find=duplicate_demands,
            word=pgettext_lazy("duplicate", "并入"),
            settle=_merge,
            may_drop=_may_merge_demand,
        ),
    )
}


def kind_of(code: str) -> Kind:
    if code not in KINDS:
        raise NotFound(_("没有这类记录。"))
    return KINDS[code]
