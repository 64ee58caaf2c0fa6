"""Recording the answers of a survey."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.domain.surveys.models import SurveyAnswer

ANSWER = Action("surveys.answer", gettext_noop("登记排查结果"), Permission.EDIT_SURVEY)


def answer(answers: Iterable[SurveyAnswer], *, by: Scope, now: datetime) -> None:
    with Change(ANSWER, by=by, now=now) as change:
        change.bulk_add(answers)
