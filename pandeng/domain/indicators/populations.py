"""Populations that are spoken of together and must not be mixed: who is in which, and what lies outside.

Whether one really lies inside another is counted on the day, never assumed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from pandeng.access.records import seen
from pandeng.access.scope import Scope
from pandeng.core.dated import in_force
from pandeng.domain.enterprises.models import ClubMember, Enterprise, ScaleListing
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.wording import words

# From the widest to the narrowest, as the office speaks of them.
ORDER = ("registered_enterprises", "scale_enterprises", "climbing_enterprises", "club_enterprises")


@dataclass(frozen=True)
class Population:
    """One population beside the next wider one: how many of it lie inside that, how many outside."""

    figure: Figure
    wider: str
    inside: int
    outside: int

    @property
    def nested(self) -> bool:
        return not self.outside


def populations(scope: Scope, *, as_of: date, known_at: datetime | None = None) -> list[Population]:
    """The four populations of a day, from the widest; those of the scope's rows. Six queries and more.

    Counts are figures; the parts inside and outside are counted from the same rows.
    """
    rows = seen(Enterprise, scope, known_at)
    climbs = Q(climbing_since__lte=as_of) & (
        Q(climbing_until__isnull=True) | Q(climbing_until__gte=as_of)
    )
    registered = set(rows.values_list("id", flat=True))

    def listed(kind: type[ScaleListing | ClubMember]) -> set[int]:
        held = seen(kind, scope, known_at).filter(in_force(as_of))
        return registered & set(held.values_list("enterprise_id", flat=True))

    sets = {
        "registered_enterprises": registered,
        "scale_enterprises": listed(ScaleListing),
        "climbing_enterprises": set(rows.filter(climbs).values_list("id", flat=True)),
        "club_enterprises": listed(ClubMember),
    }
    found = []
    for place, name in enumerate(ORDER):
        wider = ORDER[place - 1] if place else ""
        inside = sets[name] & sets[wider] if wider else sets[name]
        found.append(
            Population(
                figure(question(scope, name, as_of=as_of, known_at=known_at)),
                words(INDICATORS[wider].title) if wider else "",
                len(inside),
                len(sets[name]) - len(inside),
            )
        )
    return found
