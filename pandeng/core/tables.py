"""Bringing the tables to this program's state: an empty database at once, an existing one step by step."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class _NoMigrations:
    """Stands for MIGRATION_MODULES: every app is created as its models say."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def prepare() -> None:
    """Create or migrate every table. An empty database is filled in one transaction, from the models:
    going through the history of the tables would take a minute and end in the same place."""
    if not connection.introspection.table_names():
        _create_all()
    call_command("migrate", verbosity=0, interactive=False)


def _create_all() -> None:
    plan = list(MigrationLoader(connection).graph.nodes)
    known: Any = settings.MIGRATION_MODULES
    connection.disable_constraint_checking()
    try:
        settings.MIGRATION_MODULES = _NoMigrations()
        with transaction.atomic():
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            settings.MIGRATION_MODULES = known
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in plan:
                recorder.record_applied(app, name)
    finally:
        settings.MIGRATION_MODULES = known
        connection.enable_constraint_checking()
