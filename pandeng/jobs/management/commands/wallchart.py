"""`pandeng wallchart OUT.pdf --paper A0 --as-of 2022-05-31`: the wall chart on paper, by the same rows as the page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.exchange.wallchart import PAPERS, VIEWS, Printed, chart_pdf, project_pdf
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.slices import resolve
from pandeng.domain.projects.wall import Filters, project_sheet, wall
from pandeng.jobs.management.commands.figure import system_scope


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "打印挂图：A0全部项目一张图，A3分县市区或市级领导的清单，A4单个项目的项目页"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", help="写到哪个文件，如 OUT.pdf")
        parser.add_argument("--paper", default="A0", help="A0、A3或A4")
        parser.add_argument("--as-of", help="截至日期，如 2022-05-31；默认为数据截止日")
        parser.add_argument("--known-at", help="所知时点，如 2022-05-31T18:00")
        parser.add_argument("--county", help="只印一个县市区，写其简称")
        parser.add_argument("--chain", help="只印一条产业链，如 工程机械")
        parser.add_argument("--leader", help="只印一位市级领导包保的项目")
        parser.add_argument(
            "--by", default="county", help="按什么分组：county 或 leader；A3每组另起一页"
        )
        parser.add_argument(
            "--view", default="progress", help="progress 作战进度图，guarantee 作战保障图"
        )
        parser.add_argument("--project", help="A4的项目编号，如 2022-001")
        parser.add_argument("--cluster", help="集群代码；只有一个正式集群时可省略")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scope = system_scope(options["cluster"])
            made = self._print(scope, options)
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        out = Path(options["out"])
        try:
            out.write_bytes(made.data)
        except OSError as error:
            raise CommandError(f"写不进文件 {out}：{error.strerror}。", returncode=2) from error
        self.stdout.write(f"已写入 {out}（{len(made.data) // 1024} KB）")

    def _print(self, scope: Scope, options: dict[str, Any]) -> Printed:
        paper = options["paper"].upper()
        if paper not in PAPERS:
            raise DomainError(f"纸张“{options['paper']}”不认识，可用的有：{'、'.join(PAPERS)}。")
        if options["by"] not in ("county", "leader"):
            raise DomainError(f"不能按“{options['by']}”分组，可用的有：county、leader。")
        if options["view"] not in VIEWS:
            raise DomainError(f"没有“{options['view']}”这种图，可用的有：{'、'.join(VIEWS)}。")
        if bool(options["project"]) != (paper == "A4"):
            raise DomainError(
                "A4项目页要写明项目编号，如 --paper A4 --project 2022-001；A0、A3不用。"
            )
        times: dict[str, Any] = {
            "as_of": parse_date(options["as_of"]) or default_as_of(scope),
            "known_at": parse_datetime(options["known_at"]),
            "today": _today(scope),
        }
        if paper == "A4":
            project = resolve("project", options["project"], scope)
            shown = project_sheet(scope, int(project.value), **times)
            return project_pdf(scope, shown, times["known_at"])
        narrowed: dict[str, str] = {}
        query: dict[str, str] = {}
        asked: dict[str, Any] = {}
        for name, title in (("county", "县市区"), ("chain", "产业链")):
            if options[name]:
                found = resolve(name, options[name], scope)
                asked[name], query[name] = int(found.value), str(found.value)
                narrowed[title] = found.shown
        leader = options["leader"] or ""
        everything = wall(scope, Filters(**asked), **times)
        if leader and leader not in everything.leaders:
            known = "、".join(everything.leaders) or "还没有登记市级领导"
            raise DomainError(f"没有市级领导“{leader}”包保的项目，可用的有：{known}。")
        if leader:
            everything = wall(scope, Filters(**asked, leader=leader), **times)
            query["leader"] = narrowed["市级领导"] = leader
        return chart_pdf(
            scope, everything, paper,
            narrowed=narrowed, query=query, view=options["view"], by=options["by"],
        )  # fmt: skip


def _today(scope: Scope) -> Any:
    cluster = Cluster.objects.get(id=scope.in_cluster())
    return timezone.localdate(cluster.office_time(timezone.now()))
