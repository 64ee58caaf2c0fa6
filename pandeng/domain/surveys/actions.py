"""Recording the answers of a survey."""

from collections.abc import Iterable
from datetime import datetime

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.surveys.models import SurveyAnswer


def answer(answers: Iterable[SurveyAnswer], *, by: Scope, now: datetime) -> None:
    by.may("edit_survey").require()
    with Change("surveys.answer", by=by, now=now) as change:
        change.bulk_add(answers)
