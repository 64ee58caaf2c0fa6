"""Signing in with a password and, where they are due, a first own password and a second factor; signing out."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from pandeng.access import queries, second_factor
from pandeng.access.models import User
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.domain.offices.queries import is_any_open
from pandeng.web.forms.account import Code, FirstPassword, SignIn
from pandeng.web.pages.account.account import (
    CHOSEN,
    keep_language,
    remember_language,
    set_own_password,
)
from pandeng.web.ui.form_page import carry_out, show_form


def destination(request: HttpRequest) -> str:
    """Where the person wanted to go: only ever an address of this program."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else "/"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: PageRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method == "GET":
        return redirect(destination(request))
    if request.method == "GET" and not is_any_open(Scope.of_system(None)):
        return redirect("open_office")
    form = SignIn(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    user = authenticate(request, **form.cleaned_data)
    if user is None:
        form.add_error("password", _("用户名或口令不对，请重新输入。"))
        return _page(request, form, status=422)
    login(request, user)
    assert isinstance(user, User)
    if chosen := request.session.pop(CHOSEN, ""):
        keep_language(user, chosen)
    response = HttpResponseRedirect(destination(request))
    remember_language(response, user.language)
    return response


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this place."""
    form = SignIn(request.POST)
    form.add_error(None, _("口令连续输错次数过多，为保护账号已暂停登录，请15分钟后再试。"))
    return _page(request, form, status=429)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: PageRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    if second_factor.wanted(request.user) != "code":
        return redirect(destination(request))
    form = Code(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: otp_login(request, second_factor.verify(request.user, form.cleaned_data["code"])),
        done="",
        to=destination(request),
        at="code",
    )
    return answer or show_form(request, "sign_in/code.html", form, {"next": destination(request)})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def first_password(request: PageRequest) -> HttpResponse:
    """Whoever came in with a one-time password sets their own before anything else opens."""
    if not request.user.password_is_temporary:
        return redirect(destination(request))
    form = FirstPassword(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: set_own_password(request, form.cleaned_data["new"]),
        done=_("口令已设定，以后用它登录。"),
        to=destination(request),
        at="new",
    )
    shown = {"next": destination(request)}
    return answer or show_form(request, "sign_in/first_password.html", form, shown)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


def _page(request: HttpRequest, form: SignIn, status: int = 200) -> HttpResponse:
    today = request.today  # type: ignore[attr-defined]
    shown = {
        "form": form,
        "next": destination(request),
        "accounts": queries.demo_accounts(Scope.of_system(None), on=today),
    }
    return render(request, "sign_in/sign_in.html", shown, status=status)
