"""One writer at a time on SQLite: threads of a process queue on a lock, processes on a locked file.

SQLite itself makes writers sleep and look again, for up to a tenth of a second, and the unlucky one
for ever.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from pandeng.core.errors import Busy

TIMEOUT_SECONDS = 4.0
LOOK_AGAIN_SECONDS = 0.002
_in_this_process = Lock()


@contextmanager
def sqlite_write_lock(timeout: float | None = None) -> Iterator[None]:
    """Hold the lock until the block ends; inside an open transaction it is held already.

    Raises `Busy` when it is not free within `timeout` seconds (`TIMEOUT_SECONDS`). Other databases queue writers themselves.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    timeout = TIMEOUT_SECONDS if timeout is None else timeout
    ends = time.monotonic() + timeout
    if not _in_this_process.acquire(timeout=timeout):
        raise _busy()
    try:
        with (settings.HOME / "write.lock").open("w") as file:
            _lock(file, ends)
            yield
    finally:
        _in_this_process.release()


def _lock(file: IO[str], ends: float) -> None:
    """Closing the file gives the lock back."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= ends:
                raise _busy() from None
            time.sleep(LOOK_AGAIN_SECONDS)


def _busy() -> Busy:
    return Busy(_("现在有人正在大批写入，请稍候几秒再试；您填写的内容没有保存。"))
