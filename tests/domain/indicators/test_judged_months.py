"""A month counts once it has ended; a target is judged by the last one that enough have reported."""

from datetime import date
from typing import Any

import pytest

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.completeness import Completeness
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import RecordsIndicator
from pandeng.domain.indicators.queries import figure
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.target_progress import TargetState, states
from tests.domain.indicators.small import SmallOffice
from tests.domain.indicators.test_small_targets import set_target

pytestmark = pytest.mark.django_db
MONTHLY = sorted(
    name
    for name, one in INDICATORS.items()
    if isinstance(one, RecordsIndicator) and one.since in ("month_on", "period_on")
)


@pytest.mark.parametrize("name", MONTHLY)
def test_no_amount_changes_within_a_month(name: str, jining: Cluster) -> None:
    """On every day of a month an amount is what it was when the last month ended."""
    office = Scope.of_system(jining.pk)

    def value(day: date) -> Any:
        return figure(question(office, name, as_of=day, year=2022)).value

    members = "climbing" in name or name in ("cluster_revenue",)  # who belongs may change on a day
    before, first, middle = (value(date(2022, *day)) for day in ((4, 30), (5, 1), (5, 17)))
    if not members:
        assert before == first == middle
    ended = value(date(2022, 5, 31))
    assert abs(first - before) < abs(ended - before), "May counts once it has ended"


def judged(office: Scope, day: date, code: str) -> TargetState:
    return next(one for one in states(office, as_of=day) if one.target.code == code)


@pytest.mark.parametrize("code", ["target_annual_investment", "target_cluster_revenue"])
def test_the_pace_of_a_day_is_that_of_the_last_month_reported(code: str, jining: Cluster) -> None:
    """With complete data of May nothing turns behind in the middle of June."""
    office = Scope.of_system(jining.pk)
    may = judged(office, date(2022, 5, 31), code)
    for day in (date(2022, 6, 1), date(2022, 6, 15), date(2022, 6, 29)):
        june = judged(office, day, code)
        assert june.judged
        assert june.judged.on == date(2022, 5, 31)
        assert june.pace.expected_share == may.pace.expected_share
        assert june.pace.status == may.pace.status
        assert june.judged.reported.expected > 100


def test_a_month_that_few_have_reported_judges_nothing(small: SmallOffice) -> None:
    """In July June has ended; one report of it does not make the year fall behind."""
    set_target(small, "revenue", "climbing_revenue", 100_000_000, unit="元")
    climbers = small.ids("climbing_enterprises", "2022-07-04")
    names = [name for name, one in small.enterprises.items() if one.pk in climbers]
    assert len(names) > 1
    for name in names:
        small.report(name, "2022-05", 45_000_000 // len(names))
    small.report(names[0], "2022-06", 1)
    (july,) = states(small.scope, as_of=date(2022, 7, 4))
    assert july.judged
    assert (july.judged.on, july.pace.status) == (date(2022, 5, 31), "on_pace")
    assert july.judged.reported == Completeness(len(names), len(names))
    for name in names[1:]:
        small.report(name, "2022-06", 1)
    (whole,) = states(small.scope, as_of=date(2022, 7, 4))
    assert whole.judged
    assert (whole.judged.on, whole.pace.status) == (date(2022, 6, 30), "behind")


def test_before_its_first_month_has_ended_nothing_is_judged(small: SmallOffice) -> None:
    set_target(small, "revenue", "enterprise_revenue", 31_200_000, unit="元")
    small.report("甲重工", "2022-01", 1)
    for day, status in ((date(2022, 1, 30), "no_data"), (date(2022, 1, 31), "behind")):
        (found,) = states(small.scope, as_of=day)
        assert found.pace.status == status
