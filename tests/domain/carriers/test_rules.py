"""How full a space is, on the fullest day."""

from datetime import date
from decimal import Decimal

import pytest

from pandeng.domain.carriers.rules import Use, fits, most_in_use


def use(area: int, since: str, until: str | None = None) -> Use:
    end = date.fromisoformat(until) if until else None
    return Use(Decimal(area), date.fromisoformat(since), end)


IN_TURN = [use(60, "2022-01-01", "2022-03-31"), use(50, "2022-04-01"), use(40, "2022-03-01")]


@pytest.mark.parametrize(
    ("since", "until", "most", "day"),
    [
        ("2022-01-01", None, 100, "2022-03-01"),
        ("2022-04-01", None, 90, "2022-04-01"),
        ("2022-01-01", "2022-02-28", 60, "2022-01-01"),
        ("2021-01-01", "2021-06-30", 0, "2021-01-01"),
    ],
)
def test_the_fullest_day_of_a_span(since: str, until: str | None, most: int, day: str) -> None:
    end = date.fromisoformat(until) if until else None
    assert most_in_use(IN_TURN, date.fromisoformat(since), end) == (most, date.fromisoformat(day))


def test_what_fits_to_the_last_square_metre_and_what_does_not() -> None:
    since = date(2022, 1, 1)
    assert fits(Decimal(100), IN_TURN, since=since, until=None)
    full = fits(Decimal("99.5"), IN_TURN, since=since, until=None)
    assert not full
    assert "共99.5，2022-03-01起占用将达100" in full.message
