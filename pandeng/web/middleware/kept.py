"""Answers kept until something is written.

A page is made from records alone, and every write leaves an audit event; so as long as the stamp that
the gate read (`standing.stamp`) is the same, the same person asking the same again gets the same answer.
"""

import re
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from pandeng.web.request import PageRequest

Answer = Callable[[HttpRequest], HttpResponse]
# These look at more than records: seals, robots, one's own session, files.
NEVER = ("/account/", "/administration/", "/files/", "/sign-")
KINDS = ("text/html", "application/json")
LONGEST = 2**20
ASKED_BY = ("Accept", "HX-Request", "HX-Target")


# The key by which a form that is sent twice is known; every page shown has keys of its own.
ONCE = re.compile(rb'name="key" value="([0-9a-f]{32})"')


class KeptAnswer(NamedTuple):
    body: bytes
    headers: dict[str, str]
    nonce: str
    keys: frozenset[bytes]

    @property
    def size(self) -> int:
        return len(self.body) + 1000


class Kept:
    """The innermost gate: it answers from memory what it answered before."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(cast(PageRequest, request)) if settings.KEPT_BYTES else None
        if key is None:
            return self.answer(request)
        if (found := _shelf.get(key)) is not None:
            return _again(found, request)
        had_cookie = request.META.get("CSRF_COOKIE")
        response = self.answer(request)
        if (
            response.status_code == 200
            and request.META.get("CSRF_COOKIE") == had_cookie  # else its forms hold another's token
            and not response.streaming
            and len(response.content) <= LONGEST
            and response.get("Content-Type", "").startswith(KINDS)
        ):
            nonce = getattr(request, "_csp_nonce", None) or ""
            keys = frozenset(ONCE.findall(response.content))
            _shelf.put(key, KeptAnswer(response.content, dict(response.items()), nonce, keys))
        return response


def _key(request: PageRequest) -> Hashable | None:
    """Everything that an answer follows from; None where it follows from more."""
    if request.method != "GET" or request.path.startswith(NEVER) or not hasattr(request, "scope"):
        return None
    if len(get_messages(request)):
        return None
    return (
        request.get_full_path(),
        request.stamp,
        request.scope.user_id,
        request.scope.cluster_id,
        request.today,
        getattr(request, "LANGUAGE_CODE", ""),
        request.META.get("CSRF_COOKIE"),
        tuple(request.headers.get(name) for name in ASKED_BY),
    )


def _again(kept: KeptAnswer, request: HttpRequest) -> HttpResponse:
    """The same answer with a nonce and form keys of its own; its token is that of the same cookie."""
    body = kept.body
    for old in kept.keys:
        body = body.replace(old, uuid.uuid4().hex.encode())
    if kept.nonce:
        body = body.replace(kept.nonce.encode(), str(request.csp_nonce).encode())  # type: ignore[attr-defined]
        get_token(request)
    return HttpResponse(body, headers=kept.headers)


class _Shelf:
    """So many bytes of answers, those asked for last."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> KeptAnswer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: KeptAnswer) -> None:
        with self._lock:
            if (old := self._answers.pop(key, None)) is not None:
                self._bytes -= old.size
            self._answers[key] = answer
            self._bytes += answer.size
            while self._bytes > settings.KEPT_BYTES and self._answers:
                self._bytes -= self._answers.popitem(last=False)[1].size

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0


_shelf = _Shelf()
forget = _shelf.clear
