"""A refusal becomes a page (or JSON) with its one sentence and the right status."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pandeng.core.errors import Busy, DomainError, NotFound
from pandeng.core.refusal import refusal

RETRY_SECONDS = "5"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_interface(request: HttpRequest) -> bool:
    """Is it an address of the JSON interface, known or unknown?"""
    return request.path.startswith(settings.API_PATH)


def wants_json(request: HttpRequest) -> bool:
    """The interface answers in JSON whatever the caller says it takes."""
    if is_interface(request):
        return True
    return request.GET.get("format") == "json" or request.accepts("text/html") is False


def error_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """One look for every error; inside the shell for those who are signed in."""
    if wants_json(request):
        return refusal(status, sentence)
    layout = "base.html" if getattr(request, "cluster", None) else "plain.html"
    shown = {"layout": layout, "status": status, "heading": title, "sentence": sentence}
    return render(request, "errors/error.html", shown, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """The one answer for what is missing and for what belongs to others."""
    return error_page(
        request, 404, _("没有这个页面"), _("这里没有内容：可能已移走，也可能不在您的查看范围内。")
    )


class Refusals:
    """`DomainError` in a view becomes a page: 422 for a write, 400 for a read, `PermissionDenied` 403,
    `NotFound` 404, `Busy` 503 with the time after which to try again.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", RETRY_SECONDS)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found(request)
        if isinstance(error, PermissionDenied):
            return error_page(
                request, 403, _("没有权限"), str(error) or _("您的角色不能查看这一页。")
            )
        if isinstance(error, Busy):
            return error_page(request, 503, _("稍候再试"), error.message)
        if isinstance(error, DomainError):
            status = 400 if request.method in READS else 422
            title = _("无法按此查询") if status == 400 else _("没有办成")
            return error_page(request, status, title, error.message)
        return None
