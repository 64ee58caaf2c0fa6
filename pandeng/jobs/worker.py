"""Work without a person: a loop over a small table of jobs, one worker at a time per database."""

import fcntl
import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections
from django.utils import timezone

from pandeng.core import seals
from pandeng.core.upkeep import refresh_statistics
from pandeng.jobs.check_deadlines import check_deadlines, judge_months, remind_of_year
from pandeng.jobs.deliver_hooks import deliver_hooks
from pandeng.jobs.deliver_notices import deliver_notices

log = logging.getLogger("pandeng.worker")
MAX_WAIT_SECONDS = 3600
ADVISORY_LOCK = 0x50616E64656E67  # "Pandeng"; PostgreSQL keeps such locks per database


@dataclass
class Job:
    """`run` is called every so many seconds; after failures in a row, ever later."""

    name: str
    every_seconds: int
    run: Callable[[datetime], object]
    due: float = 0.0
    failures: int = 0


JOBS = (
    Job("deliver_notices", 2, deliver_notices),
    Job("deliver_hooks", 2, deliver_hooks),
    Job("check_deadlines", 300, check_deadlines),
    Job("judge_months", 6 * 3600, judge_months),
    Job("remind_of_year", 6 * 3600, remind_of_year),
    Job("seal", 60, seals.seal),
    Job("statistics", 6 * 3600, refresh_statistics),
)


def work(stop: threading.Event | None = None, jobs: tuple[Job, ...] = JOBS) -> None:
    """Run due jobs until stopped. A second worker waits until the first has ended."""
    stop = stop or _stopped_by_signals()
    turn: Turn = PostgresTurn() if connection.vendor == "postgresql" else FileTurn(settings.HOME)
    try:
        while not stop.is_set():
            if turn.is_mine():
                for job in jobs:
                    if not stop.is_set() and time.monotonic() >= job.due:
                        _run(job)
            stop.wait(1)
    finally:
        turn.end()


def _run(job: Job) -> None:
    """Run a job once; a failure is logged in one line and puts the next try off, at most an hour."""
    close_old_connections()
    try:
        job.run(timezone.now())
        job.failures = 0
    except Exception as error:
        job.failures += 1
        said = " ".join(str(error).split()) or "-"
        log.error("job %s failed: %s: %s", job.name, type(error).__name__, said)
        log.debug("job %s", job.name, exc_info=True)
    finally:
        close_old_connections()
    pause = job.every_seconds * 2 ** min(job.failures, 10)
    job.due = time.monotonic() + min(pause, max(job.every_seconds, MAX_WAIT_SECONDS))


class Turn(Protocol):
    """Whose turn it is to work. It ends with the process, also with a killed one."""

    def is_mine(self) -> bool: ...
    def end(self) -> None: ...


class FileTurn:
    """A lock on a file in the data folder, where the SQLite database is."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "worker.lock").open("w")

    def is_mine(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def end(self) -> None:
        self._file.close()


class PostgresTurn:
    """An advisory lock on a connection of its own; asked again when that connection is lost."""

    def __init__(self) -> None:
        self._connection = connections.create_connection("default")
        self._held = False
        self._lost = False

    def is_mine(self) -> bool:
        try:
            with self._connection.cursor() as cursor:
                if self._held:
                    cursor.execute("SELECT 1")
                else:
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
                    self._held = bool(cursor.fetchone()[0])
            self._lost = False
        except DatabaseError as error:
            if not self._lost:  # once, not every second until it is back
                log.error("the database does not answer: %s", " ".join(str(error).split()))
            self._lost = True
            self.end()
        return self._held

    def end(self) -> None:
        """Free the lock before the connection closes: the server ends a closed one only later."""
        if self._held:
            with suppress(DatabaseError), self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        self._held = False
        self._connection.close()


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
