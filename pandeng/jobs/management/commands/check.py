"""`pandeng check FILE…`: check the figures of published texts against the records."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.briefings import report
from pandeng.domain.briefings.checked import Checked
from pandeng.domain.briefings.clean import LARGEST_BYTES, decode
from pandeng.domain.briefings.judge import check
from pandeng.jobs.management.commands.figure import system_scope


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "用登记的数据核对文稿中的每个数"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help=".txt 或 .docx；- 为标准输入")
        parser.add_argument("--as-of", help="文中没有写明日期时，截至哪一天")
        parser.add_argument("--known-at", help="所知时点")
        parser.add_argument("--cluster", help="集群代码")
        parser.add_argument("--json", action="store_true", help="按JSON输出")
        parser.add_argument("--html", metavar="OUT", help="另存带批注的网页")
        parser.add_argument("--docx", metavar="OUT", help="另存带批注的 Word 文件")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        if len(files) > 1 and (options["html"] or options["docx"]):
            raise CommandError("一次只能为一个文件另存批注。", returncode=2)
        checked: dict[str, Checked] = {}
        try:
            scope = system_scope(options["cluster"])
            as_of, known_at = parse_date(options["as_of"]), parse_datetime(options["known_at"])
            for name in files:
                text = decode(_bytes(name), "" if name == "-" else Path(name).name)
                checked[name] = check(scope, text, as_of=as_of, known_at=known_at)
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        for name, answer in checked.items():
            if options["html"]:
                Path(options["html"]).write_text(report.as_html(answer, name), encoding="utf-8")
            if options["docx"]:
                Path(options["docx"]).write_bytes(report.as_docx(answer, name))
        if options["json"]:
            answers: Any = {name: answer.as_json() for name, answer in checked.items()}
            answers = next(iter(answers.values())) if len(answers) == 1 else answers
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))
        else:
            for name, answer in checked.items():
                report.to_terminal(answer, name)
        if not all(answer.passes for answer in checked.values()):
            sys.exit(1)


def _bytes(name: str) -> bytes:
    """The bytes of a file, one more than the limit at most; one sentence when it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    try:
        with open(name, "rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise DomainError(f"没有找到文件“{name}”，请核对路径。") from None
    except OSError as error:
        raise DomainError(f"文件“{name}”读不出来：{error.strerror}。") from None
