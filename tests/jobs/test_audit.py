"""`pandeng audit` against real attackers: an old database copied back, kill -9, several at once."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

WRITE = """
import sys, uuid
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from pandeng.core import audit, seals
seals.BATCH = 10

def write():
    audit.write(uid=uuid.uuid4(), at=timezone.now(), cluster_id=1, actor_id=1, actor_name="周示例",
        action="demands.close", target_kind="demands.Demand", target_id=7, why="已办结", changes={})
"""
WRITE_SOME = (
    WRITE
    + """
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        write()
"""
)
WRITE_AND_SEAL_FOR_EVER = (
    WRITE
    + """
print("up", flush=True)
while True:
    for number in range(25):
        with transaction.atomic():
            write()
    seals.seal(timezone.now())
"""
)
WRITE_SLOWLY = (
    WRITE
    + """
with transaction.atomic():
    write()
    print("written", flush=True)
    sys.stdin.readline()
"""
)


@dataclass
class Office:
    """A data folder and a database with nothing but the audit log in it."""

    home: Path
    url: str = ""
    running: list["subprocess.Popen[str]"] = field(default_factory=list)

    @property
    def anchors(self) -> Path:
        return self.home / "anchors" / "anchors.jsonl"

    def start(self, *words: str) -> "subprocess.Popen[str]":
        env = {
            **os.environ,
            "PANDENG_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "pandeng.config.settings",
        }
        pipe = subprocess.PIPE
        started = subprocess.Popen(
            [sys.executable, *words], env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        self.running.append(started)
        return started

    def pandeng(self, *words: str) -> tuple[int, str]:
        run = self.start("-m", "pandeng", *words)
        said, complained = run.communicate(timeout=120)
        assert "Traceback" not in complained
        return run.returncode, said + complained

    def django(self, line: str) -> tuple[int, str]:
        """What a line of Python about the audit log prints."""
        head = "import django; django.setup(); from pandeng.core.models import AuditEvent; "
        run = self.start("-c", head + line)
        said, complained = run.communicate(timeout=120)
        return run.returncode, said + complained

    def write(self, count: int) -> None:
        run = self.start("-c", WRITE_SOME, str(count))
        _, complained = run.communicate(timeout=120)
        assert run.returncode == 0, complained


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "home")
    given = os.environ.get("DATABASE_URL")
    name = f"audit_{os.getpid()}"
    if given:
        on_server(given, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        office.url = urlsplit(given)._replace(path=f"/{name}").geturl()
    try:
        status, said = office.pandeng("migrate", "core", "--skip-checks")
        assert status == 0, said
        yield office
    finally:
        for started in office.running:
            if started.poll() is None:
                started.kill()
            started.communicate()
        if given:
            on_server(given, f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())


def test_verify_says_what_it_walked_through_and_how_it_ended(own_office: Office) -> None:
    own_office.write(5)
    assert "共5条，0个封存，0个锚，尚未封存5条" in own_office.pandeng("audit", "verify")[1]
    assert own_office.pandeng("audit", "seal") == (0, "已封存5条审计记录。\n")
    assert own_office.pandeng("audit", "verify") == (
        0,
        "审计记录完整：共5条，1个封存，1个锚，尚未封存0条。\n",
    )
    own_office.anchors.write_text("刘示例\n")
    status, said = own_office.pandeng("audit", "verify")
    assert status == 1
    assert "锚文件第1行无法识读" in said
    assert own_office.pandeng("audit", "verify", "--anchors", "nowhere.jsonl")[0] == 2


def test_an_event_is_erased_by_its_number_and_the_log_still_verifies(own_office: Office) -> None:
    own_office.write(3)
    own_office.pandeng("audit", "seal")
    status, uid = own_office.django("print(AuditEvent.objects.first().uid)")
    assert status == 0, uid
    uid = uid.strip()
    status, said = own_office.pandeng("audit", "erase", uid)
    assert status == 2
    assert "须写明依据" in said
    assert own_office.pandeng("audit", "erase", uid, "--why", "本人申请")[0] == 0
    assert "尚未封存1条" in own_office.pandeng("audit", "verify")[1]
    status, said = own_office.pandeng("audit", "erase", uid, "--why", "再次申请")
    assert status == 2
    assert "已经删除" in said
    status, said = own_office.pandeng("audit", "erase", "7", "--why", "本人申请")
    assert status == 2
    assert "没有这条审计记录" in said
    status, said = own_office.django("print([e.actor_name for e in AuditEvent.objects.all()])")
    assert said.startswith("['—', '周示例', '周示例', '命令行")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="copies the file of the database")
def test_an_old_copy_of_the_database_put_back(own_office: Office) -> None:
    database = own_office.home / "pandeng.sqlite3"
    own_office.write(5)
    own_office.pandeng("audit", "seal")
    shutil.copy(database, own_office.home / "old.sqlite3")
    own_office.write(5)
    own_office.pandeng("audit", "seal")
    assert own_office.pandeng("audit", "verify")[0] == 0

    for file in own_office.home.glob("pandeng.sqlite3*"):
        file.unlink()
    shutil.copy(own_office.home / "old.sqlite3", database)
    status, said = own_office.pandeng("audit", "verify")
    assert status == 1
    assert "数据库只到第1号封存，锚已到第2号" in said

    own_office.write(5)  # life goes on in the old copy
    before = own_office.anchors.read_bytes()
    status, said = own_office.pandeng("audit", "seal")
    assert status == 2
    assert "可能被恢复为旧副本" in said
    assert own_office.anchors.read_bytes() == before
    assert own_office.pandeng("audit", "verify")[0] == 1


def test_kill_9_at_any_moment_leaves_a_log_that_verifies(own_office: Office) -> None:
    moments = random.Random(20220531)
    for _ in range(5):
        writer = own_office.start("-c", WRITE_AND_SEAL_FOR_EVER)
        assert writer.stdout
        assert writer.stdout.readline() == "up\n", writer.communicate()[1]
        time.sleep(moments.uniform(0.1, 0.9))
        writer.kill()
        writer.wait()
        status, said = own_office.pandeng("audit", "verify")
        assert status == 0, said
    assert own_office.pandeng("audit", "seal")[0] == 0
    said = own_office.pandeng("audit", "verify")[1]
    assert "尚未封存0条" in said
    assert len(own_office.anchors.read_text().splitlines()) > 5


def test_two_seal_at_once_and_a_third_verifies_meanwhile(own_office: Office) -> None:
    sealers = [own_office.start("-c", WRITE_AND_SEAL_FOR_EVER) for _ in range(2)]
    for sealer in sealers:
        assert sealer.stdout
        assert sealer.stdout.readline() == "up\n", sealer.communicate()[1]
    for _ in range(3):
        status, said = own_office.pandeng("audit", "verify")
        assert status == 0, said
    for sealer in sealers:
        assert sealer.poll() is None, sealer.communicate()[1]
        sealer.kill()
        sealer.wait()
    assert own_office.pandeng("audit", "seal")[0] == 0
    status, said = own_office.pandeng("audit", "verify")
    assert status == 0, said
    assert "尚未封存0条" in said


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite has one writer at a time")
def test_a_slow_writer_does_not_slip_behind_a_seal(own_office: Office) -> None:
    slow = own_office.start("-c", WRITE_SLOWLY)
    assert slow.stdout
    assert slow.stdout.readline() == "written\n", slow.communicate()[1]
    own_office.write(3)  # larger ids, committed earlier
    status, said = own_office.pandeng("audit", "seal")
    assert status == 2
    assert "有写入尚未结束" in said
    slow.communicate("\n", timeout=20)
    assert own_office.pandeng("audit", "seal") == (0, "已封存4条审计记录。\n")
    assert own_office.pandeng("audit", "verify")[0] == 0
