"""A reported outcome before a second person: confirm it, or say that it stands there already."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.verdict import Verdict
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.outcomes import actions, queries
from pandeng.domain.outcomes.models import Outcome
from pandeng.web.forms.records import CorrectOutcome, DecideOutcome
from pandeng.web.forms.workable import WhyOnly
from pandeng.web.ui.form_page import FormPage, carry_out, form_page, show_form


@require_http_methods(["GET", "POST"])
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm, reject, or mark as the same as one that is there; with what may be the same beside it."""
    scope = request.scope
    outcome = one_of(Outcome, scope, pk)
    form = DecideOutcome(request.POST or None)
    answer = carry_out(
        request,
        form,
        lambda: _decide(request, outcome, **form.cleaned_data),
        done=_("已处理。"),
        to=outcome.get_absolute_url(),
    )
    if answer:
        return answer
    shown = {
        "outcome": outcome,
        "duplicates": queries.duplicates(scope, outcome),
        "files": files_of(scope, outcome),
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "may": scope.may(Permission.CONFIRM_OUTCOME),
        "is_own": outcome.reporter_id is not None and outcome.reporter_id == scope.user_id,
    }
    return show_form(request, "outcomes/decide.html", form, shown)


@require_http_methods(["GET", "POST"])
def correct(request: PageRequest, pk: int) -> HttpResponse:
    scope, outcome = request.scope, one_of(Outcome, request.scope, pk)
    fields = ("happened_on", "counterparty", "evidence")
    initial = {name: getattr(outcome, name) for name in fields}
    initial["written"] = actions.amount_as_reported(outcome)

    def act(filled: dict[str, Any]) -> None:
        actions.correct(outcome, **filled, by=scope, now=request.now)

    form = CorrectOutcome(request.POST or None, initial=initial)
    page = _page(outcome, _("更正成果"), actions.may_change(outcome, scope))
    return form_page(request, form, act, page, _("已更正，原来的数保留在历次变更中。"))


@require_http_methods(["GET", "POST"])
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    scope, outcome = request.scope, one_of(Outcome, request.scope, pk)

    def act(filled: dict[str, Any]) -> str:
        actions.withdraw(outcome, why=filled["why"], by=scope, now=request.now)
        return reverse("outcomes")

    page = _page(outcome, _("撤回成果"), actions.may_change(outcome, scope))
    return form_page(request, WhyOnly(request.POST or None), act, page, _("已撤回，不再计数。"))


def _page(outcome: Outcome, title: str, may: Verdict) -> FormPage:
    trail = ((_("成果"), reverse("outcomes")), (str(outcome), outcome.get_absolute_url()))
    return FormPage(title=title, trail=trail, may=may, button=title)


def _decide(
    request: PageRequest, outcome: Outcome, *, verb: str, why: str, other: int | None, apart: bool
) -> None:
    scope, now = request.scope, request.now
    if verb == "confirm":
        actions.confirm(outcome, apart=apart, by=scope, now=now)
    elif verb == "reject":
        actions.reject(outcome, why=why, by=scope, now=now)
    elif verb == "duplicate":
        actions.mark_duplicate(outcome, one_of(Outcome, scope, other or 0), by=scope, now=now)
