"""Emptying the outbox: claim, send, record. What dies in between is sent again after its lease."""

from datetime import datetime

from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.domain.notices import actions, delivery
from pandeng.domain.notices.models import WAITING, Dispatch


def deliver_notices(now: datetime) -> int:
    """Send what is due in every cluster. Counts the messages that were taken."""
    waiting = Dispatch.objects.filter(WAITING, due_at__lte=now)
    taken = 0
    for cluster_id in (
        waiting.values_list("cluster_id", flat=True).distinct().order_by("cluster_id")
    ):
        office = Scope.of_system(cluster_id)
        while messages := actions.claim(by=office, now=timezone.now()):
            for message in messages:
                error = delivery.send(message, timezone.now())
                actions.record([(message, error)], by=office, now=timezone.now())
                taken += not error
    return taken
