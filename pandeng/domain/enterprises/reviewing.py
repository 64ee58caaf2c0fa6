"""Statements before they count: what waits for a review or was sent back, and who may change one now."""

from datetime import date

from django.db.models import QuerySet

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import Verdict
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.enterprises.workflow import (
    AGREED,
    RETURNED,
    STATEMENT,
    SUBMITTED,
    StatementState,
    hand_of,
    state,
)


def to_review(scope: Scope) -> QuerySet[Statement]:
    """What waits for this person's review: of a county what was submitted, of the office all that does not
    count yet. What was sent back waits for who reported it."""
    waiting = []
    if scope.may(Permission.AGREE_STATEMENT):
        waiting.append(SUBMITTED)
    if scope.may(Permission.REVIEW_STATEMENT):
        waiting.append(AGREED)
    rows: QuerySet[Statement] = Statement.objects.visible_to(scope).filter(status__in=waiting)
    return rows.select_related("enterprise__county").order_by(
        "period_on", "enterprise__county_id", "enterprise__name", "id"
    )


def returned(scope: Scope) -> QuerySet[Statement]:
    """What was sent back to this person, or to whom they report for."""
    rows: QuerySet[Statement] = Statement.objects.visible_to(scope).filter(status=RETURNED)
    if not scope.may(Permission.REPORT_STATEMENT) or scope.may(Permission.REVIEW_STATEMENT):
        return rows.none()
    return rows.select_related("enterprise__county").order_by("period_on", "id")


def state_on(one: Statement, today: date) -> str:
    return state(one.status, one.period_kind, one.period_on, today)


def may_change(
    one: Statement, step: str, by: Scope, today: date, *, is_as_seen: bool = True
) -> Verdict:
    """May this person take a step of a statement as it stands on a day?"""
    return STATEMENT.may(StatementState(state_on(one, today), is_as_seen), step, by)


def own_step(by: Scope) -> str:
    """Where what a person reports, or corrects, stands: as far as their own hand reaches."""
    to = STATEMENT.steps[hand_of(by)].moves[RETURNED]
    assert to
    return to
