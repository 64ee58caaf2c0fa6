"""Sealing the audit log: batches chained by keyed digests, anchored in a file outside the database.

What the last anchor covers cannot be cut off, rewritten, reordered or rolled back unnoticed.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from pandeng.core.audit import canonical, commitment_of, digest_of_personal, keyed
from pandeng.core.models import AuditEvent, AuditSeal

BATCH = 1000
START = "0" * 64


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong, in one sentence."""

    sentence: str


@dataclass(frozen=True)
class Report:
    events: int
    seals: int
    anchors: int
    unsealed: int
    broken: Finding | None


def anchors_path() -> Path:
    return Path(os.environ.get("PANDENG_ANCHORS") or settings.HOME / "anchors") / "anchors.jsonl"


def seal(now: datetime) -> int:
    """Seal every event not sealed yet; returns how many. Writes missing anchors first."""
    sealed = 0
    while True:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:  # waits for writers with smaller ids
                    cursor.execute("LOCK TABLE core_auditevent IN SHARE MODE")
            last = AuditSeal.objects.order_by("-number").first()
            after = last.members[-1][0] if last else 0
            batch = list(
                AuditEvent.objects.filter(id__gt=after)
                .order_by("id")
                .values_list("id", "commitment")[:BATCH]
            )
            if batch:
                _add_seal(last, batch, now)
        _write_missing_anchors()
        sealed += len(batch)
        if len(batch) < BATCH:
            return sealed


def _add_seal(last: AuditSeal | None, batch: list[tuple[int, str]], now: datetime) -> None:
    number, previous = (last.number + 1, last.digest) if last else (1, START)
    members = [[event_id, commitment[:16]] for event_id, commitment in batch]
    AuditSeal.objects.create(
        number=number,
        at=now,
        members=members,
        previous=previous,
        digest=_digest(number, previous, batch),
    )


def _digest(number: int, previous: str, batch: list[tuple[int, str]]) -> str:
    return keyed(str(number), previous, canonical(batch))


def _write_missing_anchors() -> None:
    path = anchors_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    anchors = list(_read_anchors(path))
    number, mac = (anchors[-1]["number"], anchors[-1]["mac"]) if anchors else (0, START)
    missing = AuditSeal.objects.filter(number__gt=number).order_by("number")
    lines = []
    for item in missing.iterator(chunk_size=100):
        mac = keyed("anchor", str(item.number), item.digest, mac)
        lines.append(json.dumps({"number": item.number, "digest": item.digest, "mac": mac}))
    if lines:
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())


def _read_anchors(path: Path) -> Iterator[dict[str, Any]]:
    """Anchors in order; a half-written last line (power cut) does not count."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    yield json.loads(line)


def verify() -> Report:
    """Walk the whole log; memory stays flat. `broken` names the first row that is not as written."""
    seals = AuditSeal.objects.order_by("number")
    events = AuditEvent.objects.order_by("id")
    counts = {"events": 0, "seals": 0, "anchors": 0, "unsealed": 0}
    erasures = set(
        AuditEvent.objects.filter(action="audit.erase").values_list("target_id", flat=True)
    )

    def report(sentence: str = "") -> Report:
        return Report(**counts, broken=Finding(sentence) if sentence else None)

    anchors = {}
    mac, expected = START, 1
    try:
        for anchor in _read_anchors(anchors_path()):
            mac = keyed("anchor", str(anchor["number"]), anchor["digest"], mac)
            if anchor["number"] != expected or anchor["mac"] != mac:
                return report(f"锚文件第{expected}行被改动，与密钥不符。")
            anchors[anchor["number"]] = anchor["digest"]
            expected += 1
    except (ValueError, KeyError):
        return report(f"锚文件第{expected}行无法识读。")
    counts["anchors"] = len(anchors)

    walk = events.iterator(chunk_size=BATCH)
    previous = START
    for item in seals.iterator(chunk_size=50):
        if item.number != counts["seals"] + 1:
            return report(f"第{counts['seals'] + 1}号封存缺失。")
        batch: list[tuple[int, str]] = []
        for event_id, start in item.members:
            event = next(walk, None)
            if event is None or event.id > event_id:
                return report(f"第{event_id}号审计记录被删除（第{item.number}号封存中有它）。")
            if event.id < event_id:
                return report(
                    f"第{event.id}号审计记录是封存后插入的（第{item.number}号封存中没有它）。"
                )
            wrong = _wrong(event, erasures)
            if wrong or not event.commitment.startswith(start):
                return report(
                    f"第{event.id}号审计记录{wrong or '被改写'}（第{item.number}号封存）。"
                )
            batch.append((event.id, event.commitment))
            counts["events"] += 1
        if item.previous != previous or item.digest != _digest(item.number, previous, batch):
            return report(f"第{item.number}号封存被改写，链条在此断开。")
        if item.number in anchors and anchors[item.number] != item.digest:
            return report(f"第{item.number}号封存与库外的锚不一致。")
        previous = item.digest
        counts["seals"] += 1
    if counts["anchors"] > counts["seals"]:
        return report(
            f"数据库只到第{counts['seals']}号封存，锚已到第{counts['anchors']}号：记录被截断或数据库被恢复为旧副本。"
        )
    if counts["seals"] > counts["anchors"] + 1:
        return report(
            f"锚文件只到第{counts['anchors']}号，数据库已到第{counts['seals']}号：锚文件被截短。"
        )
    for event in walk:
        wrong = _wrong(event, erasures)
        if wrong:
            return report(f"第{event.id}号审计记录{wrong}（尚未封存）。")
        counts["events"] += 1
        counts["unsealed"] += 1
    return report()


def _wrong(event: AuditEvent, erasures: set[int | None]) -> str:
    if event.commitment != commitment_of(event):
        return "被改写"
    if event.erased:
        return (
            ""
            if event.pk in erasures and event.personal is None
            else "的个人信息被抹去而无删除记录"
        )
    if event.personal_digest != digest_of_personal(event.salt or "", event.personal):
        return "的内容被改写"
    return ""
