"""The anchors: one line per seal in a file outside the database, keyed and chained line by line.

Who changes the database cannot make it fit this file again; who changes the file needs the key.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from pandeng.core.audit import keyed
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditSeal

START = "0" * 64
MAX_LINE_LENGTH = 4096


@dataclass(frozen=True)
class Anchor:
    """The seal `number`, made `at` (ISO, UTC), with its digest; `mac` covers the line before too."""

    number: int
    at: str
    digest: str
    mac: str


class Unreadable(Exception):
    """Line `number` of the file is no anchor, or not the one that was written."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number, self.message = number, sentence


def path_in_force() -> Path:
    """PANDENG_ANCHORS names the folder, else `anchors` in the data folder."""
    return Path(os.environ.get("PANDENG_ANCHORS") or settings.HOME / "anchors") / "anchors.jsonl"


def read(path: Path) -> Iterator[Anchor]:
    """The anchors in order; raises `Unreadable`. No file is no anchors.

    A half-written last line (power cut) does not count: the next seal writes it again.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield _anchor(line, number)


def count_chained(path: Path) -> int:
    """How many anchors there are; raises `Unreadable` at the first that does not follow."""
    mac, count = START, 0
    for count, anchor in enumerate(read(path), start=1):
        mac = _mac(anchor.number, anchor.at, anchor.digest, mac)
        if anchor.number != count or anchor.mac != mac:
            raise Unreadable(count, f"锚文件第{count}行被改动，与密钥不符。")
    return count


@contextmanager
def held_open(path: Path) -> Iterator[BinaryIO]:
    """The file for appending, held by one process at a time; a half-written line is dropped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            _keep_name(path.parent)
        tail, start = _tail(file)
        if not tail.endswith(b"\n"):
            file.truncate(start + tail.rfind(b"\n") + 1)
        yield file


def last(file: BinaryIO) -> Anchor | None:
    """The newest anchor. DomainError when the line is none."""
    lines = _tail(file)[0].splitlines()
    if not lines:
        return None
    try:
        return _anchor(lines[-1], 0)
    except Unreadable:
        raise DomainError(
            "锚文件最后一行无法识读，已停止封存：请先运行 pandeng audit verify。"
        ) from None


def append(file: BinaryIO, seals: Iterable[AuditSeal], after: Anchor | None) -> None:
    """Write the anchors of `seals` and wait until the disk has them."""
    mac = after.mac if after else START
    lines = []
    for seal in seals:
        mac = _mac(seal.number, seal.at_text, seal.digest, mac)
        lines.append(json.dumps(asdict(Anchor(seal.number, seal.at_text, seal.digest, mac))))
    if lines:
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _mac(number: int, at: str, digest: str, previous: str) -> str:
    return keyed("anchor", str(number), at, digest, previous)


def _anchor(line: bytes, number: int) -> Anchor:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        raise Unreadable(number, f"锚文件第{number}行无法识读。") from None


def _tail(file: BinaryIO) -> tuple[bytes, int]:
    """The end of the file, surely with its last line, and where that end starts."""
    start = max(0, file.seek(0, os.SEEK_END) - MAX_LINE_LENGTH)
    file.seek(start)
    return file.read(), start


def _keep_name(folder: Path) -> None:
    """A new file survives a power cut only once its folder is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
