"""Sealing the audit log: batches chained by keyed digests, anchored in a file outside the database.

What the last anchor covers cannot be cut off, rewritten, reordered or rolled back unnoticed.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeVar

from django.db import OperationalError, connection, models, transaction

from pandeng.core import anchors, audit
from pandeng.core.anchors import START, Anchor
from pandeng.core.audit import (
    canonical,
    commitment_of,
    digest_of_personal,
    is_erasure_on_record,
    keyed,
)
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent, AuditSeal

BATCH = 1000
# What a value written past the program can raise while a row is read back.
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)
LOCK_NOT_AVAILABLE = "55P03"
M = TypeVar("M", AuditEvent, AuditSeal)


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong, in one sentence, with the event and the seal it is about."""

    message: str
    event_id: int | None = None
    seal_number: int | None = None


class Broken(Exception):
    def __init__(
        self, sentence: str, *, event_id: int | None = None, seal_number: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.finding = Finding(sentence, event_id, seal_number)


@dataclass
class Report:
    """What a verification walked through: up to the first thing that is wrong, if any."""

    events: int = 0
    seals: int = 0
    anchors: int = 0
    unsealed: int = 0
    broken: Finding | None = None


# -- sealing ----------------------------------------------------------------------------------


def seal(now: datetime) -> int:
    """Seal every event not sealed yet; returns how many.

    The anchor that a crash left unwritten is written first. DomainError when the database is behind the
    anchors or the anchors are more than that one behind: sealing on would cover the traces.
    """
    sealed = 0
    with anchors.held_open(anchors.path_in_force()) as file:
        _anchor_newest(file)
        while batch := _seal_batch(now):
            _anchor_newest(file)
            sealed += batch
            if batch < BATCH:
                break
    return sealed


def anchor_again(now: datetime, *, actor_name: str, why: str) -> int:
    """Write the anchors that were lost for good; returns how many. Itself an audited event.

    For an operator whose anchor file is gone and whose copy is older than the last seals. DomainError
    without a reason, or when what is left of the file does not fit the database.
    """
    if not why.strip():
        raise DomainError("补写锚文件须写明原因，如 --why 存储盘损坏。")
    path = anchors.path_in_force()
    with anchors.held_open(path) as file, transaction.atomic():
        try:
            have = anchors.count_chained(path)
        except anchors.Unreadable as error:
            raise DomainError(f"{error.message}请先放回完好的抄件。") from None
        anchor = anchors.last(file)
        if anchor and not _has(anchor):
            raise DomainError("锚文件与数据库不符，不能补写：请先运行 pandeng audit verify。")
        missing = list(AuditSeal.objects.filter(number__gt=have).order_by("number"))
        if missing:
            audit.write(
                uid=uuid.uuid4(),
                at=now,
                cluster_id=None,
                actor_id=None,
                actor_name=actor_name,
                action=audit.ANCHOR_AGAIN.code,
                target_kind=AuditSeal._meta.label,
                target_id=missing[0].pk,
                why=why,
                changes={"seals": [missing[0].number, missing[-1].number]},
            )
            anchors.append(file, missing, anchor)
    return len(missing)


def _seal_batch(now: datetime) -> int:
    with transaction.atomic():
        _wait_for_writers()
        newest = AuditSeal.objects.order_by("-number").first()
        after = newest.members[-1][0] if newest else 0
        waiting = AuditEvent.objects.filter(id__gt=after).order_by("id")
        members = [
            [key, mark[:16]] for key, mark in waiting.values_list("id", "commitment")[:BATCH]
        ]
        if members:
            made = AuditSeal(
                number=newest.number + 1 if newest else 1,
                at=now,
                members=members,
                previous=newest.digest if newest else START,
            )
            made.digest = _digest(made)
            made.save(force_insert=True)
    return len(members)


def _wait_for_writers() -> None:
    """On PostgreSQL a slow transaction may commit a smaller id later; it must not slip behind a seal.

    Nobody waits long: when a writer takes more than some seconds, the next run seals.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            try:
                cursor.execute("LOCK TABLE core_auditevent IN SHARE ROW EXCLUSIVE MODE")
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                    raise
                raise DomainError("有写入尚未结束，本次没有封存，稍后会再封存。") from error


def _digest(item: AuditSeal) -> str:
    return keyed("seal", str(item.number), item.at_text, item.previous, canonical(item.members))


def _anchor_newest(file: BinaryIO) -> None:
    """Write the anchor of the newest seal when it is missing; refused when more than that is."""
    anchor = anchors.last(file)
    have = anchor.number if anchor else 0
    newest = AuditSeal.objects.order_by("-number").first()
    seals = newest.number if newest else 0
    if have > seals or (anchor and not _has(anchor)):
        raise DomainError(
            f"数据库与锚文件不符（锚已到第{have}号，数据库到第{seals}号封存），可能被恢复为旧副本，已停止封存："
            "请先运行 pandeng audit verify；确系新建数据库的，请将原锚文件另行归档。"
        )
    if seals > have + 1:
        raise DomainError(
            f"锚文件只到第{have}号，数据库已到第{seals}号封存，已停止封存："
            f"请将异地保存的锚文件放回 {anchors.path_in_force()}；只有旧抄件的，放回后运行 pandeng audit anchor。"
        )
    if newest and seals > have:
        anchors.append(file, [newest], anchor)


def _has(anchor: Anchor) -> bool:
    return AuditSeal.objects.filter(number=anchor.number, digest=anchor.digest).exists()


# -- verifying --------------------------------------------------------------------------------


def verify(copy: Path | None = None) -> Report:
    """Walk the whole log; memory stays flat. `broken` names the first row that is not as written.

    `copy` is an anchor file kept elsewhere, perhaps an older one: it is held against the database
    instead of the file in force. DomainError when it is not there. Sealing may go on meanwhile.
    """
    if copy is not None and not copy.is_file():
        raise DomainError(f"没有找到锚文件 {copy}，请核对路径。")
    report = Report()
    try:
        _verify(copy, report)
    except Broken as error:
        report.broken = error.finding
    except anchors.Unreadable as error:
        report.broken = Finding(error.message, seal_number=error.number)
    return report


def _verify(copy: Path | None, report: Report) -> None:
    # The order of the three reads lets the worker seal meanwhile: a seal stands in the database
    # before its anchor in the file, and its anchor in the file before the next seal.
    newest = AuditSeal.objects.aggregate(number=models.Max("number"))["number"] or 0
    path = copy or anchors.path_in_force()
    report.anchors = anchors.count_chained(path)
    if copy is None and newest > report.anchors + 1:
        raise Broken(
            f"锚文件只到第{report.anchors}号，数据库已到第{newest}号：锚文件被截短。",
            seal_number=report.anchors + 1,
        )
    events = _readable(AuditEvent.objects.order_by("id"), "id", "审计记录")
    _walk_seals(events, anchors.read(path), report)
    if report.anchors > report.seals:
        raise Broken(
            f"数据库只到第{report.seals}号封存，锚已到第{report.anchors}号：记录被截断或数据库被恢复为旧副本。",
            seal_number=report.seals + 1,
        )
    for event in events:
        if wrong := _wrong(event):
            raise Broken(f"第{event.pk}号审计记录{wrong}（尚未封存）。", event_id=event.pk)
        report.events += 1
        report.unsealed += 1


def _walk_seals(events: Iterator[AuditEvent], anchored: Iterator[Anchor], report: Report) -> None:
    previous = START
    for item in _readable(AuditSeal.objects.order_by("number"), "number", "封存"):
        number = report.seals + 1
        if item.number != number:
            raise Broken(f"第{number}号封存缺失。", seal_number=number)
        if item.previous != previous or item.digest != _digest(item):
            raise Broken(f"第{number}号封存被改写，链条在此断开。", seal_number=number)
        anchor = next(anchored, None)
        if anchor and anchor.digest != item.digest:
            raise Broken(f"第{number}号封存与库外的锚不一致。", seal_number=number)
        for event_id, mark in item.members:
            _check_member(next(events, None), event_id, mark, number)
            report.events += 1
        previous = item.digest
        report.seals += 1


def _check_member(event: AuditEvent | None, event_id: int, mark: str, number: int) -> None:
    def broken(wrong_id: int, sentence: str) -> NoReturn:
        raise Broken(f"第{wrong_id}号审计记录{sentence}", event_id=wrong_id, seal_number=number)

    if event is None or event.pk > event_id:
        broken(event_id, f"被删除（第{number}号封存中有它）。")
    if event.pk < event_id:
        broken(event.pk, f"是封存后插入的（第{number}号封存中没有它）。")
    wrong = _wrong(event)
    if wrong or not event.commitment.startswith(mark):
        broken(event_id, f"{wrong or '被改写'}（第{number}号封存）。")


def _wrong(event: AuditEvent) -> str:
    """What is wrong with a row by its own commitment; empty when it is as written."""
    if event.commitment != commitment_of(event):
        return "被改写"
    if event.erased:
        lawful = event.personal is None and is_erasure_on_record(event)
        return "" if lawful else "的个人信息被抹去而无删除记录"
    if event.personal_digest != digest_of_personal(event.salt or "", event.personal):
        return "的内容被改写"
    return ""


def _readable(rows: "models.QuerySet[M]", key: str, title: str) -> Iterator[M]:
    """The rows one by one; a row whose values cannot be read back is named like any broken row."""
    walk, last = rows.iterator(chunk_size=BATCH // 10), None
    while True:
        try:
            row = next(walk, None)
            if row is None:
                return
            _ = row.at_text  # SQLite gives None for a text that is no time
        except UNREADABLE:
            rest = rows.filter(**{f"{key}__gt": last}) if last is not None else rows
            number = rest.values_list(key, flat=True)[0]
            which = "event_id" if key == "id" else "seal_number"
            raise Broken(f"第{number}号{title}无法识读，已被改写。", **{which: number}) from None
        last = getattr(row, key)
        yield row
