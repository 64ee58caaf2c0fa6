"""Targets on one's fingers: the value in force, the pace of a plan, the parts of two counties, the months."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pandeng.core.errors import NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.indicators import newly_red
from pandeng.domain.indicators.target_progress import TargetState, counties_of, is_ratio, states
from pandeng.domain.indicators.timeline import timeline
from pandeng.domain.strategy.models import (
    CountyShare,
    Decomposition,
    FrameworkNode,
    PlanShare,
    Target,
    TargetValue,
)
from tests.domain.indicators.small import OPENED, SmallOffice

SET = date(2022, 1, 10)
MAY = date(2022, 5, 31)


def set_target(small: SmallOffice, code: str, indicator: str, value: int, **more: Any) -> Target:
    """A target with its first value."""
    fields = {"name": code, "unit": "家", "direction": ">=", "year": 2022, "set_on": SET, **more}
    one: Target = small.add(Target, code=code, indicator=indicator, value=value, **fields)
    small.add(TargetValue, target=one, value=value, since=SET)
    return one


def divide(small: SmallOffice, target: Target, **parts: int) -> Decomposition:
    """An approved division among counties."""
    days = {"drawn_on": SET, "submitted_on": SET, "approved_on": SET}
    made: Decomposition = small.add(
        Decomposition, target=target, number=1, status="approved", **days
    )
    for county, value in parts.items():
        small.add(CountyShare, decomposition=made, county=small.units[county], value=value)
    return made


def state(small: SmallOffice, as_of: date = MAY, **given: Any) -> TargetState:
    (found,) = states(given.pop("scope", small.scope), as_of=as_of, **given)
    return found


def test_a_target_without_a_plan_is_held_against_the_days_that_passed(small: SmallOffice) -> None:
    """13 million of 31.2 on the 151st day of 365: 41.67 % where 41.37 % is due."""
    set_target(small, "revenue", "enterprise_revenue", 31_200_000, unit="元")
    small.report("甲重工", "2022-03", 13_000_000)
    found = state(small)
    assert (found.pace.status, found.has_plan) == ("on_pace", False)
    assert round(found.pace.expected_share or 0, 9) == round(Decimal(151) / 365, 9)
    assert round(found.pace.achieved_share or 0, 4) == Decimal("0.4167")


def test_nothing_reported_is_no_data_and_not_zero(small: SmallOffice) -> None:
    set_target(small, "revenue", "enterprise_revenue", 31_200_000, unit="元")
    found = state(small)
    assert found.pace.status == "no_data"
    assert found.actual is not None
    assert found.actual.value is None


def test_a_revised_value_is_held_against_its_own_day(small: SmallOffice) -> None:
    target = set_target(small, "climbers", "climbing_enterprises", 2)
    first = TargetValue.objects.get(target=target)
    at = datetime(2022, 6, 20, 9, tzinfo=OFFICE_TIME)
    small.change(first, at=at, until=date(2022, 6, 19))
    small.add(TargetValue, at=at, target=target, value=4, since=date(2022, 6, 20))
    for day, value, status in (
        (date(2022, 6, 19), 2, "met"),
        (date(2022, 6, 20), 4, "far_behind"),
    ):
        found = state(small, day)
        assert (found.value.value, found.pace.status) == (value, status)
        assert small.value("targets", day.isoformat(), target="climbers") == value
    known = state(small, date(2022, 6, 30), known_at=at - timedelta(seconds=1))
    assert (known.value.value, known.pace.status) == (2, "met")


def test_before_a_target_was_set_there_is_none(small: SmallOffice) -> None:
    set_target(small, "climbers", "climbing_enterprises", 4)
    assert states(small.scope, as_of=SET - timedelta(days=1)) == []
    assert states(small.scope, as_of=MAY, year=2021) == []
    assert state(small, SET).value.value == 4


def test_a_target_whose_figure_cannot_answer_is_left_out(small: SmallOffice) -> None:
    """Its figure is gone with an earlier program, or nobody could have had a record yet."""
    set_target(small, "gone", "an_indicator_that_is_gone", 4)
    last = set_target(small, "last_year", "climbing_enterprises", 4, year=2021, set_on=SET)
    TargetValue.objects.get(target=last)
    assert states(small.scope, as_of=MAY) == []
    with pytest.raises(NotFound):
        is_ratio(small.scope, "an_indicator_that_is_gone")


def test_a_state_sets_out_from_where_it_stood(small: SmallOffice) -> None:
    """From 2 to 6 in the scale statistics; on 31 May 41 % of the four are due, one has come."""
    set_target(small, "scale", "scale_enterprises", 6, base=2)
    found = state(small)
    assert found.actual is not None
    assert (found.actual.value, found.pace.status) == (3, "behind")
    expected = (2 + 4 * Decimal(151) / 365) / 6
    assert round(found.pace.expected_share or 0, 6) == round(expected, 6)


def test_after_its_term_a_target_is_met_or_missed(small: SmallOffice) -> None:
    set_target(small, "scale", "scale_enterprises", 4, due_on=date(2022, 6, 30))
    assert state(small, date(2022, 6, 29)).pace.status == "behind"
    assert state(small, date(2022, 6, 30)).pace.status == "missed"
    late = state(small, date(2022, 8, 31))
    assert late.actual is not None
    assert (late.pace.status, late.actual.as_of) == ("missed", date(2022, 6, 30))


def test_the_leaf_of_a_target_and_what_is_shown_of_it(small: SmallOffice) -> None:
    node = small.add(FrameworkNode, code="aim", kind="aim", name="主攻目标")
    set_target(small, "scale", "scale_enterprises", 4, node=node)
    found = state(small)
    assert (found.node_code, found.title, found.direction) == ("aim", "scale", ">=")
    assert found.value.text == "4家"
    assert found.value.url.startswith("/figures/targets/?")
    assert found.value.query["target"] == "scale"
    asked = small.value("targets", "2022-05-31", **{"target": "scale"})
    assert asked == found.value.value


# -- counties ----------------------------------------------------------------------------------------


def test_the_parts_of_the_counties_beside_what_each_reached(small: SmallOffice) -> None:
    target = set_target(small, "scale", "scale_enterprises", 6, base=2)
    divide(small, target, east=4, west=2)
    found = state(small, by_county=True)
    assert found.parts_agree
    parts = {one.county.code: one for one in found.counties}
    reached = {code: one.actual.value for code, one in parts.items() if one.actual}
    assert reached == {"east": 2, "west": 1}
    assert {code: one.value.value for code, one in parts.items()} == {"east": 4, "west": 2}
    assert parts["east"].value.title == "东区 目标值"
    for code, one in parts.items():
        assert one.actual is not None
        assert one.actual.value == small.value("scale_enterprises", "2022-05-31", county=code)
        assert one.actual.query["county"] == code


def test_each_county_sets_out_from_where_it_stood_before_the_year(small: SmallOffice) -> None:
    """One in each on New Year's Eve: the east has made one of its three, the west none of its one."""
    target = set_target(small, "scale", "scale_enterprises", 6, base=2)
    divide(small, target, east=4, west=2)
    found = {one.county.code: one.pace for one in state(small, by_county=True).counties}
    share = Decimal(151) / 365
    assert round(found["east"].expected_share or 0, 6) == round((1 + 3 * share) / 4, 6)
    assert round(found["west"].expected_share or 0, 6) == round((1 + 1 * share) / 2, 6)
    assert (found["east"].status, found["west"].status) == ("behind", "far_behind")


def test_a_county_without_a_record_has_reached_nothing(small: SmallOffice) -> None:
    """The whole is that of the counties; a part that was never approved is no part."""
    target = set_target(small, "revenue", "enterprise_revenue", 9_000_000, unit="元")
    made = divide(small, target, east=5_000_000, west=4_000_000)
    small.report("甲重工", "2022-03", 5_000_000)
    found = state(small, by_county=True)
    parts = {one.county.code: (one.actual, one.pace.status) for one in found.counties}
    assert parts["west"] == (None, "far_behind")
    assert parts["east"][1] == "met"
    assert found.actual is not None
    assert found.actual.value == 5_000_000
    small.change(made, at=OPENED + timedelta(days=500), status="draft", approved_on=None)
    assert state(small, by_county=True).counties == []


def test_parts_that_no_longer_add_up_say_so(small: SmallOffice) -> None:
    target = set_target(small, "scale", "scale_enterprises", 6)
    divide(small, target, east=4, west=1)
    assert not state(small, by_county=True).parts_agree


def test_a_county_is_told_its_own_part_and_no_pace_of_the_whole(small: SmallOffice) -> None:
    target = set_target(small, "scale", "scale_enterprises", 6, base=2)
    divide(small, target, east=4, west=2)
    whole = {one.county.code: one for one in state(small, by_county=True).counties}
    for county in ("east", "west"):
        found = state(small, scope=small.reporter(county), by_county=True)
        assert found.pace.status == "partial"
        (own,) = found.counties
        assert own.county.code == county
        assert own.pace == whole[county].pace
        assert own.actual == whole[county].actual
    assert {one.code for one in counties_of(small.reporter("east"))} == {"east", "west"}


def test_a_rate_has_no_parts_to_add_up(small: SmallOffice) -> None:
    target = set_target(small, "rate", "climbing_reporting_rate", 90, unit="%")
    divide(small, target, east=90, west=90)
    small.report("甲重工", "2022-05", 1)
    found = state(small, by_county=True)
    assert (found.counties, found.actual and found.actual.value) == ([], 50)
    assert is_ratio(small.scope, "climbing_reporting_rate")
    assert is_ratio(small.scope, "median_working_days")
    assert not is_ratio(small.scope, "scale_enterprises")


def test_a_county_turns_red_when_its_own_pace_does(small: SmallOffice) -> None:
    """The west made its one in time; in June it left the statistics again."""
    target = set_target(small, "scale", "scale_enterprises", 3)
    divide(small, target, east=2, west=1)
    spring, summer = date(2022, 5, 31), date(2022, 6, 30)
    assert newly_red.targets(small.scope, before=spring, day=summer, only=[target.pk]) == []
    known = datetime(2022, 6, 20, tzinfo=OFFICE_TIME)
    small.leave_scale("丁铸造", date(2022, 6, 10), at=known)
    found = newly_red.targets(small.scope, before=spring, day=summer, only=[target.pk])
    assert [one.words for one in found] == ["全市严重落后", "西区严重落后"]
    own = newly_red.targets(small.reporter("west"), before=spring, day=summer, only=[target.pk])
    assert [one.words for one in own] == ["西区严重落后"]
    east = newly_red.targets(small.reporter("east"), before=spring, day=summer, only=[target.pk])
    assert east == []


# -- months ------------------------------------------------------------------------------------------


def test_the_months_of_an_amount_follow_its_plan_and_stop_today(small: SmallOffice) -> None:
    target = set_target(small, "revenue", "enterprise_revenue", 10_000_000, unit="元")
    for month, share in ((3, 10), (12, 90)):
        small.add(PlanShare, target=target, month=month, share=share)
    small.report("甲重工", "2022-01", 1_000_000)
    small.report("甲重工", "2022-05", 2_000_000)
    plan = [(3, Decimal(10)), (12, Decimal(90))]
    points = timeline(small.scope, state(small, date(2022, 5, 20)), plan, as_of=date(2022, 5, 20))
    assert [point.month for point in points] == list(range(1, 13))
    assert (points[2].planned, points[11].planned) == (1_000_000, 10_000_000)
    assert round(points[5].planned) == round(1_000_000 + 9_000_000 * Decimal(91) / 275)
    reached = [point.actual and point.actual.value for point in points]
    assert reached[:5] == [1_000_000, 1_000_000, 1_000_000, 1_000_000, None]
    assert reached[5:] == [None] * 7
    points = timeline(small.scope, state(small), plan, as_of=MAY)
    assert points[4].actual is not None
    assert (points[4].actual.as_of, points[4].actual.value) == (MAY, 3_000_000)


def test_the_months_of_a_state_begin_where_it_stood(small: SmallOffice) -> None:
    """Up to its term only; of a target without a start every month asks for the whole."""
    target = set_target(small, "scale", "scale_enterprises", 6, base=2, due_on=date(2022, 6, 15))
    points = timeline(small.scope, state(small), [], as_of=MAY)
    assert [point.day for point in points][-2:] == [MAY, date(2022, 6, 15)]
    assert points[-1].planned == 6
    assert round(points[0].planned, 4) == round(2 + 4 * Decimal(31) / 166, 4)
    assert [point.actual and point.actual.value for point in points] == [2, 3, 3, 3, 3, None]
    small.change(target, at=OPENED + timedelta(days=500), base=None)
    points = timeline(small.scope, state(small), [], as_of=MAY)
    assert {point.planned for point in points} == {6}
