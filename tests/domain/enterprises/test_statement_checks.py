"""Which values are asked about before they are saved, and which are let pass."""

from datetime import date

import pytest

from pandeng.core.units import money
from pandeng.domain.enterprises.statement_checks import Value, checks

WAN = 10_000
# 1000, 800, 1100, 1050 … a month: as in the demo, seasons and noise and all.
YEAR = (1000, 800, 1100, 1050, 1020, 1080, 1000, 990, 1060, 1040, 1090, 1150)


def month(year: int, number: int, amount: float, basis: str = "current") -> Value:
    return Value("month", date(year, number, 1), basis, round(amount * WAN))


PAST = [month(2021, n, a) for n, a in enumerate(YEAR, start=1)]
PAST += [month(2022, n, a * 1.08) for n, a in enumerate(YEAR[:4], start=1)]
TOTAL = [month(2022, n, sum(YEAR[:n]) * 1.08, "cumulative") for n in range(1, 5)]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (1100, None),
        (2200, None),
        (700, None),
        (400, None),
        (11_000_000, "unit_up"),
        (0.11, "unit_down"),
        (11_000, "ten_up"),
        (105, "ten_down"),
        (5_350, "cumulative"),
        (-1100, "negative"),
        (0, "outlier"),
        (30, "outlier"),
        (3_900, "outlier"),
    ],
)
def test_a_month_is_asked_about_when_a_slip_explains_it(amount, code):
    asked = checks("revenue", month(2022, 5, amount), PAST)
    assert [one.code for one in asked][:1] == ([code] if code else [])


@pytest.mark.parametrize("number", range(1, 13))
def test_ordinary_months_of_a_steady_enterprise_pass(number):
    past = [value for value in PAST if value.period_on.year == 2021]
    assert checks("revenue", month(2022, number, YEAR[number - 1] * 1.25), past) == []


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (4266 + 1100, None),
        (4000, "falls"),
        (1100, "current"),
        (9000, "differs"),
        (4266 + 1100 + 40, None),
        (4266 + 1100 + 200, "differs"),
    ],
)
def test_a_running_total_does_not_fall_and_adds_up(amount, code):
    past = [*PAST, *TOTAL, month(2022, 5, 1100)]
    asked = checks("revenue", month(2022, 5, amount, "cumulative"), past)
    assert [one.code for one in asked] == ([code] if code else [])


def test_a_running_total_begins_anew_each_january():
    past = [month(2021, 12, 12_000, "cumulative")]
    assert checks("revenue", month(2022, 1, 1000, "cumulative"), past) == []


def test_profit_may_fall_or_be_negative_but_a_lone_minus_is_asked_about():
    losing = [month(2021, n, (-20, 35)[n % 2]) for n in range(1, 13)]
    assert checks("profit", month(2022, 1, -25), losing) == []
    earning = [month(2021, n, 30 + n) for n in range(1, 13)]
    assert [one.code for one in checks("profit", month(2022, 1, -38), earning)] == ["sign"]
    total = [month(2022, 4, 120, "cumulative")]
    assert checks("profit", month(2022, 5, 90, "cumulative"), total) == []


def test_without_a_past_nothing_is_typical():
    assert checks("revenue", month(2022, 5, 99_999), PAST[:2]) == []
    assert [d.code for d in checks("revenue", month(2022, 5, -1), [])] == ["negative"]


def test_years_are_held_against_years_and_a_correction_not_against_itself():
    years = [Value("year", date(y, 1, 1), "cumulative", 12_000 * WAN) for y in (2018, 2019, 2020)]
    slip = Value("year", date(2021, 1, 1), "cumulative", 12_000 * WAN * WAN)
    assert [d.code for d in checks("revenue", slip, [*years, *PAST])] == ["unit_up"]
    wrong = month(2022, 5, 11_000_000)
    assert [d.code for d in checks("revenue", wrong, [*PAST, wrong])] == ["unit_up"]
    assert checks("revenue", month(2022, 5, 1100), [*PAST, wrong]) == []


def test_the_question_names_what_it_rests_on():
    asked = checks("revenue", month(2022, 5, 11_000_000), PAST)[0].message(money)
    assert asked == "约为往期（1070万元）的1万倍，是否把元写成了万元，或多写了“万”？"
    falls = checks("revenue", month(2022, 5, 4000, "cumulative"), TOTAL)[0].message(money)
    assert falls == "累计数低于4月的累计数4266万元，累计数一般只增不减。"


def test_a_strong_february_is_no_running_total():
    past = [*PAST[:12], month(2022, 1, 300)]
    assert checks("revenue", month(2022, 2, 1350), past) == [], "1.3 times a usual month"
