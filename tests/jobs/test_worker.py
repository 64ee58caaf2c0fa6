"""The worker: one at a time, deaf to no signal, and no failing job stops the others."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from pandeng.jobs.worker import FileTurn, Job, PostgresTurn, work

WAIT_FOR_TURN = """
import django
django.setup()
from pandeng.jobs.worker import Job, _stopped_by_signals, work
stop = _stopped_by_signals()
print("listening", flush=True)
work(stop, (Job("notify", 3600, lambda now: print("working", flush=True)),))
"""


def start(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WAIT_FOR_TURN],
        env={
            **os.environ,
            "PANDENG_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "pandeng.config.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout
    return worker.stdout.readline()


def test_a_second_worker_waits_hears_signals_and_takes_over_from_a_killed_one(
    tmp_path: Path,
) -> None:
    first = start(tmp_path)
    workers = [first]
    try:
        assert first_line(first) == "listening\n"
        assert first_line(first) == "working\n"
        waiting, impatient = start(tmp_path), start(tmp_path)
        workers += [waiting, impatient]
        assert first_line(waiting) == first_line(impatient) == "listening\n"
        time.sleep(2)
        impatient.send_signal(signal.SIGTERM)
        assert impatient.wait(5) == 0
        assert first_line(impatient) == "", "it was not its turn"

        first.kill()
        first.wait()
        assert first_line(waiting) == "working\n"
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(5) == 0
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


@pytest.mark.django_db
def test_a_failing_job_is_told_in_one_line_put_off_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = threading.Event()
    ran: list[str] = []

    def fail(now: object) -> None:
        ran.append("fail")
        raise RuntimeError("the disk\nis full")

    def succeed(now: object) -> None:
        ran.append("succeed")
        if ran.count("succeed") == 3:
            stop.set()

    failing, fine = Job("failing", 1, fail), Job("fine", 1, succeed)
    with caplog.at_level(logging.ERROR, "pandeng.worker"):
        work(stop, (failing, fine))
    assert caplog.messages[0] == "job failing failed: RuntimeError: the disk is full"
    assert ran.count("fail") == 2, "at once, then after two seconds"
    assert failing.failures == 2
    assert fine.failures == 0


@pytest.mark.parametrize("failures", [0, 1, 40])
@pytest.mark.django_db
def test_a_job_that_keeps_failing_is_tried_again_within_the_hour(failures: int) -> None:
    stop = threading.Event()

    def fail(now: object) -> None:
        stop.set()
        raise RuntimeError

    job = Job("failing", 60, fail, failures=failures)
    work(stop, (job,))
    wait = job.due - time.monotonic()
    assert 115 < wait <= 3600


def test_a_turn_is_one_workers_until_it_ends(tmp_path: Path) -> None:
    take_turns(lambda: FileTurn(tmp_path))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's locks")
def test_a_turn_on_postgresql_is_one_workers_until_it_ends() -> None:
    take_turns(PostgresTurn)


def take_turns(turn: "Callable[[], FileTurn | PostgresTurn]") -> None:
    first, second = turn(), turn()
    assert first.is_mine()
    assert first.is_mine()
    assert not second.is_mine()
    first.end()
    assert second.is_mine()
    second.end()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's connections")
def test_a_lost_connection_is_told_once_and_the_turn_asked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turn = PostgresTurn()
    assert turn.is_mine()
    with turn._connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    time.sleep(0.5)
    assert not turn.is_mine()
    assert len(caplog.messages) == 1
    assert turn.is_mine()
    turn.end()
