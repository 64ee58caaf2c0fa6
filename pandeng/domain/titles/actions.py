"""Titles: who is recommended, who wins one, and how it ends."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import END, ENTER, Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.titles.models import Application, Award, AwardEnd, Scheme

SCHEME = Workable(
    model=Scheme,
    code="titles.scheme",
    noun=gettext_noop("称号目录"),
    permission=Permission.EDIT_CATALOGUE,
    fields=("code", "name", "level", "order", "source", "is_proposal"),
    fixed=("code",),
)

RECOMMEND = Action("titles.recommend", gettext_noop("推荐称号"), Permission.EDIT_TITLE)


def recommend(applications: Iterable[Application], *, by: Scope, now: datetime) -> None:
    with Change(RECOMMEND, by=by, now=now) as change:
        change.bulk_add(applications)


AWARD = Action("titles.award", gettext_noop("登记称号获批"), Permission.EDIT_TITLE)


def award(awards: Iterable[Award], *, by: Scope, now: datetime) -> None:
    with Change(AWARD, by=by, now=now) as change:
        change.bulk_add(awards)


def _check_year(year: int, day: date) -> Verdict:
    """A round is of the year of its list, or of the year before."""
    if year not in (day.year, day.year - 1):
        said = gettext_noop("%(year)s年度与日期%(day)s不符：年度应是公布当年或上一年。")
        return deny(said, year=year, day=day)
    return ALLOW


def _check_application(application: Application, by: Scope, today: date) -> Verdict:
    return _check_year(application.year, application.recommended_on)


APPLICATION = Workable(
    model=Application,
    code="titles.application",
    noun=gettext_noop("称号推荐"),
    permission=Permission.EDIT_TITLE,
    fields=("enterprise", "scheme", "year", "batch", "recommended_on"),
    fixed=("enterprise", "scheme"),
    begins="recommended_on",
    check=_check_application,
    words={ENTER: gettext_noop("推荐称号")},
)


def _check_award(award: Award, by: Scope, today: date) -> Verdict:
    if award.expires_on and award.expires_on < award.awarded_on:
        return deny(gettext_noop("有效期不能早于获批日期%(day)s。"), day=award.awarded_on)
    due, ended = award.expires_on, award.ended_on
    if award.ended_as == AwardEnd.EXPIRED and due and ended and ended < due:
        said = gettext_noop("有效期至%(day)s，还没有到期；提前失效请选“撤销”。")
        return deny(said, day=due)
    return _check_year(award.year, award.awarded_on)


AWARDED = Workable(
    model=Award,
    code="titles.awarded",
    noun=gettext_noop("称号获批"),
    permission=Permission.EDIT_TITLE,
    fields=("enterprise", "scheme", "year", "batch", "awarded_on", "expires_on", "source"),
    fixed=("enterprise", "scheme"),
    begins="awarded_on",
    ends="ended_on",
    ending=("ended_as",),
    reason="end_reason",
    check=_check_award,
    words={ENTER: gettext_noop("登记称号获批"), END: gettext_noop("称号终止")},
)
