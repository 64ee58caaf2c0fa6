"""Who looks at which enterprise, on which day, knowing what was known when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pandeng.access.records import ClusterRecord, seen
from pandeng.access.scope import Scope


@dataclass(frozen=True)
class Looking:
    """Who looks at which enterprise, on which day, knowing what was known when."""

    scope: Scope
    pk: int
    day: date
    known_at: datetime | None

    def rows(self, model: type[ClusterRecord]) -> Any:
        """The records of a kind that the scope may see, as known."""
        return seen(model, self.scope, self.known_at)

    def own(self, model: type[ClusterRecord]) -> Any:
        """Those of this enterprise."""
        return self.rows(model).filter(enterprise_id=self.pk)
