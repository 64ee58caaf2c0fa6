"""`pandeng worker`: run the jobs that need no person."""

from typing import Any

from django.core.management.base import BaseCommand

from pandeng.jobs.worker import work


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "运行后台任务"

    def handle(self, *args: Any, **options: Any) -> None:
        work()
