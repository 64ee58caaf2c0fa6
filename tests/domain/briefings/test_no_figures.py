"""The table of numbers that are no figures: every rule does its own work and no other's."""

from decimal import Decimal

import pytest

from pandeng.domain.briefings.read import figures, no_figures, read
from pandeng.domain.briefings.read.no_figures import RULES, NoFigureRule

# The order in which the rules are asked: a rule lost or moved is seen here.
ORDER = """
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
大 before no word
次 begins a word
一 is an article
二 and 零 are no counts
十成 is all
大 above twelve
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


def deciding(
    monkeypatch: pytest.MonkeyPatch, text: str, rules: tuple[NoFigureRule, ...] = RULES
) -> list[str]:
    """The names of the rules that drop the numbers of a text, in order."""
    names: list[str] = []
    decide = no_figures.dropped_by

    def listen(written: str, value: Decimal) -> NoFigureRule | None:
        rule = decide(written, value, rules)
        if rule:
            names.append(rule.name)
        return rule

    monkeypatch.setattr(figures.no_figures, "dropped_by", listen)
    read(text)
    return names


EXAMPLES = [
    pytest.param(rule, text, id=f"{rule.name}: {text}") for rule in RULES for text in rule.examples
]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES)
def test_an_example_is_dropped_by_its_own_rule(
    monkeypatch: pytest.MonkeyPatch, rule: NoFigureRule, text: str
) -> None:
    assert rule.name in deciding(monkeypatch, text)
    assert read(text) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.near_miss], ids=lambda r: r.name)
def test_a_near_miss_is_a_figure(rule: NoFigureRule) -> None:
    assert len(read(rule.near_miss)) == 1


@pytest.mark.parametrize(("rule", "text"), EXAMPLES)
def test_without_its_rule_an_example_is_decided_otherwise(
    monkeypatch: pytest.MonkeyPatch, rule: NoFigureRule, text: str
) -> None:
    others = tuple(other for other in RULES if other is not rule)
    assert rule.name not in deciding(monkeypatch, text, others)


def test_the_rules_stand_in_their_order() -> None:
    assert [rule.name for rule in RULES] == ORDER.strip().splitlines()


def test_every_rule_has_an_example_and_a_name_of_its_own() -> None:
    assert all(rule.examples for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("written", "value", "name"),
    [
        (("自", "", "121", "年", "", "起"), 121, "年 is a year"),
        (("用", "", "120", "年", "", "建成"), 120, ""),
        (("", "", "15", "年", "", "底"), 15, "short year of a date"),
        (("", "", "14", "年", "", "底"), 14, ""),
        (("", "", "十三", "大", "", "工程"), 13, "大 above twelve"),
        (("", "", "一", "天", "内", "办结"), 1, ""),
        (("", "", "一", "天", "", "办结"), 1, "一 is an article"),
        (("近 ", "近", "3", "年", "", "建成"), 3, "years counted from now"),
        (("", "", "百分之一", "%", "", "的"), 1, ""),
        (("", "", "5", "日", "以内", "办结"), 5, ""),
    ],
)
def test_the_edges_of_the_rules(written: tuple[str, ...], value: int, name: str) -> None:
    rule = no_figures.dropped_by(no_figures.shown(*written), Decimal(value))
    assert (rule.name if rule else "") == name


@pytest.mark.parametrize(
    ("earlier", "later", "written", "value"),
    [
        ("Chinese numeral with another unit", "minute of a time", "时⟪¦五¦分¦⟫开始", 5),
        ("年 is a year", "years until now", "⟪¦200¦年¦⟫来", 200),
        ("turn of phrase", "quoted slogan", "“⟪¦四¦个¦⟫革命", 4),
        ("大 begins a word", "大 above twelve", "⟪¦二十¦大¦⟫召开", 20),
        ("hours of a service", "time counted from now", "过去⟪¦24¦小时¦⟫服务", 24),
    ],
)
def test_the_first_of_two_rules_decides(earlier: str, later: str, written: str, value: int) -> None:
    names = [rule.name for rule in RULES]
    assert names.index(earlier) < names.index(later)
    first = no_figures.dropped_by(written, Decimal(value))
    alone = no_figures.dropped_by(
        written, Decimal(value), [rule for rule in RULES if rule.name == later]
    )
    assert first is not None
    assert first.name == earlier
    assert alone is not None
