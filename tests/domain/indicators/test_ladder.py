"""The ladder of the demo: the article's 302, 173 and 75 billion, recounted by hand; as known; in scope."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.models import ClimbGoal
from pandeng.domain.enterprises.models import ClubMember, Enterprise, Statement
from pandeng.domain.indicators.ladder import _sums, ladder
from pandeng.domain.indicators.populations import populations
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question

DAY = date(2022, 5, 31)
NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
WAN = 10_000


def test_the_plans_give_the_numbers_of_the_article(office):
    assert len(ladder(office, as_of=DAY).lines) == 302
    told = {
        name: figure(question(office, name, as_of=DAY)).text
        for name in (
            "planned_enterprises", "planned_club_enterprises", "planned_climbing_revenue",
            "target_club_enterprises", "target_climbing_revenue",
        )
    }  # fmt: skip
    assert list(told.values()) == ["302家", "173家", "750亿元", "173家", "750亿元"]


def recount(office, day: date, months: int) -> dict[int, tuple[str, int | None]]:
    """Every verdict anew, row by row, from the statements themselves."""
    rows: dict[int, dict[tuple[int, int], int]] = {}
    for enterprise, on, amount in Statement.objects.filter(
        cluster_id=office.cluster_id, measure="revenue", period_kind="month", basis="current",
        period_on__gte=date(day.year - 1, 1, 1), period_on__lte=day,
    ).values_list("enterprise_id", "period_on", "amount"):  # fmt: skip
        rows.setdefault(enterprise, {})[on.year, on.month] = amount
    tier = dict(ClubMember.objects.values_list("enterprise_id", "tier__least_revenue_yuan"))
    goals = {
        goal.enterprise_id: (goal.revenue_yuan, goal.tier.least_revenue_yuan if goal.tier else 0)
        for goal in ClimbGoal.objects.filter(year=day.year).select_related("tier")
    }
    limits = [10**10, 5 * 10**9, 10**9, 10**8]
    found: dict[int, tuple[str, int | None]] = {}
    for pk in Enterprise.objects.filter(climbing_since__lte=day).values_list("pk", flat=True):
        own = rows.get(pk, {})
        now = {m: own[day.year, m] for m in range(1, months + 1) if (day.year, m) in own}
        if len(now) * 2 < months:
            found[pk] = ("unknown", None)
            continue
        before = {m: own[day.year - 1, m] for m in range(1, 13) if (day.year - 1, m) in own}
        both = now.keys() & before.keys()
        if len(before) == 12 and both:
            full = sum(before.values()) * sum(now[m] for m in both) // sum(before[m] for m in both)
        else:
            full = sum(now.values()) * 12 // len(now)
        here = next((limit for limit in limits if full >= limit), 0)
        planned, goal = goals.get(pk, (0, 0))
        present = tier.get(pk, 0)
        if here > present:
            shape = "rises"
        elif here < present or goal > present or full * 10 < planned * 9:
            shape = "at_risk"
        else:
            shape = "holds"
        found[pk] = (shape, full)
    return found


@pytest.mark.parametrize(("day", "months"), [(DAY, 5), (date(2022, 4, 15), 3)])
def test_every_verdict_of_the_demo_is_that_of_a_recount(office, day, months):
    found = ladder(office, as_of=day)
    again = recount(office, day, months)
    assert len(found.lines) > 300
    assert {line.climb.standing.months_due for line in found.lines} == {months}
    for line in found.lines:
        assert (line.climb.shape, line.climb.forecast) == again[line.enterprise_id], line.name


def test_all_four_verdicts_are_in_the_demo_and_the_silent_are_no_zero(office):
    shapes = Counter(line.climb.shape for line in ladder(office, as_of=DAY).lines)
    assert set(shapes) == set(rules.SHAPES)
    unknown = [x for x in ladder(office, as_of=DAY).lines if x.climb.shape == "unknown"]
    assert all(line.climb.forecast is None for line in unknown)


def test_in_january_no_month_has_ended_and_nothing_is_forecast(office):
    found = ladder(office, as_of=date(2022, 1, 20))
    assert {line.climb.shape for line in found.lines} == {"unknown"}


def test_as_known_then_the_months_reported_later_are_not_there(office):
    then = ladder(office, as_of=DAY, known_at=datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME))
    assert {line.climb.standing.months for line in then.lines} <= {0, 2, 3, 4}
    assert {line.climb.standing.months_due for line in then.lines} == {5}
    before = ladder(office, as_of=DAY, known_at=datetime(2022, 2, 1, tzinfo=OFFICE_TIME))
    assert all(line.climb.standing.planned is None for line in before.lines), "plans came later"


def test_a_county_sees_its_own_and_the_rest_looks_missing(office, scope_of):
    whole = {line.enterprise_id: line.climb for line in ladder(office, as_of=DAY).lines}
    own = ladder(scope_of("county"), as_of=DAY).lines
    assert 0 < len(own) < 302
    assert all(whole[line.enterprise_id].shape == line.climb.shape for line in own)
    assert ladder(scope_of("other"), as_of=DAY).lines == []
    foreign = Enterprise.objects.exclude(county__code="370811").filter(
        climbing_since=date(2021, 3, 1)
    )
    assert ladder(scope_of("county"), as_of=DAY, enterprise=foreign.first().pk).lines == []


def test_one_enterprise_is_judged_as_in_the_whole(office):
    whole = ladder(office, as_of=DAY).lines
    for line in whole[::60]:
        assert ladder(office, as_of=DAY, enterprise=line.enterprise_id).lines == [line]


def test_the_queries_do_not_grow_with_the_enterprises(office, scope_of):
    def count(scope):
        with CaptureQueriesContext(connection) as seen:
            ladder(scope, as_of=DAY)
        return len(seen)

    count(office)
    assert count(office) == count(scope_of("county")) <= 9


def test_a_day_to_come_is_refused(office):
    with pytest.raises(DomainError, match="还没有到"):
        ladder(office, as_of=date(2099, 1, 1))


def test_populations_say_what_lies_inside_what(office):
    found = populations(office, as_of=DAY)
    assert [one.figure.value for one in found[1:]] == [668, 302, 128]
    assert all(one.nested for one in found)
    assert all(one.inside + one.outside == one.figure.value for one in found)


def test_the_months_of_climbing_enterprises_alone_are_added_up(office):
    climbing = {line.enterprise_id for line in ladder(office, as_of=DAY).lines}
    reporting = set(
        Statement.objects.filter(measure="revenue").values_list("enterprise", flat=True)
    )
    assert reporting - climbing  # of others that report, nothing is read
    assert set(_sums(office, DAY, None, None)) == reporting & climbing
