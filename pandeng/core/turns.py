"""One writer at a time on SQLite: whoever waits is woken when it is their turn.

SQLite itself makes writers sleep and look again, for up to a tenth of a second, and the unlucky one
for ever; a locked file beside the database makes them a queue, across threads and processes.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def sqlite_write_lock() -> Iterator[None]:
    """Hold the turn to write until the block ends; inside an open transaction it is ours already."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with (settings.HOME / "write.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
