"""`pandeng run`: migrate, start web server and worker together; with `--demo` the demo comes first.

Without an office the server shows one page, which opens one for whoever has the key printed here.
"""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.demo import load
from pandeng.demo.accounts import ACCOUNTS, PASSWORD
from pandeng.domain.offices.actions import issue_key
from pandeng.domain.offices.queries import is_any_demo, is_any_open
from pandeng.jobs import supervise

SERVER = Scope.of_system(None, "服务器命令")


class Command(BaseCommand):
    help = "启动网页服务和后台任务；环境变量PORT写端口，默认8000"
    requires_system_checks: list[str] = []  # migrate runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            default=settings.DEMO,
            help="没有专班时载入示例（PANDENG_DEMO=1 相同）",
        )

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        try:
            port = supervise.free_port(os.environ.get("PORT", "").strip() or "8000")
            self._prepare(demo)
            self._step("启动 Starting", "网页服务和后台任务 web server and worker")
            supervise.serve(port, when_up=lambda: self._tell(port))
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"数据库连接不上，请检查 DATABASE_URL：{reason}") from error
        except KeyboardInterrupt:
            pass
        self.stdout.write("已停止。Stopped.")

    def _prepare(self, demo: bool) -> None:
        self._step("数据目录 Data folder", str(settings.HOME))
        self._step("数据库 Database", self._database())
        if settings.TRIAL_DAYS:
            self._step("试用时钟 Trial clock", f"今天 today {timezone.localdate()}")
        self._step("表结构 Tables", "迁移到当前版本 migrating")
        call_command("migrate", verbosity=0, interactive=False)
        if demo and load.is_empty():
            self._step("示例 Demo", "数据库是空的，载入示例 loading the demo")
            call_command("demo", stdout=self.stdout)
        self._step("页面资源 Assets", str(settings.STATIC_ROOT))
        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()

    def _database(self) -> str:
        if connection.vendor == "sqlite":
            return str(settings.SQLITE)
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0]}"

    def _tell(self, port: int) -> None:
        address = f"http://localhost:{port}"
        self._step("就绪 Ready", f"{address}/")
        if not is_any_open(SERVER):
            self._tell_key(address)
        elif is_any_demo(SERVER):
            self._tell_accounts()
        connection.close()
        self.stdout.write("\n按 Ctrl-C 停止。Press Ctrl-C to stop.")
        self.stdout.flush()

    def _tell_key(self, address: str) -> None:
        key = issue_key(by=SERVER, now=timezone.now())
        self.stdout.write(
            f"\n还没有专班。请打开 No office yet: open one at {address}{reverse('open_office')}"
            f"\n开设口令 Opening key: {key}"
            "\n也可用命令 or by command: pandeng office create CODE NAME --pack PACK --admin USERNAME"
        )

    def _tell_accounts(self) -> None:
        self.stdout.write(f"\n示例账号，口令都是 Demo accounts, all with the password {PASSWORD}")
        for account in ACCOUNTS:
            title = str(ROLES[account.role].title)
            self.stdout.write(f"  {account.username:<11} {title}（{account.name}）")

    def _step(self, name: str, words: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {name}：{words}")
        self.stdout.flush()
