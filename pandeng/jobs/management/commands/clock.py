"""`pandeng clock 2026-12-20`: try the office on another day, in a data folder of its own."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.config import trial_clock
from pandeng.core.dates import parse_date
from pandeng.core.errors import DomainError
from pandeng.domain.offices.queries import offices
from pandeng.domain.offices.rules import may_set_clock


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "试用：把这个数据目录的时钟往后拨到某一天；不写日期则显示今天"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", nargs="?", default="", help="如 2026-12-20")

    def handle(self, *args: Any, day: str, **options: Any) -> None:
        today = timezone.localdate()
        if not day:
            self.stdout.write(f"今天是 {today}{'（试用时钟）' if settings.TRIAL_DAYS else ''}")
            return
        call_command("migrate", verbosity=0, interactive=False)
        try:
            wanted = parse_date(day)
            assert wanted
            in_earnest = [one.name for one in offices(Scope.of_system(None)) if not one.is_demo]
            may_set_clock(
                wanted, today, is_trial=bool(settings.TRIAL_DAYS), in_earnest=in_earnest
            ).require()
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        trial_clock.keep(settings.HOME, wanted)
        self.stdout.write(
            f"试用时钟已拨到 {wanted}，重新启动后生效；每页都标“试用时钟”。正式使用请另用一个数据目录。"
        )
