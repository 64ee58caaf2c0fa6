"""The ladder by a hand table of 50 enterprises: each verdict was worked out with pencil and paper.

Amounts in 万元. Tiers (proposals of the pack): 龙头 1000000, 领军 500000, 骨干 100000, 成长 10000.
The forecast is last year × this year's same months / last year's same months.
"""

import pytest

from pandeng.core.units import money
from pandeng.domain.climbing import rules
from pandeng.domain.climbing.rules import ClimbRule, ClimbStanding, Goal, Rung

WAN = 10_000
TIERS = [
    Rung("leading", "龙头企业", 1_000_000 * WAN),
    Rung("pilot", "领军企业", 500_000 * WAN),
    Rung("backbone", "骨干企业", 100_000 * WAN),
    Rung("growing", "成长企业", 10_000 * WAN),
]
RULE = ClimbRule("2022.1", behind_percent=10, thin_percent=5, months_percent=50)
ALL = frozenset(rules.TESTS)

# no | present tier | goal tier | planned | last year | its same months | this year's same months
# | months reported | of 5 due | expected: verdict | forecast | tier the forecast reaches | first reason
TABLE = """
 1 | -        | -        |    8800 |   8000 |   3000 |   3000 | 5 | holds   |    8000 | -        | outside
 2 | -        | -        |    9000 |   8000 |   3000 |   3300 | 5 | holds   |    8800 | -        | outside
 3 | -        | -        |   10000 |   8000 |   3000 |   3375 | 5 | holds   |    9000 | -        | outside
 4 | -        | -        |   10000 |   8000 |   3000 |   3372 | 5 | at_risk |    8992 | -        | behind_plan
 5 | -        | growing  |   11000 |   8000 |   3200 |   4000 | 5 | rises   |   10000 | growing  | rises
 6 | -        | growing  |   11000 |   8000 |   3200 |   3999 | 5 | at_risk |    9997.5 | -      | short_of_goal
 7 | -        | growing  |   11000 |   8000 |   3200 |   4800 | 5 | rises   |   12000 | growing  | rises
 8 | -        | -        |    9000 |   8000 |   3200 |   4400 | 5 | rises   |   11000 | growing  | rises
 9 | -        | growing  |   12000 |  11000 |   4400 |   4800 | 5 | rises   |   12000 | growing  | rises
10 | -        | growing  |   12000 |  11000 |   4400 |   3600 | 5 | at_risk |    9000 | -        | short_of_goal
11 | growing  | growing  |   22000 |  20000 |   8000 |   8000 | 5 | holds   |   20000 | growing  | keeps
12 | growing  | growing  |   22000 |  20000 |   8000 |   7920 | 5 | holds   |   19800 | growing  | keeps
13 | growing  | growing  |   22000 |  20000 |   8000 |   7919 | 5 | at_risk |   19797.5 | growing | behind_plan
14 | growing  | growing  |   11000 |  10000 |   4000 |   4000 | 5 | holds   |   10000 | growing  | keeps
15 | growing  | growing  |   11000 |  10000 |   4000 |   3999 | 5 | at_risk |    9997.5 | -       | falls
16 | growing  | growing  |   11000 |  12000 |   4800 |   2000 | 5 | at_risk |    5000 | -        | falls
17 | growing  | backbone |  100000 |  90000 |  36000 |  40000 | 5 | rises   |  100000 | backbone | rises
18 | growing  | backbone |  100000 |  90000 |  36000 |  39000 | 5 | at_risk |   97500 | growing  | short_of_goal
19 | growing  | backbone |  110000 |  90000 |  36000 |  44000 | 5 | rises   |  110000 | backbone | rises
20 | growing  | -        |       - |  90000 |  36000 |  48000 | 5 | rises   |  120000 | backbone | rises
21 | growing  | -        |       - |  50000 |  20000 |  20000 | 5 | holds   |   50000 | growing  | keeps
22 | growing  | growing  |   50000 | 450000 | 180000 | 200000 | 5 | rises   |  500000 | pilot    | rises
23 | growing  | pilot    |  500000 |  90000 |  36000 |  60000 | 5 | rises   |  150000 | backbone | rises
24 | backbone | backbone |  200000 | 180000 |  72000 |  80000 | 5 | holds   |  200000 | backbone | keeps
25 | backbone | backbone |  200000 | 180000 |  72000 |  72000 | 5 | holds   |  180000 | backbone | keeps
26 | backbone | backbone |  200000 | 180000 |  72000 |  71999 | 5 | at_risk |  179997.5 | backbone | behind_plan
27 | backbone | backbone |  110000 | 100000 |  40000 |  39600 | 5 | at_risk |   99000 | growing  | falls
28 | backbone | growing  |   90000 | 100000 |  40000 |  38000 | 5 | at_risk |   95000 | growing  | falls
29 | backbone | pilot    |  500000 | 460000 | 184000 | 200000 | 5 | rises   |  500000 | pilot    | rises
30 | backbone | pilot    |  500000 | 460000 | 184000 | 190000 | 5 | at_risk |  475000 | backbone | short_of_goal
31 | backbone | backbone |  200000 | 200000 |  80000 |   3000 | 5 | at_risk |    7500 | -        | falls
32 | pilot    | pilot    |  600000 | 600000 | 240000 | 216000 | 5 | holds   |  540000 | pilot    | keeps
33 | pilot    | pilot    |  600000 | 600000 | 240000 | 215999 | 5 | at_risk |  539997.5 | pilot  | behind_plan
34 | pilot    | leading  | 1000000 | 900000 | 360000 | 400000 | 5 | rises   | 1000000 | leading  | rises
35 | pilot    | leading  | 1000000 | 900000 | 360000 | 380000 | 5 | at_risk |  950000 | pilot    | short_of_goal
36 | pilot    | pilot    |  550000 | 520000 | 208000 | 196000 | 5 | at_risk |  490000 | backbone | falls
37 | leading  | leading  | 1200000 |1100000 | 440000 | 440000 | 5 | holds   | 1100000 | leading  | keeps
38 | leading  | leading  | 1200000 |1100000 | 440000 | 399000 | 5 | at_risk |  997500 | pilot    | falls
39 | leading  | leading  | 1200000 |1100000 | 440000 | 480000 | 5 | holds   | 1200000 | leading  | keeps
40 | -        | -        |    9000 |   8000 |   3000 |      0 | 0 | unknown |       - | -        | no_month
41 | growing  | growing  |   22000 |  20000 |   8000 |      0 | 0 | unknown |       - | -        | no_month
42 | growing  | growing  |   22000 |  20000 |   3200 |   3600 | 2 | unknown |       - | -        | few_months
43 | growing  | growing  |   22000 |  20000 |   4800 |   5280 | 3 | holds   |   22000 | growing  | keeps
44 | growing  | growing  |   22000 |  20000 |   4800 |   2352 | 3 | at_risk |    9800 | -        | falls
45 | backbone | backbone |  220000 | 200000 |  64000 |  70400 | 4 | holds   |  220000 | backbone | keeps
46 | -        | growing  |   11000 |      - |      - |   5000 | 5 | rises   |   12000 | growing  | rises
47 | -        | growing  |   11000 |      - |      - |   4000 | 5 | at_risk |    9600 | -        | short_of_goal
48 | growing  | growing  |   11000 |      - |      - |   3000 | 4 | at_risk |    9000 | -        | falls
49 | -        | -        |       - |   8000 |   3200 |   3200 | 5 | holds   |    8000 | -        | outside
50 | growing  | growing  |   22000 |  20000 |   8000 |  40000 | 5 | rises   |  100000 | backbone | rises
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def amount(cell: str) -> int | None:
    return None if cell == "-" else round(float(cell) * WAN)


def standing(row: list[str], **other: object) -> ClimbStanding:
    before, same, this, months = amount(row[4]), amount(row[5]), amount(row[6]), int(row[7])
    known = before is not None and months > 0
    values = {
        "months_due": 5,
        "months": months,
        "this_year": this or 0,
        "months_same": months if known else 0,
        "this_same": this if known else 0,
        "last_same": same if known else 0,
        "last_months": 12 if before is not None else 0,
        "last_year": before or 0,
        "present": row[1].replace("-", ""),
        "goal": row[2].replace("-", ""),
        "planned": amount(row[3]),
        "tests": ALL,
    }
    return ClimbStanding(**(values | other))


def test_the_table_holds_fifty_enterprises_of_every_verdict():
    assert len(ROWS) == 50
    assert {row[8] for row in ROWS} == set(rules.SHAPES)
    assert {row[11] for row in ROWS} >= {"rises", "falls", "short_of_goal", "behind_plan", "keeps"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_verdict_is_that_of_the_hand_table(row):
    climb = rules.judge(standing(row), TIERS, RULE)
    assert climb.shape == row[8]
    assert climb.forecast == amount(row[9])
    assert climb.reaches == row[10].replace("-", "")
    assert climb.reasons[0].code == row[11]
    assert climb.rule == "2022.1"


def codes(number: int, **other: object) -> list[str]:
    return [r.code for r in rules.judge(standing(ROWS[number - 1], **other), TIERS, RULE).reasons]


def test_a_rise_says_whether_it_is_narrow_planned_or_short_of_the_plan():
    assert "thin" in codes(5), "exactly at the limit"
    assert "thin" not in codes(7)
    assert "thin" not in codes(5 + 2), "2000 above 10000 is 20%"
    assert "beyond_plan" in codes(8)
    assert "beyond_plan" not in codes(7)
    assert "short_of_goal" in codes(23), "planned two tiers up, reaches one"


def test_missing_months_are_said_and_never_taken_for_zero():
    assert "missing_months" in codes(43)
    assert "missing_months" not in codes(11)
    half = rules.judge(standing(ROWS[42]), TIERS, RULE)
    assert half.forecast == 22_000 * WAN, "three months against the same three, not against five"
    assert codes(40)[0] == "no_month"
    assert codes(40, months_due=0)[0] == "none_due", "in January nobody is late"


def test_half_of_the_months_is_enough_and_less_is_not():
    two = standing(ROWS[41])
    assert two.months == 2
    assert rules.judge(two, TIERS, RULE).shape == "unknown"
    four_due = standing(ROWS[41], months_due=4)
    assert rules.judge(four_due, TIERS, RULE).shape == "holds", "20000 × 3600 / 3200 = 22500"
    assert rules.judge(four_due, TIERS, RULE).forecast == 22_500 * WAN


def test_an_incomplete_last_year_is_not_scaled_up_but_said():
    gap = rules.judge(standing(ROWS[10], last_months=11), TIERS, RULE)
    assert gap.forecast == 19_200 * WAN, "8000 in five months × 12, not 20000 × 8000 / 8000"
    assert "by_average" in [reason.code for reason in gap.reasons]


def test_open_tests_and_a_missing_plan_are_named():
    assert "tests_open" not in codes(17)
    climb = rules.judge(standing(ROWS[16], tests=frozenset({"project"})), TIERS, RULE)
    said = next(r for r in climb.reasons if r.code == "tests_open").sentence(money)
    assert said == "四项条件中营收有大突破、争优有新目标、上市有强意愿还没有依据。"
    assert "no_plan" in codes(21)
    assert "by_average" in codes(46)


def test_every_reason_is_one_sentence_with_its_amounts():
    said = [
        reason.sentence(money)
        for row in ROWS
        for reason in rules.judge(standing(row), TIERS, RULE).reasons
    ]
    assert all(sentence.endswith("。") and "%(" not in sentence for sentence in said)
    falls = rules.judge(standing(ROWS[26]), TIERS, RULE).reasons[0].sentence(money)
    assert falls == "推算全年营收9.9亿元，低于现在所处骨干企业的下限10亿元，差1000万元。"


GOALS = [Goal(2021 + n, (20_000 + n * 2000) * WAN, "growing") for n in range(5)]


def test_a_sound_plan_has_five_years_in_a_row():
    assert rules.sound_plan(GOALS, TIERS)
    assert not rules.sound_plan(GOALS[:4], TIERS)
    assert not rules.sound_plan([*GOALS[:4], Goal(2027, 30_000 * WAN, "growing")], TIERS)
    assert not rules.sound_plan([], TIERS)


def test_a_goal_below_the_tier_it_is_to_reach_is_refused_in_words():
    told = rules.sound_plan([*GOALS[:4], GOALS[4]._replace(tier="backbone")], TIERS)
    assert told.message == "2025年计划进入骨干企业，但目标营收达不到其下限，请提高目标或调整梯队。"
    assert not rules.sound_plan([GOALS[0]._replace(revenue_yuan=0), *GOALS[1:]], TIERS)
    assert not rules.sound_plan([GOALS[0]._replace(tier="x"), *GOALS[1:]], TIERS)


def test_without_tiers_nobody_stands_in_one_and_the_forecast_is_still_told():
    for row in ROWS:
        climb = rules.judge(standing(row, present="", goal=""), (), RULE)
        assert climb.shape in ("unknown", "at_risk"), row[0]
        assert climb.reaches == ""
    told = rules.judge(standing(ROWS[42], present="", goal="", planned=None), (), RULE)
    assert (told.reasons[0].code, told.forecast) == ("no_tiers", 22_000 * WAN)
