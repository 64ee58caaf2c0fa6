"""`pandeng office`: open an office, list the offices of this installation, close one."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.core.errors import Busy, DomainError
from pandeng.domain.offices import actions, queries
from pandeng.domain.packs.sources import pack_of

SERVER = Scope.of_system(None, "服务器命令")


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "开设、列出、关闭专班"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(
            dest="verb", required=True, metavar="create|list|close|reopen"
        )
        create = verbs.add_parser("create", help="开设专班：集群、政策包和第一个管理员")
        create.add_argument("code", metavar="CODE", help="代码，如 bearings")
        create.add_argument("name", metavar="NAME", help="名称，如 某市轴承产业集群")
        create.add_argument("--pack", required=True, help="政策包：名称、文件夹或 .zip")
        create.add_argument("--admin", required=True, metavar="USERNAME", help="管理员的用户名")
        create.add_argument("--admin-name", default="", help="管理员的姓名")
        verbs.add_parser("list", help="列出各专班")
        close = verbs.add_parser("close", help="关闭专班：不能再登录，台账保留")
        close.add_argument("code", metavar="CODE")
        close.add_argument("--why", required=True, help="关闭的原因，记入审计")
        reopen = verbs.add_parser("reopen", help="重新开放误关的专班")
        reopen.add_argument("code", metavar="CODE")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        verbs: dict[str, Callable[..., None]] = {
            "create": self._create,
            "list": self._list,
            "close": self._close,
            "reopen": self._reopen,
        }
        call_command("migrate", verbosity=0, interactive=False)
        try:
            verbs[verb](**options)
        except (DomainError, Busy) as refused:
            raise CommandError(refused.message) from refused

    def _create(
        self, code: str, name: str, pack: str, admin: str, admin_name: str, **options: Any
    ) -> None:
        opening = actions.Opening(code, name, pack_of(pack), admin, admin_name)
        opened = actions.open_office(opening, by=SERVER, now=timezone.now())
        self.stdout.write(
            f"已开设“{opened.cluster.name}”（{opened.cluster.code}），"
            f"政策包 {opening.pack.head.name} {opening.pack.head.version}。\n"
            f"管理员用户名：{opened.administrator.username}\n"
            f"一次性口令：{opened.password}\n"
            "口令只显示这一次，第一次登录时须改成自己的。"
        )

    def _list(self, **options: Any) -> None:
        lines = queries.offices(SERVER)
        if not lines:
            self.stdout.write("还没有专班，可用 pandeng office create 开设。")
        for line in lines:
            opened, state = timezone.localtime(line.opened_at), "在用"
            if line.closed_at:
                state = f"{timezone.localtime(line.closed_at):%Y-%m-%d} 关闭"
            self.stdout.write(
                f"{line.code}\t{line.name}{'（示例）' if line.is_demo else ''}\t{state}\t"
                f"{opened:%Y-%m-%d} 开设\t政策包 {line.pack or '无'}\t"
                f"管理员 {'、'.join(line.administrators) or '无'}"
            )

    def _close(self, code: str, why: str, **options: Any) -> None:
        cluster = queries.by_code(SERVER, code)
        actions.close_office(cluster, why=why, by=SERVER, now=timezone.now())
        self.stdout.write(
            f"已关闭“{cluster.name}”，台账保留；pandeng office reopen {code} 可重新开放。"
        )

    def _reopen(self, code: str, **options: Any) -> None:
        cluster = queries.by_code(SERVER, code)
        actions.reopen_office(cluster, by=SERVER, now=timezone.now())
        self.stdout.write(f"已重新开放“{cluster.name}”。")
