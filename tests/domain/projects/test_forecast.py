"""The forecast of the year's investment: by hand on small years, and on the demo with its back-test."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pandeng.domain.projects.actions import report_investment
from pandeng.domain.projects.forecast import Spread, Year, back_test, forecast, rest, spread
from pandeng.domain.projects.ledger import queries
from pandeng.domain.projects.models import InvestmentEntry

EXACT = Spread(bias=1.0, common=0.0, own=0.0)


def year_of(*projects, over=(), missing=()):
    """Projects as (plan, twelve amounts of done); due runs evenly."""
    plan = np.array([float(plan) for plan, _done in projects])
    due = np.outer(plan, np.arange(1, 13) / 12)
    done = np.array([done for _plan, done in projects], dtype=float).cumsum(axis=1)
    ended = np.zeros((len(projects), 12), dtype=bool)
    for at, month in over:
        ended[at, month - 1 :] = True
    asked, told = np.ones_like(ended), np.ones_like(ended)
    for at, month in missing:
        told[at, month - 1] = False
    return Year(np.arange(len(projects)), plan, due, done, ended, asked, told)


def test_who_keeps_the_plan_is_expected_to_meet_it():
    year = year_of((120, [10] * 6 + [0] * 6))
    made = forecast(year, 6, EXACT)
    assert (made.done, made.middle) == (60, 120)
    assert made.chance(120) == 1
    assert made.chance(121) == 0


def test_half_the_pace_gives_half_the_rest():
    year = year_of((120, [5] * 6 + [0] * 6))
    assert rest(year, 6)[0] == pytest.approx(30)
    assert forecast(year, 6, EXACT).middle == pytest.approx(60)


def test_little_record_is_drawn_towards_the_rate_of_all():
    """Both 60 due; one did 60, one 0: rates (60+15)/(60+30) and (0+15)/(60+30) of 60 left."""
    year = year_of((120, [10] * 6 + [0] * 6), (120, [0] * 12))
    assert list(rest(year, 6)) == pytest.approx([60 * 75 / 90, 60 * 15 / 90])


def test_nothing_more_comes_from_a_project_that_is_over():
    year = year_of((120, [10] * 6 + [0] * 6), (120, [10] * 6 + [0] * 6), over=[(1, 5)])
    assert list(rest(year, 6)) == pytest.approx([60, 0])


def test_the_path_ends_at_the_forecast_and_widens():
    year = year_of((120, [10] * 6 + [0] * 6), (240, [15] * 6 + [0] * 6))
    made = forecast(year, 6, Spread(0.9, 0.1, 0.2))
    assert made.path.middle[-1] == pytest.approx(made.middle)
    widths = [high - low for low, high in zip(made.path.low, made.path.high, strict=True)]
    assert widths == sorted(widths)
    assert widths[0] == 0
    assert (made.path.low[-1], made.path.high[-1]) == pytest.approx((made.low, made.high))


def test_a_finished_year_is_what_it_was():
    year = year_of((120, [9] * 12))
    made = forecast(year, 12, Spread(0.8, 0.1, 0.5))
    assert (made.low, made.middle, made.high) == (108, 108, 108)


def test_the_spread_is_that_of_the_year_before():
    """Every month half of what was expected came."""
    steady = year_of((120, [10] * 3 + [5] * 9))
    assert 0 < spread(steady).bias < 1
    assert spread(year_of((120, [10] * 12))).bias == pytest.approx(1)
    assert spread(year_of((120, [10] * 12))).common == pytest.approx(0)


def test_a_month_not_reported_is_missing_and_widens_the_interval():
    """Two projects at plan; whoever has not reported June is expected to have kept its pace."""
    scatter = Spread(1.0, 0.1, 0.2)
    may = year_of((120, [10] * 5 + [0] * 7), (120, [10] * 5 + [0] * 7))
    half = year_of((120, [10] * 6 + [0] * 6), (120, [10] * 5 + [0] * 7), missing=[(1, 6)])
    told = year_of((120, [10] * 6 + [0] * 6), (120, [10] * 6 + [0] * 6))
    before, partly, whole = (
        forecast(may, 5, scatter),
        forecast(half, 6, scatter),
        forecast(told, 6, scatter),
    )
    assert [round(made.middle) for made in (before, partly, whole)] == [240, 240, 240]
    assert before.deviation > partly.deviation > whole.deviation
    assert (half.completeness(6).reported, half.completeness(6).expected) == (1, 2)
    gap = year_of((120, [10, 0, 10, 10] + [0] * 8), missing=[(0, 2)])
    assert round(forecast(gap, 4, scatter).middle) == 120, "a hole in the middle is missing too"
    trained = spread(
        year_of((120, [10] * 12), (120, [0] * 12), missing=[(1, m) for m in range(1, 13)])
    )
    assert trained.bias == pytest.approx(1), "who is missing in the year before teaches nothing"


def test_few_reports_of_a_month_neither_lower_the_forecast_nor_show_before_its_end(office):
    """Eight of the projects report June."""
    before, _last = queries.year_of(office, 2021, date(2022, 5, 31))
    year, month = queries.year_of(office, 2022, date(2022, 5, 31))
    may = forecast(year, month, spread(before))
    entries = InvestmentEntry.objects.visible_to(office).filter(month_on=date(2022, 5, 1))
    now = datetime(2022, 7, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    report_investment(
        [
            InvestmentEntry(
                cluster_id=one.cluster_id,
                project_id=one.project_id,
                month_on=date(2022, 6, 1),
                measure="month",
                amount_yuan=one.amount_yuan,
                source="月报",
                reported_on=now.date(),
            )
            for one in entries.filter(measure="month").order_by("-amount_yuan")[:8]
        ],
        by=office,
        now=now,
    )
    same, month = queries.year_of(office, 2022, date(2022, 5, 31))
    assert (month, same.done.sum()) == (5, year.done.sum()), "June shows before it has ended"
    year, month = queries.year_of(office, 2022, date(2022, 6, 30))
    june = forecast(year, month, spread(before))
    assert (month, year.completeness(6).reported, year.completeness(6).expected) == (6, 8, 315)
    assert june.middle == pytest.approx(may.middle, rel=0.02)
    assert june.high - june.low > 0.8 * (may.high - may.low)


def test_the_demos_year_and_how_the_method_did_in_2021(office):
    before, last = queries.year_of(office, 2021, date(2022, 5, 31))
    assert last == 12
    assert before.done[:, 11].sum() == 11_600_000_000
    trials = back_test(before)
    assert len(trials) == 9
    assert 6 <= sum(trial.held for trial in trials) <= 9, "about eight in ten of an 80 % interval"
    assert all(abs(trial.middle / trial.actual - 1) < 0.05 for trial in trials[1:])
    year, month = queries.year_of(office, 2022, date(2022, 5, 31))
    made = forecast(year, month, spread(before))
    assert (month, round(made.plan), round(made.done)) == (5, 17_400_000_000, 6_830_000_000)
    assert made.done < made.low < made.middle < made.high
    assert made.by_project.sum() == pytest.approx(made.middle)


def test_a_county_forecasts_its_own_projects(office, scope_of):
    whole, _month = queries.year_of(office, 2022, date(2022, 5, 31))
    own, _month = queries.year_of(scope_of("county"), 2022, date(2022, 5, 31))
    assert 0 < len(own.ids) < len(whole.ids)
    assert set(own.ids) < set(whole.ids)


@pytest.mark.parametrize("year", [2021, 2022])
def test_the_queries_do_not_grow(office, year, django_assert_num_queries):
    with django_assert_num_queries(5):
        queries.year_of(office, year, date(2022, 5, 31))
