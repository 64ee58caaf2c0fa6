"""What a person sets for themselves: language, cluster, password, second factor."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import login as otp_login

from pandeng.access import actions, queries
from pandeng.access import second_factor as factor
from pandeng.access.models import User
from pandeng.access.request import PageRequest
from pandeng.access.scope import Scope
from pandeng.web.forms.account import Code, NewPassword
from pandeng.web.forms.notices import EmailNotices
from pandeng.web.ui.form_page import carry_out, show_form

KEY = "second_factor_key"
CHOSEN = "language"  # on the sign-in page, before we know who it is


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the interface; kept in a cookie and with the person."""
    chosen = request.POST.get("language", "")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        remember_language(response, chosen)
        if isinstance(request.user, User):
            keep_language(request.user, chosen)
        else:
            request.session[CHOSEN] = chosen
    return response


def keep_language(user: User, language: str) -> None:
    if user.language != language:
        by = Scope(cluster_id=None, user_id=user.pk, name=str(user))
        actions.choose_language(user, language, by=by, now=timezone.now())


@require_POST
def cluster(request: PageRequest) -> HttpResponse:
    """Go to another cluster of one's own; an unknown one changes nothing."""
    chosen = request.POST.get("cluster", "")
    if chosen in {str(one.pk) for one in request.clusters}:
        request.session["cluster_id"] = int(chosen)
    return redirect("/")


@require_GET
def account(request: PageRequest) -> HttpResponse:
    return _account(request, NewPassword())


@sensitive_post_parameters()
@require_POST
def password(request: PageRequest) -> HttpResponse:
    form = NewPassword(request.POST)
    if form.is_valid() and not request.user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("现在的口令不对。"))
    answer = carry_out(
        request,
        form,
        lambda: set_own_password(request, form.cleaned_data["new"]),
        done=_("口令已修改，其他地方的登录已失效。"),
        to=reverse("account"),
        at="new",
    )
    return answer or _account(request, form)


def set_own_password(request: PageRequest, new: str) -> None:
    actions.set_password(request.user, new, by=request.scope, now=request.now)
    update_session_auth_hash(request, request.user)


def _account(request: PageRequest, form: NewPassword) -> HttpResponse:
    shown = {
        "email_form": EmailNotices(
            initial={"email": request.user.email, "wants_email": request.user.wants_email}
        ),
        "has_second_factor": factor.has(request.user),
        "codes_left": factor.codes_left(request.user),
        "memberships": queries.own_memberships(request.scope),
    }
    return show_form(request, "account/account.html", form, shown)


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: PageRequest) -> HttpResponse:
    """Set up the authenticator app: show the secret, then prove that the app has it."""
    if factor.has(request.user):
        return redirect("account")
    key = request.session.setdefault(KEY, factor.new_key())
    form = Code(request.POST or None)
    form.fields["code"].help_text = ""

    def confirm() -> list[str]:
        code = form.cleaned_data["code"].replace(" ", "")
        codes = factor.confirm(request.user, key, code, by=request.scope, now=request.now)
        del request.session[KEY]
        otp_login(request, factor.device_of(request.user))
        return codes

    def shown_once(codes: list[str]) -> HttpResponse:
        return render(request, "account/recovery_codes.html", {"codes": codes, "fresh": True})

    if answer := carry_out(request, form, confirm, show=shown_once, at="code"):
        return answer
    drawn = segno.make(factor.address(request.user, key), error="m")
    shown = {
        "picture": drawn.svg_data_uri(scale=5, border=2, dark="#17212f", light="#ffffff"),
        "key": factor.written_key(key),
        "required": request.user.second_factor_required,
    }
    return show_form(request, "account/second_factor.html", form, shown)


@never_cache
@require_POST
def recovery_codes(request: PageRequest) -> HttpResponse:
    codes = factor.renew_codes(request.user, by=request.scope, now=request.now)
    return render(request, "account/recovery_codes.html", {"codes": codes, "fresh": False})


@require_POST
def remove_second_factor(request: PageRequest) -> HttpResponse:
    factor.remove(request.user, by=request.scope, now=request.now)
    messages.success(request, _("第二验证已停用。"))
    return redirect("account")
