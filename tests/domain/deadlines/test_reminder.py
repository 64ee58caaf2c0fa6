"""From November on whoever may enter it is reminded, once a week at most, that a notice is missing."""

from datetime import datetime, timedelta

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.calendars.notice_file import parse
from pandeng.domain.deadlines.actions import remind_of_year, set_year
from pandeng.domain.notices.models import Notice
from tests.domain.calendars.test_notice_file import NOTICE

pytestmark = pytest.mark.django_db


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(hour=9, tzinfo=OFFICE_TIME)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(key__startswith="calendar:").order_by("id")
    return [(one.user.username, one.line) for one in rows]


def test_nobody_is_reminded_before_november(office: Scope) -> None:
    assert remind_of_year(by=office, now=at("2026-10-31")) == 0


def test_lead_and_administrator_are_reminded_once_a_week(jining: Cluster, office: Scope) -> None:
    first = at("2026-11-29")  # a Sunday: the next day is another week of the calendar
    assert remind_of_year(by=office, now=first) == 2
    assert {user for user, _line in told()} == {"lead", "admin"}
    assert "明年的放假安排还没有登记" in told()[0][1]
    for days in (0, 1, 6):
        assert remind_of_year(by=office, now=first + timedelta(days=days)) == 0
    assert remind_of_year(by=office, now=first + timedelta(days=7, minutes=1)) == 2
    assert len(told()) == 4


def test_it_goes_on_in_january_and_ends_with_the_notice(office: Scope) -> None:
    assert remind_of_year(by=office, now=at("2027-01-04")) == 2
    assert "今年的放假安排还没有登记" in told()[0][1]
    now = at("2027-01-12")
    set_year(2027, parse(NOTICE, 2027), note="国办通知", by=office, now=now)
    assert remind_of_year(by=office, now=now) == 0
    assert remind_of_year(by=office, now=at("2027-11-02")) == 2  # 2028 now


def test_the_notice_leads_to_the_year(office: Scope) -> None:
    remind_of_year(by=office, now=at("2026-11-29"))
    path = Notice.objects.filter(key__startswith="calendar:").values_list("path", flat=True)
    assert set(path) == {"/administration/calendar/?year=2027"}
