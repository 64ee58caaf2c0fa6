"""What people keep by hand about an enterprise: lists and memberships of the day, and where to enter more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pandeng.access.workable import ENTER
from pandeng.core.dated import in_force
from pandeng.domain.carriers.models import Entrant
from pandeng.domain.chains.models import ChainLeader, Placement
from pandeng.domain.enterprises.models import ClubMember, ScaleListing
from pandeng.domain.overview.profile.looking import Looking
from pandeng.domain.platforms.models import PlatformMember
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.surveys.models import SurveyAnswer
from pandeng.domain.titles.models import Application, Award

# Each kind; where no other part of the page shows it, the fields that say what holds.
KINDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ScaleListing, ("evidence",)),
    (ClubMember, ("tier__name",)),
    (Entrant, ("space__carrier__name", "space__name")),
    (Placement, ()),
    (ChainLeader, ()),
    (PlatformMember, ()),
    (SurveyAnswer, ()),
    (Application, ()),
    (Award, ()),
)


@dataclass(frozen=True)
class KeptRecords:
    """One kind: its list of this enterprise, what holds on the day, and how one more is entered."""

    title: str
    url: str
    held: list[tuple[str, str, date]]  # address, words, since
    enter_url: str  # empty for those who may not
    enter_word: str


def records(at: Looking) -> list[KeptRecords]:
    """One query for each kind that is shown here."""
    found = []
    for model, fields in KINDS:
        register = BY_MODEL[model]
        rows = at.own(model).filter(in_force(at.day)).order_by("-since", "id") if fields else None
        told = rows.values_list("id", "since", *fields) if rows is not None else ()
        held = [(register.record_url(pk), " · ".join(words), since) for pk, since, *words in told]
        found.append(
            KeptRecords(
                title=str(register.title),
                url=f"{register.url}?enterprise={at.pk}",
                held=held,
                enter_url=register.enter_url(at.scope, enterprise=at.pk),
                enter_word=register.work.word(ENTER),
            )
        )
    return found
