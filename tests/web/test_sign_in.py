"""Signing in: who comes in, who waits, who is turned away, in one clear sentence each."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from pandeng.access.actions import add_membership, create_user, open_cluster, require_second_factor
from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from tests.probe import PROBE

PASSWORD = "Taibai-Lake-2022"


@pytest.fixture
def li_ming(db: None) -> User:
    """Li Ming, staff of a small cluster with nothing in it."""
    now = timezone.now()
    cluster = open_cluster(
        code="printing",
        name="示例印刷产业集群",
        city_code="370800",
        by=Scope.of_system(None),
        now=now,
    )
    by = Scope.of_system(cluster.pk)
    with Change(PROBE, by=by, now=now) as change:
        office = change.add(
            Department(cluster=cluster, kind="cluster_office", code="office", name="印刷专班")
        )
    return create_user(
        username="liming",
        display_name="李明",
        password=PASSWORD,
        role="office_staff",
        department=office,
        since=date(2021, 1, 1),
        by=by,
        now=now,
    )


def sign_in(client: Client, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/", {"username": "liming", "password": password, **more})


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, li_ming: User) -> None:
    asked = client.get("/account/")
    assert asked.headers["Location"] == "/sign-in/?next=/account/"
    came = sign_in(client, next="/account/")
    assert came.headers["Location"] == "/account/"
    assert "李明" in client.get("/account/").content.decode()


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(client: Client, li_ming: User, evil: str) -> None:
    assert sign_in(client, next=evil).headers["Location"] == "/"


def test_a_wrong_password_is_told_in_one_sentence(client: Client, li_ming: User) -> None:
    answer = sign_in(client, "wrong")
    assert answer.status_code == 422
    assert "用户名或口令不对" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_guessing_is_stopped_even_with_the_right_password(client: Client, li_ming: User) -> None:
    for _try in range(6):
        answer = sign_in(client, "wrong")
    assert answer.status_code == 429
    assert "15分钟后再试" in answer.content.decode()
    assert sign_in(client).status_code == 429


def test_sign_out_is_a_post(client: Client, li_ming: User) -> None:
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302


def test_signing_out_ends_a_copied_cookie_too(client: Client, li_ming: User) -> None:
    sign_in(client)
    copied = Client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    assert copied.get("/account/").status_code == 200
    client.post("/sign-out/")
    assert copied.get("/account/").status_code == 302


def test_a_session_ends_after_twelve_hours(client: Client, li_ming: User) -> None:
    sign_in(client)
    assert client.cookies["sessionid"]["max-age"] == 12 * 3600
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/account/").status_code == 302


def test_one_without_a_role_today_sees_one_page(client: Client, li_ming: User) -> None:
    membership = li_ming.memberships.get()
    by = Scope.of_system(membership.cluster_id)
    with Change(PROBE, by=by, now=timezone.now()) as change:
        change.save(membership, until=date(2022, 5, 31))
    sign_in(client)
    answer = client.get("/account/")
    assert answer.status_code == 403
    assert "尚未分配岗位" in answer.content.decode()


def test_only_the_people_of_a_demo_are_named(client: Client, li_ming: User) -> None:
    assert "liming" not in client.get("/sign-in/").content.decode()
    membership = li_ming.memberships.get()
    by = Scope.of_system(membership.cluster_id)
    with Change(PROBE, by=by, now=timezone.now()) as change:
        change.save(membership.cluster, is_demo=True)
    shown = client.get("/sign-in/").content.decode()
    assert "示例账号" in shown
    assert "liming" in shown
    assert PASSWORD not in shown


def test_who_must_use_a_second_factor_sees_nothing_before_it(client: Client, li_ming: User) -> None:
    by = Scope.of_system(li_ming.memberships.get().cluster_id)
    require_second_factor(li_ming, True, by=by, now=timezone.now())
    sign_in(client)
    answer = client.get("/account/")
    assert answer.headers["Location"].startswith("/account/second-factor/")
    assert "二维码" in client.get("/account/second-factor/").content.decode()


def test_language_is_chinese_until_chosen_and_then_kept(client: Client, li_ming: User) -> None:
    english_browser = {"HTTP_ACCEPT_LANGUAGE": "en-US,en"}
    assert 'lang="zh-CN"' in client.get("/sign-in/", **english_browser).content.decode()
    sign_in(client)
    client.post("/language/", {"language": "en", "next": "/account/"})
    assert 'lang="en"' in client.get("/account/").content.decode()
    li_ming.refresh_from_db()
    assert li_ming.language == "en"
    elsewhere = Client()
    sign_in(elsewhere)
    assert 'lang="en"' in elsewhere.get("/account/").content.decode()


def test_a_language_chosen_at_the_door_holds_inside(client: Client, li_ming: User) -> None:
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    sign_in(client)
    assert 'lang="en"' in client.get("/account/").content.decode()
    li_ming.refresh_from_db()
    assert li_ming.language == "en"


def test_an_unknown_language_changes_nothing(client: Client, li_ming: User) -> None:
    sign_in(client)
    client.post("/language/", {"language": "xx", "next": "//evil.example"})
    assert 'lang="zh-CN"' in client.get("/account/").content.decode()


def test_a_new_password_ends_other_sessions_but_not_this_one(client: Client, li_ming: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    new = {"old": PASSWORD, "new": "Weishan-Lake-2022", "again": "Weishan-Lake-2022"}
    assert client.post("/account/password/", new).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"old": "wrong"}, "现在的口令不对"),
        ({"again": "different"}, "两次输入的新口令不一样"),
        ({"new": "12345", "again": "12345"}, "密码"),
    ],
)
def test_a_bad_new_password_is_refused(
    client: Client, li_ming: User, change: dict[str, str], sentence: str
) -> None:
    sign_in(client)
    good = {"old": PASSWORD, "new": "Weishan-Lake-2022", "again": "Weishan-Lake-2022"}
    answer = client.post("/account/password/", {**good, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    li_ming.refresh_from_db()
    assert li_ming.check_password(PASSWORD)


def test_one_of_two_clusters_chooses_between_them(client: Client, li_ming: User) -> None:
    own = li_ming.memberships.get().cluster
    jining = Cluster.objects.get(code="jining-high-end-equipment")
    office = Department.objects.get(cluster=jining, code="office")
    by = Scope.of_system(jining.pk)
    day = date(2021, 1, 1)
    add_membership(li_ming, role="auditor", department=office, since=day, by=by, now=timezone.now())
    sign_in(client)
    client.post("/account/cluster/", {"cluster": str(own.pk)})
    assert client.get("/administration/audit/").status_code == 403, "staff in the own cluster"
    client.post("/account/cluster/", {"cluster": str(jining.pk)})
    assert client.get("/administration/audit/").status_code == 200, "auditor in Jining"
    foreign = Cluster.objects.exclude(pk__in=[own.pk, jining.pk])[0]
    client.post("/account/cluster/", {"cluster": str(foreign.pk)})
    assert "济宁市高端装备产业集群" in client.get("/account/").content.decode()


def test_every_script_on_a_page_carries_the_nonce_of_its_policy(
    client: Client, li_ming: User
) -> None:
    sign_in(client)
    answer = client.get("/account/")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert f'<script nonce="{nonce[1]}">' in page
    assert not re.search(r"\sstyle=|\son(click|load|change)=|<script>", page)
