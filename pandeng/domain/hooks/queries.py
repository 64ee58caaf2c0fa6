"""Hooks and how their messages fare: one's own by their token, all of the office for who keeps the robots."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from pandeng.access.models import ApiToken
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.hooks.models import Hook, HookDelivery

WAITING = Q(deliveries__sent_at=None, deliveries__given_up_at=None, deliveries__isnull=False)


def hooks(scope: Scope) -> QuerySet[Hook]:
    """The hooks of the office in use, with how many messages wait and how many were given up."""
    return _counted(Hook.objects.visible_to(scope))


def hooks_of(scope: Scope, token: ApiToken) -> QuerySet[Hook]:
    """The hooks of a token that acts as this person."""
    own = Hook.objects.filter(cluster_id=scope.in_cluster(), token=token, token__user=scope.user_id)
    return _counted(own)


def deliveries(scope: Scope, hook: Hook) -> QuerySet[HookDelivery]:
    """The messages of a hook at hand, the newest first."""
    every: QuerySet[HookDelivery] = QuerySet(HookDelivery)
    rows = every.filter(hook=hook, hook__cluster_id=scope.in_cluster())
    return rows.select_related("hook", "hook__token").order_by("-id")


def delivery(scope: Scope, hook: Hook, pk: int) -> HookDelivery:
    found = deliveries(scope, hook).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条推送。"))
    return found


def one_hook(scope: Scope, rows: QuerySet[Hook], pk: int) -> Hook:
    found = rows.filter(pk=pk, cluster_id=scope.in_cluster()).first()
    if found is None:
        raise NotFound(_("没有找到这个推送。"))
    return found


def _counted(rows: "QuerySet[Hook]") -> QuerySet[Hook]:
    found: QuerySet[Hook] = (
        rows.filter(dropped_at=None)
        .select_related("token", "token__user")
        .annotate(
            waiting=Count("deliveries", filter=WAITING),
            given_up=Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False)),
        )
        .order_by("name", "id")
    )
    return found
