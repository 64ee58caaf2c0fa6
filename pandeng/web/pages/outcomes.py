"""A reported outcome before a second person: confirm it, or say that it stands there already."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.records import one_of
from pandeng.access.request import PageRequest
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.outcomes import actions, queries
from pandeng.domain.outcomes.models import Outcome


@require_http_methods(["GET", "POST"])
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm, reject, or mark as the same as one that is there; with what may be the same beside it."""
    scope = request.scope
    outcome = one_of(Outcome, scope, pk)
    assert isinstance(outcome, Outcome)
    refused = ""
    if request.method == "POST":
        verb = request.POST.get("verb")
        common: Any = {"by": scope, "now": request.now}
        try:
            if verb == "confirm":
                actions.confirm(outcome, **common)
            elif verb == "reject":
                actions.reject(outcome, why=request.POST.get("why", ""), **common)
            elif verb == "twin":
                other = one_of(Outcome, scope, int(request.POST.get("other") or 0))
                assert isinstance(other, Outcome)
                actions.same_as(outcome, other, **common)
        except NotFound:
            raise
        except DomainError as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("已处理。"))
            return redirect("outcomes_detail", pk)
    shown = {
        "outcome": outcome,
        "twins": queries.twins(scope, outcome),
        "files": files_of(scope, outcome),
        "may_attach": scope.may(Permission.ATTACH_FILE),
        "may": scope.may(Permission.CONFIRM_OUTCOME),
        "is_own": outcome.reporter_id is not None and outcome.reporter_id == scope.user_id,
        "refused": refused,
    }
    return render(request, "outcomes/decide.html", shown, status=422 if refused else 200)
