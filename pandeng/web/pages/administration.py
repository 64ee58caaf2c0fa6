"""Administration: people and their roles, policy packs, the audit log."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pandeng.access import actions, queries
from pandeng.access import second_factor as factor
from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.access.roles import ROLES
from pandeng.core.action import action_word
from pandeng.core.errors import DomainError
from pandeng.core.verdict import Verdict
from pandeng.domain.packs import actions as pack_actions
from pandeng.domain.packs import archive, reader
from pandeng.domain.packs import queries as pack_queries
from pandeng.domain.packs.reader import PackError
from pandeng.web import audit_log
from pandeng.web.forms.audit import AuditFilter, Erase
from pandeng.web.forms.packs import PackFile
from pandeng.web.forms.people import EndMembership, GivenPassword, NewMembership, NewPerson
from pandeng.web.ui.form_page import carry_out, show_form
from pandeng.web.ui.paging import page_of


def demand(verdict: Verdict) -> None:
    """A page that a role may not see says so, with the sentence of the rule."""
    if not verdict:
        raise PermissionDenied(verdict.message)


# -- people -----------------------------------------------------------------------------------


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


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_user(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.EDIT_USER))
    form = NewPerson(request.POST or None, scope=request.scope, initial={"since": request.today})
    answer = carry_out(
        request,
        form,
        lambda: actions.create_user(
            **form.cleaned_data, is_temporary=True, by=request.scope, now=request.now
        ),
        done=lambda made: _("已新增用户%(name)s。") % {"name": made},
        to=lambda made: reverse("user", args=[made.pk]),
    )
    return answer or show_form(request, "administration/new_user.html", form)


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
        lambda: actions.add_membership(
            person, **form.cleaned_data, by=request.scope, now=request.now
        ),
        done=_("已新增任职。"),
        to=reverse("user", args=[pk]),
    )
    return answer or _user_page(request, person, membership_form=form)


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


# -- packs ------------------------------------------------------------------------------------


@require_GET
def packs(request: PageRequest) -> HttpResponse:
    return _packs_page(request)


def _packs_page(request: PageRequest, status: int = 200, **extra: Any) -> HttpResponse:
    demand(request.scope.may(Permission.READ_PACKS))
    shown = {
        "loaded": pack_queries.loaded(request.scope),
        "shipped": pack_queries.shipped(request.scope),
        "may_load": request.scope.may(Permission.LOAD_PACK),
        "form": PackFile(),
        **extra,
    }
    return render(request, "administration/packs.html", shown, status=status)


@require_GET
def pack(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.READ_PACKS))
    loaded = pack_queries.version(request.scope, pk)
    shown = {"loaded": loaded, "parts": pack_queries.parts(request.scope, loaded)}
    return render(request, "administration/pack.html", shown)


@require_POST
def load_shipped(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.LOAD_PACK))
    try:
        chosen = reader.find(request.POST.get("name", ""))
        loaded = pack_actions.load(chosen, request.cluster, by=request.scope, now=request.now)
    except DomainError as refused:
        return _packs_page(request, 422, refused=_problems(refused))
    messages.success(request, _("已载入政策包%(name)s。") % {"name": loaded})
    return redirect("pack", pk=loaded.pk)


@require_POST
def upload_pack(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.LOAD_PACK))
    form = PackFile(request.POST, request.FILES)
    if not form.is_valid():
        return _packs_page(request, 422, form=form)
    try:
        chosen = archive.read(form.cleaned_data["file"])
        loaded = pack_actions.load(
            chosen, request.cluster, by=request.scope, now=request.now, why=form.cleaned_data["why"]
        )
    except DomainError as refused:
        return _packs_page(request, 422, form=form, refused=_problems(refused))
    messages.success(request, _("已载入政策包%(name)s。") % {"name": loaded})
    return redirect("pack", pk=loaded.pk)


def _problems(refused: DomainError) -> list[tuple[str, str]]:
    """Each problem as (place, sentence); the place is file:line where the pack itself is wrong."""
    if not isinstance(refused, PackError):
        return [("", refused.message)]
    pairs = (problem.partition(": ") for problem in refused.problems)
    return [(place, sentence) if colon else ("", place) for place, colon, sentence in pairs]


# -- audit ------------------------------------------------------------------------------------


@require_GET
def audit(request: PageRequest) -> HttpResponse:
    demand(request.scope.may(Permission.READ_AUDIT))
    people = [(str(one.pk), str(one)) for one in queries.people(request.scope)]
    form = AuditFilter(request.GET, people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.events(
        request.scope,
        actor=int(asked["actor"]) if asked.get("actor") else None,
        action=asked.get("action") or "",
        since=asked.get("since"),
        until=asked.get("until"),
        target=request.GET.get("target", "")[:80],
    )
    page = page_of(request, found)
    rows = [
        {
            "event": event,
            "action": action_word(event.action),
            "target": audit_log.target_words(event),
            "url": audit_log.target_url(event, request.scope),
            "why": audit_log.why_words(event, request.scope),
        }
        for event in page
    ]
    return render(request, "administration/audit.html", {"page": page, "rows": rows, "form": form})


@require_GET
def event(request: PageRequest, pk: int) -> HttpResponse:
    demand(request.scope.may(Permission.READ_AUDIT))
    found = queries.event(request.scope, pk)
    shown = {
        "event": found,
        "action": action_word(found.action),
        "target": audit_log.target_words(found),
        "url": audit_log.target_url(found, request.scope),
        "why": audit_log.why_words(found, request.scope),
        "changed": audit_log.changed(found, request.scope),
        "may_erase": request.scope.may(Permission.ERASE_PERSONAL),
    }
    return render(request, "administration/event.html", shown)


@require_http_methods(["GET", "POST"])
def erase(request: PageRequest, pk: int) -> HttpResponse:
    """Say what an erasure does, ask for the reason, erase."""
    demand(request.scope.may(Permission.ERASE_PERSONAL))
    found, form = queries.event(request.scope, pk), Erase(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: actions.erase_event(
            found, why=form.cleaned_data["why"], by=request.scope, now=request.now
        ),
        done=_("已删除，删除本身已记入审计。"),
        to=reverse("audit_event", args=[pk]),
    )
    shown = {"event": found, "action": action_word(found.action)}
    return answer or show_form(request, "administration/erase.html", form, shown)
