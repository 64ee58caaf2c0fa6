"""Deciding about two records that look like one: one of them goes, or they are told apart."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord, one_of
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound, require_reason
from pandeng.domain.duplicates.kinds import Kind
from pandeng.domain.duplicates.models import DistinctPair
from pandeng.domain.duplicates.queries import likely_pairs, told_apart

TELL_APART = Action(
    "duplicates.tell_apart", gettext_noop("认定两条记录不重复"), Permission.SETTLE_DUPLICATES
)


def tell_apart(
    kind: Kind, one: int, other: int, *, why: str, by: Scope, now: datetime
) -> DistinctPair:
    """They are two: the pair is not shown again. Refuses a pair that somebody told apart before."""
    require_reason(why, _("请写明理由。"))
    with Change(TELL_APART, by=by, now=now, why=why.strip()) as change:
        _both(kind, one, other, by)
        first, second = min(one, other), max(one, other)
        if told_apart(by, kind).filter(first_id=first, second_id=second).exists():
            raise DomainError(_("这两条已经认定不重复，请刷新。"))
        return change.add(
            DistinctPair(
                cluster_id=by.in_cluster(),
                subject_kind=kind.model._meta.label,
                first_id=first,
                second_id=second,
                why=why.strip(),
                decided_on=timezone.localdate(now),
                decided_by_id=by.user_id,
            )
        )


TAKE_BACK = Action(
    "duplicates.take_back", gettext_noop("撤回不重复的认定"), Permission.SETTLE_DUPLICATES
)


def take_back(pair: DistinctPair, *, by: Scope, now: datetime) -> None:
    """The pair is asked about again."""
    with Change(TAKE_BACK, by=by, now=now) as change:
        change.remove(pair)


def settle(kind: Kind, keep: int, drop: int, *, why: str, by: Scope, now: datetime) -> None:
    """One of the two goes by the action of its kind, whose history stays under both.

    Refuses records that are not found to be alike, so that nothing else goes this way.
    """
    by.may(Permission.SETTLE_DUPLICATES).require()
    require_reason(why, _("请写明理由。"))
    kept, dropped = _both(kind, keep, drop, by)
    if kind.settle is None:
        raise DomainError(_("请在合并页上逐项核对后合并。"))
    wanted = {keep, drop}
    if not any({pair.first, pair.second} == wanted for pair in likely_pairs(by, kind)):
        raise DomainError(_("这两条已经处理，或不再相近，请刷新。"))
    kind.may_drop(dropped, by).require()
    kind.settle(kept, dropped, why.strip(), by=by, now=now)


def _both(kind: Kind, one: int, other: int, by: Scope) -> tuple[ClusterRecord, ClusterRecord]:
    if one == other:
        raise NotFound(_("没有找到这条记录。"))
    return one_of(kind.model, by, one), one_of(kind.model, by, other)
