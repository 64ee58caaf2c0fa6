"""The wall chart as a shape: months, places, symbols, what stands outside the months."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pandeng.domain.projects import chart
from pandeng.domain.projects.chart import (
    GIVEN,
    SYMBOLS,
    WallLight,
    WallNeed,
    WallPoint,
    WallRow,
    apart,
    groups,
    guarantees,
    lights_of,
    state_of_need,
    summary,
    whole_window,
    year_window,
)


def point(state="planned", planned="2022-06-15", **more):
    facts = {
        "node_id": 1, "order": 1, "name": "施工许可", "is_key": True,
        "planned_on": date.fromisoformat(planned), "original_on": None, "forecast_on": None,
        "actual_on": None, "department": "任城区", "responsible": "张三", "waits_for": (),
        "needs": (), "blocked_by": "", "state": state,
    }  # fmt: skip
    return WallPoint(**{**facts, **more})


def row(*nodes, county="任城区", leader="", light=None):
    return WallRow(
        project_id=1, code="2022-001", name="智能工厂项目", county_id=1, county=county, chain="工程机械",
        levels=(), leader=leader, planned_total_yuan=1, annual_plan_yuan=1, light=light, nodes=nodes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "place"),
    [("2022-01-01", 0), ("2022-05-31", 4 + 30 / 31), ("2022-12-01", 11), ("2021-12-31", -1 + 30 / 31)],
)  # fmt: skip
def test_every_month_is_equally_wide_and_its_first_day_stands_on_its_line(day, place):
    assert year_window(2022).place(date.fromisoformat(day)) == pytest.approx(place)


def test_the_year_holds_its_days_and_no_others():
    year = year_window(2022)
    assert year.holds(date(2022, 1, 1))
    assert year.holds(date(2022, 12, 31))
    assert not year.holds(date(2021, 12, 31))
    assert not year.holds(date(2023, 1, 1))


def test_all_months_reach_from_the_first_node_to_the_last():
    nodes = [point(planned="2020-11-20"), point(planned="2023-02-01")]
    window = whole_window(nodes, 2022)
    assert (window.first, window.months) == (date(2020, 11, 1), 28)
    assert all(window.holds(node.stands_on) for node in nodes)


def test_a_node_stands_where_it_was_done_else_where_it_is_expected():
    planned = point()
    expected = point(forecast_on=date(2022, 7, 1))
    done = point("done_late", forecast_on=date(2022, 7, 1), actual_on=date(2022, 6, 20))
    assert [node.stands_on.isoformat() for node in (planned, expected, done)] == [
        "2022-06-15",
        "2022-07-01",
        "2022-06-20",
    ]


def test_no_two_states_look_alike_in_black_and_white():
    shapes = [symbol.shape for symbol in (*SYMBOLS.values(), *GIVEN.values())]
    assert len(set(shapes)) == len(shapes) == 10
    assert all(symbol.word for symbol in SYMBOLS.values())


def test_page_and_paper_draw_every_shape_and_no_two_alike():
    """The legend, the chart, its list on a phone and the pages of nodes take them from one file."""
    package = Path(chart.__file__).parents[2]
    page = (package / "web/templates/projects/_shapes.html").read_text(encoding="utf-8")
    paper = (package / "domain/exchange/wallchart/draw.typ").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'<symbol id="s-(\w+)" viewBox="0 0 16 16">(.*?)</symbol>', page, re.S))
    printed = dict(re.findall(r"^  (\w+): \(d, c\) => (.*),$", paper, re.M))
    for drawings in (drawn, printed):
        used = [drawings[symbol.shape] for symbol in (*SYMBOLS.values(), *GIVEN.values())]
        assert len(set(used)) == len(used)


def test_what_lies_outside_the_months_is_counted_by_state():
    shown = row(
        point("done", "2021-03-01"), point("late", "2021-11-01"), point("done", "2021-05-01"),
        point("due", "2022-06-01"), point("planned", "2023-01-10"),
    )  # fmt: skip
    year = year_window(2022)
    assert shown.outside(year, before=True) == [("done", 2), ("late", 1)]
    assert shown.outside(year, before=False) == [("planned", 1)]
    assert [node.state for node in shown.within(year)] == ["due"]
    assert (shown.done, shown.late, shown.next.state) == (2, 1, "late")


@pytest.mark.parametrize(
    ("needed", "given_on", "state"),
    [
        (date(2022, 6, 1), None, "open"),
        (date(2022, 5, 31), None, "open"),
        (date(2022, 5, 30), None, "overdue"),
        (date(2022, 5, 30), date(2022, 5, 31), "given"),
        (date(2022, 5, 30), date(2022, 6, 1), "overdue"),
        (None, None, "open"),
    ],
)
def test_a_guarantee_is_given_open_or_overdue_on_a_day(needed, given_on, state):
    assert state_of_need(needed, given_on, date(2022, 5, 31)) == state


def test_guarantees_are_counted_by_state():
    needs = tuple(
        WallNeed(kind, "", "", None, None, state)
        for kind, state in [("land", "given"), ("finance", "open"), ("permits", "given")]
    )
    assert guarantees([row(point(needs=needs))]) == [("given", 2), ("open", 1), ("overdue", 0)]
    assert {need.sign for need in needs} == {"地", "资", "批"}


def test_rows_gather_per_leader_with_those_without_one_last():
    rows = [row(leader=""), row(leader="王市长"), row(leader="李市长"), row(leader="王市长")]
    assert [(name, len(found)) for name, found in groups(rows, "leader")] == [
        ("李市长", 1),
        ("王市长", 2),
        ("", 1),
    ]


def test_the_gravest_light_is_named_first():
    red, green = WallLight("far_behind", "red", "严重滞后"), WallLight("normal", "green", "正常")
    rows = [row(light=green), row(light=red), row(light=green), row()]
    assert lights_of(rows) == [(red, 1), (green, 2)]
    assert dict(summary([row(point("done"), point("late"))]))["late"] == 1


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.lists(st.floats(0, 200), max_size=30).map(sorted),
    st.floats(0.5, 10),
)
def test_marks_are_moved_apart_and_stay_in_order_and_inside(places, least):
    moved = apart(places, least, 0, 200)
    assert len(moved) == len(places)
    assert moved == sorted(moved)
    room = min(least, 200 / max(len(places) - 1, 1))
    assert all(later - first >= room - 1e-6 for first, later in pairwise(moved))
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in moved)


def test_marks_that_are_far_apart_are_not_moved():
    assert apart([10, 50, 90], 5, 0, 100) == [10, 50, 90]
