"""A small office counted on one's fingers: four enterprises, two counties, a year of revenue."""

from datetime import date, datetime

import pytest

from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises.models import Statement
from pandeng.domain.indicators.queries import figure, non_reporters
from pandeng.domain.indicators.question import question
from tests.domain.indicators.asking import rows_of
from tests.domain.indicators.small import SmallOffice, narrowed

# figure | day | what narrows it | the number, counted by hand
COUNTS = """
climbing_enterprises   | 2021-03-01 |             | 2
climbing_enterprises   | 2021-12-31 |             | 2
climbing_enterprises   | 2022-03-31 |             | 2
climbing_enterprises   | 2022-04-01 |             | 1
climbing_enterprises   | 2022-04-30 |             | 1
climbing_enterprises   | 2022-05-01 |             | 2
climbing_enterprises   | 2022-05-31 | county=east | 1
climbing_enterprises   | 2022-05-31 | county=west | 1
climbing_enterprises   | 2022-03-31 | county=west | 0
scale_enterprises      | 2021-01-31 |             | 2
scale_enterprises      | 2022-01-31 |             | 2
scale_enterprises      | 2022-02-01 |             | 3
scale_enterprises      | 2022-05-31 | county=west | 1
scale_enterprises      | 2022-05-31 | county=东区  | 2
registered_enterprises | 2022-05-31 |             | 4
registered_enterprises | 2022-05-31 | county=west | 2
"""


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_a_count_on_a_day(small: SmallOffice, line: str) -> None:
    name, day, slices, wanted = (part.strip() for part in line.split("|"))
    assert small.value(name, day, **narrowed(slices)) == int(wanted)


def test_the_rows_behind_a_count_are_those_counted(small: SmallOffice) -> None:
    answer = figure(question(small.scope, "climbing_enterprises", as_of=date(2022, 5, 31)))
    wanted = {small.enterprises["甲重工"].pk, small.enterprises["丙装备"].pk}
    assert {row["id"] for row in rows_of(small.scope, answer).rows} == wanted


def test_each_county_counts_its_own(small: SmallOffice) -> None:
    for county, wanted in (("east", 1), ("west", 1)):
        own = small.reporter(county)
        assert small.value("climbing_enterprises", "2022-05-31", own) == wanted
        assert small.value("registered_enterprises", "2022-05-31", own) == 2


def test_a_county_asking_first_does_not_answer_for_the_other(small: SmallOffice) -> None:
    order = [("east", 2), ("west", 1), ("east", 2)]
    for county, wanted in order:
        assert small.value("scale_enterprises", "2022-05-31", small.reporter(county)) == wanted


def test_what_was_reported_adds_up(small: SmallOffice) -> None:
    small.report("甲重工", "2022-01", 3_000_000)
    small.report("甲重工", "2022-02", 2_000_000)
    small.report("丙装备", "2022-05", 1_500_000)
    assert small.value("climbing_revenue", "2022-05-31") == 6_500_000
    assert small.value("climbing_revenue", "2022-05-31", county="east") == 5_000_000


def test_nobody_reported_is_not_zero_yuan(small: SmallOffice) -> None:
    small.report("丁铸造", "2022-01", 9_000_000)  # no climbing enterprise
    found = figure(question(small.scope, "climbing_revenue", as_of=date(2022, 5, 31)))
    assert (found.value, found.text) == (None, "—")


def test_zero_yuan_is_zero(small: SmallOffice) -> None:
    small.report("甲重工", "2022-01", 0)
    assert small.value("climbing_revenue", "2022-05-31") == 0


def test_who_has_not_reported_every_month_is_counted(small: SmallOffice) -> None:
    for month in range(1, 6):
        small.report("甲重工", f"2022-{month:02d}", 3_000_000)
    small.report("丙装备", "2022-05", 1_000_000)
    asked = question(small.scope, "climbing_revenue", as_of=date(2022, 5, 31))
    missing = non_reporters(asked)
    assert missing is not None
    assert {row["id"] for row in rows_of(small.scope, missing).rows} == {
        small.enterprises["丙装备"].pk
    }


def test_nobody_must_report_where_nothing_is_reported(small: SmallOffice) -> None:
    asked = question(small.scope, "climbing_enterprises", as_of=date(2022, 5, 31))
    assert non_reporters(asked) is None


def test_what_was_learnt_later_was_not_known_before(small: SmallOffice) -> None:
    small.report("甲重工", "2022-01", 3_000_000, at=datetime(2022, 2, 10, tzinfo=OFFICE_TIME))
    small.report("甲重工", "2022-02", 2_000_000, at=datetime(2022, 6, 20, tzinfo=OFFICE_TIME))
    before = datetime(2022, 6, 1, tzinfo=OFFICE_TIME)
    assert small.value("climbing_revenue", "2022-05-31", known_at=before) == 3_000_000
    assert small.value("climbing_revenue", "2022-05-31") == 5_000_000


def test_a_correction_leaves_what_was_known(small: SmallOffice) -> None:
    small.report("甲重工", "2022-01", 3_000_000, at=datetime(2022, 2, 10, tzinfo=OFFICE_TIME))
    later = datetime(2022, 6, 20, tzinfo=OFFICE_TIME)
    own = Statement.objects.get(cluster_id=small.scope.cluster_id)
    small.change(own, at=later, amount=3_300_000)
    known = {
        at: small.value("climbing_revenue", "2022-05-31", known_at=at)
        for at in (datetime(2022, 6, 19, tzinfo=OFFICE_TIME), later)
    }
    assert list(known.values()) == [3_000_000, 3_300_000]


def test_last_years_revenue_is_not_this_years(small: SmallOffice) -> None:
    small.report("甲重工", "2021-12", 7_000_000)
    small.report("甲重工", "2022-01", 1_000_000)
    assert small.value("climbing_revenue", "2022-05-31") == 1_000_000
    assert small.value("climbing_revenue", "2021-12-31") == 7_000_000


def test_growth_compares_the_months_of_both_years(small: SmallOffice) -> None:
    small.report("甲重工", "2021-01", 4_000_000)
    small.report("甲重工", "2022-01", 5_000_000)
    small.report("甲重工", "2022-02", 9_000_000)  # nothing to compare with
    assert small.value("climbing_revenue_growth", "2022-05-31") == 25
