"""Writing teams: seats and their hand-over, alarms, visits. One verb, one transaction, one event."""

from pandeng.domain.teams.actions.seats import alarm, end, hand_over, seat, take_over
from pandeng.domain.teams.actions.visits import (
    call_off,
    plan,
    raise_demand,
    record,
    take_over_visits,
)

__all__ = [
    "alarm",
    "call_off",
    "end",
    "hand_over",
    "plan",
    "raise_demand",
    "record",
    "seat",
    "take_over",
    "take_over_visits",
]
