"""One's own inbox, and how the robots are doing."""

from django.db.models import Count, Q, QuerySet

from pandeng.access.scope import Scope
from pandeng.core.prepared import PreparedRead
from pandeng.domain.notices.models import Notice, Robot

WAITING = Q(dispatches__sent_at__isnull=True, dispatches__given_up_at__isnull=True)


def inbox(scope: Scope, *, only_unread: bool = False) -> QuerySet[Notice]:
    """The notices of this person in this cluster, the newest first."""
    rows = Notice.objects.filter(cluster_id=scope.in_cluster(), user_id=scope.user_id or 0)
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    return rows.order_by("-id")


def unread(scope: Scope) -> int:
    return sum(n for (n,) in UNREAD(scope))


UNREAD = PreparedRead(
    lambda scope: (
        inbox(scope, only_unread=True)
        .order_by()
        .values("user_id")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)


def robots(scope: Scope) -> QuerySet[Robot]:
    """The robots in use, each with how many lines wait."""
    rows: QuerySet[Robot] = (
        Robot.objects.visible_to(scope)
        .filter(dropped_on__isnull=True)
        .select_related("department")
        .annotate(
            waiting=Count("dispatches", filter=WAITING),
            given_up=Count("dispatches", filter=Q(dispatches__given_up_at__isnull=False)),
        )
        .order_by("name")
    )
    return rows
