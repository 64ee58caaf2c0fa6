"""Work without a person: a loop over a small table of jobs, one worker per data folder."""

import fcntl
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from pandeng.core import seals
from pandeng.jobs.upkeep import refresh_statistics

log = logging.getLogger("pandeng.worker")


@dataclass
class Job:
    name: str
    every_seconds: int
    run: Callable[[datetime], object]
    due: float = 0.0


JOBS = (
    Job("seal", 60, seals.seal),
    Job("statistics", 6 * 3600, refresh_statistics),
)


def work(stop: threading.Event | None = None) -> None:
    """Run due jobs until stopped. A failing job is logged and tried again later, twice as late."""
    stop = stop or _stopped_by_signals()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        while not stop.is_set():
            for job in JOBS:
                if time.monotonic() >= job.due:
                    job.due = time.monotonic() + job.every_seconds * (1 if _run(job) else 2)
            stop.wait(1)


def _run(job: Job) -> bool:
    close_old_connections()
    try:
        job.run(timezone.now())
    except Exception:
        log.exception("job %s failed", job.name)
        return False
    finally:
        close_old_connections()
    return True


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
