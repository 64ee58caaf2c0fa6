"""The records behind a figure, page by page: which columns, which words, which order, whose."""

from datetime import date

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Median, RecordsIndicator, Sum
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.rows import rows
from pandeng.domain.indicators.tables import model_of, shape_of
from pandeng.domain.platforms.models import Platform
from tests.domain.indicators.small import SmallOffice

DAY = date(2022, 5, 31)


def test_the_pages_of_a_figure_are_its_rows_each_once(office: Scope) -> None:
    asked = question(office, "demands", as_of=DAY)
    whole = rows(asked)
    ids = [row["id"] for row in whole.rows]
    assert len(set(ids)) == whole.count == figure(asked).value == 708
    pages = [rows(asked, limit=50, offset=start) for start in range(0, 750, 50)]
    assert [row["id"] for page in pages for row in page.rows] == ids
    assert {(page.count, page.total) for page in pages} == {(708, 708)}, "of the whole"
    assert rows(asked, limit=50, offset=5000).rows == []


def test_the_newest_come_first_and_those_of_one_day_by_id(office: Scope) -> None:
    found = rows(question(office, "demands", as_of=DAY), limit=200).rows
    keys = [(-row["received_on"].toordinal(), row["id"]) for row in found]
    assert keys == sorted(keys)


def test_a_rate_shows_the_records_that_it_is_of(small: SmallOffice) -> None:
    """Those who should have reported, not only those who have."""
    small.report("甲重工", "2022-05", 1)
    found = rows(question(small.scope, "climbing_reporting_rate", as_of=DAY))
    assert {row["name"] for row in found.rows} == {"甲重工", "丙装备"}
    assert (found.kind, found.count) == ("enterprises.Enterprise", 2)
    growth = rows(question(small.scope, "climbing_revenue_growth", as_of=DAY))
    assert (growth.kind, growth.rows, growth.total) == ("enterprises.Statement", [], 0)


def test_choices_are_shown_in_words_and_codes_of_records_by_their_names(
    small: SmallOffice,
) -> None:
    small.add(
        Platform, code="core", name="研究院", role="core", kind="省级", opened_on=date(2022, 1, 1)
    )
    (row,) = rows(question(small.scope, "platforms", as_of=DAY)).rows
    assert (row["name"], row["role"], row["opened_on"]) == (
        "研究院",
        "1（核心平台）",
        date(2022, 1, 1),
    )
    assert row["amount"] == 1, "each record of a count is one"


@pytest.mark.parametrize(
    "name", [n for n, one in INDICATORS.items() if isinstance(one, RecordsIndicator)]
)
def test_every_column_has_a_heading_and_every_row_its_columns(office: Scope, name: str) -> None:
    found = rows(question(office, name, as_of=DAY, named={}), limit=3)
    indicator = INDICATORS[name]
    adds = isinstance(indicator, Sum | Median)
    shown = [column for column, _title in found.columns]
    assert shown == [*indicator.shows, *(["amount"] if adds else [])]  # type: ignore[attr-defined]
    assert all(title and title != column for column, title in found.columns), found.columns
    for row in found.rows:
        assert row.keys() == {*shown, "id", "amount"}
        if adds:
            assert row["amount"] is not None


def test_the_columns_of_a_relation_are_those_of_the_table() -> None:
    """Money stays exact, days stay days; what is only for searching is not read."""
    columns = dict(shape_of("outcomes.Outcome").columns)
    assert columns["amount"] == "decimal(18, 2)"
    assert (columns["happened_on"], columns["kind"]) == ("date", "string")
    assert (columns["enterprise_id"], columns["is_example"]) == ("int64", "boolean")
    for kind in ("enterprises.Enterprise", "projects.LightVerdict"):
        model, shape = model_of(kind), shape_of(kind)
        left = {one.column for one in model._meta.concrete_fields} - {
            name for name, _type in shape.columns
        }
        assert left <= {"search_text", "inputs"}
