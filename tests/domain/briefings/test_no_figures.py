"""The table of numbers that are no figures: every rule does its own work and no other's."""

from decimal import Decimal

import pytest

from pandeng.domain.briefings.read.no_figures import NO_FIGURES, NumberSeen, shown

# The order in which the rules are asked: a rule lost or moved is seen here.
ORDER = """
第 makes an ordinal
rest of a Chinese numeral
letter before the number
another number before
house of an address
三番五次
大 begins a word
成 begins a word
分 begins a word
名 begins a word
个 begins a word
人 begins a word
家 begins a word
类 begins a word
期 is a stage
a rare count word begins a word
Chinese numeral with another unit
turn of phrase
次 begins a word
一 is an article
二 and 零 are no counts
十成 is all
congress
大 in a name
quoted slogan
one helps many
日 is a date
年 is a year
yearly average
years counted from now
years until now
short year of a date
hours of a service
time counted from now
time until now
minute of a time
place in a list of firms
"""


def test_the_rules_stand_in_their_order() -> None:
    assert [rule.name for rule in NO_FIGURES.rows] == ORDER.strip().splitlines()


@pytest.mark.parametrize(
    ("written", "value", "name"),
    [
        (("自", "", "121", "年", "", "起"), 121, "年 is a year"),
        (("用", "", "120", "年", "", "建成"), 120, ""),
        (("", "", "15", "年", "", "底"), 15, "short year of a date"),
        (("", "", "14", "年", "", "底"), 14, ""),
        (("", "", "十三", "大", "", "工程"), 13, "大 in a name"),
        (("", "", "一", "天", "内", "办结"), 1, ""),
        (("", "", "一", "天", "", "办结"), 1, "一 is an article"),
        (("近 ", "近", "3", "年", "", "建成"), 3, "years counted from now"),
        (("", "", "百分之一", "%", "", "的"), 1, ""),
        (("", "", "5", "日", "以内", "办结"), 5, ""),
    ],
)
def test_the_edges_of_the_rules(written: tuple[str, ...], value: int, name: str) -> None:
    rule = NO_FIGURES.first(NumberSeen(shown(*written), Decimal(value)))
    assert (rule.name if rule else "") == name


@pytest.mark.parametrize(
    ("earlier", "later", "written", "value"),
    [
        ("Chinese numeral with another unit", "minute of a time", "时⟪¦五¦分¦⟫开始", 5),
        ("年 is a year", "years until now", "⟪¦200¦年¦⟫来", 200),
        ("turn of phrase", "quoted slogan", "“⟪¦四¦个¦⟫革命", 4),
        ("大 begins a word", "大 in a name", "⟪¦二十¦大¦⟫召开", 20),
        ("hours of a service", "time counted from now", "过去⟪¦24¦小时¦⟫服务", 24),
    ],
)
def test_the_first_of_two_rules_decides(earlier: str, later: str, written: str, value: int) -> None:
    names = [rule.name for rule in NO_FIGURES.rows]
    assert names.index(earlier) < names.index(later)
    number = NumberSeen(written, Decimal(value))
    first = NO_FIGURES.first(number)
    assert first is not None
    assert first.name == earlier
    assert NO_FIGURES.rows[names.index(later)].holds(number)
