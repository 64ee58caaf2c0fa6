"""`pandeng match FILE.csv`: which enterprise each name of a list means; --queue puts the doubtful ones up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.models import Cluster
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises.actions.matches import propose_matches
from pandeng.domain.enterprises.lookup import propose
from pandeng.domain.enterprises.rules import tidy
from pandeng.domain.exchange.name_list import names
from pandeng.jobs.management.commands.figure import system_scope

SAID = {"automatic": "自动", "waiting": "待确认", "none": "未找到"}


class Command(BaseCommand):
    requires_system_checks = ()
    help = "按名单匹配企业名称"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV或文本文件，每行一个企业名称")
        parser.add_argument("--cluster", help="集群代码；只有一个正式集群时可省略")
        parser.add_argument("--queue", action="store_true", help="把没有把握的放入待确认队列")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scope = system_scope(options["cluster"])
            written = names(options["file"].read_bytes())
            if options["queue"]:
                cluster = Cluster.objects.get(pk=scope.in_cluster())
                now = cluster.office_time(timezone.now())
                source = options["file"].name
                found = propose_matches(written, source=source, by=scope, now=now)
            else:
                found = propose(scope, [tidy(one) for one in written])
        except OSError as error:
            raise CommandError(
                f"读不到文件 {options['file']}：{error.strerror}。", returncode=2
            ) from error
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        for one in found:
            best = one.best
            named = f"{one.full_name}\t{best.confidence:.0%}" if best else "\t"
            self.stdout.write(f"{one.written}\t{SAID[one.answer]}\t{named}")
        count = {answer: sum(one.answer == answer for one in found) for answer in SAID}
        self.stdout.write("，".join(f"{SAID[a]}{n}个" for a, n in count.items()))
