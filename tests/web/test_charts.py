"""A chart's numbers are the same in the drawing and in the table behind it; lists offer page numbers."""

from decimal import Decimal

from django.test import RequestFactory

from pandeng.core.chart import Chart, Series
from pandeng.web.ui.paging import page_of


def test_the_table_shows_what_is_drawn() -> None:
    chart = Chart(
        "line",
        ["1月", "2月"],
        [Series("当月", [Decimal("6.31"), None]), Series("累计", [6, 13])],
        unit="亿元",
    )
    assert chart.plain["series"][0] == {"name": "当月", "values": [6.31, None]}
    assert [list(row.values) for row in chart.rows] == [[Decimal("6.31"), 6], [None, 13]]
    assert [row.label for row in chart.rows] == chart.plain["labels"]


def test_pages_of_a_long_list(rf: RequestFactory) -> None:
    page = page_of(rf.get("/", {"page": "8"}), list(range(708)))
    assert next(iter(page)) == 350
    assert page.elided == [1, "…", 7, 8, 9, "…", 15]


def test_nonsense_is_the_first_page_and_too_far_the_last(rf: RequestFactory) -> None:
    rows = list(range(120))
    assert page_of(rf.get("/", {"page": "abc"}), rows).number == 1
    assert page_of(rf.get("/", {"page": "99"}), rows).number == 3
