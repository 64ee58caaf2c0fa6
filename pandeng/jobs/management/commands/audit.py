"""`pandeng audit verify | seal | anchor | erase`: check the audit log, seal it now, write lost anchors
again, erase what one event says of people."""

import getpass
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.actions import erase_event
from pandeng.access.scope import Scope
from pandeng.core import seals
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "核验或封存审计记录，依法删除其中的个人信息"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "seal", "anchor", "erase"])
        parser.add_argument(
            "uid", nargs="?", default="", help="erase：审计记录的编号，见该记录的页面"
        )
        parser.add_argument(
            "--anchors",
            type=Path,
            help="核验时改用异地保存的锚文件抄件，如 /media/usb/anchors.jsonl",
        )

        parser.add_argument(
            "--why", default="", help="补写锚文件的原因或删除个人信息的依据，记入审计记录"
        )

    def handle(
        self, *args: Any, what: str, uid: str, anchors: Path | None, why: str, **options: Any
    ) -> None:
        try:
            if what == "seal":
                self._seal()
            elif what == "anchor":
                self._anchor(why)
            elif what == "erase":
                self._erase(uid, why)
            else:
                self._verify(anchors)
        except (DomainError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error

    def _seal(self) -> None:
        self.stdout.write(f"已封存{seals.seal(timezone.now())}条审计记录。")

    def _anchor(self, why: str) -> None:
        written = seals.anchor_again(timezone.now(), actor_name=_operator(), why=why)
        self.stdout.write(f"已补写{written}个锚。")

    def _erase(self, uid: str, why: str) -> None:
        event = _event(uid)
        by = Scope.of_system(event.cluster_id, _operator())
        erase_event(event, why=why, by=by, now=timezone.now())
        self.stdout.write("已删除这条审计记录中的个人信息，删除本身已记入审计。")

    def _verify(self, copy: Path | None) -> None:
        report = seals.verify(copy)
        if report.broken:
            raise CommandError(f"审计记录不完整：{report.broken.message}", returncode=1)
        self.stdout.write(
            f"审计记录完整：共{report.events}条，{report.seals}个封存，{report.anchors}个锚，"
            f"尚未封存{report.unsealed}条。"
        )


def _operator() -> str:
    return f"命令行 {getpass.getuser()}"


def _event(uid: str) -> AuditEvent:
    missing = NotFound("没有这条审计记录，请核对编号。")
    try:
        found: AuditEvent | None = AuditEvent.objects.filter(uid=uuid.UUID(uid)).first()
    except ValueError:
        raise missing from None
    if found is None:
        raise missing
    return found
