"""The outbox of hooks: filled from the audit log, emptied by the worker; at least once, to an end.

An event makes a message only where its records are in sight of the hook's token. The message says what
happened to which records; what they hold is asked for over the interface.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone

from pandeng.access import tokens
from pandeng.access.models import ApiToken
from pandeng.access.records import ClusterRecord, visible
from pandeng.access.scope import Scope
from pandeng.core.action import action_word
from pandeng.core.history import LAGGING, version_model
from pandeng.core.models import AuditEvent
from pandeng.core.plain_query import plain_query
from pandeng.core.sqlite_lock import sqlite_write_lock
from pandeng.domain.hooks.models import Hook, HookDelivery, HookProgress
from pandeng.domain.hooks.rules import asks_for, pause
from pandeng.domain.registers.catalogue import BY_MODEL
from pandeng.domain.registers.register import Register
from pandeng.domain.teams.queries import scope_for

LEASE = timedelta(seconds=60)
MAX_AT_ONCE = 500  # events of one look
MAX_CLAIMED = 20
MAX_RECORDS = 200  # named in one message
LATE = timedelta(minutes=15)  # longer no event stays unseen after it was told
KEPT_FOR = timedelta(days=30)  # a message that has come to its end
BATCH = 1000  # records asked for in one query
BY_LABEL = {model._meta.label: register for model, register in BY_MODEL.items()}


def newest_event() -> int:
    """The number of the last event there is."""
    return int(AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0)


def scope_of(hook: Hook, now: datetime) -> Scope:
    """What the hook's token reaches today; no role where it opens nothing."""
    token = hook.token
    today = timezone.localdate(hook.cluster.office_time(now))
    if not tokens.opens(token, today):
        return Scope(cluster_id=hook.cluster_id, user_id=token.user_id, name=str(token.user))
    whole = scope_for(token.user, on=today, cluster_id=token.cluster_id, role=token.acts_as)
    return tokens.narrowed(whole, token)


def live_hooks() -> Iterable[Hook]:
    rows = Hook.objects.filter(dropped_at=None, cluster__closed_at=None)
    return rows.select_related("cluster", "token", "token__user").order_by("id")


def gather(hook: Hook, now: datetime) -> int:
    """Put what happened since the last look into the outbox. Counts the new messages.

    On PostgreSQL an event may come to light after one with a higher number, so those of the last minutes are
    looked through again; a message is made once.
    """
    progress = (
        plain_query(HookProgress).filter(hook=hook).values_list("event_id", flat=True).first()
    )
    at = hook.after if progress is None else progress
    last = newest_event()
    if last == at:
        return 0
    back = LAGGING if connection.vendor == "postgresql" else 0
    most = MAX_AT_ONCE + back  # among them are always some that were not looked at yet
    recent = Q(id__gt=at - back, at__gte=hook.cluster.office_time(now) - LATE)
    events = list(
        AuditEvent.objects.filter(
            Q(id__gt=at) | recent, cluster_id=hook.cluster_id, id__gt=hook.after
        )
        .filter(id__lte=last)
        .exclude(action__startswith="hooks.")
        .order_by("id")[:most]
    )
    if len(events) == most:
        last = events[-1].pk
    wanted = [event for event in events if asks_for(hook.events, event.action)]
    sight = Sight(wanted, hook.token, scope_of(hook, now))
    made = [message for event in wanted if (message := _message(hook, event, sight, now))]
    with sqlite_write_lock(), transaction.atomic():
        plain_query(HookDelivery).bulk_create(made, ignore_conflicts=True)
        plain_query(HookProgress).update_or_create(hook=hook, defaults={"event_id": last})
        if made:
            ended = Q(sent_at__isnull=False) | Q(given_up_at__isnull=False)
            plain_query(HookDelivery).filter(ended, hook=hook, made_at__lt=now - KEPT_FOR).delete()
    return len(made)


def _message(hook: Hook, event: AuditEvent, sight: "Sight", now: datetime) -> HookDelivery | None:
    records = [
        {
            "kind": register.path,
            "id": pk,
            "url": f"{settings.PUBLIC_URL}{register.record_url(pk)}",
        }
        for register, pk in sight.records(event)
    ]
    if not records:
        return None
    told = {
        "type": event.action,
        "timestamp": event.at.isoformat(),
        "data": {"event": str(event.uid), "word": action_word(event.action), "records": records},
    }
    return HookDelivery(
        hook=hook,
        uid=event.uid,
        type=event.action,
        body=json.dumps(told, ensure_ascii=False),
        made_at=now,
        due_at=now,
    )


def _touched(event: AuditEvent) -> dict[str, list[int]]:
    """The records that an event tells of, by their kind; where its personal part was erased, its target."""
    found: dict[str, list[int]] = defaultdict(list)
    if event.target_id is not None:
        found[event.target_kind].append(event.target_id)
    for entry, values in event.changes.items():
        label, _colon, number = entry.partition(":")
        if number.isdigit():
            found[label].append(int(number))
        elif isinstance(values, dict):
            found[label.partition(" ")[0]] += values.get("ids", [])
    return {label: sorted(set(ids)) for label, ids in found.items()}


class Sight:
    """Of the records that these events tell of those that the scope sees as they stand, or saw as an event
    took them away. Two queries a kind, however many events."""

    def __init__(self, events: Iterable[AuditEvent], token: ApiToken, scope: Scope) -> None:
        self._told = {event.pk: _touched(event) for event in events}
        ids: dict[str, set[int]] = defaultdict(set)
        for told in self._told.values():
            for label, some in told.items():
                ids[label].update(some)
        self._now: dict[str, set[int]] = {}
        self._gone: dict[str, set[tuple[int, str]]] = {}
        for label, every in ids.items() if scope.roles else ():
            register = BY_LABEL.get(label)
            if register is None or not tokens.reaches(token, register.path):
                continue
            self._now[label], self._gone[label] = set(), set()
            whole = sorted(every)
            for at in range(0, len(whole), BATCH):
                self._look(label, register.model, whole[at : at + BATCH], scope)

    def _look(
        self, label: str, model: type[ClusterRecord], ids: Sequence[int], scope: Scope
    ) -> None:
        here = model.objects.visible_to(scope).filter(pk__in=ids)
        self._now[label].update(here.values_list("pk", flat=True))
        gone = version_model(model).objects.filter(
            visible(model, scope), id__in=ids, history_type="-"
        )
        self._gone[label].update(gone.values_list("id", "history_change_reason"))

    def records(self, event: AuditEvent) -> Iterator[tuple[Register, int]]:
        cause = f"{event.action} {event.uid}"
        for label, ids in self._told[event.pk].items():
            now, gone = self._now.get(label, set()), self._gone.get(label, set())
            seen = (pk for pk in ids if pk in now or (pk, cause) in gone)
            yield from ((BY_LABEL[label], pk) for pk in islice(seen, MAX_RECORDS))


# -- sending -------------------------------------------------------------------------------------


def longest_waiting(hooks: Iterable[Hook], now: datetime) -> list[Hook]:
    """Those of the hooks for which something is due, the one first that has waited longest."""
    due = plain_query(HookDelivery).filter(_free(now), due_at__lte=now).order_by()
    since = dict(due.values_list("hook_id").annotate(since=Min("due_at")))
    return sorted((one for one in hooks if one.pk in since), key=lambda one: since[one.pk])


def claim(hook: Hook, now: datetime) -> list[HookDelivery]:
    """Claim what is due for this hook, in order; a worker that dies loses its claim after a minute."""
    with sqlite_write_lock(), transaction.atomic():
        rows = plain_query(HookDelivery).filter(_free(now), hook=hook, due_at__lte=now)
        found = list(rows.select_for_update(of=("self",)).order_by("id")[:MAX_CLAIMED])
        ids = [one.pk for one in found]
        if ids:
            plain_query(HookDelivery).filter(pk__in=ids).update(claimed_until=now + LEASE)
    return found


def _free(now: datetime) -> Q:
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return unclaimed & Q(sent_at=None, given_up_at=None)


def record(delivery: HookDelivery, status: int, error: str, now: datetime) -> bool:
    """Keep how a try fared; True where it was the last one and failed."""
    delivery.tries, delivery.status, delivery.error = delivery.tries + 1, status, error[:200]
    delivery.claimed_until = None
    wait = pause(delivery.tries) if error else None
    if not error:
        delivery.sent_at = now
    elif wait is None:
        delivery.given_up_at = now
    else:
        delivery.due_at = now + wait
    _keep(delivery)
    return delivery.given_up_at is not None


def put_off(rest: Iterable[HookDelivery], until: datetime) -> None:
    """What was claimed with a message that failed waits as long as it does."""
    ids = [one.pk for one in rest]
    with sqlite_write_lock(), transaction.atomic():
        plain_query(HookDelivery).filter(pk__in=ids).update(claimed_until=None, due_at=until)


def put_back(delivery: HookDelivery) -> None:
    """As if it had never been tried; inside the change of who asks for it."""
    delivery.tries, delivery.error, delivery.status = 0, "", 0
    delivery.sent_at = delivery.given_up_at = delivery.claimed_until = None
    delivery.due_at = timezone.now()
    delivery.save()


def _keep(delivery: HookDelivery) -> None:
    with sqlite_write_lock(), transaction.atomic():
        delivery.save()
