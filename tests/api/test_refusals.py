"""One shape for everything that is refused, whatever the caller says it takes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pandeng.domain.registers.catalogue import REGISTERS
from tests.callers import Caller

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]
ACCEPTS = ["text/html", "application/json", "*/*", None]


def shape(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"].startswith("application/json"), answer.content[:200]
    told = json.loads(answer.content)
    assert told.keys() == {"code", "error", "details"}
    assert told["error"]
    assert "\\u" not in answer.content.decode()
    return dict(told)


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize(
    "path", ["/api/demands", "/api/nothing/here", "/api/", "/api/openapi.json"]
)
def test_a_stranger_is_told_in_json(path: str, accept: str | None) -> None:
    head = {"accept": accept} if accept else {}
    answer = Client().get(path, headers=head)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert shape(answer)["code"] == "unknown_caller"


@pytest.mark.parametrize("accept", ACCEPTS)
def test_an_unknown_address_is_json(caller: Call, accept: str | None, signed_in: Any) -> None:
    program = caller("staff")
    head = program.head | ({"accept": accept} if accept else {})
    for path in ("/api/nothing", "/api/records/nothing", "/api/demands/x", "/api/figures/nothing"):
        for answer in (program.client.get(path, headers=head), signed_in("lead").get(path)):
            assert answer.status_code == 404, path
            assert shape(answer)["code"] == "not_found"
    assert shape(program.client.delete("/api/demands", headers=head))["code"] in (
        "wrong_method",
        "not_allowed",
    )


LISTS = ["demands", "instructions", "duplicates/enterprises", "records/enterprises"]
HUGE = "9" * 20


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", ["offset", "limit"])
@pytest.mark.parametrize("value", [HUGE, "²", "-" + HUGE, "1e9", "%00", "٣a", "一"])
def test_a_number_that_is_none_or_too_large_is_refused(
    path: str, name: str, value: str, caller: Call
) -> None:
    caller("staff").get(f"/api/{path}?{name}={value}", 422)


@pytest.mark.parametrize("value", [HUGE, "²", "%00", "x", "一"])
@pytest.mark.parametrize("name", ["department", "enterprise", "matter"])
def test_a_filter_that_is_no_id_is_refused(name: str, value: str, caller: Call) -> None:
    program = caller("staff")
    program.get(f"/api/demands?{name}={value}", 422)
    program.get(f"/api/records/demands?{name}={value}", 422)


@pytest.mark.parametrize("name", ["as_of", "known_at", "updated_since"])
@pytest.mark.parametrize(
    "value", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z", "²", "x"]
)
def test_a_day_out_of_all_bounds_is_refused(name: str, value: str, caller: Call) -> None:
    program = caller("staff")
    program.get(f"/api/records/enterprises?{name}={value}", 422)
    if name != "updated_since":
        program.get(f"/api/figures/closing_rate?{name}={value}", 422)
        program.get(f"/api/records/enterprises/1?{name}={value}", 422)


@pytest.mark.parametrize("path", ["demands", "records/enterprises", "records/enterprises/contacts"])
@pytest.mark.parametrize("words", ["%00", "a%00b", "\\ud800", "'", "%25", "_", "²", "𠮷"])
def test_odd_words_are_no_server_error(path: str, words: str, caller: Call) -> None:
    program = caller("lead")
    answer = program.client.get(f"/api/{path}?q={words}", headers=program.head)
    assert answer.status_code == (422 if "%00" in words else 200), answer.content


@pytest.mark.parametrize("text", ["\x00", "a\x00", "\ud800", "x\udfffy", "\\ud83d\ude00"])
def test_what_is_no_text_is_refused(text: str, caller: Call) -> None:
    program = caller("staff", may_write=True)
    told = {"enterprise": 1, "matter": 10**9, "title": text}
    assert "不能作为文字" in program.post("/api/demands", told, 422)["error"]
    program.post("/api/records/chains/segments", {"values": {"name": text}}, 422)
    for fine in (
        "𠮷野",
        "\\ud800",
        "\\\\u0000",
    ):  # a pair is one character; the others are plain letters
        said = program.post("/api/demands", told | {"title": fine}, 404)["error"]
        assert "不能作为文字" not in said


def test_what_is_no_json_is_malformed(caller: Call) -> None:
    program = caller("staff", may_write=True)
    for body in (b"{", b"\xff\xfe", b"[1,"):
        answer = program.client.post(
            "/api/demands", body, content_type="application/json", headers=program.head
        )
        assert answer.status_code == 400, answer.content
        assert shape(answer)["code"] == "malformed"


def test_what_is_too_large_is_refused_before_it_is_read(caller: Call, settings: Any) -> None:
    settings.MAX_BYTES = 100
    caller("staff", may_write=True).post("/api/demands", {"title": "长" * 100}, 413)


def test_places_of_what_is_wrong_are_named(caller: Call) -> None:
    told = caller("staff", may_write=True).post("/api/demands", {"enterprise": "x"}, 422)
    assert {one["at"] for one in told["details"]} >= {"body.new.enterprise", "body.new.matter"}


@pytest.mark.parametrize("key", ["k", "很长" * 20])
def test_a_key_answers_once(caller: Call, key: str) -> None:
    from pandeng.domain.demands.models import Demand, DemandClass
    from pandeng.domain.enterprises.models import Enterprise

    program, other = (caller("staff", may_write=True) for _ in range(2))
    told = {
        "enterprise": Enterprise.objects.order_by("pk")[5].pk,
        "matter": DemandClass.objects.get(code="finance", cluster__code__startswith="jining").pk,
        "title": "流动资金贷款到期需要续贷",
    }
    head = {"idempotency-key": key.encode().decode("latin1")}
    before = Demand.objects.count()
    first = program.post("/api/demands", told, 201, **head)
    assert program.post("/api/demands", told, 201, **head) == first
    assert Demand.objects.count() == before + 1
    clash = program.post("/api/demands", told | {"title": "另一件"}, 409, **head)
    assert clash["code"] == "conflict"
    assert other.post("/api/demands", told, 201, **head)["id"] != first["id"], (
        "keys are of one token"
    )
    refused = program.post("/api/demands", {}, 422, **{"idempotency-key": "r"})
    assert program.post("/api/demands", {}, 422, **{"idempotency-key": "r"}) == refused
    program.post("/api/demands", told, 422, **{"idempotency-key": "k" * 201})


def test_after_a_day_a_key_is_new(caller: Call) -> None:
    from datetime import timedelta

    from django.db.models import F, QuerySet

    from pandeng.access.models import KeptAnswer

    program = caller("staff", may_write=True)
    program.post("/api/demands", {}, 422, **{"idempotency-key": "k"})
    QuerySet(KeptAnswer).update(at=F("at") - timedelta(hours=25))
    program.post("/api/demands", {"title": "x"}, 422, **{"idempotency-key": "k"})


def test_what_failed_is_not_kept(caller: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from pandeng.access.models import KeptAnswer
    from pandeng.api.routes import demands
    from pandeng.core.errors import Busy

    program = caller("staff", may_write=True)
    told = {"enterprise": 1, "matter": 1, "title": "x"}

    def busy(*_: Any, **__: Any) -> None:
        raise Busy("忙")

    monkeypatch.setattr(demands, "find", busy)
    answer = program.post("/api/demands", told, 503, **{"idempotency-key": "k"})
    assert answer["code"] == "busy"
    assert not KeptAnswer.objects.exists()


MOVING = [path for path, one in REGISTERS.items() if one.works and one.work.moves]


@pytest.mark.parametrize("path", MOVING)
@pytest.mark.parametrize("verb", ["move", "end"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_fact_does_not_move_or_end_out_of_all_bounds(
    path: str, verb: str, day: str, caller: Call
) -> None:
    work = REGISTERS[path].work
    record = work.model.objects.filter(**{work.ends: None}).first()
    if record is not None:
        told = {"on": day, "why": "更正"}
        at = f"/api/records/{path}/{record.pk}/{verb}"
        caller("lead", may_write=True).post(at, told, 422)
