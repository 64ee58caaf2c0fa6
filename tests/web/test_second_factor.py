"""The second factor: set up, asked for, throttled, replaced by a recovery code, taken off."""

import re
from base64 import b32decode
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from pandeng.access.actions import create_user, open_cluster
from pandeng.access.models import Department, User
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.models import AuditEvent
from tests.probe import PROBE

PASSWORD = "Taibai-Lake-2022"


@pytest.fixture
def wang_fang(db: None) -> User:
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
        username="wangfang",
        display_name="王芳",
        password=PASSWORD,
        role="administrator",
        department=office,
        since=date(2021, 1, 1),
        second_factor_required=True,
        by=by,
        now=now,
    )


def sign_in(client: Client) -> None:
    client.post("/sign-in/", {"username": "wangfang", "password": PASSWORD})


def set_up(client: Client) -> tuple[bytes, list[str]]:
    """Set up the app; returns its secret and the recovery codes."""
    page = client.get("/account/second-factor/").content.decode()
    written = re.search(r'<p class="code mt-2">([A-Z2-7 ]+)</p>', page)
    assert written
    key = b32decode(written[1].replace(" ", ""))
    answer = client.post("/account/second-factor/", {"code": f"{totp(key):06d}"}).content.decode()
    return key, re.findall(r"<li>([a-z2-7]{8})</li>", answer)


def later_code(key: bytes) -> str:
    """The code of the next half minute: the present one was used up by the set-up."""
    return f"{totp(key, t0=-30):06d}"


def test_set_up_proves_the_app_and_gives_ten_codes(client: Client, wang_fang: User) -> None:
    sign_in(client)
    key, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/account/").status_code == 200
    assert AuditEvent.objects.filter(action="access.confirm_second_factor").count() == 1
    event = AuditEvent.objects.get(action="access.confirm_second_factor")
    assert key.hex() not in str(event.changes)


def test_a_wrong_code_sets_nothing_up(client: Client, wang_fang: User) -> None:
    sign_in(client)
    client.get("/account/second-factor/")
    answer = client.post("/account/second-factor/", {"code": "abc123"})
    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert not TOTPDevice.objects.exists()


def test_the_next_sign_in_asks_for_a_code_once(client: Client, wang_fang: User) -> None:
    sign_in(client)
    key, _codes = set_up(client)
    again = Client()
    sign_in(again)
    asked = again.get("/account/")
    assert asked.headers["Location"] == "/sign-in/code/?next=%2Faccount%2F"
    code = later_code(key)
    came = again.post("/sign-in/code/", {"code": code, "next": "/account/"})
    assert came.headers["Location"] == "/account/"
    assert again.get("/account/").status_code == 200
    third = Client()
    sign_in(third)
    replay = third.post("/sign-in/code/", {"code": code})
    assert replay.status_code == 422, "a code opens the door once"


def test_neither_a_stranger_nor_half_a_sign_in_reaches_a_page(
    client: Client, wang_fang: User
) -> None:
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    sign_in(client)
    set_up(client)
    half = Client()
    sign_in(half)
    for path in ("/account/", "/account/second-factor/", "/administration/users/", "/nowhere/"):
        assert half.get(path).headers["Location"].startswith("/sign-in/code/"), path
    assert half.post("/account/second-factor/remove/").status_code == 302
    assert TOTPDevice.objects.count() == 1


def test_guessing_codes_is_slowed_down(client: Client, wang_fang: User) -> None:
    sign_in(client)
    key, _codes = set_up(client)
    half = Client()
    sign_in(half)
    for guess in ("111111", "222222"):
        answer = half.post("/sign-in/code/", {"code": guess})
    assert "请稍等片刻" in answer.content.decode()
    right = half.post("/sign-in/code/", {"code": later_code(key)})
    assert right.status_code == 422, "even the right code has to wait"


def test_a_recovery_code_opens_once(client: Client, wang_fang: User) -> None:
    sign_in(client)
    _key, codes = set_up(client)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post("/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert first.get("/account/").status_code == 200
    assert second.post("/sign-in/code/", {"code": codes[0]}).status_code == 422


def test_who_must_use_it_cannot_take_it_off(client: Client, wang_fang: User) -> None:
    sign_in(client)
    set_up(client)
    answer = client.post("/account/second-factor/remove/")
    assert answer.status_code == 422
    assert "必须使用第二验证" in answer.content.decode()
    assert TOTPDevice.objects.count() == 1


def test_new_recovery_codes_replace_the_old(client: Client, wang_fang: User) -> None:
    sign_in(client)
    _key, old = set_up(client)
    shown = client.post("/account/second-factor/codes/").content.decode()
    new = re.findall(r"<li>([a-z2-7]{8})</li>", shown)
    assert len(new) == 10
    assert not set(old) & set(new)
    half = Client()
    sign_in(half)
    assert half.post("/sign-in/code/", {"code": old[0]}).status_code == 422
