"""Thirty projects judged by hand: the verdict of each stands beside the numbers it follows from.

Amounts in 万元. Behind = (due - done): Yinchuan holds it against the year's plan (10 points and more are
yellow, over 30 red), Sanya and Wuhan against what is due (any and over 50 %; over 20 % and over 40 %).
A key node late is yellow from its first day, red over 30 days. The worse of the two decides.
"""

from datetime import date, timedelta

import pytest

from pandeng.domain.projects.lights import (
    InvestmentProgress,
    LightFacts,
    Nodes,
    RuleSet,
    Start,
    Statistics,
    due_by,
    judge,
    node_tone,
    start_tone,
    statistics_tone,
)

ON = date(2022, 5, 31)
NODES = Nodes(red_over_days=30)
RULES = {
    "yinchuan": RuleSet(
        "yinchuan", "银川", progress=InvestmentProgress("points", 5, 10, None, 30), nodes=NODES,
        start=Start(1, 3), statistics=Statistics(1, 2, 5_000_000),
    ),
    "sanya": RuleSet("sanya", "三亚", progress=InvestmentProgress("share", 5, None, 0, 50), nodes=NODES),
    "wuhan": RuleSet("wuhan", "武汉", progress=InvestmentProgress("share", 5, None, 20, 40), nodes=NODES),
}  # fmt: skip

# rule set, plan, due, done, key nodes late, days of the oldest, later nodes done early: verdict
BY_HAND = [
    ("yinchuan", 10_000, 4_000, 4_000, 0, 0, 0, "normal"),  # level with the plan
    ("yinchuan", 10_000, 4_000, 4_500, 0, 0, 0, "ahead"),  # 5 points above: from 5
    ("yinchuan", 10_000, 4_000, 4_499, 0, 0, 0, "normal"),  # 4.99 points above
    ("yinchuan", 10_000, 4_000, 3_001, 0, 0, 0, "normal"),  # 9.99 points behind
    ("yinchuan", 10_000, 4_000, 3_000, 0, 0, 0, "behind"),  # 10 points behind
    ("yinchuan", 10_000, 4_000, 1_000, 0, 0, 0, "behind"),  # 30 points: still yellow
    ("yinchuan", 10_000, 4_000, 999, 0, 0, 0, "far_behind"),  # 30.01 points
    ("yinchuan", 10_000, 4_000, 0, 0, 0, 0, "far_behind"),  # nothing done, 40 points
    ("yinchuan", 10_000, 4_000, 4_000, 0, 0, 1, "ahead"),  # a later node done already
    ("yinchuan", 10_000, 4_000, 4_000, 1, 1, 1, "behind"),  # … but a key node is late
    ("yinchuan", 10_000, 4_000, 4_000, 1, 30, 0, "behind"),  # 30 days late: yellow
    ("yinchuan", 10_000, 4_000, 4_000, 1, 31, 0, "far_behind"),  # 31 days: red
    ("yinchuan", 10_000, 4_000, 9_000, 2, 45, 0, "far_behind"),  # money does not mend a node
    ("yinchuan", 10_000, 4_000, 3_000, 1, 10, 0, "behind"),  # both yellow
    ("yinchuan", 10_000, 4_000, 500, 1, 10, 0, "far_behind"),  # red money, yellow node
    ("yinchuan", 0, 0, 0, 0, 0, 0, "normal"),  # no plan, nodes in time
    ("yinchuan", 0, 0, 0, 1, 5, 0, "behind"),  # no plan, a node late
    ("yinchuan", 300, 125, 95, 0, 0, 0, "behind"),  # exactly 10 points of 300
    ("sanya", 10_000, 4_000, 4_000, 0, 0, 0, "normal"),
    ("sanya", 10_000, 4_000, 3_999, 0, 0, 0, "behind"),  # any lag is yellow
    ("sanya", 10_000, 4_000, 2_000, 0, 0, 0, "behind"),  # half of what is due: yellow
    ("sanya", 10_000, 4_000, 1_999, 0, 0, 0, "far_behind"),
    ("sanya", 10_000, 4_000, 4_200, 0, 0, 0, "ahead"),  # 5 % above what is due
    ("wuhan", 10_000, 4_000, 3_200, 0, 0, 0, "normal"),  # 80 % of what is due
    ("wuhan", 10_000, 4_000, 3_199, 0, 0, 0, "behind"),  # under 80 %
    ("wuhan", 10_000, 4_000, 2_400, 0, 0, 0, "behind"),  # 60 %: yellow
    ("wuhan", 10_000, 4_000, 2_399, 0, 0, 0, "far_behind"),  # under 60 %
    ("wuhan", 10_000, 4_000, 3_200, 1, 31, 0, "far_behind"),
    ("wuhan", 10_000, 4_000, 4_199, 0, 0, 0, "normal"),  # 4.97 % above
    ("wuhan", 10_000, 4_000, 4_200, 0, 0, 2, "ahead"),
]


def facts(plan, due, done, late, days, early, **rest):
    return LightFacts(
        ON, plan * 10_000, date(2022, 5, 1), due * 10_000, done * 10_000, late_keys=late,
        oldest_late_on=ON - timedelta(days=days) if late else None, early_nodes=early, **rest,
    )  # fmt: skip


@pytest.mark.parametrize("line", range(30))
def test_the_table_worked_out_by_hand(line):
    rules, *numbers, expected = BY_HAND[line]
    verdict = judge(facts(*numbers), RULES[rules])
    assert verdict.code == verdict.by_rules == expected
    assert verdict.reasons, "every verdict says why"


def test_an_open_slip_holds_the_light_at_red_and_the_rules_come_back_when_it_is_closed():
    held = judge(facts(10_000, 4_000, 4_000, 0, 0, 0, slip="项督〔2022〕1号"), RULES["yinchuan"])
    assert (held.code, held.by_rules, held.tone) == ("far_behind", "normal", "red")
    assert "项督〔2022〕1号" in held.reasons[0]
    assert judge(facts(10_000, 4_000, 4_000, 0, 0, 0), RULES["yinchuan"]).code == "normal"


@pytest.mark.parametrize(
    ("planned", "started", "tone"),
    [
        (date(2022, 5, 2), None, "green"),  # the planned month is not over
        (date(2022, 4, 30), None, "yellow"),  # one month missed
        (date(2022, 3, 1), None, "yellow"),
        (date(2022, 2, 28), None, "red"),  # three months
        (date(2022, 2, 28), date(2022, 5, 30), "green"),
        (None, None, "grey"),
    ],
)
def test_the_start_by_the_planned_month(planned, started, tone):
    at = LightFacts(ON, planned_start_on=planned, started_on=started)
    assert start_tone(at, RULES["yinchuan"]) == tone


@pytest.mark.parametrize(
    ("started", "entered", "total", "tone"),
    [
        (date(2022, 5, 1), None, 10_000_000, "green"),  # not a month yet
        (date(2022, 4, 30), None, 10_000_000, "yellow"),
        (date(2022, 3, 31), None, 10_000_000, "yellow"),  # two months to the day
        (date(2022, 3, 30), None, 10_000_000, "red"),
        (date(2022, 3, 30), date(2022, 5, 20), 10_000_000, "green"),
        (date(2022, 3, 30), None, 4_999_999, "grey"),  # under 500万元 nothing is entered
        (None, None, 10_000_000, "grey"),
    ],
)
def test_entry_into_the_statistics(started, entered, total, tone):
    at = LightFacts(ON, started_on=started, in_statistics_on=entered, total_yuan=total)
    assert statistics_tone(at, RULES["yinchuan"]) == tone


def test_a_node_done_late_is_yellow_for_ever():
    planned, done = date(2022, 4, 10), date(2022, 4, 20)
    tones = [
        node_tone(planned, done, day)
        for day in (date(2022, 4, 9), date(2022, 4, 10), date(2022, 4, 15), date(2022, 4, 20), ON)
    ]
    assert tones == ["grey", "grey", "yellow", "yellow", "yellow"]
    assert node_tone(planned, None, date(2022, 5, 11)) == "red"
    assert node_tone(planned, planned, ON) == "green"


def test_what_is_due_runs_evenly_over_the_span():
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert due_by(365, *year, date(2021, 12, 31)) == 0
    assert due_by(365, *year, date(2022, 1, 31)) == 31
    assert due_by(365, *year, date(2022, 12, 31)) == 365
    assert due_by(100, date(2022, 7, 1), date(2022, 12, 31), ON) == 0


def test_other_limits_are_another_version():
    changed = RuleSet(
        "yinchuan", "银川", progress=InvestmentProgress("points", 5, 11, None, 30), nodes=NODES
    )
    assert changed.version != RULES["yinchuan"].version
