"""Who a person is, their clusters and their scope, worked out once until something changes.

Every write leaves an audit event, so the newest events are the version token of all that is known; clusters
and scope follow from a few kinds of records alone, whose token lasts longer.
One statement reads both, with the person's row.
"""

from collections.abc import Hashable
from copy import copy
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY

from pandeng.access.models import Cluster, Department, Membership, UnitAttribution, User
from pandeng.access.queries import clusters_of
from pandeng.access.scope import Scope
from pandeng.core.history import Recorded, newest, stamps
from pandeng.core.models import AuditEvent
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import TeamMember, TeamService
from pandeng.domain.teams.queries import scope_for

KINDS: tuple[type[Recorded], ...] = (
    Membership, TeamMember, TeamService, Enterprise, Cluster, Department, UnitAttribution,
)  # fmt: skip
MAX_CACHED = 4096
IN_SESSION = (SESSION_KEY, HASH_SESSION_KEY, BACKEND_SESSION_KEY, DEVICE_ID_SESSION_KEY)


class VersionToken(NamedTuple):
    """Equal tokens, equal answers. `who` is the person's own row, `seats` decides who sees what, `all`
    is everything written."""

    who: Hashable
    seats: Hashable
    all: Hashable
    device: int | None  # the second factor that is set up


@cache
def _asks() -> str:
    columns = [
        *stamps(KINDS),
        *newest(AuditEvent._meta.db_table, "id"),
        "(SELECT max(id) FROM otp_totp_totpdevice WHERE user_id = u.id AND confirmed)",
    ]
    return f"SELECT {', '.join(columns)}, u.* FROM access_user u WHERE u.id = %s"


def version_token(user_id: int) -> VersionToken | None:
    """What is known now, for somebody whose session says that they are this user."""
    with connection.cursor() as cursor:
        cursor.execute(_asks(), [user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    seats = 2 * len(KINDS)
    event, events, device, *who = row[seats:]
    return VersionToken(tuple(who), tuple(row[:seats]), (event, events), device)


def person(request: HttpRequest, at: VersionToken) -> User | AnonymousUser:
    """Who asks, as Django's session and the second factor say, looked up once for a row of theirs."""
    key = (tuple(request.session.get(name) for name in IN_SESSION), at.who, at.device)
    if key not in _people:
        if not request.user.is_authenticated:
            return request.user
        if len(_people) >= MAX_CACHED:
            _people.clear()
        _people[key] = copy(request.user)
    request.user = copy(_people[key])  # an action that is refused may leave values on it
    return request.user


_people: dict[Hashable, User] = {}


def clusters(user: User, on: date, at: VersionToken) -> list[Cluster]:
    return list(_clusters(user.pk, on, at.seats))


def scope(user: User, cluster_id: int | None, on: date, at: VersionToken, role: str = "") -> Scope:
    return _scope(user.pk, str(user), cluster_id, on, at.seats, role)


@lru_cache(maxsize=MAX_CACHED)
def _clusters(user_id: int, on: date, _at: Hashable) -> tuple[Cluster, ...]:
    return tuple(clusters_of(User(pk=user_id), on=on))


@lru_cache(maxsize=MAX_CACHED)
def _scope(
    user_id: int, name: str, cluster_id: int | None, on: date, _at: Hashable, role: str
) -> Scope:
    user = User(pk=user_id, display_name=name)
    return scope_for(user, on=on, cluster_id=cluster_id, role=role)


def clear_cache() -> None:
    """For tests, whose database goes back in time."""
    _people.clear()
    for kept in (_clusters, _scope):
        kept.cache_clear()
