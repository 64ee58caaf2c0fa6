"""The database with the Jining demo: built once per state of the code, copied for whoever asks.

A SQLite file in `.cache/demo` of the checkout, or a PostgreSQL template; both are named by a digest
of the code that makes them. Run as a program it builds the database that the settings name.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from sqlite3 import Connection

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "demo"
PREFIX = "pandeng_demo_"
CODE = {".py", ".yaml", ".csv", ".json"}
UNUSED = {"web", "api", "locale", "__pycache__"}  # the load does not reach these folders of pandeng
# 08:30 at the office on the morning on which the clock of the demo begins
MORNING = datetime(2022, 7, 1, 0, 30, tzinfo=UTC)


def digest() -> str:
    """Changes with the code and data that make the demo, and with the packages it runs on."""
    package = ROOT / "pandeng"
    made = hashlib.sha256(sys.version.encode())
    for path in sorted([*package.rglob("*"), ROOT / "requirements-dev.lock", Path(__file__)]):
        inside = path.relative_to(package).parts[0] if package in path.parents else ""
        if inside not in UNUSED and (path.suffix in CODE or not inside) and path.is_file():
            made.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return made.hexdigest()[:16]


def url() -> str:
    """The PostgreSQL server of the tests; empty on SQLite."""
    return os.environ.get("DATABASE_URL", "").strip()


def sqlite_file() -> Path:
    """The built SQLite file; it is built first where the code has changed."""
    with _one_builder():
        name = digest()
        built = CACHE / f"{name}.sqlite3"
        if not built.exists():
            with tempfile.TemporaryDirectory(prefix="build-", dir=CACHE) as home:
                _build(PANDENG_HOME=home)
                (Path(home) / "pandeng.sqlite3").rename(built)
            for old in CACHE.glob("*.sqlite3"):
                if old != built:
                    old.unlink()
        return built


def copy_file(target: Path) -> None:
    """Put the demo into a file that a process of its own opens."""
    from sqlite3 import connect  # late: the settings put a newer library in its place

    shutil.copyfile(sqlite_file(), target)
    database = connect(target)
    _wind_clock(database)
    database.close()


def fill_memory(database: "Connection") -> None:
    """Put the demo into a connection that is open."""
    from sqlite3 import connect

    source = connect(sqlite_file())
    source.backup(database)
    source.close()
    _wind_clock(database)


def _wind_clock(database: "Connection") -> None:
    lag = _lag() // timedelta(microseconds=1)
    database.execute("UPDATE access_cluster SET clock_lag = ? WHERE is_demo", [lag])
    database.commit()


def template() -> str:
    """The built PostgreSQL database; it is built first where the code has changed."""
    with _one_builder(), _server() as server:
        name = PREFIX + digest()
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in there:
            building = f"{PREFIX}building"
            _drop(server, building)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            with tempfile.TemporaryDirectory() as home:
                _build(PANDENG_HOME=home, DATABASE_URL=_url_of(building))
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(building), sql.Identifier(name)
                )
            )
            for old in there:
                if old.startswith(PREFIX):
                    _drop(server, old)
        return name


def copy_template(name: str) -> str:
    """A PostgreSQL database with the demo, made anew; the URL of it."""
    source = template()
    with _server() as server:
        _drop(server, name)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
    with psycopg.connect(_url_of(name), autocommit=True) as database:
        database.execute("UPDATE access_cluster SET clock_lag = %s WHERE is_demo", [_lag()])
    return _url_of(name)


def create_empty(name: str) -> str:
    """A PostgreSQL database without a table; the URL of it."""
    with _server() as server:
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return _url_of(name)


def drop(name: str) -> None:
    with _server() as server:
        _drop(server, name)


def _drop(server: "psycopg.Connection[tuple[str]]", name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(url(), autocommit=True)


def _url_of(name: str) -> str:
    return urlsplit(url())._replace(path=f"/{name}").geturl()


def _lag() -> timedelta:
    """How far the demo's clock is behind: a copy begins its first morning when it is made."""
    return datetime.now(UTC) - MORNING


@contextmanager
def _one_builder() -> Iterator[None]:
    """One process builds, the others wait for it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(**where: str) -> None:
    """Build in a process of its own, for a template may have no connection left open."""
    env = {"DJANGO_SETTINGS_MODULE": "pandeng.config.settings", **os.environ, **where}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.demo_database"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise RuntimeError(f"the demo was not built:\n{ran.stderr[-6000:]}")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from pandeng.demo.load import load

    call_command("migrate", verbosity=0)
    load(say=lambda line: None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database without statistics plans badly
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode=DELETE")  # everything in one file
    connection.close()


if __name__ == "__main__":
    main()
