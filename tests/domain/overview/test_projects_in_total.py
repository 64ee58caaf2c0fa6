"""The lights and the year's forecast as data: what the pages show of all key projects."""

from collections.abc import Callable
from datetime import date

import pytest

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.overview.forecast import year_forecast
from pandeng.domain.overview.lights import lights_shown

pytestmark = pytest.mark.django_db
DAY = date(2022, 5, 31)


def test_every_rule_set_judges_every_project_the_worst_first(
    scope_of: Callable[[str], Scope],
) -> None:
    found = lights_shown(scope_of("staff"), DAY)
    assert [shown.here for shown in found.sets] == [True] + [False] * (len(found.sets) - 1)
    assert {sum(count for _code, count in shown.counts) for shown in found.sets} == {341}
    lights = [line.verdict.code for line in found.lines]
    assert [(code, lights.count(code)) for code, _count in found.sets[0].counts] == found.sets[
        0
    ].counts
    assert lights == sorted(lights, key=["far_behind", "behind", "normal", "ahead"].index)
    red = lights_shown(scope_of("staff"), DAY, code="far_behind")
    assert {line.verdict.code for line in red.lines} == {"far_behind"}
    with pytest.raises(DomainError, match="筛选条件“东”无效"):
        lights_shown(scope_of("staff"), DAY, county="东")


def test_the_forecast_adds_up_and_names_who_carries_the_gap(
    scope_of: Callable[[str], Scope],
) -> None:
    found = year_forecast(scope_of("staff"), DAY, None)
    assert found is not None
    assert found.low < found.middle < found.high
    assert found.short == found.plan - found.middle > 0
    gaps = [one.gap for one in found.drivers]
    assert len(gaps) == 15
    assert gaps == sorted(gaps, reverse=True)
    assert all(one.gap == pytest.approx(one.plan - one.expected, abs=1e4) for one in found.drivers)
    assert (len(found.trials), found.held) == (9, 7)
    assert year_forecast(scope_of("staff"), date(2019, 5, 31), None) is None
