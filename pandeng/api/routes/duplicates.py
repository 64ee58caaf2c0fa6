"""Records that may stand in the data twice, for a person to decide on their page."""

from django.http import HttpResponse, JsonResponse
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.api.steps import MAX_ROWS
from pandeng.domain.duplicates.kinds import kind_of
from pandeng.domain.overview.duplicates import duplicates_data

router = Router(tags=["duplicates"])


@router.get("/duplicates/{slug:code}")
def listing(request: PageRequest, code: str, limit: int = 50, offset: int = 0) -> HttpResponse:
    """Pairs of `enterprises`, `contacts`, `outcomes` or `demands`, the likeliest first; told apart ones are left out."""
    limit, offset = max(1, min(limit, MAX_ROWS)), max(0, offset)
    rows, more = duplicates_data(request.scope, kind_of(code), offset, limit)
    return JsonResponse({"rows": rows, "next": offset + limit if more else None})
