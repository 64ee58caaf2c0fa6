"""Reading statements that do not count yet: what waits for a review, what was sent back."""

from django.db.models import QuerySet

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.enterprises.workflow import AGREED, RETURNED, SUBMITTED


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
