"""A request as a page sees it: the access middleware has put on it who asks, where and when."""

from collections.abc import Hashable
from datetime import date, datetime

from django.http import HttpRequest

from pandeng.access.models import ApiToken, Cluster, User
from pandeng.access.scope import Scope


class PageRequest(HttpRequest):
    """A request that has passed the gate."""

    user: User
    scope: Scope
    now: datetime
    today: date
    cluster: Cluster
    clusters: list[Cluster]  # those the person belongs to today
    version_token: Hashable  # equal tokens, equal records
    token: ApiToken | None  # of the interface, where it came with one
