"""Write the one migration of every app anew from the models; until 0.1.0 is released, nothing else is.

After the release a change of a model is a migration of its own: `pandeng makemigrations`.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pandeng"


def plain() -> None:
    """Django's own first migrations. They know the order of the tables and the dependencies."""
    from django.core.management import call_command

    for old in PACKAGE.glob("**/migrations/0*.py"):
        old.unlink()
    call_command("makemigrations", include_header=False, verbosity=0)
    if circles := sorted(PACKAGE.glob("**/migrations/0002*.py")):
        sys.exit(f"models of two apps refer to each other: {', '.join(map(str, circles))}")


def write() -> None:
    """All tables of an app in one `CreateTables`, with their indexes and constraints."""
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.state import ModelState
    from django.db.migrations.writer import MigrationWriter

    from pandeng.core.schema import CreateTables

    def create(model: ModelState) -> CreateModel:
        options = {name: value for name, value in model.options.items() if value != []}
        return CreateModel(
            model.name, list(model.fields.items()), options, model.bases, model.managers
        )

    loader = MigrationLoader(None)
    state = loader.project_state()
    for migration in loader.disk_migrations.values():
        writer = MigrationWriter(migration, include_header=False)
        if PACKAGE not in Path(writer.path).parents:
            continue
        order = [made.name_lower for made in migration.operations if isinstance(made, CreateModel)]
        migration.operations = [
            CreateTables([create(state.models[migration.app_label, name]) for name in order])
        ]
        Path(writer.path).write_text(writer.as_string(), encoding="utf-8")


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "pandeng.config.settings"
    with TemporaryDirectory() as home:
        os.environ["PANDENG_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        plain()
        write()
        from django.core.management import call_command

        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


if __name__ == "__main__":
    main()
