"""Records that may stand in the data twice, for a person to decide on their page."""

from django.http import HttpResponse
from ninja import Router

from pandeng.access.request import PageRequest
from pandeng.api.steps import Limit, Offset
from pandeng.core.refusal import json_answer
from pandeng.domain.duplicates.kinds import kind_of
from pandeng.domain.overview.duplicates import duplicates_data

router = Router(tags=["duplicates"])


@router.get("/duplicates/{slug:code}")
def listing(request: PageRequest, code: str, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """Pairs of `enterprises`, `contacts`, `outcomes` or `demands`, the likeliest first; told apart ones are left out."""
    rows, more = duplicates_data(request.scope, kind_of(code), offset, limit)
    return json_answer({"rows": rows, "next": offset + limit if more else None})
