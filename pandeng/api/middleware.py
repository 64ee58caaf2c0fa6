"""What holds for every address of the interface: readable texts, words of a token, one answer for one key."""

import re
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access import tokens
from pandeng.access.models import ApiToken
from pandeng.access.request import PageRequest
from pandeng.api.entry import is_in_reach
from pandeng.core.errors import Busy
from pandeng.core.refusal import refusal
from pandeng.core.sqlite_lock import sqlite_write_lock

KEY = "Idempotency-Key"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 200
# Sent as themselves or as JSON writes them: they stand in no text, and the database takes none of them.
NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
# What follows the kind of record in an address.
BEYOND = {
    "records": re.compile(r"/[0-9]+(?:/.*)?$"),
    "imports": re.compile(r"/(?:send|preview|commit|[^/]+/undo)$"),
}
Answer = Callable[[HttpRequest], HttpResponse]


class Interface:
    """The innermost middleware for what is asked of the interface; everything else passes untouched."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        root = settings.API_PATH
        if not request.path.startswith(root) or not hasattr(request, "scope"):
            return self.answer(request)
        asked = cast(PageRequest, request)
        rest = asked.path.removeprefix(root)
        refused = _unreadable(asked) or _out_of_reach(asked, rest)
        answer = refused or self._answer(asked)
        if answer.status_code >= 400 and not answer["Content-Type"].startswith("application/json"):
            return _in_one_shape(answer)
        return answer

    def _answer(self, request: PageRequest) -> HttpResponse:
        key = request.headers.get(KEY, "")
        if request.token is None or not key or request.method in READS:
            return self.answer(request)
        if len(key) > LONGEST_KEY:
            return refusal(422, _("Idempotency-Key 最长200个字符。"))
        try:
            with sqlite_write_lock(), transaction.atomic():
                return self._once(request, request.token, key)
        except Busy as busy:
            return refusal(503, busy.message)

    def _once(self, request: PageRequest, token: ApiToken, key: str) -> HttpResponse:
        """The answer of before where this was asked before; else a new one, kept with what it wrote."""
        told = (request.method or "", request.get_full_path(), request.content_type or "")
        asked = tokens.digest_of_request(*(one.encode() for one in told), request.body)
        kept = tokens.kept_answer(token, key, asked, timezone.now())
        if kept.status:
            if kept.asked != asked:
                return refusal(409, _("这个 Idempotency-Key 已用于另一个请求，请换一个。"))
            answer = HttpResponse(bytes(kept.body), kept.content_type, kept.status)
            answer["Idempotent-Replayed"] = "true"
            return answer
        answer = self.answer(request)
        if answer.status_code >= 500:
            transaction.set_rollback(True)
        else:
            tokens.keep_answer(kept, answer.status_code, answer["Content-Type"], answer.content)
        return answer


def _unreadable(request: PageRequest) -> HttpResponse | None:
    """What stands in no text is refused before anything is read of it."""
    told = [request.path, *(text for pair in request.GET.lists() for text in (pair[0], *pair[1]))]
    told += [unquote(request.headers.get("X-File-Name", ""))]
    is_json = "json" in (request.content_type or "")
    is_file = request.path.startswith(f"{settings.API_PATH}imports/")
    if request.method == "POST" and not is_json and not is_file and request.body:
        told += [text for pair in request.POST.lists() for text in (pair[0], *pair[1])]
    if any(NO_TEXT.search(text) for text in told) or (is_json and _no_text(request.body)):
        return refusal(422, _("内容中有不能作为文字的字符，请去掉后再试。"))
    return None


def _no_text(body: bytes) -> bool:
    body = body.replace(rb"\\", b"  ")  # a backslash itself
    return b"\x00" in body or ESCAPED.search(PAIR.sub(b"  ", body)) is not None


def _out_of_reach(request: PageRequest, rest: str) -> HttpResponse | None:
    first, _slash, kind = rest.partition("/")
    kind = BEYOND[first].sub("", kind) if first in BEYOND else ""
    if is_in_reach(request, first, kind):
        return None
    return refusal(403, _("这个令牌不能用于这类台账。"))


def _in_one_shape(answer: HttpResponse) -> HttpResponse:
    """An answer of Django's own, such as 405, in the shape of all others."""
    said = {405: _("这个地址不支持这种请求。"), 404: _("没有这个地址。")}
    told = refusal(answer.status_code, said.get(answer.status_code, answer.reason_phrase))
    for name in ("Allow", "Retry-After"):
        if name in answer:
            told[name] = answer[name]
    return told
