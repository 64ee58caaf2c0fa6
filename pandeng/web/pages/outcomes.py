"""A reported outcome before a second person: confirm it, or say that it stands there already."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.outcomes import actions, queries
from pandeng.domain.outcomes.models import Outcome
from pandeng.web.forms.records import DecideOutcome
from pandeng.web.ui.form_page import carry_out, show_form


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


def _decide(
    request: PageRequest, outcome: Outcome, *, verb: str, why: str, other: int | None
) -> None:
    scope, now = request.scope, request.now
    if verb == "confirm":
        actions.confirm(outcome, by=scope, now=now)
    elif verb == "reject":
        actions.reject(outcome, why=why, by=scope, now=now)
    elif verb == "duplicate":
        actions.mark_duplicate(outcome, one_of(Outcome, scope, other or 0), by=scope, now=now)
