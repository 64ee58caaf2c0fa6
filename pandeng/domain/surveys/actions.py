"""Recording the answers of a survey."""

from collections.abc import Iterable
from datetime import datetime

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.surveys.models import SurveyAnswer


def answer(answers: Iterable[SurveyAnswer], *, by: Scope, now: datetime) -> None:
    by.may(Permission.EDIT_SURVEY).require()
    with Change("surveys.answer", by=by, now=now) as change:
        change.bulk_add(answers)
