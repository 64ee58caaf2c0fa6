"""Tables made at once from the models are those that the migrations make one by one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import own_database

SETUP = "import django; django.setup(); from django.core.management import call_command as c;"
MIGRATE = "c('migrate', verbosity=0)"
PREPARE = "from pandeng.core.tables import prepare; prepare(); prepare()"
SHAPE = """
import json
from django.db import connection
KINDS = ("primary_key", "unique", "foreign_key", "check", "index")
look, shape = connection.introspection, {}
with connection.cursor() as cursor:
    for table in look.table_names(cursor):
        if "_fts" in table:
            continue
        if table == "auth_group_permissions" and connection.vendor == "postgresql":
            continue  # Django's own, whose key the migrations make wider
        columns = look.get_table_description(cursor, table)
        limits = look.get_constraints(cursor, table).values()
        shape[table] = [
            sorted([c.name, str(c.type_code), c.display_size, c.null_ok] for c in columns),
            sorted(json.dumps([one["columns"], *map(one.get, KINDS)]) for one in limits),
        ]
    cursor.execute("SELECT app, name FROM django_migrations")
    shape["applied"] = sorted(map(list, cursor.fetchall()))
print(json.dumps(shape))
"""


def made(home: Path, script: str) -> dict[str, Any]:
    home.mkdir()
    env = {
        **os.environ,
        **own_database(home.name),
        "PANDENG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "pandeng.config.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SETUP + script + SHAPE], env=env, check=True, capture_output=True
    )
    return dict(json.loads(ran.stdout))


def test_both_ways_end_in_the_same_place(tmp_path: Path) -> None:
    step_by_step, at_once = made(tmp_path / "one", MIGRATE), made(tmp_path / "all", PREPARE)
    assert set(step_by_step) == set(at_once)
    assert {name for name in at_once if at_once[name] != step_by_step[name]} == set()
