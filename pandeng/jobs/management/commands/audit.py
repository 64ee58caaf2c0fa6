"""`pandeng audit verify | seal | anchor`: check the audit log, seal it now, write lost anchors again."""

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.core import seals
from pandeng.core.verdict import Refused


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "核验或封存审计记录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "seal", "anchor"])
        parser.add_argument(
            "--anchors",
            type=Path,
            help="核验时改用异地保存的锚文件抄件，如 /media/usb/anchors.jsonl",
        )

        parser.add_argument("--why", default="", help="补写锚文件的原因，记入审计记录")

    def handle(self, *args: Any, what: str, anchors: Path | None, why: str, **options: Any) -> None:
        try:
            if what == "seal":
                self._seal()
            elif what == "anchor":
                self._anchor(why)
            else:
                self._verify(anchors)
        except (Refused, OSError) as error:
            raise CommandError(str(error), returncode=2) from error

    def _seal(self) -> None:
        self.stdout.write(f"已封存{seals.seal(timezone.now())}条审计记录。")

    def _anchor(self, why: str) -> None:
        name = f"命令行 {getpass.getuser()}"
        written = seals.anchor_again(timezone.now(), actor_name=name, why=why)
        self.stdout.write(f"已补写{written}个锚。")

    def _verify(self, copy: Path | None) -> None:
        report = seals.verify(copy)
        if report.broken:
            raise CommandError(f"审计记录不完整：{report.broken.sentence}", returncode=1)
        self.stdout.write(
            f"审计记录完整：共{report.events}条，{report.seals}个封存，{report.anchors}个锚，"
            f"尚未封存{report.unsealed}条。"
        )
