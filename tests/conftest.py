"""What every test may ask for: the Jining demo in the database, its people, and a running server.

Every test process begins with a copy of the demo; tests that write roll back.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.demo.load import CODE
from pandeng.domain.enterprises import lookup
from pandeng.domain.indicators import leaves, slices
from pandeng.domain.offices.actions import Opened, Opening, open_office
from pandeng.domain.packs import reader
from pandeng.domain.teams.queries import scope_for
from pandeng.web import scope_cache
from tests import demo_database

settings.STORAGES["staticfiles"]["BACKEND"] = (  # pages are tested without collectstatic
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
YUNXI = Path(__file__).parent / "packs" / "yunxi-bearings"  # another city, another industry
# They walk the same branches hundreds of times; the tracing of branches would double their time.
UNTRACED = {
    "test_recount.py", "test_engines.py", "test_random_walk.py", "test_judge.py", "test_every_figure.py",
    "test_empty_office.py",
}  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share the demo come before those that empty the database or start a server; those that
    repeat themselves are not traced."""
    emptying = {"transactional_db", "live_server"}

    def rank(item: pytest.Item) -> int:
        asked = set(getattr(item, "fixturenames", ()))
        mark = item.get_closest_marker("django_db")
        return 2 if "server" in asked else 1 if asked & emptying or _transactional(mark) else 0

    items.sort(key=rank)
    for item in items:
        if item.path.name in UNTRACED:
            item.add_marker("no_cover")
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="no Chromium here: as root run `apt-get install chromium`")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


def _transactional(mark: pytest.Mark | None) -> bool:
    return mark is not None and bool(mark.kwargs.get("transaction"))


_written: list[str] = []  # by the test before, sign-ins left out
SIGN_IN = ("django_session", "last_login")


def _note_write(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    changes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
    if changes and not any(word in sql for word in SIGN_IN):
        _written.append(sql)
    return execute(sql, *rest)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A copy of the demo: read by most tests, changed by none for good."""
    with django_db_blocker.unblock(), connection.execute_wrapper(_note_write):
        connection.close()
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            connection.ensure_connection()
            demo_database.fill_memory(connection.connection)
            yield
        else:
            name = f"test_{os.getpid()}"
            demo_database.copy_template(name)
            connection.settings_dict["NAME"] = name
            yield
            connection.close()
            demo_database.drop(name)


@pytest.fixture(autouse=True)
def _no_cache_of_another_test() -> None:
    """A test that rolls back takes the versions with it; what was cached under them must go too."""
    if _written:
        _written.clear()
        scope_cache.clear_cache()
        lookup.clear_cache()
        slices.clear_cache()
        leaves.clear_cache()


@pytest.fixture
def jining(db: None) -> Cluster:
    return Cluster.objects.get(code=CODE)


@pytest.fixture
def office(jining: Cluster) -> Scope:
    """The program itself in the Jining cluster."""
    return Scope.of_system(jining.pk)


@pytest.fixture
def yunxi(db: None) -> Opened:
    """An empty office of another city, opened a moment ago by 秦岚, its administrator."""
    opening = Opening("yunxi-bearings", "云溪市轴承产业集群", reader.read(YUNXI), "qinlan", "秦岚")
    return open_office(opening, by=Scope.of_system(None), now=timezone.now())


@pytest.fixture
def scope_of(jining: Cluster) -> Callable[[str], Scope]:
    """`scope_of("county")`: the scope of a demo account."""

    def made(username: str) -> Scope:
        return scope_for(User.objects.get(username=username), on=date(2022, 5, 31))

    return made


@pytest.fixture
def signed_in(jining: Cluster) -> Callable[[str], Client]:
    """`signed_in("staff")`: a browser of Django's test client, signed in as a demo account."""

    def made(username: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return made


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office started by `pandeng run`, with the demo, in a folder of its own."""
    home = tmp_path_factory.mktemp("server")
    with running(home, own_demo(home)) as address:
        yield address


@contextmanager
def running(home: Path, more: dict[str, str]) -> Iterator[str]:
    """The address of `pandeng run` on a data folder, until the block ends; `run.log` holds what it says."""
    log = home / "run.log"
    port = free_port()
    env = {**os.environ, "PANDENG_HOME": str(home), "PORT": str(port), **more}
    with log.open("w") as said:
        run = subprocess.Popen(
            [sys.executable, "-m", "pandeng", "run"], env=env, stdout=said, stderr=said
        )
        try:
            _wait_until_up(f"http://127.0.0.1:{port}/healthz", run, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(of: str) -> dict[str, str]:
    """DATABASE_URL of a new database beside the tests' own; nothing on SQLite."""
    if not demo_database.url():
        return {}
    return {"DATABASE_URL": demo_database.create_empty(f"{of}_{os.getpid()}")}


def own_demo(home: Path) -> dict[str, str]:
    """The demo as the database of another process, whose data folder is `home`."""
    if not demo_database.url():
        demo_database.copy_file(home / "pandeng.sqlite3")
        return {}
    return {"DATABASE_URL": demo_database.copy_template(f"{home.name}_{os.getpid()}")}


def _wait_until_up(address: str, run: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and run.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the office did not start:\n{log.read_text()[-3000:]}")
