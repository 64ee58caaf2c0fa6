"""A bare handler for each address of `bench.requests`: the SQL that our page runs, and nothing else.

The statements are recorded from one request of ours, without those of the gate; a page is then
rendered from the context that ours was rendered with. So the difference is all that we add to them.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment

GATE = ("django_session", "FROM access_user u", "access_membership", "notices_notice")  # fmt: skip
_recorded: dict[str, tuple[list[tuple[str, Any]], Any, Any]] = {}
_lock = threading.Lock()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"].encode("latin1").decode()
    query = environ.get("QUERY_STRING", "")
    if path == "/healthz":
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]
    statements, template, context = _of(f"{path}?{query}", environ.get("HTTP_COOKIE", ""))
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
            rows.append(cursor.fetchall())
    if template is not None:
        with _lock:  # one context, one rendering at a time in a worker
            body = template.render(context)
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode()]
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(rows, default=str, ensure_ascii=False).encode()]


def _of(address: str, cookie: str) -> tuple[list[tuple[str, Any]], Any, Any]:
    with _lock:
        if address not in _recorded:
            _recorded[address] = _record(address, cookie)
        return _recorded[address]


def _record(address: str, cookie: str) -> tuple[list[tuple[str, Any]], Any, Any]:
    said: list[tuple[str, Any]] = []
    drawn: list[tuple[Any, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if not any(word in sql for word in GATE):
            said.append((sql, values))
        return execute(sql, values, many, context)

    def keep(sender: Any, template: Any, context: Any, **_: Any) -> None:
        if not drawn:
            drawn.append((template, context))

    client = Client(HTTP_HOST="localhost")
    name, _eq, value = cookie.partition(";")[0].partition("=")
    client.cookies[name] = value
    client.get(address)
    template_rendered.connect(keep)
    try:
        with connection.execute_wrapper(note):
            answer = client.get(address)
    finally:
        template_rendered.disconnect(keep)
    assert answer.status_code == 200, (address, answer.status_code)
    template, context = drawn[0] if drawn else (None, None)
    return said, template, context


django.setup()
settings.ALLOWED_HOSTS.append("localhost")
setup_test_environment(debug=False)  # templates tell with which context they are rendered
