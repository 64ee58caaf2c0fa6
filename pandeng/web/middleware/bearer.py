"""Who comes with a token: `Authorization: Bearer …` in place of a session. Whoever comes so is told in JSON
what is missing, and may do no more than the token says."""

import time
from collections import deque
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access import tokens
from pandeng.access.request import PageRequest
from pandeng.core.refusal import refusal
from pandeng.web import scope_cache

SCHEME = "bearer "
READS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST, SECONDS = 600, 60.0  # requests of a token to one process
MAX_REMEMBERED = 4096


def secret_of(request: HttpRequest) -> str:
    """The secret that a request brings: in its head; a calendar, which has none, in the address."""
    if _is_in_head(request):
        return request.headers["Authorization"][len(SCHEME) :].strip()
    return request.GET.get("token", "") if _is_calendar(request) else ""


def _is_in_head(request: HttpRequest) -> bool:
    return request.headers.get("Authorization", "").lower().startswith(SCHEME)


def _is_calendar(request: HttpRequest) -> bool:
    return request.path == f"{settings.API_PATH}calendar.ics"


def turned_away(request: PageRequest, secret: str) -> HttpResponse | None:
    """Let a token in: its owner, office, day and scope stand on the request. Else why not."""
    token = tokens.token_of(secret)
    if token is None:
        return refusal(401, _("令牌不对，请核对后再试。"))
    request.now = token.cluster.office_time(request.now)
    request.today = timezone.localdate(request.now)
    if not (open_ := tokens.opens(token, request.today)):
        return refusal(401, open_.message)
    if not _pace.may(token.pk):
        answer = refusal(429, _("请求太频繁，请稍候再试。"))
        answer["Retry-After"] = str(int(SECONDS))
        return answer
    at = scope_cache.version_token(token.user_id)
    assert at is not None
    scope = scope_cache.scope(token.user, token.cluster_id, request.today, at, token.acts_as)
    request.scope = tokens.narrowed(scope, token)
    if not request.scope.roles:
        return refusal(403, _("令牌的主人现在没有任职，不能使用。"))
    request.user, request.cluster, request.clusters = token.user, token.cluster, [token.cluster]
    request.version_token, request.token = at.all, token
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    tokens.note_use(token, timezone.now())
    if token.may_write and not _is_in_head(request):
        return refusal(403, _("日历地址中只能用只读的令牌。"))
    if request.method not in READS and not token.may_write:
        return refusal(403, _("这个令牌只能读。"))
    return None


class _Pace:
    """How often each token asked lately."""

    def __init__(self) -> None:
        self._asked: dict[int, deque[float]] = {}
        self._lock = Lock()

    def may(self, token: int) -> bool:
        now = time.monotonic()
        with self._lock:
            if len(self._asked) > MAX_REMEMBERED:
                self._asked.clear()
            asked = self._asked.setdefault(token, deque())
            while asked and asked[0] <= now - SECONDS:
                asked.popleft()
            if len(asked) >= MOST:
                return False
            asked.append(now)
        return True


_pace = _Pace()
