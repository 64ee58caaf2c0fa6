"""`pandeng calendar set-year 2027 FILE | set-day 2027-01-04 休 | show 2027`: the office's work calendar."""

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.domain.calendars.notice_file import FREE, WORKED, parse, read_text
from pandeng.domain.calendars.queries import year_of
from pandeng.domain.deadlines.actions import Entered, set_day, set_year


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "工作日历：登记全年放假安排或单独一天，查看一年"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cluster", help="集群代码；只有一个集群时可省略")
        what = parser.add_subparsers(dest="what", required=True)
        year = what.add_parser("set-year", help="登记国务院办公厅的全年放假安排")
        year.add_argument("year", type=int, help="年度，如 2027")
        year.add_argument("file", type=Path, help="一行一段，如 2027-02-05至2027-02-11 休 春节")
        year.add_argument("--note", default="国务院办公厅放假通知", help="依据，如文号")
        day = what.add_parser("set-day", help="单独一天上班或休息")
        day.add_argument("day", help="日期，如 2027-01-04")
        day.add_argument("word", choices=sorted(FREE | WORKED), help="班 或 休")
        day.add_argument("--note", required=True, help="依据")
        show = what.add_parser("show", help="列出一年中与周末不同的日子")
        show.add_argument("year", type=int)

    def handle(self, *args: Any, what: str, cluster: str | None, **given: Any) -> None:
        try:
            getattr(self, f"_{what.replace('-', '_')}")(_office(cluster), **given)
        except DomainError as refused:
            raise CommandError(refused.message, returncode=2) from refused
        except OSError as error:
            raise CommandError(
                f"读不到文件 {error.filename}：{error.strerror}。", returncode=2
            ) from error

    def _set_year(
        self, office: tuple[Scope, Cluster], *, year: int, file: Path, note: str, **_more: Any
    ) -> None:
        by, cluster = office
        days = parse(read_text(file.read_bytes()), year)
        now = cluster.office_time(timezone.now())
        done = set_year(year, days, note=note, source=file.name, by=by, now=now)
        self._print(f"已登记{year}年放假安排，共{len(days)}天", done)

    def _set_day(
        self, office: tuple[Scope, Cluster], *, day: str, word: str, note: str, **_more: Any
    ) -> None:
        by, cluster = office
        at = parse_date(day)
        assert at
        now = cluster.office_time(timezone.now())
        done = set_day(at, is_working=word in WORKED, note=note, by=by, now=now)
        self._print(f"已设定{day}", done)

    def _print(self, said: str, done: Entered) -> None:
        self.stdout.write(f"{said}；与原来不同的有{done.days}天，重算{done.moved}个期限。")

    def _show(self, office: tuple[Scope, Cluster], *, year: int, **_more: Any) -> None:
        shown = year_of(office[0], year)
        self.stdout.write(f"{year}年 {shown.status}：工作日{shown.working_days}天")
        for one in shown.special:
            self.stdout.write(f"  {one.day} 周{one.weekday} {one.word} {one.name}")


def _office(code: str | None) -> tuple[Scope, Cluster]:
    """The office that is named, else the only one there is."""
    known = {one.code: one for one in Cluster.objects.order_by("id")}
    if code is None and len(known) > 1:
        raise DomainError(f"有多个集群，请用 --cluster 指明：{'、'.join(known)}。")
    cluster = known.get(code) if code else next(iter(known.values()), None)
    if cluster is None:
        raise DomainError(
            f"没有代码为“{code}”的集群。" if code else "数据库里还没有集群，请先开办一个。"
        )
    return Scope.of_system(cluster.pk, f"命令行 {getpass.getuser()}"), cluster
