"""The clock of an installation that is tried out: set forward by whole days, kept in the data folder.

Everything asks `timezone.now`, so web server, worker and commands live on the same day. An installation
without the file lives in real time.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

NAME = "trial-clock"
_real_now = timezone.now


def days_ahead(home: Path) -> int:
    """By how many days; 0 is real time."""
    try:
        return int((home / NAME).read_text())
    except FileNotFoundError:
        return 0


def real_today() -> date:
    return timezone.localtime(_real_now()).date()


def keep(home: Path, today: date) -> None:
    """From the next start on it is this day."""
    home.mkdir(parents=True, exist_ok=True)
    (home / NAME).write_text(f"{(today - real_today()).days}\n")


def go(days: int) -> None:
    """This process lives so many days ahead."""
    ahead = timedelta(days=days)

    def now() -> datetime:
        return _real_now() + ahead

    timezone.now = now
