"""One page of a long list."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

ROWS = 50
# A list of more is narrowed, not leafed through: to count all of a large ledger takes seconds.
MAX_COUNTED = 2000


class RowsPage(Page):  # type: ignore[type-arg]
    """A page that knows which page numbers to offer."""

    @property
    def elided(self) -> list[int | str]:
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class RowsPaginator(Paginator):  # type: ignore[type-arg]
    ELLIPSIS = "…"  # type: ignore[assignment]

    @cached_property
    def _counted(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: MAX_COUNTED + 1].count()
        return len(self.object_list)

    @property
    def more(self) -> bool:
        """Are there rows beyond those that were counted?"""
        return isinstance(self.object_list, QuerySet) and self._counted > MAX_COUNTED

    @property
    def count(self) -> int:
        return MAX_COUNTED if self.more else self._counted

    def _get_page(self, *args: Any, **kwargs: Any) -> RowsPage:
        return RowsPage(*args, **kwargs)


def page_of(
    rows: QuerySet[Any, Any] | Sequence[Any], number: str | None, size: int = ROWS
) -> RowsPage:
    """The page of that number; nonsense is the first page, too far is the last. Two queries."""
    page = RowsPaginator(rows, size).get_page(number)
    assert isinstance(page, RowsPage)
    return page
