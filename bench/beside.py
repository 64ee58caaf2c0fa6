"""First answers beside those of another checkout, asked in turn: `BENCH_BESIDE=FOLDER python -m bench beside`.

FOLDER holds another state of the program (`git worktree add FOLDER COMMIT`) with page assets and translations;
BENCH_PACKAGES is a folder of packages that it needs and this one does not, BENCH_HOMES keeps both databases.
Each state runs in a process of its own on its own database with the demo, and answers requests through its
WSGI application: no network, no answer kept, no tag sent. What is measured is CPU time a request, and
with PostgreSQL, which works in another process, also the time on the wall; the median of rounds that alternate.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
ASKED = 16  # requests of a round
MADE_UP = "施工许可办理第"  # how the demands begin that this bench takes in
READS = {
    "queue (JSON)": "/api/demands?status=handling&department={unit}",
    "open one (JSON)": "/api/demands/{demand}",
    "search (JSON)": "/api/demands?q={word}",
    "report (JSON)": "/api/reports/demands",
    "queue (page)": "/demands/?status=handling&department={unit}",
    "open one (page)": "/demands/{demand}/",
    "search (page)": "/demands/?tab=all&q={word}",
    "cockpit": "{cockpit}",
    "work list": "/work/",
    "enterprises": "/enterprises/",
    "one enterprise": "/enterprises/{enterprise}/",
    "statements": "/enterprises/statements/",
    "projects": "/projects/",
    "one figure": "/figures/closing_rate/",
}
CREATE = "create (JSON)"
WORDS = ("贷款", "空间规划", "消防验收", "高压线", "示范")


# -- the one who asks ----------------------------------------------------------------------------


class Checkout:
    """A process that answers for one state of the program."""

    def __init__(self, name: str, folder: Path) -> None:
        home = Path(os.environ.get("BENCH_HOMES", os.environ["PANDENG_HOME"])) / name
        path = [str(folder), *filter(None, [os.environ.get("BENCH_PACKAGES")])]
        env = {
            **os.environ,
            "PANDENG_HOME": str(home),
            "PYTHONPATH": os.pathsep.join(path),
            "PANDENG_KEPT_MB": "0",  # states that kept answers keep none
        }
        if url := os.environ.get("DATABASE_URL"):
            env["DATABASE_URL"] = _own_database(url, name)
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(HERE / "bench" / "beside.py"), "answer"],
            env=env, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, job: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(job + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise SystemExit(f"no answer to {job}")

    def end(self) -> None:
        self.process.communicate("")


def _own_database(url: str, name: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return f"{url.rpartition('/')[0]}/{name}"


def main() -> None:
    folder = Path(os.environ.get("BENCH_BESIDE", ""))
    if not (folder / "bench").is_dir():
        print("beside: BENCH_BESIDE names no other checkout, skipped")
        return
    chosen = os.environ.get("BENCH_JOBS", "")
    jobs = [job for job in (*READS, CREATE) if not chosen or job in chosen.split(",")]
    states = {"then": Checkout("then", folder), "now": Checkout("now", HERE)}
    told = {name: state.ask("start") for name, state in states.items()}
    print(f"first answers on {told['now']['vendor']}, {ROUNDS} rounds of {ASKED}, a request: CPU")
    for job in jobs:
        counted = {name: state.ask(f"count {job}")["statements"] for name, state in states.items()}
        spent: dict[str, list[dict[str, float]]] = {name: [] for name in states}
        for number in range(ROUNDS):
            order = list(states) if number % 2 else list(states)[::-1]
            for name in order:
                spent[name].append(states[name].ask(f"time {job}"))
        _print(job, counted, spent)
    for state in states.values():
        state.end()


def _print(job: str, counted: dict[str, float], spent: dict[str, list[dict[str, float]]]) -> None:
    middle = {
        (name, kind): statistics.median(each[kind] for each in rounds) * 1000
        for name, rounds in spent.items()
        for kind in ("cpu", "wall")
    }
    pairs = zip(spent["then"], spent["now"], strict=True)
    ratios = sorted(then["cpu"] / now["cpu"] for then, now in pairs)
    print(
        f"    {job:18} {middle['then', 'cpu']:6.2f} → {middle['now', 'cpu']:6.2f} ms"
        f"  {middle['then', 'cpu'] / middle['now', 'cpu']:5.2f}× ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        f"  wall {middle['then', 'wall']:6.2f} → {middle['now', 'wall']:6.2f} ms"
        f"  statements {counted['then']:.1f} → {counted['now']:.1f}",
        flush=True,
    )


# -- the one who answers: only what both states have ----------------------------------------------


def answer() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import scale

    call_command("collectstatic", interactive=False, verbosity=0)
    scale.start()
    ask = _asker()
    for line in sys.stdin:
        verb, _space, job = line.strip().partition(" ")
        if verb == "start":
            print(json.dumps({"vendor": connection.vendor}), flush=True)
        elif verb == "count":
            print(json.dumps({"statements": _counted(ask, job)}), flush=True)
        else:
            print(json.dumps(_timed(ask, job)), flush=True)


def _counted(ask: Callable[[str, int], None], job: str) -> float:
    """Statements a request, once everything that is made once has been made."""
    from django.db import connection

    said: list[str] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        said.append(sql)
        return execute(sql, values, many, context)

    for number in range(ASKED):
        ask(job, number)
    with connection.execute_wrapper(note):
        for number in range(ASKED):
            ask(job, number)
    if os.environ.get("BENCH_SHOW"):
        print("\n".join(said[-len(said) // ASKED :]), file=sys.stderr)
    return len(said) / ASKED


def _timed(ask: Callable[[str, int], None], job: str) -> dict[str, float]:
    import time

    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(ASKED):
        ask(job, number)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu / ASKED, "wall": wall / ASKED}


def _asker() -> Callable[[str, int], None]:
    """Asks the application for the nth request of a job; refuses an answer that is none."""
    import io
    import time
    from urllib.parse import quote

    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from pandeng.access.models import Cluster, Department, User
    from pandeng.config.wsgi import application
    from pandeng.domain.demands.models import Demand, DemandClass
    from pandeng.domain.enterprises.models import Enterprise

    cluster = Cluster.objects.order_by("id").values_list("id", flat=True)[0]
    unit = Department.objects.get(cluster_id=cluster, code="finance").pk
    matter = DemandClass.objects.get(cluster_id=cluster, code="permits").pk
    enterprises = list(Enterprise.objects.order_by("id").values_list("id", flat=True)[:ASKED])
    known = Demand.objects.exclude(title__startswith=MADE_UP).order_by("-id")
    demands = list(known.values_list("id", flat=True)[:ASKED])
    client = Client()
    client.force_login(
        User.objects.get(username="staff"), backend="django.contrib.auth.backends.ModelBackend"
    )
    token = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(job: str, number: int) -> None:
        body = b""
        if job == CREATE:
            path = "/api/demands"
            told = {"enterprise": enterprises[7], "matter": matter, "title": f"{MADE_UP}{number}次咨询",
                    "channel": "phone", "key": f"{os.getpid()}-{time.time_ns()}"}  # fmt: skip
            body = json.dumps(told).encode()
        else:
            path = READS[job].format(
                unit=unit,
                demand=demands[number % len(demands)],
                enterprise=enterprises[number % len(enterprises)],
                cockpit=reverse("cockpit"),
                word=quote(WORDS[number % len(WORDS)]),
            )
        address, _mark, query = path.partition("?")
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "application/json" if "(JSON)" in job else "text/html",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
            "HTTP_X_CSRFTOKEN": token,
            "CONTENT_TYPE": "application/json" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }
        response: Any = application(environ, lambda line, headers: status.append(line))
        content = b"".join(response)
        response.close()
        if status[0][:3] not in ("200", "201"):
            raise SystemExit(f"{status[0]} {path} {content[:300]!r}")

    return ask


if __name__ == "__main__":
    answer()
