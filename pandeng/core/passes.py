"""One pass over many records, without the collector of cyclic garbage in between."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_running: list[
    bool
] = []  # for each pass that runs, whether the collector was on when the first began


@contextmanager
def undisturbed() -> Iterator[None]:
    """Around a pass that makes some objects for each of many records, none of which is garbage.

    The collector looks through all of them again and again while they are made, so that ten times the
    records cost more than ten times the time. It is as it was before, also when the pass fails.
    """
    with _lock:
        _running.append(_running[0] if _running else gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            if _running.pop() and not _running:
                gc.enable()
