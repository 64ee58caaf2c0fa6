"""`pandeng run`: migrate, load the demo when empty, start web server and worker together."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from pandeng.access.models import Cluster
from pandeng.access.roles import ROLES
from pandeng.core.errors import DomainError
from pandeng.demo.accounts import ACCOUNTS, PASSWORD
from pandeng.jobs import supervise


class Command(BaseCommand):
    help = "启动网页服务和后台任务"
    requires_system_checks: list[str] = []  # migrate runs them

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            port = supervise.free_port(os.environ.get("PORT", "").strip() or "8000")
            self._prepare()
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

    def _prepare(self) -> None:
        self._step("数据目录 Data folder", str(settings.HOME))
        self._step("数据库 Database", self._database())
        self._step("表结构 Tables", "迁移到当前版本 migrating")
        call_command("migrate", verbosity=0, interactive=False)
        if not Cluster.objects.exists():
            self._step("示例 Demo", "数据库是空的，载入济宁示例 loading the Jining demo")
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
        self._step("就绪 Ready", f"http://localhost:{port}/")
        if Cluster.objects.filter(is_demo=True).exists():
            self.stdout.write(
                f"\n示例账号，口令都是 Demo accounts, all with the password {PASSWORD}"
            )
            for account in ACCOUNTS:
                title = str(ROLES[account.role].title)
                self.stdout.write(f"  {account.username:<11} {title}（{account.name}）")
        connection.close()
        self.stdout.write("\n按 Ctrl-C 停止。Press Ctrl-C to stop.")
        self.stdout.flush()

    def _step(self, name: str, words: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {name}：{words}")
        self.stdout.flush()
