"""Records that came later, were corrected, moved, joined or removed: what was known is read as it was known."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Chain, Placement, Segment
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan
from pandeng.domain.enterprises.models import ClubMember, ClubTier, Enterprise
from pandeng.domain.indicators.ladder import ladder
from pandeng.domain.indicators.populations import populations
from pandeng.domain.indicators.queries import figure, series
from pandeng.domain.indicators.question import known_when, question
from pandeng.domain.indicators.rows import rows
from tests.domain.indicators.small import OPENED, SmallOffice

DAY = date(2022, 5, 31)
MOVED = datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)
BEFORE = MOVED - timedelta(seconds=1)


@pytest.fixture
def climber(small: SmallOffice) -> Enterprise:
    """甲重工 in the east: in the club, with a plan, five months and a place on a chain."""
    one = small.enterprises["甲重工"]
    tier = small.add(ClubTier, code="silver", name="银牌", order=1, least_revenue_yuan=10**7)
    small.add(ClubMember, enterprise=one, tier=tier, since=date(2022, 1, 1))
    of = {"enterprise": one, "set_on": date(2022, 1, 10)}
    plan = small.add(ClimbPlan, first_year=2021, last_year=2025, **of)
    small.add(ClimbGoal, plan=plan, year=2022, revenue_yuan=3 * 10**7, tier=tier, **of)
    for month in range(1, 6):
        small.report("甲重工", f"2022-{month:02d}", 3_000_000)
    chain = small.add(Chain, code="GC", name="工程机械")
    segment = small.add(Segment, chain=chain, code="GC1", name="主机", stage="整机")
    small.add(Placement, enterprise=one, segment=segment, since=date(2021, 3, 1))
    return one


# what each county has of 甲 in the figure
OF_CLIMBER = {
    "climbing_enterprises": 1,
    "scale_enterprises": 1,
    "club_enterprises": 1,
    "placed_enterprises": 1,
    "planned_enterprises": 1,
    "incomplete_scale": 0,
    "climbing_revenue": 15_000_000,
    "planned_climbing_revenue": 30_000_000,
}


@pytest.mark.parametrize("name", OF_CLIMBER)
def test_what_belongs_to_an_enterprise_moves_with_it(
    small: SmallOffice, climber: Enterprise, name: str
) -> None:
    """For who asks by county and for the county itself; as known before it stays where it was."""
    small.change(climber, at=MOVED, county=small.units["west"])
    for known_at, has, lacks in ((None, "west", "east"), (BEFORE, "east", "west")):
        own, other = (
            small.ids(name, "2022-05-31", county=county, known_at=known_at)
            for county in (has, lacks)
        )
        assert own == small.ids(name, "2022-05-31", small.reporter(has), known_at=known_at), (
            "the county itself sees what the office sees of it"
        )
        assert other == small.ids(name, "2022-05-31", small.reporter(lacks), known_at=known_at)
        assert not own & other
        assert len(own | other) == len(small.ids(name, "2022-05-31", known_at=known_at))


@pytest.mark.parametrize(("known_at", "county"), [(None, "west"), (BEFORE, "east")])
def test_the_ladder_of_a_county_has_the_whole_of_its_enterprises(
    small: SmallOffice, climber: Enterprise, known_at: datetime | None, county: str
) -> None:
    """Tier, plan and months too, of an enterprise that was in the county as known then."""
    small.change(climber, at=MOVED, county=small.units["west"])
    (whole,) = (
        line
        for line in ladder(small.scope, as_of=DAY, known_at=known_at).lines
        if line.enterprise_id == climber.pk
    )
    assert (whole.climb.standing.present, whole.climb.standing.planned) == ("silver", 3 * 10**7)
    found = ladder(small.reporter(county), as_of=DAY, known_at=known_at)
    assert whole in found.lines
    other = "east" if county == "west" else "west"
    away = ladder(small.reporter(other), as_of=DAY, known_at=known_at)
    assert climber.pk not in {line.enterprise_id for line in away.lines}


@pytest.mark.parametrize(("known_at", "county"), [(None, "west"), (BEFORE, "east")])
def test_the_populations_of_a_county_are_its_figures(
    small: SmallOffice, climber: Enterprise, known_at: datetime | None, county: str
) -> None:
    small.change(climber, at=MOVED, county=small.units["west"])
    for scope in (small.scope, small.reporter("east"), small.reporter("west")):
        found = populations(scope, as_of=DAY, known_at=known_at)
        assert [one.inside + one.outside for one in found] == [one.figure.value for one in found]
    club = populations(small.reporter(county), as_of=DAY, known_at=known_at)[-1]
    assert (club.figure.value, club.inside, club.nested) == (1, 1, True)


def test_an_enterprise_that_became_part_of_another_is_counted_no_more(
    small: SmallOffice, climber: Enterprise
) -> None:
    """Its records that stayed behind answer for nobody; as known before they do."""
    small.change(climber, at=MOVED, merged_into=small.enterprises["乙机械"], merged_on=MOVED.date())
    for name, value in OF_CLIMBER.items():
        if value:
            assert not small.ids(name, "2022-05-31") & {climber.pk}
            assert (small.value(name, "2022-05-31") or 0) == (
                small.value(name, "2022-05-31", known_at=BEFORE) - value
            )
    found = populations(small.scope, as_of=DAY)
    assert [one.inside + one.outside for one in found] == [one.figure.value for one in found]


def test_a_version_is_known_from_its_very_instant_on(small: SmallOffice) -> None:
    learnt = datetime(2022, 3, 1, 8, 30, 0, 500, tzinfo=OFFICE_TIME)
    small.report("甲重工", "2022-01", 1_000_000)
    small.report("甲重工", "2022-02", 2_000_000, at=learnt)
    just_before = learnt - timedelta(microseconds=1)
    known = [
        small.value("climbing_revenue", "2022-05-31", known_at=at) for at in (just_before, learnt)
    ]
    assert known == [1_000_000, 3_000_000]


def test_a_removed_record_is_gone_now_and_was_there_then(small: SmallOffice) -> None:
    one = small.report("甲重工", "2022-01", 1_000_000)
    small.remove(one, at=MOVED)
    assert small.value("climbing_revenue", "2022-05-31") is None
    then = question(small.scope, "climbing_revenue", as_of=DAY, known_at=BEFORE)
    assert figure(then).value == 1_000_000
    assert [row["amount"] for row in rows(then).rows] == [1_000_000]
    assert rows(known_when(then, None)).rows == []


def test_each_correction_holds_until_the_next(small: SmallOffice) -> None:
    one = small.report("甲重工", "2022-01", 1_000_000)
    days = [date(2022, 3, day) for day in (1, 2, 3)]
    for place, day in enumerate(days, 2):
        at = datetime(day.year, day.month, day.day, 9, tzinfo=OFFICE_TIME)
        small.change(one, at=at, amount=place * 1_000_000)
    noons = [datetime(2022, 3, day, 12, tzinfo=OFFICE_TIME) for day in (1, 2, 3)]
    known = [small.value("climbing_revenue", "2022-05-31", known_at=at) for at in (OPENED, *noons)]
    assert known == [1_000_000, 2_000_000, 3_000_000, 4_000_000]


def test_a_span_ends_with_its_last_day_and_was_open_as_known_before(
    small: SmallOffice, climber: Enterprise
) -> None:
    """甲 left its place on the chain on 15 May; the office heard of it in June."""
    place = Placement.objects.get(enterprise=climber)
    small.change(place, at=MOVED, until=date(2022, 5, 15))
    for day, value in (("2022-05-15", 1), ("2022-05-16", 0)):
        assert small.value("placed_enterprises", day) == value
        assert small.value("climbing_enterprises", day, chain="GC") == value
        assert small.value("placed_enterprises", day, known_at=BEFORE) == 1
        assert small.value("climbing_revenue", day, chain="GC", known_at=BEFORE) == 12_000_000
    assert small.value("climbing_revenue", "2022-05-16", chain="GC") is None
    assert small.value("climbing_revenue", "2022-05-16", chain="none") == 12_000_000


def test_rows_show_the_name_as_it_was_known(small: SmallOffice, climber: Enterprise) -> None:
    small.change(climber, at=MOVED, name="甲高端装备", name_since=date(2022, 6, 1))
    now = rows(question(small.scope, "climbing_enterprises", as_of=DAY))
    then = rows(question(small.scope, "climbing_enterprises", as_of=DAY, known_at=BEFORE))
    assert {row["name"] for row in now.rows} == {"甲高端装备", "丙装备"}
    assert {row["name"] for row in then.rows} == {"甲重工", "丙装备"}


def test_a_series_reads_every_month_as_known_at_one_time(small: SmallOffice) -> None:
    small.report("甲重工", "2022-01", 1_000_000)
    small.report("甲重工", "2022-02", 2_000_000)
    small.report("甲重工", "2022-03", 4_000_000, at=MOVED)

    def asked(known_at: datetime | None) -> list[tuple[str, Any]]:
        one = question(small.scope, "climbing_revenue", as_of=date(2022, 4, 10), known_at=known_at)
        return [(str(month.as_of), month.value) for month in series(one, months=4)]

    assert asked(None) == [
        ("2022-01-31", 1_000_000), ("2022-02-28", 3_000_000),
        ("2022-03-31", 7_000_000), ("2022-04-10", 7_000_000),
    ]  # fmt: skip
    assert [value for _day, value in asked(BEFORE)] == [1_000_000, 3_000_000, 3_000_000, 3_000_000]


def test_a_series_across_new_year_begins_anew_in_january(small: SmallOffice) -> None:
    small.report("甲重工", "2021-11", 1_000_000)
    small.report("甲重工", "2021-12", 2_000_000)
    small.report("甲重工", "2022-01", 4_000_000)
    asked = question(small.scope, "climbing_revenue", as_of=date(2022, 2, 28))
    found = [(one.year, one.value) for one in series(asked, months=4)]
    assert found == [
        (2021, 1_000_000),
        (2021, 3_000_000),
        (2022, 4_000_000),
        (2022, 4_000_000),
    ]


def test_before_the_first_record_nobody_answers_with_zero(small: SmallOffice) -> None:
    """The first was entered at 9 on 6 January 2021."""
    early = OPENED - timedelta(seconds=1)
    with pytest.raises(
        DomainError,
        match="2021-01-06 08:59时系统里还没有这类记录，最早的记录于2021-01-06 09:00录入",
    ):
        small.value("scale_enterprises", "2022-05-31", known_at=early)
    with pytest.raises(
        DomainError, match="2021-01-05还没有“规模企业数”的记录，最早的记录是2021-01-06"
    ):
        small.value("scale_enterprises", "2021-01-05")
    assert small.value("scale_enterprises", "2021-01-10") == 2
    assert small.value("scale_enterprises", "2022-05-31", known_at=OPENED) == 3


def test_a_rate_is_refused_by_what_it_is_a_rate_of(small: SmallOffice) -> None:
    with pytest.raises(DomainError, match="还没有“攀登企业数”的记录，最早的记录是2021-03-01"):
        small.value("climbing_reporting_rate", "2021-02-28")


def test_where_a_kind_was_never_recorded_there_is_nothing_to_refuse(small: SmallOffice) -> None:
    assert small.value("demands", "2021-01-01") == 0
    assert small.value("closing_rate", "2021-01-01") is None
    assert small.value("new_bank_loans", "2021-01-01") is None
