"""Tokens of the interface: whom a secret stands for, what it opens, which answers are kept for it.

A token acts as its owner, with what the owner may do on the day; a service's with one role of the owner.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet

from pandeng.access.models import ApiToken, KeptAnswer, TokenUse
from pandeng.access.scope import Scope
from pandeng.core.errors import Busy
from pandeng.core.plain_query import plain_query
from pandeng.core.sqlite_lock import sqlite_write_lock
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

M = TypeVar("M", bound=models.Model)
PREFIX = "pandeng_"
NOTED_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(hours=24)
MAX_DAYS = 366
MAX_OPEN = 20  # tokens of one person


@dataclass(frozen=True)
class Made:
    """A new token and its secret, which is told once and nowhere kept."""

    token: ApiToken
    secret: str


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The token of a secret, whether it still opens or not; asked before there is a scope."""
    held = ApiToken.objects.filter(digest=digest_of(secret))
    found: ApiToken | None = held.select_related("user", "cluster").first()
    return found


def opens(token: ApiToken, today: date) -> Verdict:
    """Does it open anything today?"""
    if token.revoked_at is not None or not token.user.is_active:
        return deny(gettext_noop("令牌已作废，请另建一个。"))
    if token.expires_on < today:
        return deny(gettext_noop("令牌已过期，请另建一个。"))
    return ALLOW


def state_of(token: ApiToken, today: date) -> str:
    """Where it stands: waiting, open, expired, revoked."""
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_on < today:
        return "expired"
    return "open" if token.digest else "waiting"


def narrowed(scope: Scope, token: ApiToken) -> Scope:
    """The scope of the owner as far as the token reaches; none of their roles where it is of another
    office, or where they no longer hold the role."""
    roles = scope.roles & {token.role} if token.is_service else scope.roles
    if scope.cluster_id != token.cluster_id:
        roles = frozenset()
    return replace(scope, roles=frozenset(roles))


def reaches(token: ApiToken, word: str) -> bool:
    """May it ask about a kind of record? Without a list it may ask about every kind."""
    return not token.words or word in token.words


def own_tokens(scope: Scope) -> QuerySet[ApiToken]:
    """The tokens that act as this person in this office, the newest first."""
    rows: QuerySet[ApiToken] = ApiToken.objects.filter(
        cluster_id=scope.in_cluster(), user_id=scope.user_id or 0
    )
    return rows.select_related("use").order_by("-id")


def tokens(scope: Scope) -> QuerySet[ApiToken]:
    """Every token of the office, for those who keep its people; the newest first."""
    rows: QuerySet[ApiToken] = ApiToken.objects.visible_to(scope)
    return rows.select_related("user", "use").order_by("-id")


def within_reach(scope: Scope) -> QuerySet[ApiToken]:
    """What one may revoke: one's own, and for who keeps the people all."""
    own = Q(cluster_id=scope.in_cluster(), user_id=scope.user_id or 0)
    return ApiToken.objects.filter(own | Q(pk__in=tokens(scope).values("pk")))


def note_use(token: ApiToken, now: datetime) -> None:
    """Remember that a token was used, once a minute; while others write for long, not at all."""
    held = plain_query(TokenUse).filter(token=token)
    last = held.values_list("at", flat=True).first()
    if last is not None and timedelta(0) <= now - last < NOTED_EVERY:
        return
    try:
        with sqlite_write_lock(0.2), transaction.atomic():
            if last is None:
                plain_query(TokenUse).create(token=token, at=now)
            else:
                held.update(at=now)
    except (Busy, IntegrityError):
        return


def digest_of_request(*parts: bytes) -> str:
    return sha256(b"\0".join(parts)).hexdigest()


def kept_answer(token: ApiToken, key: str, asked: str, at: datetime) -> KeptAnswer:
    """The answer kept under a key, or a new place for it (`status` 0); held until the transaction ends."""
    rows = plain_query(KeptAnswer)
    rows.filter(at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return rows.create(token=token, key=digest_of(key), asked=asked, at=at)
    except IntegrityError:
        return rows.get(token=token, key=digest_of(key))


def keep_answer(kept: KeptAnswer, status: int, content_type: str, body: bytes) -> None:
    kept.status, kept.content_type, kept.body = status, content_type[:80], body
    kept.save()
