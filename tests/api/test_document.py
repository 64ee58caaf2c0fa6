"""The document says what the interface does: every kind by its address, every answer in its shape."""

import itertools
import json
import re
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.api.app import document
from pandeng.api.document import METHODS, REFUSED
from pandeng.api.routes.processes import PROCESSES
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import choosable
from pandeng.web.middleware import bearer
from tests.callers import Caller, scope_now

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]
EXAMPLES = {"lead": 2, "county": 2}  # of each operation, every second one likely


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): one
        for path, found in document()["paths"].items()
        for method, one in found.items()
        if method in METHODS
    }


@pytest.mark.parametrize("path", REGISTERS)
def test_every_register_stands_in_the_document_with_its_filters(path: str) -> None:
    paths, register = document()["paths"], REGISTERS[path]
    asked = {one["name"] for one in paths[f"/api/records/{path}"]["get"]["parameters"]}
    assert asked >= {
        *choosable(register),
        "q",
        "sort",
        "as_of",
        "known_at",
        "updated_since",
        "cursor",
    }
    assert f"/api/records/{path}/{{id}}" in paths
    verbs = {
        one.rpartition("/")[2] for one in paths if one.startswith(f"/api/records/{path}/{{id}}/")
    }
    if register.works:
        assert verbs >= {*register.work.verbs} - {"enter", "correct"}
        assert "post" in paths[f"/api/records/{path}"]
    assert (f"/api/imports/{path}/commit" in paths) == register.takes_tables
    assert verbs >= set(PROCESSES[path].steps) if path in PROCESSES else True


def test_every_step_of_a_process_can_be_taken() -> None:
    for process in PROCESSES.values():
        later = set(process.table.later_words)
        if process.name in ("Project", "Outcome"):
            assert set(process.steps) == later


def test_every_operation_says_how_it_refuses() -> None:
    for where, one in operations().items():
        assert set(one["responses"]) >= {str(status) for status in REFUSED}, where
        assert {"Token": []} in one["security"], where
    told = json.dumps(document(), ensure_ascii=False)
    assert document()["openapi"] == "3.1.0"
    assert "企业" in told


def test_chinese_stands_in_the_document_as_it_is(caller: Call) -> None:
    program = caller("staff")
    answer = program.client.get("/api/openapi.json", headers=program.head)
    assert "企业" in answer.content.decode()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The application ends no connection after a request: all of them are in the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("username", ["lead", "county"])
@pytest.mark.parametrize("part", range(4))
def test_what_is_sent_at_random_is_answered_as_declared(
    username: str, part: int, caller: Call, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every operation in turn: no server error, no answer that the document does not declare."""
    monkeypatch.setattr(bearer, "MOST", 10**9)
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    head = caller(username, may_write=True).head
    scope = scope_now(User.objects.get(username=username), now.date())
    found = [one.ok() for one in schema.get_all_operations()]
    faults: list[str] = []
    for operation in found[part::4]:
        _try(operation, head, _first_id(operation.path, scope), EXAMPLES[username], faults)
    assert faults == []


def _likely(case: Any, known: int | None) -> None:
    """A record that is there, days in bounds, no key of before."""
    for name in {"id", "pk"} & set(case.path_parameters or ()):
        case.path_parameters[name] = known or 1
    for name in {"as_of", "known_at", "updated_since", "since"} & set(case.query or ()):
        case.query[name] = "2022-05-31"
    case.headers.pop("Idempotency-Key", None)


CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _first_id(path: str, scope: Scope) -> int | None:
    """A record that the caller sees, at an address that asks for one."""
    kind = re.sub(r"^/api/(?:records/)?|/\{.*$", "", path)
    rows = REGISTERS[kind].model.objects.visible_to(scope) if kind in REGISTERS else None
    return None if rows is None else rows.order_by("-id").values_list("pk", flat=True).first()


def _try(
    operation: Any, head: dict[str, str], known: int | None, examples: int, faults: list[str]
) -> None:
    tries = itertools.count()

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case: Any) -> None:
        if next(tries) % 2:  # else hardly anything random gets past its first check
            _likely(case, known)
        case.call_and_validate(headers=head, checks=CHECKS)

    try:
        attempt()
    except (Exception, BaseExceptionGroup) as fault:
        whole = traceback.format_exception(fault)
        faults.append(f"{operation.label}: {''.join(whole)[-1500:]}")


@pytest.mark.parametrize("of", ["demands", "enterprises", "figures", "imports", "nothing"])
def test_people_read_it_on_a_page_without_anything_from_elsewhere(of: str, signed_in: Any) -> None:
    answer = signed_in("lead").get(f"/reference/?of={of}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/api/" in page
    assert "<script" not in page.split("<main")[1]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert signed_in("admin").get("/reference/").status_code == 403
