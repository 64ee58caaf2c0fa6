"""The verbs of records that people keep by hand (`access/workable.py`), whatever their kind."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.access.workable import (
    CORRECT,
    END,
    ENTER,
    MOVE,
    RESTORE,
    WITHDRAW,
    Workable,
    version_of,
)
from pandeng.core.change import Change
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError, EditConflict, NotFound, require_reason
from pandeng.core.fields import title_of
from pandeng.core.history import version_model


def enter(
    work: Workable,
    values: Mapping[str, Any],
    *,
    confirmed: bool = False,
    by: Scope,
    now: datetime,
    why: str = "",
) -> Any:
    """Enter a record; refuses what its check, its constraints or the scope do not allow, and holds back
    what the kind asks about until it is confirmed."""
    with Change(work.actions[ENTER], by=by, now=now, why=why) as change:
        record = work.model(cluster_id=by.cluster_id, **values)
        require(work, record, by, now)
        if work.asks and not confirmed and (question := work.asks(record)):
            raise ChecksFailed(question, {}, {"": [question]})
        change.add(record)
        require_in_scope(record, by)
    return record


def correct(
    work: Workable,
    record: ClusterRecord,
    values: Mapping[str, Any],
    *,
    by: Scope,
    now: datetime,
    seen: int | None = None,
    why: str = "",
) -> None:
    """Save the fields that differ from the version the person saw (`seen`, its history id).

    What somebody else changed since then stays as they left it; where both changed one field to
    different values the change is refused, and the sentence shows both.
    """
    with Change(work.actions[CORRECT], by=by, now=now, why=why, target=record) as change:
        row = _own(work, record.pk, by)
        before = _version(work, record.pk, seen) if seen else row
        mine = {name: value for name, value in values.items() if _differs(before, name, value)}
        for name, value in mine.items():
            if _differs(row, name, getattr(before, _column(row, name))) and _differs(
                row, name, value
            ):
                raise _conflict(work, row, name, value)
        _set(row, mine)
        require(work, row, by, now)
        _set(record, mine)
        change.save(record, **mine)
        require_in_scope(record, by)


def move(
    work: Workable,
    record: ClusterRecord,
    values: Mapping[str, Any],
    *,
    since: date,
    why: str = "",
    by: Scope,
    now: datetime,
) -> Any:
    """From this day on the fact is another: the record ends the day before, the next one begins."""
    with Change(work.actions[MOVE], by=by, now=now, why=why, target=record) as change:
        row = _own(work, record.pk, by)
        before = max(since, date.min + timedelta(days=1)) - timedelta(days=1)
        _require_open(work, row, before)
        _require_past(since, now)
        if not any(_differs(row, name, value) for name, value in values.items()):
            raise DomainError(_("与现在的内容相同，没有变更。"))
        change.save(record, **{work.ends: before})
        following = work.model(
            cluster_id=row.cluster_id, since=since, **_carried(work, row, values)
        )
        require(work, following, by, now)
        change.add(following)
        require_in_scope(following, by)
    return following


def end(
    work: Workable,
    record: ClusterRecord,
    values: Mapping[str, Any] | None = None,
    *,
    on: date,
    why: str = "",
    by: Scope,
    now: datetime,
) -> None:
    """The fact holds until this day; the record and its history stay."""
    with Change(work.actions[END], by=by, now=now, why=why, target=record) as change:
        row = _own(work, record.pk, by)
        _require_open(work, row, on)
        _require_past(on, now)
        told = {work.ends: on} | ({work.reason: why} if work.reason else {}) | dict(values or {})
        _set(row, told)
        require(work, row, by, now)
        change.save(record, **told)


def withdraw(work: Workable, record: ClusterRecord, *, why: str, by: Scope, now: datetime) -> None:
    """Take back what was entered in error. Its versions stay, and it can be restored."""
    require_reason(why, _("请写明撤销原因。"))
    with Change(work.actions[WITHDRAW], by=by, now=now, why=why, target=record) as change:
        row = _own(work, record.pk, by)
        require_unused(row)
        change.remove(row)


def require_unused(row: Any) -> None:
    """Refuse to take back a record that others belong to."""
    for relation in row._meta.related_objects:
        kind: Any = relation.related_model
        count = kind._base_manager.filter(**{relation.field.name: row.pk}).count()
        if count:
            of = {"count": count, "kind": kind._meta.verbose_name}
            raise DomainError(_("还有%(count)s条%(kind)s记在它名下，不能撤销。") % of)


def restore(work: Workable, version: int, *, why: str, by: Scope, now: datetime) -> Any:
    """Set a record back to one of its versions, also one that was withdrawn."""
    require_reason(why, _("请写明恢复原因。"))
    then = version_of(work, version, by)
    with Change(work.actions[RESTORE], by=by, now=now, why=why) as change:
        live = work.model.objects.filter(pk=then.id).first()
        columns = [item.attname for item in then.tracked_fields]
        values = {column: getattr(then, column) for column in columns if column != "id"}
        record = live or work.model(id=then.id, **values)
        if live is not None:
            _set(live, values)
        require(work, record, by, now)
        if live is None:
            change.add(record)
        else:
            change.save(record, **values)
        require_in_scope(record, by)
    return record


def _require_past(on: date, now: datetime) -> None:
    if on > timezone.localdate(now):
        raise DomainError(_("%(day)s还没有到，请到期后再办。") % {"day": on})


def _require_open(work: Workable, row: Any, on: date) -> None:
    """Refuse a second end, and one before the beginning."""
    if (ended := getattr(row, work.ends)) is not None:
        raise DomainError(_("这条记录已于%(day)s终止。") % {"day": ended})
    if (since := getattr(row, work.begins, None)) and on < since:
        raise DomainError(_("终止日期不能早于起始日期%(day)s。") % {"day": since})


def _carried(work: Workable, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the record that follows says: as the one before, but for what changes from now on."""
    kept = {name: getattr(row, name) for name in work.fields if name != "since"}
    return kept | dict(values)


def _own(work: Workable, pk: int, by: Scope) -> Any:
    row = work.model.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有找到这条记录。"))
    return row


def _version(work: Workable, pk: int, seen: int) -> Any:
    version = version_model(work.model).objects.filter(id=pk, history_id=seen).first()
    if version is None:
        raise EditConflict
    return version


def _column(record: models.Model, name: str) -> str:
    return str(record._meta.get_field(name).attname)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _differs(row: Any, name: str, value: Any) -> bool:
    return bool(getattr(row, row._meta.get_field(name).attname) != _plain(value))


def _set(record: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _conflict(work: Workable, row: Any, name: str, mine: Any) -> EditConflict:
    facts = {"field": title_of(work.model, name), "theirs": getattr(row, name), "mine": mine}
    sentence = _("%(field)s刚才有人改为“%(theirs)s”，您填的是“%(mine)s”。请核对后再保存。")
    return EditConflict(sentence % facts)


def require(work: Workable, record: Any, by: Scope, now: datetime) -> None:
    """Refuse a reference to another cluster or to what is gone, a beginning ahead, and what the check of
    the kind does not allow."""
    for item in record._meta.concrete_fields:
        if item.is_relation and issubclass(item.related_model, ClusterRecord):
            _require_reference(record, item.name, by)
    if not work.ahead and (begins := getattr(record, work.begins, None)):
        _require_past(begins, now)
    work.check(record, by, timezone.localdate(now)).require()


def _require_reference(record: Any, name: str, by: Scope) -> None:
    try:
        other = getattr(record, name)
    except ObjectDoesNotExist as gone:
        raise DomainError(_("它所属的记录已经撤销，请先恢复那一条。")) from gone
    if other is not None and other.cluster_id != by.cluster_id:
        raise NotFound(_("没有找到这条记录。"))


def require_in_scope(record: ClusterRecord, by: Scope) -> None:
    if not type(record).objects.visible_to(by).filter(pk=record.pk).exists():
        raise DomainError(_("这样登记后，这条记录不在您的管辖范围内。"))
