"""Where a person stands: their clusters and scope, worked out once for as long as nothing changed.

What they follow from (memberships, teams, services, contacts, clusters) is all kept with its history;
the newest version of each kind is the stamp under which an answer is kept. One query instead of five.
"""

from datetime import date
from functools import cache, lru_cache

from django.db import connection

from pandeng.access.models import Cluster, Department, Membership, User
from pandeng.access.queries import clusters_of
from pandeng.access.scope import Scope
from pandeng.core.history import Recorded, version_model
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.teams.models import TeamMember, TeamService
from pandeng.domain.teams.queries import scope_for

Stamp = tuple[int | None, ...]
KINDS: tuple[type[Recorded], ...] = (
    Membership, TeamMember, TeamService, Enterprise, Cluster, Department,
)  # fmt: skip


@cache
def _newest() -> str:
    tables = [version_model(kind)._meta.db_table for kind in KINDS]
    return "SELECT " + ", ".join(f'(SELECT max(history_id) FROM "{table}")' for table in tables)


def stamp() -> Stamp:
    """The newest version of every kind that decides who sees what."""
    with connection.cursor() as cursor:
        cursor.execute(_newest())
        return tuple(cursor.fetchone())


def clusters(user: User, on: date, at: Stamp) -> list[Cluster]:
    return list(_clusters(user.pk, on, at))


def scope(user: User, cluster_id: int | None, on: date, at: Stamp) -> Scope:
    return _scope(user.pk, str(user), cluster_id, on, at)


@lru_cache(maxsize=4096)
def _clusters(user_id: int, on: date, _at: Stamp) -> tuple[Cluster, ...]:
    return tuple(clusters_of(User(pk=user_id), on=on))


@lru_cache(maxsize=4096)
def _scope(user_id: int, name: str, cluster_id: int | None, on: date, _at: Stamp) -> Scope:
    user = User(pk=user_id, display_name=name)
    return scope_for(user, on=on, cluster_id=cluster_id)


def forget() -> None:
    """For tests, whose database goes back in time."""
    _clusters.cache_clear()
    _scope.cache_clear()
