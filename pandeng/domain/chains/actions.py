"""Placing enterprises on the segments of a chain, and naming its leaders."""

from collections.abc import Iterable
from datetime import datetime

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.chains.models import ChainLeader, Placement


def take_over(
    placements: Iterable[Placement],
    leaders: Iterable[ChainLeader] = (),
    *,
    by: Scope,
    now: datetime,
    why: str = "",
) -> None:
    by.may("edit_chain").require()
    with Change("chains.take_over", by=by, now=now, why=why) as change:
        change.add_all(placements)
        change.add_all(leaders)
