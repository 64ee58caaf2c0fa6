"""`pandeng template KIND OUT.xlsx`: the workbook that an office fills in for a kind of record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pandeng.core.errors import DomainError
from pandeng.domain.exchange.imports.kinds import kind_of
from pandeng.domain.exchange.imports.template import template
from pandeng.domain.registers.catalogue import register_named
from pandeng.domain.registers.lists import ListQuery, asked_rows
from pandeng.jobs.management.commands.figure import system_scope


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "生成填报模板"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="台账，如 chains/segments")
        parser.add_argument("out", metavar="OUT.xlsx", help="写到哪个文件")
        parser.add_argument("--filled", action="store_true", help="带上现有记录")
        parser.add_argument("--cluster", help="集群代码；只有一个正式集群时可省略")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            register, scope = register_named(options["kind"]), system_scope(options["cluster"])
            rows = asked_rows(register, scope, ListQuery()) if options["filled"] else ()
            Path(options["out"]).write_bytes(template(kind_of(register), scope, rows))
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        except OSError as failed:
            raise CommandError(f"写不了文件：{failed.strerror}。", returncode=2) from failed
        self.stdout.write(f"已写入 {options['out']}")
