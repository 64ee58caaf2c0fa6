"""Size classes by the rule of 2017, at and beside every limit; the limits are those of the pack."""

import pytest

from pandeng.domain.enterprises.size import SizeLimit, above_scale, size_class
from pandeng.domain.packs import reader

PACK = reader.find("jining-high-end-equipment")
LIMITS = [
    SizeLimit(item.code, item.name, item.least_staff, item.least_revenue_yuan, item.version)
    for item in PACK.size_rules
    if item.kind == "class"
]
SCALE = next(
    SizeLimit(item.code, item.name, item.least_staff, item.least_revenue_yuan, item.version)
    for item in PACK.size_rules
    if item.kind == "scale"
)
WAN = 10_000


@pytest.mark.parametrize(
    ("staff", "revenue_wan", "name"),
    [
        (1000, 40_000, "大型"),
        (999, 40_000, "中型"),
        (1000, 39_999, "中型"),
        (300, 2_000, "中型"),
        (299, 90_000, "小型"),
        (5_000, 1_999, "小型"),
        (20, 300, "小型"),
        (19, 90_000, "微型"),
        (500, 299, "微型"),
        (0, 0, "微型"),
    ],
)
def test_a_class_needs_both_lower_limits_and_includes_them(staff, revenue_wan, name):
    size = size_class(staff, revenue_wan * WAN, LIMITS, year=2021)
    assert (size.name, size.version, size.year) == (name, "2017", 2021)


@pytest.mark.parametrize(
    ("staff", "revenue", "missing"),
    [(None, 1, "从业人员"), (1, None, "营业收入"), (None, None, "从业人员、营业收入")],
)
def test_what_is_not_reported_is_named_and_gives_no_class(staff, revenue, missing):
    size = size_class(staff, revenue, LIMITS, year=2021)
    assert size.code is None
    assert size.sentence == f"缺少年报的{missing}，不能划型。"


def test_above_scale_is_twenty_million_yuan_included():
    assert above_scale(2_000 * WAN, SCALE) is True
    assert above_scale(2_000 * WAN - 1, SCALE) is False
    assert above_scale(None, SCALE) is None, "not reported is not below"
    assert SCALE.version == "2011"
