"""On which SQLite libraries two processes may share a write-ahead log."""

import pytest

from pandeng.config import sqlite


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),  # back-port
        ((3, 46, 1), False),  # Debian 13
        ((3, 50, 6), False),
        ((3, 50, 7), True),  # back-port
        ((3, 51, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_log_is_used_only_where_the_reset_fault_is_mended(
    version: tuple[int, int, int], safe: bool
) -> None:
    assert sqlite.wal_is_safe(version) is safe
    assert sqlite.Library("x", version).journal == ("WAL" if safe else "DELETE")


def test_what_is_in_force_is_said_in_one_line() -> None:
    assert "write-ahead log" in str(sqlite.Library("pysqlite3", (3, 53, 4)))
    assert "rollback journal" in str(sqlite.Library("standard library", (3, 40, 1)))


def test_the_newest_library_is_the_one_django_uses() -> None:
    import sqlite3

    from django.db.backends.sqlite3.base import Database

    chosen = sqlite.use_newest()
    assert Database.sqlite_version_info == chosen.version
    assert sqlite3.sqlite_version_info == chosen.version
