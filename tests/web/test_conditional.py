"""A page is not made again for as long as it is true, and only for whom it was made."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pandeng.access.models import User
from pandeng.domain.demands.actions import receive
from pandeng.domain.demands.models import DemandClass
from pandeng.domain.enterprises.models import Enterprise
from pandeng.web.middleware import conditional

QUEUE = "/demands/?tab=all&order=new"
ACCESS = 2  # the session; the person with the version tokens


@pytest.fixture
def reader(signed_in):
    """Somebody whose browser has the cookie of its forms already."""

    def made(username):
        client = signed_in(username)
        client.get("/figures/")
        return client

    return made


def again(client, page, path=QUEUE):
    return client.get(path, HTTP_IF_NONE_MATCH=page["ETag"])


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


def test_a_page_that_has_not_changed_is_not_made_again(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    assert page["Cache-Control"] == "private, no-cache"
    with CaptureQueriesContext(connection) as queries:
        answer = again(staff, page)
    assert (answer.status_code, answer.content, len(queries)) == (304, b"", ACCESS)
    assert answer["ETag"] == page["ETag"]


def test_a_page_that_was_not_tagged_by_us_is_made(reader):
    answer = reader("staff").get(QUEUE, HTTP_IF_NONE_MATCH='"0123"')
    assert answer.status_code == 200
    assert b"<main" in answer.content


def test_a_weak_tag_in_a_list_is_known_again(reader):
    """A proxy that compresses weakens the tag."""
    staff = reader("staff")
    tag = staff.get(QUEUE)["ETag"]
    assert staff.get(QUEUE, HTTP_IF_NONE_MATCH=f'"0123", W/{tag}').status_code == 304


def test_another_version_of_the_program_makes_the_page_anew(reader, monkeypatch):
    staff = reader("staff")
    page = staff.get(QUEUE)
    monkeypatch.setattr(conditional, "_build", lambda: "another")
    assert again(staff, page).status_code == 200


def test_the_browser_keeps_the_policy_that_its_page_came_with(reader):
    """A new policy would name a nonce that the scripts of the page do not carry."""
    staff = reader("staff")
    page = staff.get(QUEUE)
    (nonce,) = set(re.findall(r'nonce="([^"]+)"', page.content.decode()))
    assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]
    assert "Content-Security-Policy" not in again(staff, page)


def test_a_write_makes_it_be_made_anew(reader, office):
    staff = reader("staff")
    page = staff.get(QUEUE)
    receive_one(office, "新车间施工许可何时能批")
    answer = again(staff, page)
    assert answer.status_code == 200
    assert "新车间施工许可何时能批" in answer.content.decode()


@pytest.mark.parametrize("path", [QUEUE, "/api/demands", "/figures/demands/"])
def test_nobody_is_answered_by_the_tag_of_another(reader, path):
    staff, county = reader("staff"), reader("county")
    county.cookies["csrftoken"] = staff.cookies["csrftoken"].value  # only the person differs
    page = staff.get(path)
    assert again(staff, page, path).status_code == 304
    assert again(county, page, path).status_code == 200


@pytest.mark.parametrize("other", [f"{QUEUE}&q=贷款", "/demands/?tab=all", "/demands/board/"])
def test_another_address_has_another_tag(reader, other):
    staff = reader("staff")
    assert again(staff, staff.get(QUEUE), other).status_code == 200


def test_each_language_has_its_own(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    staff.cookies["django_language"] = "en"
    answer = again(staff, page)
    assert answer.status_code == 200
    assert 'lang="en"' in answer.content.decode()


def test_part_of_a_page_has_another_tag_than_the_page(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    part = staff.get(QUEUE, HTTP_HX_REQUEST="true", HTTP_IF_NONE_MATCH=page["ETag"])
    assert part.status_code == 200


def test_a_form_that_is_sent_once_is_always_made_anew(reader):
    """Two tabs of one form are two forms: the second must not be taken for the first sent again."""
    staff = reader("staff")
    pages = [staff.get("/demands/new/") for _tab in range(2)]
    keys = [re.search(rb'name="key" value="([0-9a-f]{32})"', page.content)[1] for page in pages]
    assert keys[0] != keys[1]
    assert not any(page.has_header("ETag") for page in pages)


def test_a_message_is_shown_once(signed_in):
    staff = signed_in("staff")
    staff.get("/demands/")
    staff.post("/demands/views/", {"name": "超期", "query": "tab=late"})
    first = staff.get("/demands/")
    assert not first.has_header("ETag")
    shown = [
        page.content.decode().count('role="status"')
        for page in (first, staff.get("/demands/"), staff.get("/demands/"))
    ]
    assert shown[1] == shown[2] == shown[0] - 1


def test_somebody_who_may_not_look_any_more_is_not_told_that_nothing_changed(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    User.objects.filter(username="staff").update(is_active=False)
    assert again(staff, page).status_code == 302


def test_a_password_changed_outside_the_program_ends_the_session_at_once(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    person = User.objects.get(username="staff")
    person.set_password("另一个口令-2022")
    User.objects.filter(pk=person.pk).update(password=person.password)
    assert again(staff, page).status_code == 302


def test_an_expired_session_is_none(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET expire_date = '2020-01-01 00:00:00'")
    assert again(staff, page).status_code == 302
    call_command("clearsessions")


def test_after_signing_out_there_is_nothing_to_compare(reader):
    staff = reader("staff")
    page = staff.get(QUEUE)
    staff.post("/sign-out/")
    assert again(staff, page).status_code == 302


@pytest.mark.parametrize("path", ["/account/", "/administration/robots/"])
def test_pages_that_look_at_more_than_records_carry_no_tag(reader, path):
    assert not reader("admin").get(path).has_header("ETag")


def test_an_event_that_comes_to_light_below_the_newest_makes_it_be_made_anew(reader, office):
    receive_one(office, "新车间用电扩容何时能办")
    receive_one(office, "新车间排污许可何时能办")
    staff = reader("staff")
    with connection.cursor() as cursor:  # as another's transaction that has not ended hides its own
        cursor.execute("SELECT id FROM core_auditevent ORDER BY id DESC LIMIT 2")
        (_newest,), (earlier,) = cursor.fetchall()
        cursor.execute("UPDATE core_auditevent SET id = -9999 WHERE id = %s", [earlier])
        page = staff.get(QUEUE)
        assert again(staff, page).status_code == 304
        cursor.execute("UPDATE core_auditevent SET id = %s WHERE id = -9999", [earlier])
    assert again(staff, page).status_code == 200


def test_every_server_process_makes_the_same_tag():
    """Sets of words have another order in each process."""
    program = (
        "from pandeng.access.scope import Scope;"
        "print(Scope(1, 2, '李', frozenset({'office_lead', 'auditor', 'administrator'})).as_text())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(made) == 1
