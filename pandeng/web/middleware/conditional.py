"""A page that has not changed is not made again: 304 for the browser that holds it.

A page follows from records alone, and every write leaves an audit event. So a tag of the newest events
(the version token that the access middleware read), of the person and of the address names one answer. The
server keeps none.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

import pandeng
from pandeng.access.request import PageRequest

Answer = Callable[[HttpRequest], HttpResponse]
# These look at more than records: one's own session, seals, robots, files.
UNTAGGED = frozenset({"account", "administration", "files", "sign-in", "sign-out"})
UNTAGGED_API = f"{settings.API_PATH}hooks"  # of one token, and what was sent is no record
KINDS = ("text/html", "application/json")
ASKED_BY = ("Accept", "HX-Request", "HX-Target")
# A form that may be sent once carries this key; two tabs of it are two forms.
FORM_KEY = b'name="key"'


class Conditional:
    """The innermost middleware: it answers 304 before a page is made, and tags the pages that are made."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tag = _tag(cast(PageRequest, request))
        if tag is None:
            return self.answer(request)
        held = parse_etags(request.headers.get("If-None-Match", ""))
        if tag in (one.removeprefix("W/") for one in held):  # a proxy that compresses makes it weak
            return _not_modified(tag)
        cookie = request.META.get("CSRF_COOKIE")
        response = self.answer(request)
        if _is_of_records_alone(request, response) and cookie == request.META.get("CSRF_COOKIE"):
            _tagged(response, tag)
        return response


def _tag(request: PageRequest) -> str | None:
    """Everything that an answer follows from; None where it follows from more."""
    if request.method not in ("GET", "HEAD") or request.path.split("/")[1] in UNTAGGED:
        return None
    if request.path.startswith(UNTAGGED_API):
        return None
    if not hasattr(request, "scope") or len(get_messages(request)):
        return None
    follows_from = (
        _build(),
        request.get_full_path(),
        request.version_token,
        request.scope.as_text(),
        request.today,
        getattr(request, "LANGUAGE_CODE", ""),
        request.META.get("CSRF_COOKIE"),  # its forms carry the token of this cookie
        tuple(request.headers.get(name) for name in ASKED_BY),
    )
    return f'"{hashlib.sha256(repr(follows_from).encode()).hexdigest()[:32]}"'


@cache
def _build() -> str:
    """The program's own files: another version makes other pages of the same records."""
    package = Path(pandeng.__path__[0])
    files = (path for kind in ("py", "html", "mo") for path in package.rglob(f"*.{kind}"))
    stamps = sorted((str(path), path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(repr(stamps).encode()).hexdigest()


def _is_of_records_alone(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith(KINDS)
        and not getattr(get_messages(request), "added_new", False)
        and FORM_KEY not in response.content
    )


def _tagged(response: HttpResponse, tag: str) -> None:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"


def _not_modified(tag: str) -> HttpResponse:
    """Without a policy of its own: the nonce of the page that the browser holds is in the policy it holds."""
    response = HttpResponseNotModified()
    response._csp_exempt = True  # type: ignore[attr-defined]
    _tagged(response, tag)
    return response
