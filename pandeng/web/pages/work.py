"""What waits for the person who looks."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.overview.opening import opening_steps
from pandeng.domain.overview.worklist import waiting_counts, work_of


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Worklist by worklist, the nearest deadline first."""
    scope = request.scope
    shown = {
        "work": work_of(scope, request.today),
        "opening": opening_steps(scope),
        "may_receive": scope.may(Permission.RECEIVE_DEMAND),
    }
    return render(request, "work/mine.html", shown)


@require_GET
def counts(request: PageRequest) -> HttpResponse:
    """What waits, by entry of the side bar; asked by the page once it stands."""
    return JsonResponse(waiting_counts(request.scope, request.today))
