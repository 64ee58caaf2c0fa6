"""`pandeng import KIND FILE`: records of a kind from a workbook or text file, as the page takes them."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.core.errors import Busy, DomainError
from pandeng.domain.exchange.imports.actions import commit
from pandeng.domain.exchange.imports.kinds import kind_of
from pandeng.domain.exchange.imports.records import ImportPreview, SentFile, preview
from pandeng.domain.registers.catalogue import register_named
from pandeng.jobs.management.commands.figure import system_scope


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "从表格导入台账记录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="台账，如 chains/segments")
        parser.add_argument("file", metavar="FILE", help=".xlsx、.xls、.ods 或 .csv 文件")
        parser.add_argument("--sheet", default="", help="工作表名称")
        parser.add_argument("--map", metavar="M.yaml", help="列（从1起）对应的字段，如 3: since")
        parser.add_argument("--why", default="", help="依据，记入审计；不写则为文件名")
        parser.add_argument("--skip-wrong", action="store_true", help="略过有误的行")
        parser.add_argument("--confirm", action="store_true", help="存疑的行已核对")
        parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
        parser.add_argument("--json", action="store_true", help="按JSON输出")
        parser.add_argument("--cluster", help="集群代码；只有一个正式集群时可省略")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            register = register_named(options["kind"])
            scope, now = system_scope(options["cluster"]), timezone.now()
            sent = _sent(options)
            shown = preview(kind_of(register), sent, by=scope, now=now)
            self._tell(shown, options["json"])
            if not options["dry_run"]:
                commit(
                    kind_of(register),
                    sent,
                    confirmed=options["confirm"],
                    why=options["why"] or sent.name,
                    by=scope,
                    now=now,
                )
        except (DomainError, Busy) as refused:
            raise CommandError(refused.message, returncode=2) from refused

    def _tell(self, shown: ImportPreview, as_json: bool) -> None:
        wrong = [line for line in shown.lines if line.wrong]
        if as_json:
            answer = {
                "counts": shown.counts,
                "wrong": [{"line": line.number, "said": line.said} for line in wrong],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        counts = shown.counts
        self.stdout.write(
            f"新增{counts['new']}行，更正{counts['changed']}行，"
            f"相同{counts['unchanged']}行，有误{counts['wrong']}行"
        )
        for line in wrong:
            for title, said in line.said:
                self.stderr.write(f"第{line.number}行 {title} {said}")


def _sent(options: dict[str, Any]) -> SentFile:
    path, columns = Path(options["file"]), {}
    try:
        data = path.read_bytes()
        if options["map"]:
            said = yaml.safe_load(Path(options["map"]).read_text(encoding="utf-8"))
            columns = {int(place) - 1: str(name) for place, name in said.items()}
    except OSError as failed:
        raise DomainError(f"读不到文件：{failed.strerror}。") from failed
    except (ValueError, AttributeError, yaml.YAMLError):
        raise DomainError("列的对应写成“列号: 字段”，每行一个。") from None
    return SentFile(path.name, data, options["sheet"], columns, options["skip_wrong"])
