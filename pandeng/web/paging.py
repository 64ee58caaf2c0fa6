"""One page of a long list."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50


class ListPage(Page):  # type: ignore[type-arg]
    """A page that knows which page numbers to offer."""

    @property
    def elided(self) -> list[int | str]:
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class ListPaginator(Paginator):  # type: ignore[type-arg]
    ELLIPSIS = "…"  # type: ignore[assignment]

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page_of(
    request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], size: int = ROWS
) -> ListPage:
    """The page that `?page=` asks for; nonsense is the first page, too far is the last."""
    page = ListPaginator(rows, size).get_page(request.GET.get("page"))
    assert isinstance(page, ListPage)
    return page
