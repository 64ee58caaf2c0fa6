"""Errors: one sentence, the right status, the same answer for foreign and for missing."""

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from pandeng.access.models import Membership, User
from pandeng.core.errors import DomainError, NotFound
from pandeng.web.middleware.errors import Refusals
from pandeng.web.pages.errors import failed

SignedIn = Callable[[str], Client]


def refuse(request: HttpRequest) -> HttpResponse:
    raise DomainError("诉求已销号，不能再次销号。")


def miss(request: HttpRequest) -> HttpResponse:
    raise NotFound("没有这家企业。")


def miss_by_django(request: HttpRequest) -> HttpResponse:
    raise Http404


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("可由审计员办理。")


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


urlpatterns = [
    path("refuse/", refuse),
    path("miss/", miss),
    path("miss-by-django/", miss_by_django),
    path("forbid/", forbid),
    path("crash/", crash),
    path("", include("pandeng.web.urls")),
]
handler404 = "pandeng.web.pages.errors.not_found"
handler500 = "pandeng.web.pages.errors.failed"
here = override_settings(ROOT_URLCONF="tests.web.test_errors")


@here
@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("get", "/refuse/", 400, "诉求已销号，不能再次销号。"),
        ("post", "/refuse/", 422, "诉求已销号，不能再次销号。"),
        ("get", "/miss/", 404, "不在您的查看范围内"),
        ("get", "/forbid/", 403, "可由审计员办理。"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(
    signed_in: SignedIn, method: str, path: str, status: int, sentence: str
) -> None:
    answer = getattr(signed_in("staff"), method)(path)
    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert "主菜单" in page, "inside the shell"
    as_json = getattr(signed_in("staff"), method)(f"{path}?format=json")
    assert as_json.status_code == status
    assert sentence in json.loads(as_json.content)["error"]


@here
def test_foreign_and_missing_look_the_same(signed_in: SignedIn) -> None:
    staff = signed_in("staff")
    pages = [
        staff.get(path).content.decode() for path in ("/miss/", "/miss-by-django/", "/nowhere/")
    ]
    without_path = {
        page.replace(path, "").split("csrfmiddlewaretoken")[0].split("csp")[0]
        for page, path in zip(pages, ("/miss/", "/miss-by-django/", "/nowhere/"), strict=True)
    }
    stripped = {_without_secrets(page) for page in without_path}
    assert len(stripped) == 1


def _without_secrets(page: str) -> str:
    import re

    return re.sub(r'nonce="[^"]*"|X-CSRFToken": "[^"]*"', "", page)


@here
def test_a_crash_tells_nothing(signed_in: SignedIn) -> None:
    staff = signed_in("staff")
    staff.raise_request_exception = False
    answer = staff.get("/crash/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "数据没有改动" in page
    assert "secret detail" not in page


def test_the_crash_page_needs_no_database(rf: RequestFactory) -> None:
    assert failed(rf.get("/")).status_code == 500


def test_other_errors_pass_by(rf: RequestFactory) -> None:
    refusals = Refusals(lambda request: HttpResponse())
    assert refusals.process_exception(rf.get("/"), ValueError("x")) is None


def test_a_form_without_its_token_is_refused_in_words(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "staff", "password": "x"})
    assert answer.status_code == 403
    assert "刷新后再提交" in answer.content.decode()


def test_a_person_of_another_cluster_is_not_found(signed_in: SignedIn) -> None:
    stranger = User.objects.get(username="other")
    admin = signed_in("admin")
    foreign = admin.get(f"/administration/users/{stranger.pk}/")
    missing = admin.get("/administration/users/999999/")
    assert foreign.status_code == missing.status_code == 404
    membership = Membership.objects.get(user=stranger)
    ended = admin.post(f"/administration/memberships/{membership.pk}/end/", {"until": "2022-05-31"})
    assert ended.status_code == 404
    membership.refresh_from_db()
    assert membership.until is None
    reset = admin.post(
        f"/administration/users/{stranger.pk}/password/", {"password": "Weishan-Lake-2022"}
    )
    assert reset.status_code == 404


def test_health_answers_a_stranger(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_stranger_asking_for_json_is_told_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/administration/users/?format=json")
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("请先登录")
