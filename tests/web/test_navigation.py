"""The side bar of every role: few entries, one lit, a home; every page and list is found in 台账中心."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.demo.people import ACCOUNTS
from pandeng.domain.demands.listing import DemandFilter, demands
from pandeng.domain.overview.worklist import waiting_counts, work_of
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.ui.navigation import ENTRIES, MENUS, home_of, menu_for, pages

SignedIn = Callable[[str], Client]
HOMES = {
    "leader": "/leader/", "lead": "/work/", "staff": "/work/", "handler": "/work/", "county": "/work/",
    "officer": "/teams/mine/", "bank": "/teams/mine/", "enterprise": "/portal/",
    "auditor": "/administration/audit/", "admin": "/administration/users/",
}  # fmt: skip


def test_every_role_has_a_menu_of_known_entries() -> None:
    assert MENUS.keys() == ROLES.keys()
    for role, codes in MENUS.items():
        assert len(codes.split()) == len(set(codes.split())) <= 8, role
        assert set(codes.split()) <= ENTRIES.keys(), role


@pytest.mark.parametrize("username", [account.username for account in ACCOUNTS])
def test_a_person_arrives_at_home_and_one_entry_is_lit(signed_in: SignedIn, username: str) -> None:
    client = signed_in(username)
    arrived = client.get("/")
    home = arrived.headers["Location"]
    assert home == HOMES.get(username, home)
    scope = client.get(home).wsgi_request.scope  # type: ignore[attr-defined]
    assert home == home_of(scope)
    for entry in menu_for(scope, "").entries:
        shown = client.get(entry.path)
        assert shown.status_code == 200, entry.path
        menu = shown.content.decode().split('aria-label="主菜单"')[1].split("</nav>")[0]
        lit = re.findall(r'href="([^"]*)" aria-current', menu)
        assert lit == [entry.path]


@pytest.mark.parametrize("username", ["lead", "handler", "county", "enterprise"])
def test_every_page_of_an_object_stands_beside_the_others(
    scope_of: Callable[[str], Scope], username: str
) -> None:
    scope = scope_of(username)
    for page in pages():
        menu = menu_for(scope, page.path)
        if page.is_open_to(scope):
            assert sum(entry.here for entry in menu.entries) <= 1
            assert sum(view.here for view in menu.views) <= 1
        else:
            assert page.path not in {link.path for link in (*menu.entries, *menu.views)}


def test_a_list_of_raw_records_is_behind_more_of_its_object(
    scope_of: Callable[[str], Scope],
) -> None:
    menu = menu_for(scope_of("lead"), "/projects/guarantees/")
    assert [one.code for one in menu.entries if one.here] == ["projects"]
    assert menu.list_here is not None
    assert menu.list_here.path == "/projects/guarantees/"
    assert "/projects/wall/" in {view.path for view in menu.views}
    assert menu_for(scope_of("handler"), "/carriers/").entries[-1].here, "elsewhere is 台账中心"


@pytest.mark.parametrize("username", ["lead", "county", "bank"])
def test_the_ledgers_hold_every_list_and_every_open_page(
    signed_in: SignedIn, username: str
) -> None:
    answer = signed_in(username).get("/ledgers/")
    links = set(re.findall(r'href="([^"]*)"', answer.content.decode().split("<main")[1]))
    scope = answer.wsgi_request.scope  # type: ignore[attr-defined]
    open_lists = {one.url for one in REGISTERS.values() if one.is_open_to(scope)}
    assert len(open_lists) > 60
    assert open_lists <= links
    assert {one.url for one in REGISTERS.values()} & links == open_lists
    here = {link.path for link in menu_for(scope, "").entries}
    assert {page.path for page in pages() if page.is_open_to(scope)} <= links | here


@pytest.mark.parametrize(
    "username", ["lead", "leader", "handler", "county", "enterprise", "auditor"]
)
def test_counts_are_those_of_the_pages(
    signed_in: SignedIn, scope_of: Callable[[str], Scope], username: str
) -> None:
    answer = signed_in(username).get("/work/counts/")
    told, scope = answer.json(), scope_of(username)
    today = answer.wsgi_request.today  # type: ignore[attr-defined]
    work = work_of(scope, today)
    of_instructions = sum(one.count for one in work.instructions)
    assert told == waiting_counts(scope, today)
    assert told["instructions"] == of_instructions
    assert told["demands"] == demands(scope, DemandFilter(tab="late"), today).count()
    assert max((one.count for one in work.demands), default=0) <= told["portal"]
    assert told["portal"] <= sum(one.count for one in work.demands)
    assert told["today"] >= told["portal"] + of_instructions + work.slip_count


def test_who_may_not_come_in_is_asked_to_sign_in(client: Client, jining: object) -> None:
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert client.get("/work/counts/", headers={"accept": "application/json"}).status_code == 401
