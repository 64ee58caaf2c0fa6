"""Key projects by a dimension: every number is that of its own page, and what adds up."""

from datetime import date

import pytest

from pandeng.access.models import Department
from pandeng.demo.accounts import ACCOUNTS
from pandeng.demo.facts import OFFICE_TIME, datetime
from pandeng.domain.indicators.breakdown import COLUMNS, DIMENSIONS, breakdown
from pandeng.domain.indicators.groups import figures_by_slice
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.slices import BoundSlice

AT = "/projects/figures/"
DAY = date(2022, 5, 31)
PEOPLE = sorted(account.username for account in ACCOUNTS if account.role != "administrator")


@pytest.mark.parametrize("known_at", [None, datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)])
@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_number_equals_the_figure_of_its_own_page(office, by, known_at):
    found = breakdown(office, by, as_of=DAY, known_at=known_at)
    whole = [figure(question(office, name, as_of=DAY, known_at=known_at)) for name in COLUMNS]
    assert list(found.whole) == whole
    for line in found.lines[:3] + found.lines[-1:]:
        for name, shown in zip(COLUMNS, line.figures, strict=True):
            own = figure(
                question(office, name, as_of=DAY, known_at=known_at, year=2022, **{by: line.code})
            )
            assert shown == own


@pytest.mark.parametrize("by", ["county", "chain"])
def test_where_a_project_stands_once_the_lines_add_up(office, by):
    found = breakdown(office, by, as_of=DAY)
    for place, whole in enumerate(found.whole):
        if whole.unit in ("个", "元"):
            assert sum(line.figures[place].value or 0 for line in found.lines) == whole.value > 0


def test_more_lines_than_one_statement_can_join(office):
    """SQLite joins at most 500; the order of the lines and the whole at the end stay."""
    counties = Department.objects.visible_to(office).filter(kind="county").order_by("id")[:3]
    parts = [BoundSlice("county", one.code, one.pk, str(one)) for one in counties]
    asked = question(office, "key_projects", as_of=DAY)
    found = figures_by_slice(asked, parts)
    many = figures_by_slice(asked, parts * 170)
    assert many == found[:3] * 170 + found[3:]
    assert len({one.value for one in found}) > 2


def test_leaders_and_those_without_one_add_up(office):
    found = breakdown(office, "leader", as_of=DAY)
    assert [line.title for line in found.lines][-1] == "未明确牵头市领导"
    assert sum(line.figures[0].value for line in found.lines) == 341


def test_a_project_of_several_levels_counts_in_each(office):
    found = breakdown(office, "level", as_of=DAY)
    assert sum(line.figures[0].value for line in found.lines) > 341
    assert [line.figures[0].value for line in found.lines[:2]] == [6, 11]


def test_months_flow_and_stand(office):
    """What happened adds up to the year; how things stand is that of the month's end."""
    found = breakdown(office, "month", as_of=date(2022, 5, 20))
    assert [line.code for line in found.lines] == [f"2022-{n:02d}" for n in range(1, 6)]
    for name in ("projects_newly_started", "annual_investment"):
        place = COLUMNS.index(name)
        shown = [line.figures[place].value or 0 for line in found.lines]
        assert sum(shown) == found.whole[place].value > 0
    march, may = found.lines[2].figures[2], found.lines[4].figures[2]
    assert (march.as_of, may.as_of) == (date(2022, 3, 31), date(2022, 5, 20))
    assert may == found.whole[2]
