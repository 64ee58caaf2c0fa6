"""Recording recommendations and awards of titles."""

from collections.abc import Iterable
from datetime import datetime

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.titles.models import Application, Award


def recommend(applications: Iterable[Application], *, by: Scope, now: datetime) -> None:
    by.may(Permission.EDIT_TITLE).require()
    with Change("titles.recommend", by=by, now=now) as change:
        change.bulk_add(applications)


def award(awards: Iterable[Award], *, by: Scope, now: datetime) -> None:
    by.may(Permission.EDIT_TITLE).require()
    with Change("titles.award", by=by, now=now) as change:
        change.bulk_add(awards)
