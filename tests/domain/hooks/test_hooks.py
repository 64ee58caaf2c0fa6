"""Hooks against a real receiver on loopback: signed, within scope, at least once, to an end."""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import F, QuerySet
from django.utils import timezone

from pandeng.access.actions import tokens as token_actions
from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.core import outbound
from pandeng.core.change import Change
from pandeng.domain.chains.models import Chain
from pandeng.domain.demands.models import Demand
from pandeng.domain.hooks import outbox, rules
from pandeng.domain.hooks.models import Hook, HookDelivery
from pandeng.domain.notices.models import Notice
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.jobs.deliver_hooks import deliver_hooks
from tests.callers import Caller, scope_now
from tests.probe import PROBE

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]


class Listener(ThreadingHTTPServer):
    """Keeps what it is told, answers what it is set to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ListenerHandler)
        self.got: list[tuple[dict[str, str], str]] = []
        self.status, self.hangs = 204, 0.0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _head, body in self.got]


class ListenerHandler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        head = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((head, body))
        time.sleep(self.server.hangs)
        with contextlib.suppress(BrokenPipeError):
            self.send_response(self.server.status)
            self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    server = Listener()
    yield server
    server.shutdown()
    server.server_close()


def add(program: Caller, listener: Listener, *events: str) -> dict[str, Any]:
    told = {"name": "接收端", "address": listener.url, "events": list(events)}
    return dict(program.post("/api/hooks", told, 201))


def happen(record: Any, office: Scope) -> None:
    with Change(PROBE, by=office, now=timezone.now(), target=record) as change:
        change.add_fact(record, seen=True)


def again() -> None:
    QuerySet(HookDelivery).update(due_at=F("made_at"))


def test_a_message_is_signed_as_the_standard_says(
    caller: Call, listener: Listener, office: Scope
) -> None:
    """Checked as a receiver does, by the words of the standard and not by the code that signs."""
    made = add(caller("lead", may_write=True), listener)
    happen(Demand.objects.visible_to(office).first(), office)
    assert deliver_hooks(timezone.now()) == 1
    head, body = listener.got[0]
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.{body}".encode()
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(head["webhook-timestamp"]) - time.time()) < 60
    told = json.loads(body)
    assert told.keys() == {"type", "timestamp", "data"}
    assert told["data"]["records"][0]["kind"] == "demands"
    assert deliver_hooks(timezone.now()) == 0


def test_the_example_of_the_standard() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = '{"test": 2432232314}'
    said = rules.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("username", ["lead", "handler", "county", "officer", "bank", "enterprise"])
def test_only_what_its_owner_sees_is_told(
    username: str, caller: Call, listener: Listener, office: Scope, now: datetime
) -> None:
    """One record of every kind is touched; told are those in the scope of the owner, all of them."""
    add(caller(username, may_write=True), listener)
    scope = scope_now(User.objects.get(username=username), now.date())
    wanted = set()
    for path, register in REGISTERS.items():
        inside = register.model.objects.visible_to(scope).order_by("pk").first()
        for record in {*register.model.objects.visible_to(office).order_by("-pk")[:1], inside} - {
            None
        }:
            happen(record, office)
            if register.model.objects.visible_to(scope).filter(pk=record.pk).exists():
                wanted.add((path, record.pk))
    while deliver_hooks(timezone.now()):
        pass
    told = {
        (one["kind"], one["id"]) for message in listener.told for one in message["data"]["records"]
    }
    assert told == wanted


def test_events_and_words_narrow_it(caller: Call, listener: Listener, office: Scope) -> None:
    program = caller("lead", may_write=True, words=["demands"])
    add(program, listener, "test.probe" if False else PROBE.code)
    happen(Chain.objects.first(), office)
    happen(Demand.objects.visible_to(office).first(), office)
    deliver_hooks(timezone.now())
    assert [one["data"]["records"][0]["kind"] for one in listener.told] == ["demands"]
    other = caller("lead", may_write=True)
    add(other, listener, "instructions.*")
    happen(Demand.objects.visible_to(office).first(), office)
    assert deliver_hooks(timezone.now()) == 1, "the first hook alone"
    assert "没有“nothing.x”" in other.post(
        "/api/hooks", {"name": "x", "address": listener.url, "events": ["nothing.x"]}, 422
    )["error"]  # fmt: skip
    half = {"name": "x", "address": listener.url, "events": ["demands"]}
    assert "没有“demands”" in other.post("/api/hooks", half, 422)["error"], "it would never be told"


def test_what_fails_is_tried_again_ever_later_and_given_up(
    caller: Call, listener: Listener, office: Scope
) -> None:
    program = caller("lead", may_write=True)
    made = add(program, listener)
    happen(Demand.objects.visible_to(office).first(), office)
    listener.status = 500
    waits = []
    for _ in range(rules.MAX_TRIES + 3):
        deliver_hooks(timezone.now())
        one = HookDelivery.objects.get()
        waits.append((one.due_at - timezone.now()).total_seconds())
        again()
    assert len(listener.got) == rules.MAX_TRIES
    assert len({head["webhook-id"] for head, _body in listener.got}) == 1
    assert [round(wait) for wait in waits[:4]] == pytest.approx([5, 60, 300, 1800], abs=3)
    assert one.given_up_at
    admins = Notice.objects.filter(user__username="admin", line__contains="推送")
    assert admins.count() == 1
    hook = Hook.objects.get()
    assert (hook.error, bool(hook.failing_since)) == ("HTTP 500", True)
    listener.status = 200
    log = program.get(f"/api/hooks/{made['id']}/deliveries")["rows"]
    assert (log[0]["tries"], log[0]["status"]) == (rules.MAX_TRIES, 500)
    program.post(f"/api/hooks/{made['id']}/deliveries/{log[0]['id']}/replay", {})
    assert deliver_hooks(timezone.now()) == 1
    assert listener.got[-1][0]["webhook-id"] == listener.got[0][0]["webhook-id"]
    assert not Hook.objects.get().failing_since


def test_a_hanging_receiver_holds_up_neither_the_others_nor_the_worker(
    caller: Call, listener: Listener, office: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    slow, quick = listener, Listener()
    slow.hangs = 3
    program = caller("lead", may_write=True)
    add(program, slow)
    add(program, quick)
    for _ in range(5):
        happen(Demand.objects.visible_to(office).first(), office)
    began = time.monotonic()
    assert deliver_hooks(timezone.now()) == 5
    assert time.monotonic() - began < 2.5
    assert (len(slow.got), len(quick.got)) == (1, 5)


def test_a_worker_that_died_loses_its_claim(
    caller: Call, listener: Listener, office: Scope
) -> None:
    add(caller("lead", may_write=True), listener)
    happen(Demand.objects.visible_to(office).first(), office)
    hook, at = Hook.objects.get(), timezone.now()
    outbox.gather(hook, at)
    assert len(outbox.claim(hook, at)) == 1
    assert deliver_hooks(at) == 0, "still claimed"
    QuerySet(HookDelivery).update(claimed_until=at - timedelta(seconds=1))
    assert deliver_hooks(at) == 1
    outbox.gather(hook, at)
    assert HookDelivery.objects.count() == 1


def test_a_crowded_log_is_gone_through_to_its_end(
    caller: Call, listener: Listener, office: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a look goes back over more events than it takes at once; it still gets on."""
    add(caller("lead", may_write=True), listener)
    hook, demand = Hook.objects.get(), Demand.objects.visible_to(office).first()
    monkeypatch.setattr(outbox, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(outbox, "LAGGING", 4)
    monkeypatch.setattr(outbox, "MAX_AT_ONCE", 2)
    for _ in range(9):
        happen(demand, office)
    looks = [outbox.gather(hook, timezone.now()) for _ in range(9)]
    assert HookDelivery.objects.count() == 9
    assert looks[-1] == 0


def test_a_receiver_that_takes_its_time_holds_up_no_other(
    caller: Call, listener: Listener, office: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pandeng.jobs.deliver_hooks.SECONDS", 0.2)
    slow, quick = listener, Listener()
    slow.hangs = 0.3
    program = caller("lead", may_write=True)
    add(program, slow)
    add(program, quick)
    for _ in range(4):
        happen(Demand.objects.visible_to(office).first(), office)
    deliver_hooks(timezone.now())
    assert (len(slow.got), len(quick.got)) == (1, 4)
    deliver_hooks(timezone.now())
    assert len(slow.got) == 2


def test_a_revoked_token_silences_its_hooks(
    caller: Call, listener: Listener, office: Scope, now: datetime
) -> None:
    add(caller("lead", may_write=True), listener)
    happen(Demand.objects.visible_to(office).first(), office)
    hook = Hook.objects.get()
    outbox.gather(hook, timezone.now())
    owner = scope_now(hook.token.user, now.date())
    token_actions.revoke_token(hook.token, by=owner, now=now)
    happen(Demand.objects.visible_to(office).first(), office)
    assert deliver_hooks(timezone.now()) == 0
    assert listener.got == []
    assert HookDelivery.objects.get().given_up_at


@pytest.mark.parametrize(
    ("address", "listed", "said"),
    [
        ("ftp://example.org/", [], "https://"),
        ("http://example.org/", [], "须用 https"),
        ("nothing", [], "https://"),
        ("https://[bad", [], "https://"),
        ("https://℀.com/", [], "https://"),
        ("https://example.org:abc/", [], "https://"),
        ("https://a..b/", [], "https://"),
        (f"https://{'a' * 64}.example/", [], "https://"),
    ],
)
def test_addresses_are_held_to_the_rules_of_robots(
    address: str, listed: list[str], said: str, caller: Call, settings: Any
) -> None:
    settings.OUTBOUND_ALLOW = listed
    told = {"name": "x", "address": address}
    assert said in caller("lead", may_write=True).post("/api/hooks", told, 422)["error"]


def test_a_name_that_leads_inside_is_refused_when_connecting(
    caller: Call, listener: Listener, office: Scope, settings: Any
) -> None:
    add(caller("lead", may_write=True), listener)
    settings.OUTBOUND_ALLOW = []
    happen(Demand.objects.visible_to(office).first(), office)
    assert deliver_hooks(timezone.now()) == 0
    assert listener.got == []
    assert "not public" in HookDelivery.objects.get().error


def test_a_name_that_is_none_holds_up_nobody(
    caller: Call, listener: Listener, office: Scope
) -> None:
    """Whatever came to stand in the address of the first hook, the second is served."""
    program = caller("lead", may_write=True)
    first = add(program, listener)
    add(program, listener)
    QuerySet(Hook).filter(pk=first["id"]).update(webhook="https://a..b/")
    happen(Demand.objects.visible_to(office).first(), office)
    assert deliver_hooks(timezone.now()) == 1
    assert Hook.objects.get(pk=first["id"]).failing_since


def test_what_may_come_to_light_late_does_not_hold_up_the_rest(
    caller: Call, listener: Listener, office: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, with more events than one look takes among those that are looked through again."""
    monkeypatch.setattr(outbox, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(outbox, "LAGGING", 6)
    monkeypatch.setattr(outbox, "MAX_AT_ONCE", 3)
    add(caller("lead", may_write=True), listener)
    hook, demand = Hook.objects.get(), Demand.objects.visible_to(office).first()
    for _ in range(20):
        happen(demand, office)
    for _ in range(20):
        outbox.gather(hook, timezone.now())
    assert HookDelivery.objects.count() == 20


def test_a_look_asks_as_little_of_many_events_as_of_one(
    caller: Call, listener: Listener, office: Scope, django_assert_max_num_queries: Any
) -> None:
    program = caller("lead", may_write=True)
    add(program, listener)
    hook = Hook.objects.get()
    for demand in Demand.objects.visible_to(office)[:30]:
        happen(demand, office)
    with django_assert_max_num_queries(30):
        assert outbox.gather(hook, timezone.now()) == 30


def test_the_log_is_never_older_than_the_sending(
    caller: Call, listener: Listener, office: Scope
) -> None:
    """No record changes when a message is sent: a program that holds the log still gets it anew."""
    program = caller("lead", may_write=True)
    at = f"/api/hooks/{add(program, listener)['id']}/deliveries"
    happen(Demand.objects.visible_to(office).first(), office)
    outbox.gather(Hook.objects.get(), timezone.now())
    held = program.client.get(at, headers=program.head)
    assert deliver_hooks(timezone.now()) == 1
    head = program.head | {"if-none-match": held.get("ETag", "")}
    now = program.client.get(at, headers=head)
    assert now.json()["rows"][0]["sent_at"]


def test_hooks_of_another_token_are_not_there(caller: Call, listener: Listener) -> None:
    made = add(caller("lead", may_write=True), listener)
    other = caller("staff", may_write=True)
    assert other.get("/api/hooks")["rows"] == []
    other.post(f"/api/hooks/{made['id']}/drop", {}, 404)
    other.get(f"/api/hooks/{made['id']}/deliveries", 404)


def test_the_administrator_sees_the_log_sends_again_and_stops(
    caller: Call, listener: Listener, office: Scope, signed_in: Any
) -> None:
    add(caller("staff", may_write=True), listener)
    demand = Demand.objects.visible_to(office).first()
    happen(demand, office)
    deliver_hooks(timezone.now())
    admin, hook = signed_in("admin"), Hook.objects.get()
    at = f"/administration/hooks/{hook.pk}/"
    assert "接收端" in admin.get("/administration/hooks/").content.decode()
    page = admin.get(at).content.decode()
    assert "已送达" in page
    assert demand.title not in page
    assert hook.secret not in page
    one = HookDelivery.objects.get()
    admin.post(f"{at}{one.pk}/replay/")
    assert deliver_hooks(timezone.now()) == 1
    assert signed_in("handler").get(at).status_code == 403
    assert signed_in("handler").post(f"{at}drop/").status_code == 404
    admin.post(f"{at}drop/")
    happen(demand, office)
    assert deliver_hooks(timezone.now()) == 0
