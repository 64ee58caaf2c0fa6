"""Reads of projects that other words ask for: the projects of an enterprise, what the lights say on a day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.projects.ledger import queries as ledger
from pandeng.domain.projects.lights import LightResult
from pandeng.domain.projects.models import Project


def verdicts(scope: Scope, as_of: date, known_at: datetime | None = None) -> dict[int, LightResult]:
    """The verdict of every project on the year's list by project id, by the default rule set."""
    return ledger.verdicts(scope, as_of, known_at)


def projects_in(
    scope: Scope,
    ids: Iterable[int],
    *,
    county: int | None = None,
    chain: int | None = None,
) -> list[Project]:
    """These projects by their code, with county and chain; of a county or chain where asked."""
    rows = Project.objects.visible_to(scope).filter(pk__in=list(ids))
    if county is not None:
        rows = rows.filter(county_id=county)
    if chain is not None:
        rows = rows.filter(chain_id=chain)
    return list(rows.select_related("county", "chain").order_by("code"))


def projects_of(scope: Scope, enterprise: Enterprise) -> QuerySet[Project]:
    """The projects of an enterprise, the newest first."""
    rows: QuerySet[Project] = Project.objects.visible_to(scope).filter(enterprise=enterprise)
    return rows.order_by("-id")


def projects_meant_by(scope: Scope, written: str) -> list[Project]:
    """The project of this code or name; else those whose name holds the words, two at most."""
    rows = Project.objects.visible_to(scope)
    exact = rows.filter(code=written).first() or rows.filter(name=written).first()
    return [exact] if exact else list(rows.filter(name__contains=written)[:2])
