"""The people of an office: invited by a link, given roles by two administrators, switched off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access import actions, queries
from pandeng.access import second_factor as factor
from pandeng.access.actions import accounts, granting, inviting
from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.roles import ROLES
from pandeng.access.rules import ALONE
from pandeng.core.errors import DomainError
from pandeng.domain.overview.opening import opening_steps
from pandeng.web.forms.people import (
    EndMembership,
    GivenPassword,
    NewMembership,
    NewPerson,
    RoleDecision,
    SwitchOff,
)
from pandeng.web.pages.account.invitation import invited_page
from pandeng.web.pages.administration import demand
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of


@require_GET
def users(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.READ_USERS))
    search, role = request.GET.get("q", "").strip()[:60], request.GET.get("role", "")
    found = queries.people(request.scope, search=search, role=role)
    page = page_of(request, found)
    shown = {
        "page": page,
        "people": [_Person.of(one, request) for one in page],
        "search": search,
        "role": role,
        "roles": [(one.code, one.title) for one in ROLES.values()],
        "may_edit": request.scope.may(Permission.EDIT_USER),
    }
    shown |= {"opening": opening_steps(request.scope)}
    shown |= {"waiting": queries.waiting_requests(request.scope)}
    return render(request, "administration/users.html", shown)


class _Person:
    """A person as the list shows them: what they hold today, and what they held."""

    def __init__(self, user: User, request: PageRequest) -> None:
        self.user = user
        self.memberships = list(user.memberships.all())
        self.held = [one for one in self.memberships if _holds(one, request)]

    @classmethod
    def of(cls, user: User, request: PageRequest) -> "_Person":
        return cls(user, request)


def _holds(membership: Any, request: PageRequest) -> bool:
    begun = bool(membership.since <= request.today)
    return begun and (membership.until is None or membership.until >= request.today)


@never_cache
@require_http_methods(["GET", "POST"])
def new_user(request: PageRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, which is told this once."""
    demand(request.scope.may(Permission.EDIT_USER))
    form = NewPerson(
        request.POST or None,
        scope=request.scope,
        initial={"since": request.today, "department": request.GET.get("department")},
    )
    answer = carry_out(
        request,
        form,
        lambda: inviting.invite_person(**form.cleaned_data, by=request.scope, now=request.now),
        show=lambda made: invited_page(request, made, reverse("user", args=[made.user.pk])),
    )
    return answer or show_form(request, "administration/new_user.html", form)


@never_cache
@require_POST
def invite_again(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    person = queries.person(request.scope, pk)
    made = inviting.invite_again(person, by=request.scope, now=request.now)
    return invited_page(request, made, reverse("user", args=[pk]))


@require_GET
def user(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.READ_USERS))
    return _user_page(request, queries.person(request.scope, pk))


def _user_page(request: PageRequest, person: User, **forms: Any) -> HttpResponse:
    shown = {
        "person": _Person.of(person, request),
        "has_second_factor": factor.has(person),
        "may_edit": request.scope.may(Permission.EDIT_USER),
        "membership_form": NewMembership(scope=request.scope, initial={"since": request.today}),
        "password_form": GivenPassword(),
        "off_form": SwitchOff(),
        "requests": queries.role_requests(request.scope, user=person),
        "invitation": queries.newest_invitation(request.scope, person),
        "now": request.now,
        "yesterday": request.today - timedelta(days=1),
        **forms,
    }
    return render(request, "administration/user.html", shown, status=422 if forms else 200)


@require_POST
def add_membership(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    person = queries.person(request.scope, pk)
    form = NewMembership(request.POST, scope=request.scope)
    answer = carry_out(
        request,
        form,
        lambda: granting.ask_role(person, **form.cleaned_data, by=request.scope, now=request.now),
        done=_granted,
        to=reverse("user", args=[pk]),
    )
    return answer or _user_page(request, person, membership_form=form)


def _granted(asked: Any) -> str:
    if asked.decision == ALONE:
        return _("已新增任职：本集群只有一名管理员，由一人办理，已记入审计。")
    return _("已提出任职申请，待另一名管理员审批。")


@require_POST
def end_membership(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    membership = queries.membership(request.scope, pk)
    form = EndMembership(request.POST)
    if not form.is_valid():
        raise DomainError(_("请填写任职止的日期。"))
    until = form.cleaned_data["until"]
    actions.end_membership(membership, until=until, by=request.scope, now=request.now)
    messages.success(request, _("任职已于%(day)s结束。") % {"day": until.isoformat()})
    return redirect("user", pk=membership.user_id)


@sensitive_post_parameters()
@require_POST
def set_password(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    person = queries.person(request.scope, pk)
    form = GivenPassword(request.POST)
    answer = carry_out(
        request,
        form,
        lambda: actions.set_password(
            person, form.cleaned_data["password"], by=request.scope, now=request.now
        ),
        done=_("口令已重设，请告知本人。"),
        to=reverse("user", args=[pk]),
        at="password",
    )
    return answer or _user_page(request, person, password_form=form)


@require_POST
def second_factor(request: PageRequest, pk: int) -> HttpResponse:
    """Require it, stop requiring it, or take it off after a lost phone."""
    demand(request.scope.may(Permission.EDIT_USER))
    person = queries.person(request.scope, pk)
    wanted = request.POST.get("wanted", "")
    if wanted == "remove":
        factor.remove(person, by=request.scope, now=request.now)
        messages.success(request, _("已解除原手机的第二验证。"))
    elif wanted in {"on", "off"}:
        required = wanted == "on"
        actions.require_second_factor(person, required, by=request.scope, now=request.now)
        messages.success(request, _("已保存。"))
    return redirect("user", pk=pk)


@require_POST
def switch_off(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    person, form = queries.person(request.scope, pk), SwitchOff(request.POST)
    answer = carry_out(
        request,
        form,
        lambda: accounts.switch_off(person, **form.cleaned_data, by=request.scope, now=request.now),
        done=_("账号已停用，正在使用的登录已失效。"),
        to=reverse("user", args=[pk]),
        at="why",
    )
    return answer or _user_page(request, person, off_form=form)


@require_POST
def switch_on(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    accounts.switch_on(queries.person(request.scope, pk), by=request.scope, now=request.now)
    messages.success(request, _("账号已恢复使用。"))
    return redirect("user", pk=pk)


@require_POST
def end_sessions(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    accounts.end_sessions(queries.person(request.scope, pk), by=request.scope, now=request.now)
    messages.success(request, _("此人在各处的登录已失效，须重新登录。"))
    return redirect("user", pk=pk)


@require_GET
def role_requests(request: PageRequest) -> HttpResponse:
    """Roles that wait for a second administrator, and those decided."""
    demand(request.scope.may(Permission.READ_USERS))
    page = page_of(request, queries.role_requests(request.scope))
    shown = {
        "page": page,
        "form": RoleDecision(),
        "may_edit": request.scope.may(Permission.EDIT_USER),
    }
    return render(request, "administration/role_requests.html", shown)


@require_POST
def decide_role(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    asked, form = queries.role_request(request.scope, pk), RoleDecision(request.POST)
    if not form.is_valid():
        raise DomainError(_("请选择批准、不批准或撤回，意见不超过200字。"))
    verb, why = form.cleaned_data["verb"], form.cleaned_data["why"]
    if verb == "take_back":
        granting.take_back_role(asked, by=request.scope, now=request.now)
    else:
        granting.decide_role(
            asked, approve=verb == "approve", why=why, by=request.scope, now=request.now
        )
    messages.success(request, _("已办理。"))
    return redirect("role_requests")
