"""Which SQLite library is in force, and whether write-ahead logging is safe on it.

The fault: with two processes on one file a WAL reset could lose a checkpoint. Mended in 3.51.3
and in the back-ports 3.50.7 and 3.44.6 (SQLite release notes).
"""

import sys
from typing import NamedTuple


class Library(NamedTuple):
    name: str
    version: tuple[int, int, int]

    @property
    def wal_is_safe(self) -> bool:
        return wal_is_safe(self.version)

    @property
    def journal(self) -> str:
        return "WAL" if self.wal_is_safe else "DELETE"

    def __str__(self) -> str:
        mode = "write-ahead log" if self.wal_is_safe else "rollback journal (older library)"
        return f"SQLite {'.'.join(map(str, self.version))} ({self.name}), {mode}"


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """True on 3.51.3 and later, and on the back-ports 3.50.7 and 3.44.6 and their successors."""
    back_ports = {(3, 50): 7, (3, 44): 6}
    if version[:2] in back_ports:
        return version[2] >= back_ports[version[:2]]
    return version >= (3, 51, 3)


def use_newest() -> Library:
    """Put pysqlite3 in the place of the standard module when it is newer; call before Django."""
    import sqlite3

    name = "standard library"
    try:
        import pysqlite3
    except ImportError:
        pass
    else:
        if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
            sys.modules["sqlite3"] = pysqlite3
            sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
            sqlite3, name = pysqlite3, "pysqlite3"
    major, minor, patch = sqlite3.sqlite_version_info[:3]
    return Library(name, (major, minor, patch))
