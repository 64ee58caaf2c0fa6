"""Many writers at once on SQLite: all get their turn, and a turn ends with its change."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.models import AuditEvent
from pandeng.core.turns import sqlite_write_lock
from pandeng.domain.enterprises.models import Enterprise
from pandeng.jobs.demo.facts import OFFICE_TIME

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


@pytest.mark.django_db
def test_a_turn_ends_when_the_change_fails(office):
    with pytest.raises(ZeroDivisionError), Change("x.y", by=office, now=NOW):
        raise ZeroDivisionError
    with Change("x.y", by=office, now=NOW) as change:  # would wait for ever otherwise
        change.save(Enterprise.objects.first(), industry_code="3511")


@pytest.mark.django_db(transaction=True)
def test_writers_queue_and_nobody_is_turned_away():
    before = AuditEvent.objects.count()
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for _time in range(10):
                with Change(f"x.writer{number}", by=Scope.of_system(None), now=NOW):
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
