"""`pandeng run`: one command brings the office up, a second keeps the data, a signal ends both."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import free_port

started: list["subprocess.Popen[str]"] = []


def pandeng(*words: str, **env: str) -> "subprocess.Popen[str]":
    run = subprocess.Popen(
        [sys.executable, "-m", "pandeng", *words],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    started.append(run)
    return run


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    yield
    for run in started:
        run.kill()  # what it started ends with it
        run.wait()
    started.clear()


def test_the_running_office_answers_healthz_and_asks_a_stranger_to_sign_in(server: str) -> None:
    with urllib.request.urlopen(f"{server}/healthz") as answer:
        assert answer.status == 200
        assert json.load(answer)["status"] == "ok"
    with urllib.request.urlopen(f"{server}/") as page:
        assert "/sign-in/" in page.url


def test_a_port_in_use_gets_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = pandeng("run", PORT=port, PANDENG_HOME=str(tmp_path))
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert f"端口{port}已被占用" in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob("*.sqlite3")), "nothing is half-started"


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_gets_one_sentence(tmp_path: Path, port: str) -> None:
    run = pandeng("run", PORT=port, PANDENG_HOME=str(tmp_path))
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "不是端口号" in said
    assert "Traceback" not in said


def test_an_unknown_database_gets_one_sentence(tmp_path: Path) -> None:
    run = pandeng("run", DATABASE_URL="mysql://u@127.0.0.1/x", PANDENG_HOME=str(tmp_path))
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "postgresql://" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_gets_one_sentence(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    run = pandeng("run", DATABASE_URL=url, PANDENG_HOME=str(tmp_path), PORT=str(free_port()))
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "DATABASE_URL" in said
    assert "Traceback" not in said


def descendants(pid: int) -> list[int]:
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for word in listed.read_text().split():
            found += [int(word), *descendants(int(word))]
    return found


def gone(pids: list[int], within: float) -> bool:
    deadline = time.monotonic() + within
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def read_until(run: "subprocess.Popen[str]", word: str) -> list[str]:
    """The lines said up to the first with `word`; all there are when it never comes."""
    lines: list[str] = []
    assert run.stdout
    for line in run.stdout:
        lines.append(line)
        if word in line:
            break
    return lines


on_sqlite = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="about the embedded database in the data folder"
)


@on_sqlite
def test_a_killed_load_starts_clean_and_the_next_start_keeps_the_data(tmp_path: Path) -> None:
    where = {"PANDENG_HOME": str(tmp_path), "PORT": str(free_port())}
    first = pandeng("run", "--demo", **where)
    read_until(first, "登记企业")
    first.kill()
    first.wait()

    second = pandeng("run", **where, PANDENG_DEMO="1")
    said = "".join(read_until(second, "Ctrl-C"))
    assert "载入示例" in said, "the killed load left nothing behind"
    assert "SQLite 3." in said
    assert ("write-ahead log" in said) or ("rollback journal" in said)
    assert "Pandeng-2022" in said
    assert f"http://localhost:{where['PORT']}/" in said
    family = descendants(second.pid)
    assert len(family) >= 3, "a server with its workers, and the worker"
    second.send_signal(signal.SIGINT)
    assert second.wait(20) == 0
    assert gone(family, within=5)

    began = time.monotonic()
    third = pandeng("run", **where)
    said = "".join(read_until(third, "Ctrl-C"))
    assert "载入示例" not in said, "the data was kept"
    assert time.monotonic() - began < 30
    family = descendants(third.pid)
    third.kill()  # nobody left to end the two in order
    third.wait()
    assert gone(family, within=20), "no orphan keeps the port"
