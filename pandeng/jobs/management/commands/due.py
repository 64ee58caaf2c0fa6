"""`pandeng due 2022-04-28 --days 5`: the day on which a deadline ends, and the days passed over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.domain.calendars.queries import calendar_of
from pandeng.domain.calendars.rules import PROVISIONAL, Due, WorkCalendar

WEEKDAYS = "一二三四五六日"


class Command(BaseCommand):
    help = "办理期限：某日起若干个工作日到哪一天，跳过了哪些天"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", help="起算日，如 2022-04-28（当日不计）")
        parser.add_argument("--days", type=int, required=True, help="工作日数")
        parser.add_argument("--cluster", help="用哪个集群登记的工作日历（代码）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            start = parse_date(options["start"])
            assert start
            calendar = self._calendar(options["cluster"])
            due = calendar.after(start, options["days"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        self._print(due, calendar)

    def _print(self, due: Due, calendar: WorkCalendar) -> None:
        mark = f" {_(PROVISIONAL)}" if due.is_provisional else ""
        self.stdout.write(f"{due.on}（周{WEEKDAYS[due.on.weekday()]}）{mark}")
        for day, reason in due.skipped:
            mark = f"（{_(PROVISIONAL)}）" if calendar.is_provisional(day) else ""
            self.stdout.write(f"  跳过 {day} 周{WEEKDAYS[day.weekday()]} {reason}{mark}")
        if due.is_provisional:
            self.stdout.write("  国务院办公厅的放假通知尚未登记，期限按现行办法推算，登记后重算。")

    def _calendar(self, code: str | None) -> WorkCalendar:
        if not code:
            return WorkCalendar()
        cluster = Cluster.objects.filter(code=code).first()
        if cluster is None:
            raise DomainError(f"没有代码为“{code}”的集群。")
        return calendar_of(Scope.of_system(cluster.pk))
