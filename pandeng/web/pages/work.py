"""What waits for the person who looks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.domain.overview.worklist import work_of


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """Worklist by worklist, the nearest deadline first."""
    scope = request.scope
    shown = {
        "work": work_of(scope, request.today),
        "may_receive": scope.may(Permission.RECEIVE_DEMAND),
    }
    return render(request, "work/mine.html", shown)
