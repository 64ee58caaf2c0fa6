"""What enterprises report, counted on one's fingers: who has reported, growth, classes, plans, the ladder."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan
from pandeng.domain.enterprises.models import ClubMember, ClubTier, SizeRule
from pandeng.domain.indicators.ladder import Ladder, ladder
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from tests.domain.indicators.small import SmallOffice, told

# Two years of months in 万元: a zero that was reported, months without their like of the year before.
MONTHS = """
of     | 2021-01 | 2021-02 | 2021-04 | 2021-05 | 2022-01 | 2022-02 | 2022-03 | 2022-04 | 2022-05
甲重工 | 400     | 500     | -       | -       | 600     | 500     | 0       | 700     | 200
乙机械 | 100     | -       | -       | -       | 300     | -       | -       | -       | -
丙装备 | -       | -       | -       | 200     | -       | -       | -       | -       | 100
丁铸造 | -       | -       | 1000    | -       | -       | -       | -       | 800     | -
"""
# On the climbing list: 甲 and 乙, from April 甲 alone, from May 甲 and 丙. In the statistics: 甲 and 丁,
# from February 乙 too.
# figure | day | the number counted by hand, money in 万元; - where no record answers
COUNTS = """
reporting_climbing                | 2022-01-30 | 0
reporting_climbing                | 2022-01-31 | 2
reporting_climbing                | 2022-03-31 | 1
reporting_climbing                | 2022-05-30 | 1
reporting_climbing                | 2022-05-31 | 2
reporting_scale                   | 2022-04-30 | 2
incomplete_climbing               | 2022-01-30 | 0
incomplete_climbing               | 2022-01-31 | 0
incomplete_climbing               | 2022-03-31 | 1
incomplete_climbing               | 2022-04-30 | 0
incomplete_climbing               | 2022-05-30 | 1
incomplete_climbing               | 2022-05-31 | 1
incomplete_scale                  | 2022-01-31 | 1
incomplete_scale                  | 2022-05-31 | 2
climbing_reporting_rate           | 2022-05-30 | 50
climbing_reporting_rate           | 2022-05-31 | 100
scale_reporting_rate              | 2022-04-30 | 66.7
climbing_revenue                  | 2022-03-31 | 1400
climbing_revenue                  | 2022-04-30 | 1800
climbing_revenue                  | 2022-05-01 | 1800
climbing_revenue                  | 2022-05-31 | 2100
cluster_revenue                   | 2022-01-31 | 600
cluster_revenue                   | 2022-02-01 | 900
cluster_revenue                   | 2022-02-28 | 1400
cluster_revenue                   | 2022-05-31 | 3100
enterprise_revenue                | 2021-12-31 | 2200
enterprise_revenue                | 2022-05-31 | 3200
comparable_climbing_revenue        | 2022-01-30 | -
comparable_climbing_revenue        | 2022-02-27 | 900
comparable_climbing_revenue_before | 2022-02-27 | 500
comparable_climbing_revenue        | 2022-05-30 | 1100
comparable_climbing_revenue        | 2022-05-31 | 1200
comparable_climbing_revenue_before | 2022-05-31 | 1100
climbing_revenue_growth           | 2022-01-30 | -
climbing_revenue_growth           | 2022-02-27 | 80
climbing_revenue_growth           | 2022-03-31 | 40
climbing_revenue_growth           | 2022-05-30 | 22.2
climbing_revenue_growth           | 2022-05-31 | 9.1
cluster_revenue_growth            | 2022-05-31 | 10
"""


@pytest.fixture
def reported(small: SmallOffice) -> None:
    for line in told(MONTHS):
        of = line.pop("of")
        for month, amount in line.items():
            if amount is not None:
                small.report(of, month, amount * 10_000)
    # other measures and bases of the same months, never mixed in
    small.report("甲重工", "2022-05", 99_000_000, basis="cumulative")
    small.report("甲重工", "2022-05", 88_000_000, measure="output")
    small.report("丁铸造", "2022-05", 77_000_000, measure="tax")


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_what_months_reported_make_of_a_day(small: SmallOffice, reported: None, line: str) -> None:
    name, day, wanted = (part.strip() for part in line.split("|"))
    found = figure(question(small.scope, name, as_of=date.fromisoformat(day)))
    shown = found.value if found.value is None or found.unit != "元" else found.value / 10_000
    assert (None if shown is None else float(shown)) == (None if wanted == "-" else float(wanted))


def test_a_month_entered_late_completes_the_year_from_then_on(
    small: SmallOffice, reported: None
) -> None:
    """丙 climbs since May and lacks four months; the last of them comes in on 20 June."""
    at = datetime(2022, 6, 20, 9, tzinfo=OFFICE_TIME)
    for month in ("2022-01", "2022-02", "2022-03"):
        small.report("丙装备", month, 0)
    small.report("丙装备", "2022-04", 0, at=at)
    before = at - timedelta(seconds=1)
    assert small.value("incomplete_climbing", "2022-05-31", known_at=before) == 1
    assert small.value("incomplete_climbing", "2022-05-31") == 0
    assert small.value("climbing_revenue", "2022-05-31") == 21_000_000, "zeros add nothing"


# -- classes and limits ------------------------------------------------------------------------------

RULES = """
code   | kind  | name | least_staff | least_revenue_yuan | order
large  | class | 大型 | 1000        | 400000000          | 1
medium | class | 中型 | 300         | 20000000           | 2
little | class | 小型 | 20          | 3000000            | 3
micro  | class | 微型 | 0           | 0                  | 4
scale  | scale | 规上 | 0           | 20000000           | 5
"""
# On the limits; a yuan short; many yuan and few people; no people told.
ANNUAL = """
of     | revenue   | staff
甲重工 | 400000000 | 1000
乙机械 | 399999999 | 1000
丙装备 | 500000000 | 19
丁铸造 | 20000000  | -
"""


@pytest.fixture
def classed(small: SmallOffice) -> None:
    for line in told(RULES):
        small.add(SizeRule, version="2017", **line)
    for line in told(ANNUAL):
        for measure, unit in (("revenue", "yuan"), ("staff", "person")):
            if line[measure] is not None:
                year = {"measure": measure, "period_kind": "year", "unit": unit}
                small.report(line["of"], "2021-01", line[measure], **year)


@pytest.mark.parametrize(
    ("size", "names"), [("large", "甲重工"), ("中型", "乙机械"), ("little", ""), ("微型", "丙装备")]
)
def test_a_class_is_the_largest_of_which_every_limit_is_met(
    small: SmallOffice, classed: None, size: str, names: str
) -> None:
    wanted = {small.enterprises[name].pk for name in names.split()}
    assert small.ids("sized_enterprises", "2022-05-31", size=size) == wanted


def test_without_people_there_is_no_class(small: SmallOffice, classed: None) -> None:
    all_classed = small.ids("sized_enterprises", "2022-05-31")
    assert all_classed == {one.pk for one in small.enterprises.values()} - {
        small.enterprises["丁铸造"].pk
    }


def test_classes_follow_the_report_of_the_year_before(small: SmallOffice, classed: None) -> None:
    assert small.value("sized_enterprises", "2021-12-31") == 0
    assert small.value("sized_enterprises", "2022-01-01") == 3
    assert small.value("sized_enterprises", "2022-05-31", year=2021) == 0
    assert small.value("above_scale_enterprises", "2023-01-01") == 0


@pytest.mark.parametrize(
    ("day", "names"),
    [("2022-01-31", "乙机械 丙装备"), ("2022-02-01", "丙装备"), ("2022-05-31", "丙装备")],
)
def test_who_reaches_the_limit_and_is_not_in_the_statistics(
    small: SmallOffice, classed: None, day: str, names: str
) -> None:
    assert small.value("above_scale_enterprises", day) == 4, "20 million reach it"
    wanted = {small.enterprises[name].pk for name in names.split()}
    assert small.ids("not_yet_in_statistics", day) == wanted


def test_who_left_the_statistics_is_counted_as_outside_again(
    small: SmallOffice, classed: None
) -> None:
    at = datetime(2022, 6, 1, tzinfo=OFFICE_TIME)
    small.leave_scale("甲重工", date(2022, 5, 30), at=at)
    left = small.enterprises["甲重工"].pk
    assert left not in small.ids("not_yet_in_statistics", "2022-05-30")
    assert left in small.ids("not_yet_in_statistics", "2022-05-31")


# -- the club, plans and the ladder ------------------------------------------------------------------

MEMBERS = """
of     | tier   | since      | until
乙机械 | silver | 2021-06-01 | 2021-12-31
甲重工 | silver | 2022-01-01 | 2022-04-30
甲重工 | gold   | 2022-05-01 | -
"""
GOALS = """
of     | year | tier   | revenue_yuan
甲重工 | 2022 | gold   | 30000000
甲重工 | 2023 | gold   | 40000000
乙机械 | 2022 | -      | 10000000
丙装备 | 2022 | silver | 5000000
"""
# figure | day | what narrows it | the number, counted by hand
CLUB = """
club_enterprises         | 2021-12-31 |             | 1
club_enterprises         | 2022-01-01 |             | 1
club_enterprises         | 2022-04-30 | tier=silver | 1
club_enterprises         | 2022-04-30 | tier=gold   | 0
club_enterprises         | 2022-05-01 | tier=gold   | 1
club_enterprises         | 2022-05-31 | county=west | 0
planned_enterprises      | 2022-03-31 |             | 2
planned_enterprises      | 2022-04-30 |             | 1
planned_enterprises      | 2022-05-31 |             | 2
planned_enterprises      | 2022-05-31 | tier=gold   | 1
planned_enterprises      | 2022-05-31 | year=2023   | 1
planned_club_enterprises | 2022-03-31 |             | 1
planned_club_enterprises | 2022-05-31 |             | 2
planned_climbing_revenue | 2022-03-31 |             | 40000000
planned_climbing_revenue | 2022-05-31 |             | 35000000
planned_climbing_revenue | 2022-05-31 | year=2023   | 40000000
"""


@pytest.fixture
def club(small: SmallOffice) -> None:
    tiers: dict[Any, ClubTier] = {
        code: small.add(ClubTier, code=code, name=name, order=order, least_revenue_yuan=least)
        for code, name, order, least in (
            ("gold", "金牌", 1, 40_000_000),
            ("silver", "银牌", 2, 10_000_000),
        )
    }
    for line in told(MEMBERS):
        line["tier"] = tiers[line["tier"]]
        small.add(ClubMember, enterprise=small.enterprises[line.pop("of")], **line)
    plans: dict[str, ClimbPlan] = {}
    for line in told(GOALS):
        name, tier = line.pop("of"), tiers.get(line.pop("tier"))
        of = {"enterprise": small.enterprises[name], "set_on": date(2022, 1, 10)}
        if name not in plans:
            plans[name] = small.add(ClimbPlan, first_year=2021, last_year=2025, **of)
        small.add(ClimbGoal, plan=plans[name], tier=tier, **of, **line)


@pytest.mark.parametrize("line", CLUB.strip().splitlines())
def test_the_club_and_its_plans_on_a_day(small: SmallOffice, club: None, line: str) -> None:
    name, day, text, wanted = (part.strip() for part in line.split("|"))
    given: dict[str, Any] = dict(pair.split("=") for pair in text.split())
    if "year" in given:
        given["year"] = int(given["year"])
    assert small.value(name, day, **given) == int(wanted)


def climbs(found: Ladder) -> dict[str, tuple[str, str, int | None]]:
    """Name → the tier it is in, the verdict, the forecast in 万元."""
    return {
        line.name: (
            line.climb.standing.present,
            line.climb.shape,
            None if line.climb.forecast is None else line.climb.forecast // 10_000,
        )
        for line in found.lines
    }


def test_the_ladder_forecasts_from_the_months_and_not_from_one(
    small: SmallOffice, reported: None, club: None
) -> None:
    """甲: 20 million in five months make 48 in the year. 丙: one month of five, no verdict."""
    found = ladder(small.scope, as_of=date(2022, 5, 31))
    assert climbs(found) == {"甲重工": ("gold", "holds", 4800), "丙装备": ("", "unknown", None)}
    assert found.counts == {("gold", "holds"): 1, ("", "unknown"): 1}
    assert (found.expected_in_club, found.forecast_yuan) == (1, 48_000_000)
    assert [line.county for line in found.lines] == ["西区", "东区"]


def test_the_ladder_of_an_earlier_day_has_the_tier_and_the_months_of_that_day(
    small: SmallOffice, reported: None, club: None
) -> None:
    """甲: 18 million in four months make 54, above the silver it was in. 乙 is off the list."""
    found = ladder(small.scope, as_of=date(2022, 4, 30))
    assert climbs(found) == {"甲重工": ("silver", "rises", 5400)}
    march = climbs(ladder(small.scope, as_of=date(2022, 3, 31)))
    assert march["乙机械"] == ("", "unknown", None), "one month of three is less than half"
    assert march["甲重工"] == ("silver", "rises", 4400)


def test_who_has_no_verdict_stays_in_the_club(
    small: SmallOffice, reported: None, club: None
) -> None:
    tier = ClubTier.objects.get(cluster_id=small.scope.cluster_id, code="silver")
    small.add(ClubMember, enterprise=small.enterprises["丙装备"], tier=tier, since=date(2022, 5, 1))
    found = ladder(small.scope, as_of=date(2022, 5, 31))
    assert found.counts["silver", "unknown"] == 1
    assert found.expected_in_club == 2
