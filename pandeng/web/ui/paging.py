"""The page of a list that an address asks for."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from pandeng.core import paging


def page_of(
    request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], size: int = paging.ROWS
) -> paging.RowsPage:
    """The page that `?page=` asks for."""
    return paging.page_of(rows, request.GET.get("page"), size)
