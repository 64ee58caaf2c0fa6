"""Answers are kept only for as long as they are true, and only for whom they were made."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pandeng.access.models import User
from pandeng.domain.demands.actions import receive
from pandeng.domain.demands.models import DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.web.middleware import kept

QUEUE = "/demands/?tab=all&order=new"
GATE = 2  # the session; the person with the stamps


@pytest.fixture(autouse=True)
def _keeping(settings):
    settings.KEPT_BYTES = 2**20


def asked(client, path=QUEUE):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    return answer, len(queries)


@pytest.fixture
def reader(signed_in):
    """Somebody whose browser has the cookie of its forms already."""

    def made(username):
        client = signed_in(username)
        client.get("/figures/")
        return client

    return made


def receive_one(office, title):
    return receive(
        Enterprise.objects.first(),
        matter=DemandClass.objects.first(),
        title=title,
        text="",
        channel="phone",
        by=office,
        now=timezone.now(),
    )


def test_what_was_answered_is_answered_again_without_asking_the_records(reader):
    staff = reader("staff")
    first, many = asked(staff)
    again, few = asked(staff)
    assert (many > few, few) == (True, GATE)
    assert strip(again) == strip(first)
    assert again["Content-Type"] == first["Content-Type"]


def strip(answer):
    """Without the nonce, which is new each time."""
    return re.sub(rb'nonce="[^"]+"', b"", answer.content)


def test_a_write_makes_it_be_asked_anew(reader, office):
    staff = reader("staff")
    asked(staff)
    assert asked(staff)[1] == GATE
    receive_one(office, "新车间施工许可何时能批")
    answer, queries = asked(staff)
    assert "新车间施工许可何时能批" in answer.content.decode()
    assert queries > GATE


@pytest.mark.parametrize("path", [QUEUE, "/api/demands", "/figures/demands/"])
def test_nobody_is_given_the_answer_of_another(reader, path):
    staff, county = reader("staff"), reader("county")
    county.cookies["csrftoken"] = staff.cookies["csrftoken"].value  # only the person differs
    mine, _queries = asked(staff, path)
    theirs, queries = asked(county, path)
    assert queries > GATE
    assert strip(mine) != strip(theirs)


def test_each_language_has_its_own(reader):
    staff = reader("staff")
    asked(staff)
    staff.cookies["django_language"] = "en"
    answer, queries = asked(staff)
    assert queries > GATE
    assert 'lang="en"' in answer.content.decode()


def test_the_nonce_is_new_and_stands_in_the_policy(reader):
    staff = reader("staff")
    nonces = []
    for _time in range(2):
        answer = staff.get(QUEUE)
        (nonce,) = set(re.findall(r'nonce="([^"]+)"', answer.content.decode()))
        assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


@pytest.mark.parametrize("visits", [1, 2, 3])
def test_the_forms_of_a_kept_page_can_be_sent_from_each_browser(jining, visits):
    """One person, at home and in the office: the token belongs to the cookie of the browser."""
    browsers, pages = [Client(enforce_csrf_checks=True) for _place in range(2)], []
    for browser in browsers:
        browser.force_login(
            User.objects.get(username="staff"), backend="django.contrib.auth.backends.ModelBackend"
        )
    for browser in browsers:
        for _visit in range(visits):
            page = browser.get(QUEUE).content.decode()
        pages.append(page)
    for browser, page in zip(browsers, pages, strict=True):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        sent = {"csrfmiddlewaretoken": token, "name": "我的视图", "query": "tab=late"}
        assert browser.post("/demands/views/", sent).status_code == 302


def test_a_message_is_shown_once(signed_in):
    staff = signed_in("staff")
    staff.get("/demands/")
    staff.post("/demands/views/", {"name": "超期", "query": "tab=late"})
    shown = [staff.get("/demands/").content.decode().count('role="status"') for _time in range(3)]
    assert shown[1] == shown[2] == shown[0] - 1


def test_a_password_changed_outside_the_program_ends_the_session_at_once(reader):
    staff = reader("staff")
    asked(staff)
    person = User.objects.get(username="staff")
    person.set_password("另一个口令-2022")
    User.objects.filter(pk=person.pk).update(password=person.password)
    assert staff.get(QUEUE).status_code == 302


def test_somebody_switched_off_is_out_at_once(reader):
    staff = reader("staff")
    asked(staff)
    User.objects.filter(username="staff").update(is_active=False)
    assert staff.get(QUEUE).status_code == 302


@pytest.mark.parametrize("path", ["/account/", "/administration/robots/"])
def test_pages_that_look_at_more_than_records_are_never_kept(reader, path):
    admin = reader("admin")
    asked(admin, path)
    _answer, queries = asked(admin, path)
    assert queries > GATE


def test_memory_is_bounded(reader, settings):
    settings.KEPT_BYTES = 100_000
    staff = reader("staff")
    for page in range(1, 12):
        staff.get(f"{QUEUE}&page={page}")
    assert 0 < kept._shelf._bytes <= settings.KEPT_BYTES
    settings.KEPT_BYTES = 0
    kept.forget()
    staff.get(QUEUE)
    assert kept._shelf._bytes == 0


def test_an_expired_session_is_none(reader):
    staff = reader("staff")
    asked(staff)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET expire_date = '2020-01-01 00:00:00'")
    assert staff.get(QUEUE).status_code == 302
    call_command("clearsessions")


def test_every_page_shown_has_a_form_key_of_its_own(reader):
    """Two tabs of one form are two forms: the second must not be taken for the first sent again."""
    staff = reader("staff")
    keys = [
        re.search(
            r'name="key" value="([0-9a-f]{32})"', staff.get("/demands/new/").content.decode()
        )[1]
        for _tab in range(3)
    ]
    assert len(set(keys)) == 3
    assert asked(staff, "/demands/new/")[1] == GATE


def test_an_event_that_comes_to_light_below_the_newest_makes_it_be_asked_anew(reader, office):
    receive_one(office, "新车间用电扩容何时能办")
    receive_one(office, "新车间排污许可何时能办")
    staff = reader("staff")
    with connection.cursor() as cursor:  # as another's transaction that has not ended hides its own
        cursor.execute("SELECT id FROM core_auditevent ORDER BY id DESC LIMIT 2")
        (_newest,), (earlier,) = cursor.fetchall()
        cursor.execute("UPDATE core_auditevent SET id = -9999 WHERE id = %s", [earlier])
        asked(staff)
        assert asked(staff)[1] == GATE
        cursor.execute("UPDATE core_auditevent SET id = %s WHERE id = -9999", [earlier])
    assert asked(staff)[1] > GATE
