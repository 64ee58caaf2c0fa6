"""How the tables come about: all tables of an app in one operation; those of an older program are refused."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError


class CreateTables(Operation):
    """Create the tables of several models at once.

    Django renders every model of the program anew for each `CreateModel` of a migration, which takes
    half a minute for all of them. Here the models are rendered once for each app.
    """

    serialization_expand_args = ["operations"]
    reversible = False

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "CreateTables", [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # what is rendered goes; the next reader renders all once
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            model: type[models.Model] = to_state.apps.get_model(app_label, operation.name)
            schema_editor.create_model(model)

    def describe(self) -> str:
        return f"Create {len(self.operations)} tables"


def refuse_old_tables() -> None:
    """A database that this program's migrations did not make is named in one sentence and left alone.

    A database that cannot be read is none of that kind: the command that needs it says why.
    """
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return  # opening it would make it
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return
    finally:
        connection.close()
    own = {config.label: config.name for config in apps.get_app_configs() if _is_own(config.name)}
    for label, name in sorted(applied):
        if label in own and find_spec(f"{own[label]}.migrations.{name}") is None:
            raise DomainError(
                _(
                    "这个数据库由本程序的另一个版本建立（%(name)s），不能继续使用，也没有改动。"
                    "请用原来的版本打开，或换一个数据目录（PANDENG_HOME、DATABASE_URL）。"
                )
                % {"name": f"{label}.{name}"}
            )


def _is_own(package: str) -> bool:
    return package.startswith("pandeng.")
