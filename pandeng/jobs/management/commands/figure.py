"""`pandeng figure NAME`: ask one figure, its rows, or a ratio `A/B`, as of a date and as known at a time."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.ratios import ratio
from pandeng.domain.indicators.rows import rows


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "查询一个指标"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="指标名，如 closing_rate；两个指标之比写作 甲/乙")
        parser.add_argument("--as-of", help="截至日期，如 2022-05-31")
        parser.add_argument("--known-at", help="所知时点，如 2022-05-31T18:00；只写日期即当日24时")
        parser.add_argument("--year", type=int, help="年度")
        parser.add_argument("--cluster", help="集群代码；只有一个正式集群时可省略")
        parser.add_argument(
            "--by", action="append", default=[], metavar="维度=值", help="如 county=某区"
        )
        parser.add_argument("--rows", action="store_true", help="列出明细")
        parser.add_argument("--json", action="store_true", help="按JSON输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scope = system_scope(options["cluster"])
            asked = {
                "as_of": parse_date(options["as_of"]),
                "known_at": parse_datetime(options["known_at"]),
                "year": options["year"],
                **slices(options["by"]),
            }
            top, slash, bottom = options["name"].partition("/")
            one = ratio(scope, top, bottom, **asked) if slash else question(scope, top, **asked)
            answer, behind = figure(one), rows(one) if options["rows"] else None
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        if options["json"]:
            payload = answer.as_json()
            if behind is not None:
                payload["rows"] = {
                    "kind": behind.kind,
                    "count": behind.count,
                    "total": behind.total,
                    "columns": [{"key": key, "title": title} for key, title in behind.columns],
                    "rows": behind.rows,
                }
            self.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2, default=_plain))
            return
        self._tell(answer)
        if behind is not None:
            self.stdout.write("\t".join(title for _key, title in behind.columns))
            for row in behind.rows:
                shown = [row[key] for key, _title in behind.columns]
                self.stdout.write("\t".join("" if v is None else str(v) for v in shown))
            self.stdout.write(f"共{behind.count}条")

    def _tell(self, answer: Figure) -> None:
        self.stdout.write(f"{answer.title}：{answer.text}")
        for part in answer.parts:
            self.stdout.write(f"  {part.title}：{part.text}")
        self.stdout.write(f"口径（第{answer.version}版）：{answer.definition}")
        known = (
            timezone.localtime(answer.known_at).strftime("%Y-%m-%d %H:%M")
            if answer.known_at
            else "现在"
        )
        self.stdout.write(f"截至{answer.as_of}，按{known}所知")


def system_scope(code: str | None) -> Scope:
    """The scope of the program in a cluster: the one named, else the first one opened."""
    clusters = Cluster.objects.order_by("id")
    cluster = (clusters.filter(code=code) if code else clusters.filter(closed_at=None)).first()
    if cluster is None:
        known = "、".join(clusters.values_list("code", flat=True))
        raise DomainError(
            f"没有代码为“{code}”的集群，可用的有：{known}。"
            if code
            else "这里还没有专班，请先用 pandeng office create 开设。"
        )
    return Scope.of_system(cluster.pk)


def slices(written: list[str]) -> dict[str, str]:
    pairs = [item.partition("=") for item in written]
    for name, equals, value in pairs:
        if not equals or not value or name in {"as_of", "known_at", "year", "scope", "name"}:
            raise DomainError(f"“{name}”应写成 维度=值，如 county=某区。")
    return {name: value for name, _equals, value in pairs}


def _plain(value: Any) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else str(value)
