"""Tables made at once from the models are those that the migrations make one by one."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

MIGRATE = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
PREPARE = (
    "import django; django.setup(); from pandeng.core.tables import prepare; prepare(); prepare()"
)


def made(home: Path, script: str) -> dict[str, Any]:
    env = {**os.environ, "PANDENG_HOME": str(home), "DATABASE_URL": "",
           "DJANGO_SETTINGS_MODULE": "pandeng.config.settings"}  # fmt: skip
    subprocess.run([sys.executable, "-c", script], env=env, check=True)
    base = sqlite3.connect(home / "pandeng.sqlite3")
    names = [
        name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    shape: dict[str, Any] = {}
    for name in names:
        if "_fts" in name or name.startswith("sqlite_"):
            continue
        columns = base.execute(f'PRAGMA table_info("{name}")').fetchall()
        indexes = base.execute(f'PRAGMA index_list("{name}")').fetchall()
        shape[name] = (
            sorted((column[1], column[2], column[3], column[5]) for column in columns),
            sorted(
                (index[2], tuple(c[2] for c in base.execute(f'PRAGMA index_info("{index[1]}")')))
                for index in indexes
            ),
        )
    shape["applied"] = sorted(base.execute("SELECT app, name FROM django_migrations"))
    return shape


def test_both_ways_end_in_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "all").mkdir()
    step_by_step, at_once = made(tmp_path / "one", MIGRATE), made(tmp_path / "all", PREPARE)
    assert set(step_by_step) == set(at_once)
    assert {name for name in at_once if at_once[name] != step_by_step[name]} == set()
