"""The gate in front of every page: strangers sign in, a second factor is asked where it is due, and
whoever comes through carries their scope."""

from collections.abc import Callable
from functools import cache
from posixpath import commonpath
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pandeng.access import second_factor
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.core.refusal import refusal
from pandeng.domain.offices.queries import is_any_open
from pandeng.web import scope_cache
from pandeng.web.middleware import bearer
from pandeng.web.middleware.errors import error_page, is_interface, wants_json
from pandeng.web.ui.navigation import home_of

# What a stranger may reach. Everything else, known or unknown, leads to the sign-in page.
OPEN = frozenset({"sign_in", "sign_in_code", "sign_out", "language", "health", "open_office"})
# What somebody may reach who has signed in with a password that another has set.
NEW_PASSWORD = frozenset({"first_password"})
# What somebody may reach who must first set up the second factor.
SET_UP = frozenset({"second_factor"})

Answer = Callable[[HttpRequest], HttpResponse]


@cache
def addresses_of(routes: frozenset[str]) -> frozenset[str]:
    return frozenset(map(reverse, routes))


@cache
def invitations() -> str:
    """Where every link of an invitation begins."""
    return reverse("invitation", args=["-"]).removesuffix("-/")


class Gate:
    """Puts `now`, `today`, `scope`, `cluster`, `clusters` and `version_token` on the request, or turns it away."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(PageRequest, request)
        asked.now, asked.token = timezone.now(), None
        asked.today = timezone.localdate(asked.now)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_BYTES:
            sentence = _("一次最多上传%(most)s MB，请分次上传或压缩后再传。")
            most = {"most": settings.MAX_BYTES // 2**20}
            return error_page(request, 413, _("文件太大"), sentence % most)
        if request.path in addresses_of(OPEN) or request.path.startswith(invitations()):
            return self.answer(request)
        if is_interface(request) and (secret := bearer.secret_of(request)):
            return bearer.turned_away(asked, secret) or _to_own_pages(asked) or self.answer(request)
        return self._turned_away(asked) or self.answer(request)

    def _turned_away(self, request: PageRequest) -> HttpResponse | None:
        if SESSION_KEY not in request.session:
            return _to_sign_in(request)
        at = scope_cache.version_token(int(request.session[SESSION_KEY]))
        if at is None or not scope_cache.person(request, at).is_authenticated:
            return _to_sign_in(request)
        wanted = second_factor.wanted(request.user, has_one=at.device is not None)
        if wanted == "code":
            return _redirect("sign_in_code", request)
        request.version_token = at.all
        request.clusters = scope_cache.clusters(request.user, request.today, at)
        chosen = [c for c in request.clusters if c.pk == request.session.get("cluster_id")]
        cluster = next(iter(chosen or request.clusters), None)
        if cluster is not None:  # the office's own time: a demo's clock is as old as its records
            request.cluster = cluster
            request.now = cluster.office_time(request.now)
            request.today = timezone.localdate(request.now)
        request.scope = scope_cache.scope(
            request.user, cluster.pk if cluster else None, request.today, at
        )
        if not request.scope.roles:
            if wants_json(request):
                return refusal(403, _("您现在没有任职，不能使用。"))
            return render(request, "errors/no_membership.html", status=403)
        return _to_set_up(request, wanted) or _to_own_pages(request)


def _to_set_up(request: PageRequest, wanted: str) -> HttpResponse | None:
    """What a person has still to do before the pages open: a password of their own, a second factor."""
    if request.user.password_is_temporary:
        if request.path in addresses_of(NEW_PASSWORD):
            return None
        return _redirect("first_password", request)
    if wanted == "set_up" and request.path not in addresses_of(SET_UP):
        return _redirect("second_factor", request)
    return None


@cache
def own_pages() -> tuple[str, ...]:
    """Where the pages begin that are for whoever only administers too."""
    administration = commonpath([reverse("users"), reverse("audit")])
    return (administration, reverse("account"), reverse("notices"))


def _to_own_pages(request: PageRequest) -> HttpResponse | None:
    """Everybody arrives on a page of their own; the cockpit is the office's. Who only administers passes
    no page of the office's work."""
    is_others = request.path == reverse("cockpit") and request.scope.is_outside
    if request.path == reverse("home") or is_others:
        return redirect(home_of(request.scope))
    if request.scope.does_business or request.path.startswith(own_pages()):
        return None
    sentence = _("系统管理员只管单位、人员、政策包和审计，不看业务台账。")
    return error_page(request, 403, _("没有权限"), sentence)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where there is no office yet, to the page that opens one."""
    if wants_json(request):
        return refusal(401, _("请先登录，或在 Authorization 中带上令牌。"))
    if not is_any_open(Scope.of_system(None)):
        return redirect("open_office")
    return redirect_to_login(request.get_full_path())


def _redirect(name: str, request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return refusal(403, _("请先在网页上完成登录。"))
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
