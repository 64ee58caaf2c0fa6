"""Requests over HTTP with eight clients: the queue, one demand, a new one, search, the report.

At 10,000 and 100,000 demands, as JSON and as pages, each beside a bare handler in the same server that
runs the same SQL (and, for a page, renders the same template). Every answer is a first answer: the clients
keep no page and send no tag. Every measurement lasts SECONDS and ends by itself.
Prints requests a second, p50 and p95, the ratio to the bare handler, and the growth of p95.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import scale

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 8
WAYS = {"first": "pandeng.config.wsgi", "bare": "bench.bare"}
# Copies of the demo: about 10,000 and 100,000 demands.
SIZES = tuple(int(n) for n in os.environ.get("BENCH_COPIES", "14,137").split(","))
WORDS = ("贷款", "空间规划", "消防验收", "高压线", "示范")
PORT = 8399
CREATE = "create (JSON)"
SERVER = ("--interface wsgi --workers 2 --blocking-threads 4 --no-ws --log-level warning").split()


def main() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    office = scale.start()
    session = _session("staff")
    results: dict[tuple[str, int], tuple[float, float, float]] = {}
    before = 1
    for copies in SIZES:
        scale.grow(before, copies)
        scale.reindex()
        before = copies
        asked = _addresses(office)
        print(f"requests on {connection.vendor}, {copies}×: {scale.counts()}")
        connection.close()
        for way, application in WAYS.items():
            with _Server(application):
                for name, make in asked.items():
                    if way != "bare" or name != CREATE:
                        results[f"{way} {name}", copies] = _load(make, session)
        _print(asked, results, copies)
    if len(SIZES) < 2:
        return
    print(f"growth of p95, {SIZES[0]}× → {SIZES[1]}×")
    for name in asked:
        small, large = (results[f"first {name}", copies][2] * 1000 for copies in SIZES[:2])
        print(f"    {name:18} {small:7.1f} → {large:7.1f} ms  {large / small:.2f}×")


Make = Callable[[int], tuple[str, str, bytes | None]]


def _addresses(office: Any) -> dict[str, Make]:
    from pandeng.access.models import Department
    from pandeng.domain.demands.models import Demand, DemandClass
    from pandeng.domain.enterprises.models import Enterprise

    unit = Department.objects.get(cluster_id=office.cluster_id, code="finance").pk
    ids = list(Demand.objects.order_by("-id").values_list("id", flat=True)[:16])
    enterprise = Enterprise.objects.order_by("id").values_list("id", flat=True)[7]
    matter = DemandClass.objects.get(cluster_id=office.cluster_id, code="permits").pk

    def get(path: str) -> Make:
        return lambda n: ("GET", path, None)

    def create(n: int) -> tuple[str, str, bytes | None]:
        told = {"enterprise": enterprise, "matter": matter, "title": f"施工许可办理第{n}次咨询",
                "channel": "phone", "key": f"{os.getpid()}-{time.time_ns()}-{n}"}  # fmt: skip
        return "POST", "/api/demands", json.dumps(told).encode()

    queue = f"status=handling&department={unit}"
    return {
        "queue (JSON)": get(f"/api/demands?{queue}"),
        "open one (JSON)": lambda n: ("GET", f"/api/demands/{ids[n % len(ids)]}", None),
        "search (JSON)": lambda n: ("GET", f"/api/demands?q={_quoted(WORDS[n % len(WORDS)])}", None),
        "report (JSON)": get("/api/reports/demands"),
        CREATE: create,
        "queue (page)": get(f"/demands/?{queue}"),
        "open one (page)": lambda n: ("GET", f"/demands/{ids[n % len(ids)]}/", None),
        "search (page)": lambda n: ("GET", f"/demands/?tab=all&q={_quoted(WORDS[n % len(WORDS)])}", None),
    }  # fmt: skip


def _quoted(words: str) -> str:
    from urllib.parse import quote

    return quote(words)


def _session(username: str) -> dict[str, str]:
    """Headers of somebody who has signed in."""
    from django.test import Client

    from pandeng.access.models import User

    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    token = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/json",
    }


class _Server:
    """Granian with an application, two workers, on loopback; ended when the block ends."""

    def __init__(self, application: str) -> None:
        granian = Path(sys.executable).with_name("granian")
        self.command = [str(granian), "--host", "127.0.0.1", "--port", str(PORT), *SERVER,
                        f"{application}:application"]  # fmt: skip

    def __enter__(self) -> None:
        self.process = subprocess.Popen(self.command)
        for _try in range(200):
            try:
                wire = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
                wire.request("GET", "/healthz")
                if wire.getresponse().status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("the server did not come up")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def _load(make: Make, headers: dict[str, str]) -> tuple[float, float, float]:
    """Requests a second, p50 and p95 in seconds."""
    times: list[float] = []
    wrong: list[str] = []
    _once(make, headers)
    ends = time.perf_counter() + SECONDS

    def client(place: int) -> None:
        wire = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        n = place
        while time.perf_counter() < ends:
            method, path, body = make(n)
            began = time.perf_counter()
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            content = answer.read()
            times.append(time.perf_counter() - began)
            if answer.status not in (200, 201):
                wrong.append(f"{answer.status} {path} {content[:200]!r}")
                return
            n += CLIENTS

    began = time.perf_counter()
    clients = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    if wrong:
        raise SystemExit(wrong[0])
    spent = time.perf_counter() - began
    times.sort()
    return len(times) / spent, statistics.median(times), times[int(len(times) * 0.95)]


def _once(make: Make, headers: dict[str, str]) -> None:
    """Both workers have seen it before it is measured."""
    for n in range(40):
        _ask(make(n), headers)


def _ask(what: tuple[str, str, bytes | None], headers: dict[str, str]) -> None:
    method, path, body = what
    wire = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    wire.request(method, path, body, headers)
    wire.getresponse().read()
    wire.close()


def _print(asked: dict[str, Make], results: dict[Any, Any], copies: int) -> None:
    for name in asked:
        bare = results.get((f"bare {name}", copies))
        rate, middle, late = results[f"first {name}", copies]
        beside = f"  {rate / bare[0] * 100:4.0f} % of bare ({bare[0]:.0f}/s)" if bare else ""
        print(
            f"    {name:18} {rate:6.0f}/s  p50 {middle * 1000:6.1f}  p95 {late * 1000:6.1f} ms{beside}"
        )
