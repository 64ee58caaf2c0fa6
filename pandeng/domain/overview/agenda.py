"""What lies ahead on days: deadlines of demands and instructions, and visits, as a calendar shows them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pandeng.access.scope import Scope
from pandeng.domain.demands.queries import open_demands
from pandeng.domain.instructions.queries import instructions
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.teams.queries import visits_ahead

MOST = 2000  # entries of one kind


@dataclass(frozen=True)
class AgendaEntry:
    """A day with what falls on it; `uid` stays the same while the record does."""

    uid: str
    day: date
    kind: str
    title: str
    path: str


def agenda(scope: Scope, words: Collection[str]) -> list[AgendaEntry]:
    """Open deadlines and planned visits in sight; `words` are the lists that may be asked, all if empty."""
    found: list[AgendaEntry] = []
    if not words or "demands" in words:
        for demand in open_demands(scope).exclude(next_due_on=None).order_by("next_due_on")[:MOST]:
            title = f"{demand.number} {demand.title}"
            found.append(_entry("demand", demand, demand.next_due_on, title))
    if not words or "instructions" in words:
        waiting = instructions(scope).exclude(due_on=None).exclude(status__in=INSTRUCTION.ended)
        for one in waiting.filter(closed_on=None)[:MOST]:
            found.append(_entry("instruction", one, one.due_on, f"{one.number} {one.title}"))
    if not words or "teams/visits" in words:
        for visit in visits_ahead(scope)[:MOST]:
            found.append(_entry("visit", visit, visit.planned_on, str(visit.enterprise)))
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def _entry(kind: str, record: object, day: date | None, title: str) -> AgendaEntry:
    assert day is not None
    pk, path = record.pk, record.get_absolute_url()  # type: ignore[attr-defined]
    return AgendaEntry(f"{kind}-{pk}", day, kind, title, path)
