"""`pandeng run`: migrate, load the demo when empty, start web server and worker, end both together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from pandeng.access.models import Cluster
from pandeng.access.roles import ROLES
from pandeng.jobs.demo.accounts import ACCOUNTS, PASSWORD

SERVER = [
    "granian",
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "2",
    "--respawn-failed-workers",
    "--workers-kill-timeout",
    "10",
    "--no-ws",
    "--log-level",
    "warning",
    "pandeng.config.wsgi:application",
]


class Command(BaseCommand):
    help = "启动网页服务和后台任务"

    def handle(self, *args: Any, **options: Any) -> None:
        port = self._port()
        self._step("数据库", self._database())
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"数据库连接不上，请检查 DATABASE_URL：{error}") from error
        self._step("数据目录", str(settings.HOME))
        if not Cluster.objects.exists():
            self._step("示例", "数据库是空的，载入济宁示例（约半分钟）")
            call_command("demo", stdout=self.stdout)
        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()
        self._serve(port)

    def _port(self) -> int:
        written = os.environ.get("PORT") or "8000"
        if not written.isdigit() or not 0 < int(written) < 65536:
            raise CommandError(f"PORT={written} 不是端口号，请用1至65535之间的数。")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(written)))
            except OSError:
                raise CommandError(
                    f"端口{written}已被占用，请用 PORT=8001 make run 换一个。"
                ) from None
        return int(written)

    def _database(self) -> str:
        if connection.vendor == "sqlite":
            return f"{settings.SQLITE}, {settings.DATABASES['default']['NAME']}"
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0]}"

    def _serve(self, port: int) -> None:
        bin_folder = os.path.dirname(sys.executable)
        server = subprocess.Popen(
            [os.path.join(bin_folder, SERVER[0]), *SERVER[1:], "--port", str(port)]
        )
        worker = subprocess.Popen([sys.executable, "-m", "pandeng", "worker"])
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        told = False
        while not stop.is_set():
            if any(process.poll() is not None for process in (server, worker)):
                break
            if not told and _healthy(port):
                told = True
                self._tell(port)
            stop.wait(0.2)
        for process in (server, worker):
            if process.poll() is None:
                process.terminate()
        for process in (server, worker):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        if not stop.is_set():
            raise CommandError("网页服务或后台任务意外退出，两者都已停止；原因见上。")
        self.stdout.write("已停止。")

    def _tell(self, port: int) -> None:
        self._step("就绪", f"http://localhost:{port}/")
        if Cluster.objects.filter(is_demo=True).exists():
            self.stdout.write(f"\n示例账号（口令都是 {PASSWORD}）：")
            for account in ACCOUNTS:
                title = str(ROLES[account.role].title)
                self.stdout.write(f"  {account.username:<11}{title}（{account.name}）")
        connection.close()
        self.stdout.write("\n按 Ctrl-C 停止。")
        self.stdout.flush()

    def _step(self, name: str, words: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {name}：{words}")
        self.stdout.flush()


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
