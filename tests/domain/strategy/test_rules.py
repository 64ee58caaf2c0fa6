"""Whether a target is kept pace with."""

from datetime import date
from decimal import Decimal

import pytest

from pandeng.domain.indicators.cockpit import cockpit
from pandeng.domain.strategy.rules import elapsed, pace

HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("actual", "target", "builds_up", "shape"),
    [
        (60, 100, True, "on_pace"),
        (49, 100, True, "on_pace"),
        (45, 100, True, "behind"),
        (19, 100, True, "far_behind"),
        (100, 100, True, "met"),
        (700, 700, False, "met"),
        (668, 700, False, "behind"),
        (400, 700, False, "far_behind"),
        (None, 700, False, "no_data"),
    ],
)
def test_pace(actual, target, builds_up, shape):
    assert pace(actual, target, direction=">=", builds_up=builds_up, expected=HALF).status == shape


def test_elapsed():
    assert elapsed(2022, date(2021, 12, 31)) == 0
    assert elapsed(2022, date(2022, 12, 31)) == 1
    assert round(elapsed(2022, date(2022, 5, 31)), 4) == Decimal("0.4137")


def test_who_sees_a_part_is_not_held_against_the_whole_target(scope_of):
    assert {state.pace.status for state in cockpit(scope_of("county")).targets} == {"partial"}
    assert "partial" not in {state.pace.status for state in cockpit(scope_of("staff")).targets}
