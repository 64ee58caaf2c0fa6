"""`pandeng demo`: load the demo into an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pandeng.demo import load


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "把示例载入空数据库"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="已有数据时什么也不做")

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if not load.is_empty():
            if if_empty:
                return
            raise CommandError("数据库里已有集群，示例只载入空数据库。")
        load.load(lambda line: self.stdout.write(f"  · {line}"))
