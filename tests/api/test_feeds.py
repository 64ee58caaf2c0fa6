"""The calendar of a token, and demands as Open311 tells them."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from pandeng.access.models import User
from pandeng.access.tokens import Made
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.queries import open_demands
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions.queries import instructions
from pandeng.domain.teams.queries import visits_ahead
from tests.callers import Caller, scope_now

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]
Make = Callable[..., Made]
CALENDAR = "/api/calendar.ics"


def uids(text: str) -> set[str]:
    return {
        line.partition(":")[2].partition("@")[0]
        for line in text.split("\r\n")
        if line.startswith("UID:")
    }


@pytest.mark.parametrize("username", ["lead", "handler", "county", "officer", "bank", "enterprise"])
def test_the_calendar_holds_what_lies_ahead_in_scope(
    username: str, made: Make, now: datetime
) -> None:
    scope = scope_now(User.objects.get(username=username), now.date())
    wanted = {f"demand-{one.pk}" for one in open_demands(scope).exclude(next_due_on=None)}
    wanted |= {f"visit-{one.pk}" for one in visits_ahead(scope)}
    wanted |= {
        f"instruction-{one.pk}"
        for one in instructions(scope)
        if one.due_on and not one.closed_on and one.status != "declined"
    }
    answer = Client().get(f"{CALENDAR}?token={made(username).secret}")
    assert answer["Content-Type"].startswith("text/calendar")
    assert uids(answer.content.decode()) == wanted


def test_the_calendar_keeps_to_its_form_and_its_words(made: Make) -> None:
    text = Client().get(f"{CALENDAR}?token={made('lead').secret}").content.decode()
    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 3
    of = made("lead", words=["teams/visits"]).secret
    only = uids(Client().get(f"{CALENDAR}?token={of}").content.decode())
    assert {one.partition("-")[0] for one in only} <= {"visit"}
    none = made("lead", words=["chains"]).secret
    assert uids(Client().get(f"{CALENDAR}?token={none}").content.decode()) == set()


def test_a_token_stands_in_no_other_address_and_no_writing_one_in_this(made: Make) -> None:
    reads, writes = made("lead").secret, made("lead", may_write=True).secret
    assert Client().get(f"/api/demands?token={reads}").status_code == 401
    assert Client().get(f"{CALENDAR}?token={writes}").status_code == 403
    basic = {"authorization": "Basic eDp5"}
    assert Client().get(f"{CALENDAR}?token={writes}", headers=basic).status_code == 403
    assert Client().get(f"{CALENDAR}?token=x").status_code == 401
    head = {"authorization": f"Bearer {writes}"}
    assert Client().get(CALENDAR, headers=head).status_code == 200


AT = "/api/open311/v2"


@pytest.mark.parametrize("username", ["lead", "handler", "county", "enterprise"])
def test_requests_are_the_demands_in_scope(username: str, caller: Call, now: datetime) -> None:
    scope, program = scope_now(User.objects.get(username=username), now.date()), caller(username)
    wanted = set(Demand.objects.visible_to(scope).values_list("pk", flat=True))
    told = program.get(f"{AT}/requests.json")
    assert {int(one["service_request_id"]) for one in told} == wanted
    still = program.get(f"{AT}/requests.json?status=open")
    assert len(still) == open_demands(scope).count()
    closed = program.get(f"{AT}/requests.json?status=closed")
    assert len(still) + len(closed) == len(told)
    for one in told[:1]:
        assert program.get(f"{AT}/requests/{one['service_request_id']}.json") == [one]
    foreign = Demand.objects.exclude(pk__in=wanted).first()
    if foreign is not None:
        program.get(f"{AT}/requests/{foreign.pk}.json", 404)
        assert program.get(f"{AT}/requests.json?service_request_id={foreign.pk}") == []


def test_a_request_is_taken_in_as_a_demand(caller: Call) -> None:
    program = caller("staff", may_write=True)
    services = program.get(f"{AT}/services.json")
    assert {one["type"] for one in services} == {"realtime"}
    told = {
        "service_code": services[0]["service_code"],
        "description": "厂区门口道路积水，影响货车进出",
        "account_id": Enterprise.objects.order_by("pk")[3].pk,
    }

    def send(told: dict[str, Any], status: int) -> Any:
        answer = program.client.post(f"{AT}/requests.json", told, headers=program.head)
        return program._read(answer, status)

    made = send(told, 201)[0]
    found = program.get(f"{AT}/requests/{made['service_request_id']}.json")[0]
    assert (found["description"], found["status"]) == (told["description"], "open")
    send(told | {"service_code": "nothing"}, 404)
    send(told | {"account_id": "9" * 20}, 422)
    send(told | {"description": "a\x00b"}, 422)
    send({"service_code": "x"}, 422)
    assert "不能作为文字" in send(told | {"description": "积水\0"}, 422)["error"]
    assert "数字" in program.get(f"{AT}/requests.json?service_request_id=a", 422)["error"]
    assert json.dumps(found, ensure_ascii=False)
