"""An office on its first day: every page that somebody can reach answers, and says what comes next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pandeng.access.actions import create_user
from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.domain.offices.actions import Opened

UNITS = {
    "county_reporter": "990102",
    "department_handler": "land",
    "stationed_officer": "miit",
    "lead_bank_manager": "bank-city",
}
# One of each reach: all pages, those of a county, of a unit, of administration.
ROLES = ("administrator", "office_lead", "county_reporter", "lead_bank_manager")
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#?]*)"')  # a filter of an empty list is a list
Invite = Callable[[str], Client]


@pytest.fixture
def invite(yunxi: Opened) -> Invite:
    """`invite("office_lead")`: the browser of somebody in that role, signed in."""

    def invited(role: str) -> Client:
        person = yunxi.administrator
        if role != "administrator":
            unit = Department.objects.get(cluster=yunxi.cluster, code=UNITS.get(role, "office"))
            person = create_user(
                username=f"yunxi.{role}",
                display_name="方宇",
                password="Dongxun-River-2026",
                role=role,
                department=unit,
                since=timezone.localdate() - timedelta(days=1),
                by=Scope.of_system(yunxi.cluster.pk),
                now=timezone.now(),
            )
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if person.password_is_temporary:
            own = {"new": "Dongxun-River-2026", "again": "Dongxun-River-2026"}
            client.post("/account/first-password/", own)
        return client

    return invited


def pages(client: Client) -> dict[str, tuple[int, str]]:
    """Every address that links lead to from the home page, each with its status and what it shows."""
    found: dict[str, tuple[int, str]] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/static/", "/language/", "/sign-out/")):
            continue
        answer = client.get(address, follow=True)
        text = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        found[address] = (answer.status_code, text)
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text)]
        assert len(found) < 600
    return found


NO_MATCH = re.compile("没有符合条件|没有匹配")


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_and_none_says_that_nothing_matches(invite: Invite, role: str) -> None:
    found = pages(invite(role))
    assert {a: status for a, (status, _text) in found.items() if status != 200} == {}
    assert [a for a, (_status, text) in found.items() if NO_MATCH.search(text)] == []
    assert len(found) > 15


def test_a_filter_that_meets_nothing_says_so(invite: Invite) -> None:
    lead = invite("office_lead")
    assert "这里还没有记录" in lead.get("/enterprises/").content.decode()
    assert "/enterprises/new/" in lead.get("/enterprises/").content.decode()
    asked = lead.get("/enterprises/?q=云溪").content.decode()
    assert "没有符合条件的记录" in asked
    assert "这里还没有记录" not in asked
    assert "没有符合条件的诉求" in lead.get("/demands/?q=云溪").content.decode()


def test_the_home_of_a_new_office_is_its_checklist(invite: Invite) -> None:
    shown = invite("administrator").get("/", follow=True).content.decode()
    assert "开办清单" in shown
    assert shown.count("待办") == 5
    assert shown.count("已完成") == 1, "the pack"
    assert "12335" not in shown


def test_a_step_is_done_when_the_records_say_so(invite: Invite, yunxi: Opened) -> None:
    lead = invite("office_lead")
    shown = lead.get("/").content.decode()
    assert shown.count("已完成") == 2, "somebody has come in"
    assert "可由专班负责人、专班工作人员" not in shown, "the reader may enter enterprises"


def test_a_working_office_has_no_checklist(signed_in: Callable[[str], Client]) -> None:
    assert "开办清单" not in signed_in("lead").get("/").content.decode()
