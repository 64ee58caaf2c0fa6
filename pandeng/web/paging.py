"""One page of a long list."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50
# A list of more is narrowed, not leafed through: to count all of a large ledger takes seconds.
MOST_COUNTED = 2000


class ListPage(Page):  # type: ignore[type-arg]
    """A page that knows which page numbers to offer."""

    @property
    def elided(self) -> list[int | str]:
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class ListPaginator(Paginator):  # type: ignore[type-arg]
    ELLIPSIS = "…"  # type: ignore[assignment]

    @cached_property
    def _counted(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: MOST_COUNTED + 1].count()
        return len(self.object_list)

    @property
    def more(self) -> bool:
        """Are there rows beyond those that were counted?"""
        return isinstance(self.object_list, QuerySet) and self._counted > MOST_COUNTED

    @property
    def count(self) -> int:
        return MOST_COUNTED if self.more else self._counted

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page_of(
    request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], size: int = ROWS
) -> ListPage:
    """The page that `?page=` asks for; nonsense is the first page, too far is the last."""
    page = ListPaginator(rows, size).get_page(request.GET.get("page"))
    assert isinstance(page, ListPage)
    return page
