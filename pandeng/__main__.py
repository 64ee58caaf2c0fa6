"""The program: `pandeng figure …`, `pandeng check …`, `pandeng run` and the other commands."""

import io
import os
import sys

# Commands that read no record: they run beside any database.
WITHOUT_DATABASE = {"docs", "makemigrations", "collectstatic", "help", "version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility
    from django.db import DatabaseError

    try:
        from pandeng.config import settings  # noqa: F401  a wrong setting is told before any command
    except (ImproperlyConfigured, OSError) as error:
        sys.exit(f"设置有误：{error}")
    django.setup()
    _refuse_old_tables()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # progress is seen as it happens, in a log too
    utility = ManagementUtility(sys.argv)
    utility.prog_name = "pandeng"
    try:
        utility.execute()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DatabaseError as error:
        if os.environ.get("PANDENG_DEBUG"):
            raise
        sys.exit(f"数据库还没有准备好，请先运行 make run（{str(error).splitlines()[0]}）。")


def _refuse_old_tables() -> None:
    from pandeng.core.errors import DomainError
    from pandeng.core.schema import refuse_old_tables

    if set(sys.argv[1:2]) <= WITHOUT_DATABASE:
        return
    try:
        refuse_old_tables()
    except DomainError as refused:
        sys.exit(refused.message)


if __name__ == "__main__":
    main()
