"""A changed work calendar moves the day by which a project's slip is to be answered."""

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.calendars.rules import CalendarTurn
from pandeng.domain.projects.ledger.actions.lights import SLIP_DAYS
from pandeng.domain.projects.ledger.models import ProjectSlip


def recount(change: Change, turn: CalendarTurn, *, by: Scope) -> int:
    """Count anew the slips that wait for an answer. Counts those that moved."""
    moved = 0
    for slip in ProjectSlip.objects.filter(
        cluster_id=by.in_cluster(), answered_on__isnull=True, due_on__gte=turn.changed[0]
    ).order_by("id"):
        due_on = turn.counted(slip.issued_on, SLIP_DAYS, slip.due_on)
        moved += due_on != slip.due_on
        change.save(slip, due_on=due_on)
    return moved
