"""Every number of the article from records, its rows, its two times, and what is refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from pandeng.access.records import visible
from pandeng.core.change import Change
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import as_of_system_time
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.chains.models import Placement
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise, SizeRule, Statement
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Ratio, Sum
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.ratios import ratio
from pandeng.domain.indicators.tables import model_of
from tests.domain.indicators.asking import rows_of
from tests.probe import PROBE

DAY = date(2022, 5, 31)
THAT_EVENING = datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)
ARTICLE = yaml.safe_load((Path(__file__).parent / "seed_figures.yaml").read_text())


def test_the_article_has_thirty_two_figures():
    assert len(ARTICLE) == 32


@pytest.mark.parametrize(("name", "value"), ARTICLE.items())
def test_a_figure_of_the_article_follows_from_records(office, name, value):
    answer = figure(question(office, name, as_of=DAY))
    assert Decimal(answer.value) == Decimal(str(value))
    rows = rows_of(office, answer)
    behind = answer.parts[-1] if answer.parts else answer
    assert rows.count == len(rows.rows) == behind.records
    if isinstance(behind.indicator, Sum):
        assert rows.total == behind.value == sum(row["amount"] for row in rows.rows)
    else:
        assert rows.count == behind.value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("closing_rate", "91.5%"),
        ("new_bank_loans", "10.71亿元"),
        ("fund_investment", "3.2亿元"),
        ("land_quota_mu", "2216亩"),
        ("talent_recruited", "2513人"),
        ("target_cluster_revenue", "1000亿元"),
        ("start_rate", "90.6%"),
    ],
)
def test_a_figure_is_written_as_an_official_writes_it(office, name, text):
    assert figure(question(office, name, as_of=DAY)).text == text


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("demands_closed", "645项"),
        ("closing_rate", "91.1%"),
        ("projects_started", "308个"),
        ("new_bank_loans", "10.82亿元"),
        ("talent_recruited", "2549人"),
        ("land_quota_mu", "2222.5亩"),
        ("demands", "708项"),
    ],
)
def test_what_was_known_on_the_day_differs_from_what_is_known_now(office, name, then):
    assert figure(question(office, name, as_of=DAY, known_at=THAT_EVENING)).text == then


def test_the_exact_rate_is_kept_beside_the_printed_one(office):
    answer = figure(question(office, "closing_rate", as_of=DAY))
    assert round(answer.exact, 4) == Decimal("91.5254")
    assert [part.value for part in answer.parts] == [648, 708]


def test_a_closed_demand_that_vanishes_moves_the_rate(office):
    """The check can fail: one demand fewer and the figure of the article is gone."""
    demand = Demand.objects.filter(closed_on__lte=DAY).first()
    type(demand)._base_manager.filter(pk=demand.pk)
    from django.db.models import QuerySet

    QuerySet.update(
        Demand.objects.filter(pk=demand.pk),
        received_on=date(2022, 6, 1),
        closed_on=date(2022, 6, 2),
    )
    assert figure(question(office, "demands_closed", as_of=DAY)).value == 647


def test_as_of_an_earlier_day_there_are_fewer(office):
    values = [
        figure(question(office, "demands", as_of=day)).value
        for day in (date(2021, 6, 30), date(2021, 12, 31), DAY, date(2022, 6, 30))
    ]
    assert values == sorted(values)
    assert values[2:] == [708, 732]


def test_a_ratio_across_measures_is_refused_with_the_reason(office):
    with pytest.raises(DomainError, match=r"口径不同.*年度计划投资"):
        figure(ratio(office, "annual_investment_2021", "planned_investment_2021"))


def test_a_ratio_across_years_is_refused(office):
    with pytest.raises(DomainError, match="年度或范围不同"):
        figure(ratio(office, "projects_started", "projects_2021"))


def test_a_declared_ratio_is_answered(office):
    assert figure(ratio(office, "projects_started", "key_projects_2022")).text == "90.6%"


def test_recommended_is_not_awarded(office):
    assert figure(question(office, "national_champion_applicants", as_of=DAY)).value == 8
    assert figure(question(office, "national_champions", as_of=DAY)).value == 0


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"as_of": timezone.localdate() + timedelta(days=2)}, "还没有到"),
        ({"as_of": date(2020, 1, 1)}, "最早的记录是"),
        ({"known_at": datetime(2020, 1, 1, tzinfo=OFFICE_TIME)}, "最早的记录于"),
        ({"known_at": datetime(2099, 1, 1, tzinfo=OFFICE_TIME)}, "还没有到"),
        ({"planet": "mars"}, "不能按"),
        ({"county": "火星市"}, "没有找到"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(office, asked, sentence):
    with pytest.raises(DomainError, match=sentence):
        figure(question(office, "demands", **asked))


def test_an_unknown_name_offers_the_nearest(office):
    with pytest.raises(NotFound, match="closing_rate"):
        figure(question(office, "closing_rat"))


def test_the_counties_add_up(office, jining):
    from pandeng.access.models import Department

    whole = figure(question(office, "demands", as_of=DAY)).value
    counties = Department.objects.filter(cluster=jining, kind="county")
    parts = [figure(question(office, "demands", as_of=DAY, county=c.code)).value for c in counties]
    assert sum(parts) == whole


def test_a_reporter_of_one_county_sees_that_county_only(office, scope_of):
    own = figure(question(scope_of("county"), "demands", as_of=DAY))
    assert own.value == figure(question(office, "demands", as_of=DAY, county="370811")).value
    assert 0 < own.value < 708


def test_the_other_cluster_sees_nothing(scope_of):
    with pytest.raises(NotFound):
        figure(question(scope_of("other"), "key_projects_2022"))
    assert figure(question(scope_of("other"), "demands", as_of=DAY)).value == 0


def test_every_indicator_speaks_both_languages_and_says_what_it_counts():
    for indicator in INDICATORS.values():
        assert all(indicator.title), indicator.name
        assert all(indicator.text), indicator.name
        if isinstance(indicator, Ratio):
            assert indicator.top in INDICATORS
            assert indicator.bottom in INDICATORS


@pytest.mark.parametrize(
    ("name", "enterprise"),
    [
        ("registered_enterprises", "id"),
        ("demands", "enterprise_id"),
        ("awards", "enterprise_id"),
        ("surveyed_enterprises", "enterprise_id"),
        ("new_bank_loans", "enterprise_id"),
    ],
)
def test_what_stands_on_no_chain_is_the_rest(office, name, enterprise):
    """Its enterprise has no placement on the day, or it has no enterprise."""
    bearer = dict(model_of(INDICATORS[name].of).objects.values_list("id", enterprise))

    def behind(**slices):
        found = rows_of(office, figure(question(office, name, as_of=DAY, **slices)))
        return {row["id"] for row in found.rows}

    everything = behind()
    leaving = Placement.objects.filter(in_force(DAY), since__lt=DAY, cluster_id=office.cluster_id)
    one = leaving.filter(enterprise_id__in=[bearer[key] for key in everything]).first()
    with Change(PROBE, by=office, now=timezone.now()) as change:
        for placement in leaving.filter(enterprise_id=one.enterprise_id):
            change.save(placement, until=placement.since)
    placed = Placement.objects.filter(in_force(DAY), cluster_id=office.cluster_id)
    standing = set(placed.values_list("enterprise_id", flat=True))
    rest = {key for key in everything if bearer[key] not in standing}
    assert behind(chain="none") == rest
    assert one.enterprise_id in {bearer[key] for key in rest}


@pytest.mark.parametrize("known_at", [None, THAT_EVENING])
@pytest.mark.parametrize("who", ["lead", "county"])
def test_growth_counts_only_months_reported_in_both_years(scope_of, who, known_at):
    scope = scope_of(who)
    months = {
        (one.enterprise_id, one.period_on): one.amount
        for one in as_of_system_time(Statement, known_at).filter(
            visible(Statement, scope), measure="revenue", period_kind="month", basis="current"
        )
    }
    climb = set(
        as_of_system_time(Enterprise, known_at)
        .filter(visible(Enterprise, scope), merged_into=None, climbing_since__lte=DAY)
        .exclude(climbing_until__lt=DAY)
        .values_list("id", flat=True)
    )
    pairs = [
        (months[one, date(2022, m, 1)], months[one, date(2021, m, 1)])
        for one in climb
        for m in range(1, 6)
        if (one, date(2022, m, 1)) in months and (one, date(2021, m, 1)) in months
    ]
    of_2021 = [
        1 for one, day in months if one in climb and date(2021, 1, 1) <= day <= date(2021, 5, 1)
    ]
    assert 0 < len(pairs) <= len(of_2021)
    assert who != "lead" or len(pairs) < len(of_2021)  # some stopped reporting
    found = figure(question(scope, "climbing_revenue_growth", as_of=DAY, known_at=known_at))
    assert [part.records for part in found.parts] == [len(pairs)] * 2
    now, before = (sum(part) for part in zip(*pairs, strict=True))
    assert [part.value for part in found.parts] == [now, before]


@pytest.mark.parametrize("known_at", [None, THAT_EVENING])
def test_a_size_class_needs_revenue_and_staff_of_the_year_before(office, known_at):
    year = {
        (one.enterprise_id, one.measure): one.amount
        for one in as_of_system_time(Statement, known_at).filter(
            visible(Statement, office), period_kind="year", period_on=date(2021, 1, 1)
        )
    }
    both = [one for one, measure in year if measure == "staff" and (one, "revenue") in year]
    by_class = {
        rule.code: sum(
            1
            for one in both
            if year[one, "revenue"] >= rule.least_revenue_yuan
            and year[one, "staff"] >= rule.least_staff
        )
        for rule in SizeRule.objects.filter(kind="class").order_by("order")
    }
    reached = 0
    for code, so_many in by_class.items():  # the largest class first
        asked = figure(
            question(office, "sized_enterprises", as_of=DAY, known_at=known_at, size=code)
        )
        reached += asked.value
        assert reached == so_many > 0
