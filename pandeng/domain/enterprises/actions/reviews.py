"""Statements before they count: agreed to by the county, reviewed by the office, or sent back; and who is told."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.enterprises.reviewing import may_change, state_on
from pandeng.domain.enterprises.workflow import REVIEWED, STATEMENT
from pandeng.domain.notices.actions import notify

AGREE = Action(
    "enterprises.agree_statements", gettext_noop("县市区审核报表"), Permission.AGREE_STATEMENT
)
REVIEW = Action(
    "enterprises.review_statements", gettext_noop("专班审核报表"), Permission.REVIEW_STATEMENT
)
SEND_BACK = Action(
    "enterprises.send_back_statements", gettext_noop("退回报表"), Permission.AGREE_STATEMENT
)
SAID_RETURNED = gettext_noop("一份报表被退回，请核对后重新填报")
SAID_CORRECTED = gettext_noop("一份已审核的报表被更正，请核对")


def agree_statements(seen: Mapping[int, str], *, by: Scope, now: datetime) -> int:
    """The county, or the office for it, agrees to statements as it saw them (`seen`: version by id)."""
    return _decide(AGREE, "agree", seen, "", by, now)


def review_statements(seen: Mapping[int, str], *, by: Scope, now: datetime) -> int:
    """The office agrees: from now on they count."""
    return _decide(REVIEW, "review", seen, "", by, now)


def send_back_statements(seen: Mapping[int, str], *, why: str, by: Scope, now: datetime) -> int:
    """Give statements back with a reason; whoever reported them mends them. They do not count meanwhile."""
    return _decide(SEND_BACK, "send_back", seen, why, by, now)


def _decide(
    action: Action, step: str, seen: Mapping[int, str], why: str, by: Scope, now: datetime
) -> int:
    action.require(by)
    if not seen:
        raise DomainError(_("请先勾选报表。"))
    today = timezone.localdate(now)
    with Change(action, by=by, now=now, why=why.strip()) as change:
        rows = Statement.objects.visible_to(by).select_for_update(of=("self",))
        found = list(rows.filter(pk__in=seen).select_related("enterprise").order_by("pk"))
        if len(found) != len(seen):
            raise NotFound(_("没有找到这条报表。"))
        inputs = process.read(STATEMENT.steps[step], {"note": why.strip()}, by.in_cluster())
        for one in found:
            may_change(one, step, by, today, is_as_seen=one.version == seen[one.pk]).require()
        for one in found:
            to = STATEMENT.steps[step].moves[state_on(one, today)]
            note = inputs.note if step == "send_back" else ""
            change.save(one, status=to, returned_why=note)
        if step == "send_back":
            tell(change, found, SAID_RETURNED, by, today)
    return len(found)


def tell_corrected(change: Change, one: Statement, before: str, by: Scope, today: date) -> None:
    """What had been agreed to and is corrected, the enterprise and its county are told of."""
    if before == REVIEWED:
        tell(change, [one], SAID_CORRECTED, by, today)


def tell(change: Change, rows: Iterable[Statement], line: str, by: Scope, today: date) -> None:
    """The people of the enterprise and those who report for its county, once for each enterprise."""
    for enterprise, own in _by_enterprise(rows).items():
        firm = own[0].enterprise
        people: dict[int, User] = {}
        if firm.organisation_id:
            people |= {u.pk: u for u in staff(by, on=today, departments=[firm.organisation_id])}
        county = staff(by, on=today, roles=["county_reporter"], departments=[firm.county_id])
        people |= {user.pk: user for user in county}
        said = "、".join(f"{one.get_measure_display()} {one.period_on:%Y-%m}" for one in own)
        path = reverse("enterprises_statements_detail", args=[own[0].pk])
        why = own[0].returned_why or change.why
        notify(change, people.values(), _(line), path=path, about=f"{firm} {said}：{why}"[:160])
        assert enterprise == firm.pk


def _by_enterprise(rows: Iterable[Statement]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for one in rows:
        found.setdefault(one.enterprise_id, []).append(one)
    return found
