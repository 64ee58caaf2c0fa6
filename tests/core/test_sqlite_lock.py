"""Many writers at once on SQLite: all get their turn, and a turn ends with its change."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core import change as change_module
from pandeng.core.change import Change
from pandeng.core.errors import Busy
from pandeng.core.models import AuditEvent
from pandeng.core.sqlite_lock import sqlite_write_lock
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises.models import Enterprise
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


@pytest.mark.django_db
def test_a_turn_ends_when_the_change_fails(office):
    with pytest.raises(ZeroDivisionError), Change(PROBE, by=office, now=NOW):
        raise ZeroDivisionError
    with Change(PROBE, by=office, now=NOW) as change:  # would wait for ever otherwise
        change.save(Enterprise.objects.first(), industry_code="3511")


@pytest.mark.django_db(transaction=True)
def test_writers_queue_and_nobody_is_turned_away():
    before = AuditEvent.objects.count()
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for _time in range(10):
                with Change(PROBE, by=Scope.of_system(None), now=NOW):
                    pass
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert errors == []
    assert AuditEvent.objects.count() == before + 80


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="other databases queue writers themselves"
)
def test_who_waits_goes_on_as_soon_as_the_turn_is_free():
    order: list[str] = []

    def second() -> None:
        with sqlite_write_lock():
            order.append("second")

    with sqlite_write_lock():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


HOLD = """
import fcntl, sys
with open(sys.argv[1], "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def another_process_writes() -> Iterator[None]:
    """A process of its own that holds the lock until the test ends."""
    command = [sys.executable, "-c", HOLD, str(settings.HOME / "write.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate(b"")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="other databases queue writers themselves"
)
def test_a_lock_that_another_process_holds_is_busy_in_time(another_process_writes: None) -> None:
    events = AuditEvent.objects.count()
    began = time.monotonic()
    with pytest.raises(Busy, match="请稍候几秒再试"), sqlite_write_lock(timeout=0.3):
        raise AssertionError("the other process holds it")
    assert 0.3 <= time.monotonic() - began < 3
    assert AuditEvent.objects.count() == events, "reads go on, nothing was written"


@pytest.mark.django_db
def test_a_page_answers_that_it_is_busy_and_when_to_try_again(
    monkeypatch: pytest.MonkeyPatch, signed_in: Any
) -> None:
    client = signed_in("staff")

    def held() -> None:
        raise Busy("现在有人正在大批写入")

    monkeypatch.setattr(change_module, "sqlite_write_lock", held)
    form = {"name": "超期", "query": "tab=late"}
    refused = client.post("/demands/views/", form)
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert "现在有人正在大批写入" in refused.content.decode()
    said = client.post("/demands/views/", form, HTTP_ACCEPT="application/json")
    assert said.json()["error"] == "现在有人正在大批写入"
    county = Department.objects.get(kind="county", code="370811")
    typed = {"name": "济宁新厂机械有限公司", "code": "91370811MA9TE5T55J", "county": county.pk,
             "industry_code": "3514"}  # fmt: skip
    kept = client.post("/enterprises/new/", typed)
    assert (kept.status_code, kept["Retry-After"]) == (503, "5")
    assert "济宁新厂机械有限公司" in kept.content.decode(), "what was typed is still there"
    assert client.get("/demands/").status_code == 200
