"""Tokens of the interface: one's own, and those of the office's programs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pandeng.access import second_factor, tokens
from pandeng.access.actions import tokens as actions
from pandeng.access.models import ApiToken
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.tokens import Made
from pandeng.domain.registers.catalogue import WORDS
from pandeng.web.forms.tokens import NewServiceToken, NewToken, TakeToken
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import carry_out, show_form

TONES = {"waiting": "warn", "open": "good", "expired": "plain", "revoked": "plain"}


def _lines(request: PageRequest, rows: Any) -> list[dict[str, Any]]:
    """The tokens with where each stands and what it may ask about."""
    states = {
        "waiting": _("待领取"),
        "open": _("有效"),
        "expired": _("已过期"),
        "revoked": _("已作废"),
    }
    return [
        {
            "token": token,
            "state": (state := tokens.state_of(token, request.today)),
            "word": states[state],
            "tone": TONES[state],
            "words": [str(WORDS.get(word, word)) for word in token.words],
            "used_at": token.use.at if hasattr(token, "use") else None,
        }
        for token in rows
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: PageRequest) -> HttpResponse:
    """One's tokens with their last use, and a form for another; its secret is shown once."""
    form = NewToken(request.POST or None, request=request)
    if answer := carry_out(
        request,
        form,
        lambda: actions.make_token(**form.cleaned_data, by=request.scope, now=request.now),
        show=lambda made: _shown_once(request, made),
    ):
        return answer
    shown = {
        "lines": _lines(request, tokens.own_tokens(request.scope)),
        "has_second_factor": second_factor.has(request.user),
    }
    return show_form(request, "account/tokens.html", form, shown)


def _shown_once(request: PageRequest, made: Made) -> HttpResponse:
    return render(request, "account/token_made.html", {"made": made})


@never_cache
@require_http_methods(["GET", "POST"])
def take(request: PageRequest, pk: int) -> HttpResponse:
    """Take over a service's token that acts as oneself."""
    token: ApiToken = get_object_or_404(tokens.own_tokens(request.scope), pk=pk)
    form = TakeToken(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.take_service_token(
            token, form.cleaned_data["code"], by=request.scope, now=request.now
        ),
        show=lambda made: _shown_once(request, made),
        at="code",
    )
    shown = {"line": _lines(request, [token])[0]}
    return answer or show_form(request, "account/take_token.html", form, shown)


@require_POST
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    token: ApiToken = get_object_or_404(tokens.within_reach(request.scope), pk=pk)
    actions.revoke_token(token, by=request.scope, now=request.now)
    is_own = token.user_id == request.scope.user_id
    return redirect("own_tokens" if is_own else "service_tokens")


@never_cache
@require_http_methods(["GET", "POST"])
def services(request: PageRequest) -> HttpResponse:
    """Every token of the office; a form for a service's, which its owner then takes over."""
    demand(request.scope.may(Permission.READ_USERS))
    form = NewServiceToken(request.POST or None, request=request)
    if answer := carry_out(
        request,
        form,
        lambda: actions.ask_service_token(**form.cleaned_data, by=request.scope, now=request.now),
        done=lambda token: _("已建立，请%(name)s在“接口令牌”页领取。") % {"name": token.user},
        to=reverse("service_tokens"),
    ):
        return answer
    shown = {
        "lines": _lines(request, tokens.tokens(request.scope)),
        "may_edit": request.scope.may(Permission.EDIT_USER),
    }
    return show_form(request, "administration/tokens.html", form, shown)
