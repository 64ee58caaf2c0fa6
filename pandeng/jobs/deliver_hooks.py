"""Telling hooks what happened: look at the log, fill the outbox, send what is due."""

import time
from datetime import datetime

from django.utils import timezone

from pandeng.access.scope import Scope
from pandeng.domain.hooks import actions, delivery, outbox
from pandeng.domain.hooks.models import Hook, HookDelivery
from pandeng.domain.hooks.rules import MAX_TRIES

SECONDS = 20.0  # for one hook at a time: the worker has other things to do
MOST_SECONDS = 60.0  # for all of them


def deliver_hooks(now: datetime) -> int:
    """Counts the messages that were taken. A hook that fails is left until its message is due again; one
    that answers slowly until the next time."""
    taken, ends = 0, time.monotonic() + MOST_SECONDS
    hooks = list(outbox.live_hooks())
    for hook in hooks:
        outbox.gather(hook, timezone.now())
    for hook in outbox.longest_waiting(hooks, timezone.now()):
        if (since := time.monotonic()) > ends:
            break
        claimed = outbox.claim(hook, timezone.now())
        if claimed and not outbox.scope_of(hook, timezone.now()).roles:
            _close(hook, claimed)
            continue
        for number, one in enumerate(claimed):
            good = _sent(hook, one)
            taken += good
            if not good or time.monotonic() - since > SECONDS:
                outbox.put_off(claimed[number + 1 :], max(one.due_at, timezone.now()))
                break
    return taken


def _sent(hook: Hook, one: HookDelivery) -> bool:
    one.hook = hook
    status, error = delivery.send(one, timezone.now())
    is_last = outbox.record(one, status, error, timezone.now())
    office = Scope.of_system(hook.cluster_id)
    actions.note_state(hook, error, one if is_last else None, by=office, now=timezone.now())
    return not error


def _close(hook: Hook, claimed: list[HookDelivery]) -> None:
    """Its token opens nothing any more, so it is told nothing."""
    for one in claimed:
        one.tries = MAX_TRIES - 1
        outbox.record(one, 0, "token", timezone.now())
