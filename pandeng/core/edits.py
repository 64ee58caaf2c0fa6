"""Records that are being changed and not yet written: what was set, with the values before.

Whoever read and locked some rows sets fields on them one after the other; `write` saves them at once.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from pandeng.core.change import Change


@dataclass
class Edits:
    _before: dict[models.Model, dict[str, Any]] = field(default_factory=dict)

    def set(self, record: models.Model, **values: Any) -> None:
        """Set fields of a record; one that is not in the database yet is simply changed."""
        before = self._before.setdefault(record, {}) if record.pk else {}
        for name, value in values.items():
            before.setdefault(name, getattr(record, name))
            setattr(record, name, value)

    def write(self, change: Change) -> None:
        """Save them all; refuses where a row no longer holds what was read."""
        change.save_known(list(self._before.items()))
        self._before = {}
