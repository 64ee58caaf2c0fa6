"""Everything that the page of an enterprise shows, as of a day and as known."""

from dataclasses import dataclass
from datetime import date, datetime

from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.overview.profile.climbing import ClimbProgress, climbing
from pandeng.domain.overview.profile.fields import FieldHistory, fields_of
from pandeng.domain.overview.profile.figures import ReportedFigures, figures
from pandeng.domain.overview.profile.looking import Looking
from pandeng.domain.overview.profile.people import Freshness, People, freshness, people
from pandeng.domain.overview.profile.position import Position, position
from pandeng.domain.overview.profile.records import KeptRecords, records
from pandeng.domain.overview.profile.work import EnterpriseWork, work


@dataclass(frozen=True)
class EnterprisePage:
    fields: list[FieldHistory]
    figures: ReportedFigures
    climbing: ClimbProgress
    position: Position
    work: EnterpriseWork
    records: list[KeptRecords]
    people: People
    freshness: list[Freshness]


def enterprise_page(
    scope: Scope, enterprise: Enterprise, *, day: date, figures_on: date, known_at: datetime | None
) -> EnterprisePage:
    """The same number of queries whatever there is. `figures_on`: the day of the ladder's figures."""
    at = Looking(scope, enterprise.pk, day, known_at)
    reported = figures(at)
    fields = fields_of(enterprise, known_at=known_at, today=day)
    climb = climbing(at, figures_on, reported)
    done, who = work(at), people(at)
    return EnterprisePage(
        fields=fields,
        figures=reported,
        climbing=climb,
        position=position(at),
        work=done,
        records=records(at),
        people=who,
        freshness=freshness(at, fields, reported, done, who, climb.plan),
    )
