"""Notifying people: into the inbox and the outbox, in the same change as what happened; and sending."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.models import Department, User
from pandeng.access.permissions import Permission
from pandeng.access.queries import staff
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.notices import robots
from pandeng.domain.notices.models import WAITING, Dispatch, Notice, Robot

MAX_CLAIMED = 5  # messages of ten seconds each at most
LEASE = timedelta(seconds=60)  # so longer than what is claimed at once; then another may take over
MAX_AT_ONCE = 200


def notify(
    change: Change,
    users: Iterable[User],
    line: str,
    *,
    path: str,
    about: str = "",
    departments: Iterable[int | None] = (),
    key: str | None = None,
) -> int:
    """Notify people of a line, inside the change of what happened; e-mail and robots leave by the outbox.

    `line` holds no figure and no name of a person, `about` stays inside. With a `key` each person is
    notified once for ever, whoever acts never. Returns how many were notified.
    """
    cluster_id = change.by.cluster_id or 0
    notified = {user.pk: user for user in users if user.pk != change.by.user_id}
    if key:
        known = Notice.objects.filter(user__in=notified, key=key).values_list("user_id", flat=True)
        for user_id in known:
            notified.pop(user_id)
    change.bulk_add(
        Notice(
            cluster_id=cluster_id,
            user=user,
            line=line,
            about=about[:160],
            path=path,
            key=key,
            created_at=change.now,
        )
        for user in notified.values()
    )
    outward: list[Dispatch] = [
        Dispatch(cluster_id=cluster_id, user=user, line=line, path=path, created_at=change.now)
        for user in notified.values()
        if user.wants_email and user.email and settings.SMTP
    ]
    units = {unit for unit in departments if unit}
    if units and (notified or not key):
        outward += [
            Dispatch(
                cluster_id=cluster_id, robot=robot, line=line, path=path, created_at=change.now
            )
            for robot in Robot.objects.filter(
                cluster_id=cluster_id, department_id__in=units, dropped_on__isnull=True
            )
        ]
    for dispatch in outward:
        dispatch.due_at = change.now
    change.bulk_add(outward)
    return len(notified)


MARK_READ = Action("notices.mark_read", gettext_noop("消息标为已读"))


def mark_read(notices: Sequence[int] | None, *, by: Scope, now: datetime) -> int:
    """Mark one's own notices as read; None marks all."""
    rows = Notice.objects.filter(
        cluster_id=by.in_cluster(), user_id=by.user_id or 0, read_at__isnull=True
    )
    if notices is not None:
        rows = rows.filter(pk__in=notices)
    if not rows.exists():
        return 0
    with Change(MARK_READ, by=by, now=now) as change:
        return change.update_where(rows, read_at=now)


ADD_ROBOT = Action("notices.add_robot", gettext_noop("新增群机器人"), Permission.EDIT_ROBOT)


def add_robot(
    kind: str,
    *,
    name: str,
    department: Department,
    address: str,
    secret: str = "",
    by: Scope,
    now: datetime,
) -> Robot:
    """Add a group robot. Refuses an address that is none, and plain HTTP to the outside."""
    ADD_ROBOT.require(by)
    if department.cluster_id != by.in_cluster():
        raise NotFound(_("没有找到这个单位。"))
    if kind not in robots.KINDS:
        raise DomainError(_("请选择平台。"))
    check_address(address)
    with Change(ADD_ROBOT, by=by, now=now) as change:
        return change.add(
            Robot(
                cluster_id=by.in_cluster(),
                kind=kind,
                name=name.strip(),
                department=department,
                webhook=address.strip(),
                secret=secret.strip(),
            )
        )


def check_address(address: str) -> None:
    """Refuse an address that is none, and plain HTTP where nothing inside is listed."""
    try:
        parts = urlsplit(address.strip())
        is_one = bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one or parts.scheme not in ("http", "https"):
        raise DomainError(_("地址应以 https:// 开头，请完整复制。"))
    if parts.scheme == "http" and not settings.OUTBOUND_ALLOW:
        raise DomainError(_("地址须用 https；内网地址要先由系统管理员列入允许范围。"))


DROP_ROBOT = Action("notices.drop_robot", gettext_noop("移除群机器人"), Permission.EDIT_ROBOT)


def drop_robot(robot: Robot, *, by: Scope, now: datetime) -> None:
    """Take a robot out of use; what waits for it is not sent any more."""
    DROP_ROBOT.require(by)
    if not Robot.objects.visible_to(by).filter(pk=robot.pk).exists():
        raise NotFound(_("没有找到这个机器人。"))
    with Change(DROP_ROBOT, by=by, now=now) as change:
        change.save(robot, dropped_on=timezone.localdate(now))


TEST_ROBOT = Action("notices.test_robot", gettext_noop("测试群机器人"), Permission.EDIT_ROBOT)


def test_robot(robot: Robot, *, by: Scope, now: datetime) -> None:
    """Put a line for this robot into the outbox."""
    TEST_ROBOT.require(by)
    if not Robot.objects.visible_to(by).filter(pk=robot.pk).exists():
        raise NotFound(_("没有找到这个机器人。"))
    with Change(TEST_ROBOT, by=by, now=now) as change:
        change.add(
            Dispatch(
                cluster_id=by.in_cluster(),
                robot=robot,
                line=_("这是一条测试提醒。"),
                path="/",
                created_at=now,
                due_at=now,
            )
        )


# -- the worker ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """What goes out in one piece: to one person or one robot, one line or a digest of many."""

    id: uuid.UUID
    user: User | None
    robot: Robot | None
    dispatches: tuple[Dispatch, ...]

    @property
    def lines(self) -> list[str]:
        return list(dict.fromkeys(dispatch.line for dispatch in self.dispatches))

    @property
    def path(self) -> str:
        return self.dispatches[0].path if len(self.dispatches) == 1 else reverse("notices")


CLAIM = Action("notices.claim", gettext_noop("取出待发消息"))


def claim(*, by: Scope, now: datetime) -> list[Message]:
    """Claim what is due in this cluster, for a minute, within each robot's limits; bursts become digests.

    A worker that dies in_force a claim loses it after the lease: the same message goes out again.
    """
    waiting = (
        Dispatch.objects.filter(WAITING, cluster_id=by.in_cluster(), due_at__lte=now)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))
        .filter(Q(robot__isnull=True) | Q(robot__dropped_on__isnull=True))
        .select_related("user", "robot")
        .order_by("id")[:MAX_AT_ONCE]
    )
    groups: dict[tuple[int | None, int | None], list[Dispatch]] = {}
    for dispatch in waiting:
        groups.setdefault((dispatch.user_id, dispatch.robot_id), []).append(dispatch)
    messages = [message for group in groups.values() for message in _messages(group, now)]
    messages = messages[:MAX_CLAIMED]
    if not messages:
        return []
    with Change(CLAIM, by=by, now=now) as change:
        for message in messages:
            ids = [dispatch.pk for dispatch in message.dispatches]
            change.update_where(
                Dispatch.objects.filter(pk__in=ids, sent_at__isnull=True),
                claimed_until=now + LEASE,
                message=message.id,
                tried_at=now,
            )
    return messages


def _messages(group: list[Dispatch], now: datetime) -> list[Message]:
    first = group[0]
    room = MAX_AT_ONCE
    if first.robot:
        longest = max(limit.seconds for limit in robots.LIMITS[first.robot.kind])
        since = now - timedelta(seconds=longest)
        tried = Dispatch.objects.filter(robot=first.robot, tried_at__gt=since)
        sent = tried.values_list("message", "tried_at").distinct()
        room = robots.allowance(first.robot.kind, [at for _message, at in sent], now)
    if room <= 0:
        return []
    again = [d for d in group if d.message]
    fresh = [d for d in group if not d.message]
    pieces: list[tuple[uuid.UUID, list[Dispatch]]] = []
    for dispatch in again:  # a message keeps its id and its lines at every try
        assert dispatch.message
        if pieces and pieces[-1][0] == dispatch.message:
            pieces[-1][1].append(dispatch)
        else:
            pieces.append((dispatch.message, [dispatch]))
    if len(fresh) >= robots.DIGEST_FROM or len(pieces) + len(fresh) > room:
        pieces += [(uuid.uuid4(), fresh)] if fresh else []
    else:
        pieces += [(uuid.uuid4(), [dispatch]) for dispatch in fresh]
    return [Message(id, first.user, first.robot, tuple(lines)) for id, lines in pieces[:room]]


RECORD = Action("notices.record", gettext_noop("登记消息发送结果"))


def record(results: Iterable[tuple[Message, str]], *, by: Scope, now: datetime) -> None:
    """Record how messages fared: an empty sentence is success; a failed one is tried again later, a bounded
    number of times. Of what is given up who administers is told."""
    with Change(RECORD, by=by, now=now) as change:
        for message, error in results:
            rows = Dispatch.objects.filter(pk__in=[d.pk for d in message.dispatches])
            tries = message.dispatches[0].tries + 1
            if error and tries >= robots.MAX_TRIES:
                change.update_where(
                    rows, tries=tries, error=error[:200], given_up_at=now, claimed_until=None
                )
                _tell_given_up(change, message, now)
            elif error:
                later = now + robots.pause(tries)
                change.update_where(
                    rows, tries=tries, error=error[:200], due_at=later, claimed_until=None
                )
            else:
                change.update_where(rows, tries=tries, error="", sent_at=now, claimed_until=None)
            if robot := message.robot:
                robot.refresh_from_db()
                since = (robot.failing_since or now) if error else None
                change.save(robot, failing_since=since, error=error[:200])


def _tell_given_up(change: Change, message: Message, now: datetime) -> None:
    """Who administers hears of a robot that was given up, once a day; of a person's mail the log tells."""
    if message.robot is None:
        return
    today = timezone.localdate(now)
    notify(
        change,
        staff(Scope.of_system(message.robot.cluster_id), on=today, roles=["administrator"]),
        _("有群机器人多次未发出，已不再发送"),
        path=reverse("robots"),
        about=message.robot.name,
        key=f"given up:{message.robot.pk}:{today}",
    )
