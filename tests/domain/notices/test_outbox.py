"""The outbox against real receivers on loopback: said once, in bounds, again after a failure."""

import base64
import contextlib
import hashlib
import hmac
import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from pandeng.access.models import User
from pandeng.core import outbound
from pandeng.core.change import Change
from pandeng.domain.notices import actions, robots
from pandeng.domain.notices.models import Dispatch, Notice, Robot
from pandeng.jobs.deliver_notices import deliver_notices
from tests.probe import PROBE

NOW = datetime(2022, 7, 5, 9, 0, tzinfo=UTC)


class Receiver(ThreadingHTTPServer):
    """A group robot's server: keeps what it is told, answers what it is set to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[dict[str, Any]] = []
        self.status, self.answer, self.hangs = 200, {"errcode": 0, "code": 0}, 0.0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?key=k"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(
            {
                "path": self.path,
                "json": json.loads(body),
                "id": self.headers["X-Pandeng-Message"],
                "at": time.monotonic(),
            }
        )
        time.sleep(self.server.hangs)
        with contextlib.suppress(BrokenPipeError):  # who hangs too long speaks to nobody
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(json.dumps(self.server.answer).encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def robot(office, receiver):
    def make(kind: str = "wecom", secret: str = "") -> Robot:
        unit = User.objects.get(username="handler").memberships.get().department
        return actions.add_robot(
            kind, name=f"群{kind}", department=unit, address=receiver.url, secret=secret,
            by=office, now=NOW,
        )  # fmt: skip

    return make


def say(office, robot: Robot, times: int = 1, line: str = "一件诉求等待签收") -> None:
    user = User.objects.get(username="handler")
    for number in range(times):
        with Change(PROBE, by=office, now=NOW) as change:
            change.add_fact(robot)
            actions.notify(
                change,
                [user],
                line,
                path=f"/demands/{number + 1}/",
                departments=[robot.department_id],
            )


def test_every_robot_hears_a_line_and_a_link_signed_as_it_expects(office, robot, receiver):
    for kind in robots.KINDS:
        made = robot(kind, "" if kind == "wecom" else "s3cret")
        say(office, made)
        assert deliver_notices(NOW) >= 1
        actions.drop_robot(made, by=office, now=NOW)
    wecom, dingtalk, feishu = receiver.got
    text = wecom["json"]["text"]["content"]
    assert text == "【攀登】一件诉求等待签收 http://localhost:8000/demands/1/"
    asked = parse_qs(urlsplit(dingtalk["path"]).query)
    stamp = asked["timestamp"][0]
    signed = hmac.new(b"s3cret", f"{stamp}\ns3cret".encode(), hashlib.sha256).digest()
    assert asked["sign"][0] == base64.b64encode(signed).decode()
    said = feishu["json"]
    signed = hmac.new(f"{said['timestamp']}\ns3cret".encode(), b"", hashlib.sha256).digest()
    assert said["sign"] == base64.b64encode(signed).decode()
    assert said["content"]["text"] == text
    assert not Dispatch.objects.filter(sent_at__isnull=True).exists()


def test_a_burst_is_one_digest_without_figures(office, robot, receiver):
    say(office, robot(), times=30)
    deliver_notices(NOW)
    assert len(receiver.got) == 1
    text = receiver.got[0]["json"]["text"]["content"]
    assert text == "【攀登】有多条新提醒：\n· 一件诉求等待签收\nhttp://localhost:8000/notices/"
    assert Dispatch.objects.filter(message=receiver.got[0]["id"]).count() == 30


@pytest.mark.parametrize(("kind", "most"), [("wecom", 20), ("dingtalk", 20), ("feishu", 5)])
def test_no_robot_is_called_more_often_than_it_allows(office, robot, receiver, kind, most):
    made = robot(kind)
    for _ in range(most + 10):
        say(office, made)
        deliver_notices(NOW)
    limit = min(robots.LIMITS[kind], key=lambda rule: rule.seconds)
    first = receiver.got[0]["at"]
    within = [one for one in receiver.got if one["at"] - first < limit.seconds * 0.9]
    assert len(within) <= limit.messages
    assert Dispatch.objects.filter(sent_at__isnull=True).exists() or kind == "feishu"


def test_a_refusing_robot_is_tried_again_later_and_shown_as_failing(office, robot, receiver):
    made = robot()
    say(office, made)
    receiver.status = 500
    deliver_notices(NOW)
    made.refresh_from_db()
    waiting = Dispatch.objects.get(robot=made)
    assert (made.error, waiting.tries, waiting.sent_at) == ("HTTP 500", 1, None)
    assert made.failing_since
    assert waiting.due_at > waiting.tried_at
    deliver_notices(NOW)
    assert len(receiver.got) == 1, "not before its time"
    receiver.status, receiver.answer = 200, {"errcode": 45009, "errmsg": "freq out of limit"}
    _wait_over(waiting)
    deliver_notices(NOW)
    made.refresh_from_db()
    assert made.error == "45009 freq out of limit"
    receiver.answer = {"errcode": 0}
    _wait_over(waiting)
    deliver_notices(NOW)
    made.refresh_from_db()
    waiting.refresh_from_db()
    assert (made.failing_since, made.error) == (None, "")
    assert waiting.sent_at
    assert len({one["id"] for one in receiver.got}) == 1, "the same message at every try"


def test_a_robot_that_never_takes_it_is_given_up_and_shown(office, robot, receiver, signed_in):
    made = robot()
    say(office, made)
    receiver.status = 500
    for _ in range(robots.MAX_TRIES + 4):
        deliver_notices(NOW)
        _wait_over(Dispatch.objects.get(robot=made))
    assert len(receiver.got) == robots.MAX_TRIES
    assert Dispatch.objects.get(robot=made).given_up_at
    assert Notice.objects.filter(user__username="admin", line__contains="群机器人").count() == 1
    page = signed_in("admin").get("/administration/robots/").content.decode()
    assert "另有1条多次未发出" in page


def _wait_over(dispatch: Dispatch) -> None:
    from django.db.models import QuerySet

    QuerySet(Dispatch).filter(pk=dispatch.pk).update(due_at=NOW, tried_at=NOW)


def test_a_hanging_robot_holds_up_nobody_for_long(office, robot, receiver, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    receiver.hangs = 3
    made = robot()
    say(office, made)
    began = time.monotonic()
    assert deliver_notices(NOW) == 0
    assert time.monotonic() - began < 2.5
    made.refresh_from_db()
    assert made.failing_since


def test_pauses_double_up_to_an_hour():
    waits = [robots.pause(tries).total_seconds() for tries in (1, 2, 3, 7, 8, 30)]
    assert waits == [30, 60, 120, 1920, 3600, 3600]


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("8.8.8.8", True), ("2400:3200::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.9", False), ("169.254.169.254", False), ("::1", False), ("fe80::1%eth0", False),
        ("::ffff:8.8.8.8", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False), ("0.0.0.0", False), ("224.0.0.1", False), ("100.64.0.1", False),
    ],
)  # fmt: skip
def test_only_public_addresses_may_be_reached(address, open_):
    assert outbound.may_reach(address, []) is open_
    assert outbound.may_reach("10.1.2.3", [ipaddress.ip_network("10.1.0.0/16")])


def test_a_name_that_leads_inside_is_refused_when_connecting(office, robot, receiver, settings):
    made = robot()
    settings.OUTBOUND_ALLOW = []
    say(office, made)
    assert deliver_notices(NOW) == 0
    assert receiver.got == []
    made.refresh_from_db()
    assert "not public" in made.error


class Mailbox:
    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 OK"


def test_a_person_gets_one_mail_with_a_line_and_a_link(office, settings):
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    post = Controller(box, hostname="127.0.0.1", port=port)
    post.start()
    try:
        settings.SMTP, settings.OUTBOUND_ALLOW = f"smtp://127.0.0.1:{port}", ["127.0.0.1/32"]
        user = User.objects.get(username="handler")
        from pandeng.access.actions import choose_email
        from pandeng.domain.teams.queries import scope_for

        own = scope_for(user, on=NOW.date())
        choose_email(user, "handler@example.org", wanted=True, by=own, now=NOW)
        with Change(PROBE, by=office, now=NOW) as change:
            change.add_fact(user)
            actions.notify(change, [user], "收到一张督办单，请按期答复", path="/demands/slips/3/")
        assert deliver_notices(NOW) == 1
        assert deliver_notices(NOW) == 0
    finally:
        post.stop()
    (mail,) = box.mails
    assert mail.rcpt_tos == ["handler@example.org"]
    import email
    import email.policy

    read = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert read["Subject"] == "【攀登】收到一张督办单，请按期答复"
    assert read["Message-ID"].endswith("@pandeng>")
    assert "http://localhost:8000/demands/slips/3/" in read.get_content()


def test_nothing_is_told_when_the_change_fails_and_a_key_tells_once(office):
    user = User.objects.get(username="handler")
    before = Notice.objects.count()

    def fail() -> None:
        with Change(PROBE, by=office, now=NOW) as change:
            change.add_fact(user)
            actions.notify(change, [user], "席位空缺", path="/teams/1/")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Notice.objects.count() == before
    for _ in range(3):
        with Change(PROBE, by=office, now=NOW) as change:
            change.add_fact(user)
            actions.notify(change, [user], "席位空缺", path="/teams/1/", key="vacant:1")
    assert Notice.objects.count() == before + 1


WORKER = """
import django, sys, time
django.setup()
from pandeng.domain.notices import delivery
from pandeng.jobs.worker import Job, work
from pandeng.jobs.deliver_notices import deliver_notices
from django.utils import timezone
if sys.argv[1] == "stuck":
    def stuck(message, at):
        print("claimed", flush=True)
        time.sleep(60)
    delivery.send = stuck
print("sent", deliver_notices(timezone.now()), flush=True)
"""


def test_a_worker_killed_between_commit_and_send_loses_and_doubles_nothing(receiver, tmp_path):
    """A real process on a real database: killed while it holds the claim; another sends after the lease."""
    env = {
        **os.environ,
        "PANDENG_HOME": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "pandeng.config.settings",
        "PANDENG_OUTBOUND_ALLOW": "127.0.0.0/8",
    }
    script = tmp_path / "seed.py"
    script.write_text(SEED)

    def python(*args: str) -> str:
        return subprocess.run(
            [sys.executable, *args], env=env, check=True, capture_output=True, text=True
        ).stdout

    python("-c", TABLES)
    python(str(script), receiver.url)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, "stuck"], env=env, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout
    assert worker.stdout.readline() == "claimed\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    assert receiver.got == []
    assert python("-c", WORKER, "go") == "sent 0\n", "still claimed by the dead worker"
    python(str(script), "lease over")
    assert python("-c", WORKER, "go") == "sent 1\n"
    assert python("-c", WORKER, "go") == "sent 0\n"
    assert len(receiver.got) == 1


TABLES = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
SEED = """
import sys
from datetime import date, timedelta
import django
django.setup()
from django.db.models import F, QuerySet
from django.utils import timezone
from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.domain.notices import actions
from pandeng.domain.notices.models import Dispatch
now = timezone.now()
if sys.argv[1] == "lease over":
    back = timedelta(minutes=5)
    QuerySet(Dispatch).update(claimed_until=F("claimed_until") - back, tried_at=F("tried_at") - back)
    sys.exit()
cluster = QuerySet(Cluster).create(code="c", name="集群")
unit = Department(cluster=cluster, code="u", name="单位", short_name="单位", kind="department")
QuerySet(Department).bulk_create([unit])
office = Scope.of_system(cluster.pk)
robot = actions.add_robot("wecom", name="群", department=Department.objects.get(), address=sys.argv[1],
                          by=office, now=now)
actions.test_robot(robot, by=office, now=now)
"""
