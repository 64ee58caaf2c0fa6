"""Recording recommendations and awards of titles."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.domain.titles.models import Application, Award

RECOMMEND = Action("titles.recommend", gettext_noop("推荐称号"), Permission.EDIT_TITLE)


def recommend(applications: Iterable[Application], *, by: Scope, now: datetime) -> None:
    with Change(RECOMMEND, by=by, now=now) as change:
        change.bulk_add(applications)


AWARD = Action("titles.award", gettext_noop("登记称号获批"), Permission.EDIT_TITLE)


def award(awards: Iterable[Award], *, by: Scope, now: datetime) -> None:
    with Change(AWARD, by=by, now=now) as change:
        change.bulk_add(awards)
