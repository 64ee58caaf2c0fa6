"""The tables are those that the models declare; a database of another version is refused untouched."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from pandeng.core.schema import refuse_old_tables
from tests.conftest import own_demo


def test_every_index_and_constraint_of_a_model_is_in_its_table(db: None) -> None:
    missing = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            made = set(connection.introspection.get_constraints(cursor, model._meta.db_table))
        declared = {one.name for one in (*model._meta.indexes, *model._meta.constraints)}
        missing += [f"{model._meta.label}: {name}" for name in declared - made]
    assert missing == []


def test_the_models_have_no_change_without_a_migration(db: None) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_a_database_of_this_program_is_not_refused(db: None, tmp_path: Path) -> None:
    refuse_old_tables()


@pytest.mark.parametrize(
    "words", [("run",), ("worker",), ("migrate",), ("figure", "projects_active")]
)
def test_a_database_of_an_older_program_is_named_and_left_alone(
    words: tuple[str, ...], older: dict[str, str]
) -> None:
    before = contents(older)
    env = {**os.environ, **older}
    ran = subprocess.run(
        [sys.executable, "-m", "pandeng", *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert said.count("\n") == 1, said
    assert "另一个版本建立（projects.0004_nodes）" in said
    assert contents(older) == before


def test_a_command_without_records_runs_beside_it(older: dict[str, str]) -> None:
    env = {**os.environ, **older}
    words = [sys.executable, "-m", "pandeng", "docs", "--check"]
    ran = subprocess.run(words, env=env, capture_output=True, text=True, timeout=60)
    assert "另一个版本" not in ran.stdout + ran.stderr


OLDER = "INSERT INTO django_migrations (app, name, applied) VALUES ('projects', '0004_nodes', '2026-11-01')"


@pytest.fixture
def older(tmp_path: Path) -> dict[str, str]:
    """The demo, made by the migrations of before: where it is."""
    where = {"PANDENG_HOME": str(tmp_path), **own_demo(tmp_path)}
    if url := where.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(url) as server:
            server.execute(OLDER)
    else:
        from sqlite3 import connect

        file = connect(tmp_path / "pandeng.sqlite3")
        file.execute("PRAGMA journal_mode=WAL")
        file.execute(OLDER)
        file.commit()
        file.close()
    return where


def contents(where: dict[str, str]) -> object:
    """The bytes of the file; on PostgreSQL what was written and how many tables there are."""
    if url := where.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(url) as server:
            return server.execute(
                "SELECT count(*), sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
            ).fetchall()
    file = Path(where["PANDENG_HOME"]) / "pandeng.sqlite3"
    return hashlib.sha256(file.read_bytes()).hexdigest()
