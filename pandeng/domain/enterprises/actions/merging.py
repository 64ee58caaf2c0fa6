"""Merging two records of one enterprise, and splitting one enterprise off another: each one change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.dated import DatedModel
from pandeng.core.errors import DomainError, EditConflict, NotFound, require_reason
from pandeng.domain.enterprises import queries, rules
from pandeng.domain.enterprises.actions.naming import index, learn_name
from pandeng.domain.enterprises.merging import (
    Clash,
    MergePlan,
    clashes_of,
    differences,
    files_of,
    plan,
    pointers,
)
from pandeng.domain.enterprises.models import (
    Enterprise,
    EnterpriseName,
    NameKind,
    Succession,
    SuccessionKind,
)
from pandeng.domain.enterprises.naming import refuse_taken

OURS, THEIRS = "ours", "theirs"


MERGE = Action("enterprises.merge", gettext_noop("合并企业记录"), Permission.MERGE_ENTERPRISE)


def merge(
    loser: Enterprise,
    winner: Enterprise,
    *,
    why: str,
    decisions: Mapping[str, str] | None = None,
    fields: Iterable[str] = (),
    by: Scope,
    now: datetime,
) -> Succession:
    """Two records of one enterprise become one: everything of `loser` points to `winner` from now on.

    `decisions` says for each clash (its `key`) whose record is kept, "ours" or "theirs"; `fields` are
    the fields of the enterprise in which the loser is right. What is not kept stays in the history and
    in the decisions. Refuses the same record twice, another cluster, and a clash nobody decided.
    """
    MERGE.require(by)
    rules.merging(winner.pk, loser.pk, winner.cluster_id, loser.cluster_id).require()
    for one in (winner, loser):
        queries.own(by, one)
    require_reason(why, _("请写明合并依据。"))
    given = dict(decisions or {})
    with Change(MERGE, by=by, now=now, why=why.strip()) as change:
        change.target = (winner._meta.label, winner.pk)
        _hold(winner, loser)
        intended = plan(winner, loser)
        _refuse_undecided(intended, given)
        whose = {clash.key: given.get(clash.key, OURS) for clash in intended.clashes}
        decided = [
            _decision(clash, whose[clash.key]) for clash in intended.clashes if not clash.same
        ]
        for clash in intended.clashes:
            _settle(change, clash, whose[clash.key])
        _demote_names(change, loser, winner)
        _point_to(change, loser, winner)
        _move_files(change, loser, winner)
        _join(change, loser, winner, set(fields), timezone.localdate(now))
        learn_name(change, winner, loser.name)
        index(change, winner)
        return change.add(
            Succession(
                cluster_id=winner.cluster_id,
                kind=SuccessionKind.MERGE,
                former=loser,
                successor=winner,
                happened_on=timezone.localdate(now),
                why=why.strip(),
                moved=dict(intended.moves),
                decided=decided,
            )
        )


SPLIT = Action("enterprises.split", gettext_noop("登记企业分立"), Permission.MERGE_ENTERPRISE)


def split(
    origin: Enterprise,
    *,
    code: str,
    name: str,
    county: Department,
    since: date,
    why: str,
    industry_code: str = "",
    go_along: Iterable[ClusterRecord] = (),
    by: Scope,
    now: datetime,
) -> Enterprise:
    """An enterprise is spun off on a day; `go_along` are records of the origin that go with it.

    A dated record (a segment, a product) ends with the origin the day before and begins anew; others
    (a project, a demand) belong to the new enterprise from now on.
    """
    SPLIT.require(by)
    queries.own(by, origin)
    code, name = code.strip().upper(), rules.tidy(name)
    today = timezone.localdate(now)
    rules.splitting(since, today=today, origin_since=origin.established_on).require()
    require_reason(why, _("请写明分立依据。"))
    _check_new(origin.cluster_id, code, name, county)
    records = list(go_along)
    if any(getattr(record, "enterprise_id", None) != origin.pk for record in records):
        raise NotFound(_("没有找到这条记录。"))
    with Change(SPLIT, by=by, now=now, why=why.strip()) as change:
        made = change.add(
            Enterprise(
                cluster_id=origin.cluster_id,
                code=code,
                name=name,
                county=county,
                registered_region=code[2:8],
                industry_code=industry_code.strip() or origin.industry_code,
                industry_edition=origin.industry_edition,
                established_on=since,
                name_since=since,
                is_example=origin.is_example,
                search_text=rules.search_text([name], code),
            )
        )
        for record in records:
            _hand_over(change, record, made, since)
        moved = Counter(str(record._meta.verbose_name) for record in records)
        change.add(
            Succession(
                cluster_id=origin.cluster_id,
                kind=SuccessionKind.SPLIT,
                former=origin,
                successor=made,
                happened_on=since,
                why=why.strip(),
                moved=dict(moved),
            )
        )
    return made


def _check_new(cluster_id: int, code: str, name: str, county: Department) -> None:
    rules.credit_code(code).require()
    if county.cluster_id != cluster_id:
        raise DomainError(_("只能选择本集群的县市区。"))
    if Enterprise.objects.filter(cluster_id=cluster_id, code=code).exists():
        raise DomainError(_("统一社会信用代码%(code)s已登记，请核对。") % {"code": code})
    refuse_taken(cluster_id, name, confirmed=True)


# -- inside -----------------------------------------------------------------------------------


def _hold(*both: Enterprise) -> None:
    """Keep both rows until the end of the change: of two people who merge at once one succeeds."""
    there = Enterprise._base_manager.select_for_update().filter(
        pk__in=[one.pk for one in both], merged_into__isnull=True
    )
    if len(there.order_by("pk")) != len(both):
        raise EditConflict


def _settle(change: Change, clash: Clash, whose: str) -> None:
    """Make room for the record that is kept."""
    if clash.mark:
        for row in clash.against if whose == THEIRS else (clash.row,):
            change.save(row, **{clash.mark: False})
    elif whose == THEIRS:
        for other in clash.against:
            _absorb(change, other, clash.row)
    elif kept := next((row for row in clash.against if _is_there(row)), None):
        _absorb(change, clash.row, kept)


def _refuse_undecided(intended: MergePlan, given: Mapping[str, str]) -> None:
    undecided = [one for one in intended.to_decide if given.get(one.key) not in (OURS, THEIRS)]
    if undecided:
        raise DomainError(
            ngettext(
                "还有%(count)s处冲突没有选定保留哪一条，请逐条选择。",
                "还有%(count)s处冲突没有选定保留哪一条，请逐条选择。",
                len(undecided),
            )
            % {"count": len(undecided)}
        )


def _decision(clash: Clash, whose: str) -> dict[str, Any]:
    """What is kept about a decision, as long as both records are there."""
    return {
        "kind": clash.pointer.title,
        "what": clash.common,
        "kept": whose,
        "fields": [list(map(str, line)) for line in clash.differing],
    }


def _absorb(change: Change, dropped: Any, kept: Any) -> None:
    """Remove a record; what points to it points to the kept one, or goes with it where that clashes."""
    if not _is_there(dropped):
        return  # two records of the other side stood against it
    for pointer in pointers(type(dropped)):
        rows = list(pointer.rows(dropped))
        clashing = {c.row.pk: c for c in clashes_of(pointer, rows, kept) if not c.mark}
        for row in rows:
            if row.pk in clashing:
                _absorb(change, row, clashing[row.pk].against[0])
            else:
                change.save(row, **{pointer.column: kept})
    change.remove(dropped)


def _is_there(row: Any) -> bool:
    return bool(type(row)._base_manager.filter(pk=row.pk).exists())


def _demote_names(change: Change, loser: Enterprise, winner: Enterprise) -> None:
    """Former names of the loser are other spellings of the winner: its own former names tell its days."""
    others = EnterpriseName.objects.filter(enterprise__in=(loser, winner)).exclude(kind="former")
    borne = {winner.name, *others.values_list("name", flat=True)}
    for former in loser.names.filter(kind=NameKind.FORMER):
        if former.name in borne:
            change.remove(former)
        else:
            change.save(former, kind=NameKind.ALIAS)
            borne.add(former.name)


def _point_to(change: Change, loser: Enterprise, winner: Enterprise) -> None:
    """What points to the loser points to the winner."""
    for pointer in pointers():
        rows = list(pointer.rows(loser))
        for row in rows:
            setattr(row, pointer.column, winner)
        change.save_all(rows, [pointer.column])


def _move_files(change: Change, loser: Enterprise, winner: Enterprise) -> None:
    held = {file.digest for file in files_of(winner) if file.removed_on is None}
    for file in files_of(loser):
        if file.digest in held and file.removed_on is None:
            change.save(file, subject_id=winner.pk, removed_on=timezone.localdate(change.now))
        else:
            change.save(file, subject_id=winner.pk)


def _join(
    change: Change, loser: Enterprise, winner: Enterprise, chosen: set[str], today: date
) -> None:
    """The winner takes the values it lacks and those chosen; the loser is seen no more."""
    taken: dict[str, Any] = {}
    for difference in differences(winner, loser):
        if difference.filled or difference.key in chosen:
            taken |= {name: getattr(loser, name) for name in difference.names}
    change.save(loser, merged_into=winner, merged_on=today, organisation=None)
    change.set_search_text(loser, "")
    if taken:
        change.save(winner, **taken)


def _hand_over(change: Change, record: Any, made: Enterprise, since: date) -> None:
    if not isinstance(record, DatedModel) or record.since >= since:
        change.save(record, enterprise=made)
        return
    fields = {
        item.attname: getattr(record, item.attname)
        for item in record._meta.concrete_fields
        if item.name not in ("id", "enterprise", "since")
    }
    change.save(record, until=since - timedelta(days=1))
    kind: Any = type(record)
    change.add(kind(**fields, enterprise=made, since=since))


__all__ = ["OURS", "THEIRS", "merge", "split"]
