"""Reads of projects that other words ask for: what the lights say on a day."""

from datetime import date, datetime

from pandeng.access.scope import Scope
from pandeng.domain.projects.ledger import queries as ledger
from pandeng.domain.projects.lights import Verdict


def verdicts(scope: Scope, as_of: date, known_at: datetime | None = None) -> dict[int, Verdict]:
    """The verdict of every project on the year's list by project id, by the default rule set."""
    return ledger.verdicts(scope, as_of, known_at)
