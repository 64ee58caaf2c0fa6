"""Writing teams: seats and their hand-over, alarms, visits. One verb, one transaction, one event."""

from pandeng.domain.teams.actions.seats import (
    alarm,
    carry_out_hand_overs,
    end,
    hand_over,
    import_existing_teams,
    seat,
)
from pandeng.domain.teams.actions.visits import (
    call_off,
    import_existing_visits,
    plan,
    raise_demand,
    record,
)

__all__ = [
    "alarm",
    "call_off",
    "carry_out_hand_overs",
    "end",
    "hand_over",
    "import_existing_teams",
    "import_existing_visits",
    "plan",
    "raise_demand",
    "record",
    "seat",
]
