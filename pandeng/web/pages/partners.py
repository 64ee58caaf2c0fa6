"""Who signs in for an enterprise or a bank: invited, invited again and ended from its own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access import queries as access
from pandeng.access.actions import partners
from pandeng.access.actions.inviting import Invited
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import queries
from pandeng.domain.enterprises.actions import accounts
from pandeng.domain.enterprises.models import Enterprise
from pandeng.web.forms.people import NewPartner, SwitchOff
from pandeng.web.pages.account.invitation import invited_page
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import carry_out, show_form


def _page(
    request: PageRequest,
    invite: Callable[..., Invited],
    back: str,
    shown: dict[str, Any],
    given: dict[str, str] | None = None,
) -> HttpResponse:
    """The accounts of one unit, and the form that invites another person for it."""
    demand(shown["may"])
    form = NewPartner(request.POST or None, initial=given)
    answer = carry_out(
        request,
        form,
        lambda: invite(**form.cleaned_data, by=request.scope, now=request.now),
        show=lambda made: invited_page(request, made, back),
    )
    return answer or show_form(
        request, "administration/partners.html", form, {"today": request.today, **shown}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def of_enterprise(request: PageRequest, pk: int) -> HttpResponse:
    enterprise = queries.find(request.scope, pk)

    def invite(**given: Any) -> Invited:
        return accounts.invite_contact(enterprise, **given)

    shown = {
        "title": enterprise.name,
        "trail": (
            (_("企业"), reverse("enterprises")),
            (enterprise.name, enterprise.get_absolute_url()),
        ),
        "accounts": [
            (
                one,
                reverse("enterprise_account_again", args=[enterprise.pk, one.pk]),
                reverse("enterprise_account_end", args=[enterprise.pk, one.pk]),
            )
            for one in access.accounts_of(request.scope, enterprise.organisation)
        ],
        "may": request.scope.may(Permission.INVITE_CONTACT),
    }
    back = reverse("enterprise_accounts", args=[enterprise.pk])
    return _page(request, invite, back, shown, _known(request, enterprise))


def _known(request: PageRequest, enterprise: Enterprise) -> dict[str, str]:
    """What the form begins with: name and number of the contact from whose row one came."""
    for one in queries.contacts(request.scope, enterprise):
        if str(one.pk) == request.GET.get("contact") and not (one.masked or one.erased):
            return {"display_name": one.name, "phone": one.phone, "username": one.phone}
    return {}


@never_cache
@require_POST
def enterprise_again(request: PageRequest, pk: int, account: int) -> HttpResponse:
    scope, enterprise = request.scope, queries.find(request.scope, pk)
    demand(scope.may(Permission.INVITE_CONTACT))
    one = queries.own_account(scope, enterprise, account)
    made = accounts.invite_contact_again(enterprise, one, by=scope, now=request.now)
    return invited_page(request, made, reverse("enterprise_accounts", args=[enterprise.pk]))


@require_POST
def enterprise_end(request: PageRequest, pk: int, account: int) -> HttpResponse:
    scope, enterprise = request.scope, queries.find(request.scope, pk)
    demand(scope.may(Permission.INVITE_CONTACT))
    one = queries.own_account(scope, enterprise, account)
    accounts.end_account(enterprise, one, why=_reason(request), by=scope, now=request.now)
    messages.success(request, _("账号已停用。"))
    return redirect("enterprise_accounts", pk=enterprise.pk)


def _reason(request: PageRequest) -> str:
    form = SwitchOff(request.POST)
    if not form.is_valid():
        raise DomainError(_("停用账号须写明原因，不超过200字。"))
    return str(form.cleaned_data["why"])


# -- banks --------------------------------------------------------------------------------------


@require_GET
def banks(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.INVITE_BANK))
    found = [
        (bank, sum(one.until is None for one in access.accounts_of(request.scope, bank)))
        for bank in access.departments(request.scope, ["bank"])
    ]
    return render(request, "administration/banks.html", {"banks": found})


@never_cache
@require_http_methods(["GET", "POST"])
def of_bank(request: PageRequest, pk: int) -> HttpResponse:
    bank = access.bank(request.scope, pk)

    def invite(**given: Any) -> Invited:
        return partners.invite_bank(bank, **given)

    shown = {
        "title": bank.name,
        "trail": ((_("银行"), reverse("banks")),),
        "accounts": [
            (
                one,
                reverse("bank_account_again", args=[one.pk]),
                reverse("bank_account_end", args=[one.pk]),
            )
            for one in access.accounts_of(request.scope, bank)
        ],
        "may": request.scope.may(Permission.INVITE_BANK),
    }
    return _page(request, invite, reverse("bank_accounts", args=[pk]), shown)


@never_cache
@require_POST
def bank_again(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.INVITE_BANK))
    one = access.bank_account(request.scope, pk)
    made = partners.invite_bank_again(one, by=request.scope, now=request.now)
    return invited_page(request, made, reverse("bank_accounts", args=[one.department_id]))


@require_POST
def bank_end(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.INVITE_BANK))
    one = access.bank_account(request.scope, pk)
    partners.end_bank(one, why=_reason(request), by=request.scope, now=request.now)
    messages.success(request, _("账号已停用。"))
    return redirect("bank_accounts", pk=one.department_id)
