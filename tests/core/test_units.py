"""Amounts as an official writes them, and back."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from pandeng.core.units import exact, in_english, money, parse, written


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_071_000_000, "元", "10.71亿元"),
        (27_900_000_000, "元", "279亿元"),
        (10_560_000_000, "元", "105.6亿元"),
        (35_200_000, "元", "3520万元"),
        (99_999_999, "元", "1亿元"),
        (9_999, "元", "9999元"),
        (0, "元", "0元"),
        (-120_000_000, "元", "-1.2亿元"),
        (2216, "亩", "2216亩"),
        (Decimal("2222.50"), "亩", "2222.5亩"),
        (Decimal("91.525"), "%", "91.53%"),
        (302, "家", "302家"),
    ],
)
def test_written(value, unit, text):
    assert written(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_071_000_000, "元", "1.071 bn yuan"),
        (35_200_000, "元", "35.2 m yuan"),
        (9_999, "元", "9,999 yuan"),
        (352_000, "元", "352,000 yuan"),
        (Decimal("0.50"), "元", "0.5 yuan"),
        (-120_000_000, "元", "-120 m yuan"),
        (1_200_000, "千瓦时", "1200000 kWh"),
        (2216, "亩", "2216 mu"),
        (Decimal("91.5"), "%", "91.5%"),
        (302, "家", "302"),
    ],
)
def test_written_for_english_readers(value, unit, text):
    assert in_english(value, unit) == text


def test_the_readers_language_says_how():
    with override("en"):
        assert written(1_071_000_000, "元") == money(1_071_000_000) == "1.071 bn yuan"
    with override("zh-hans"):
        assert written(1_071_000_000, "元") == money(1_071_000_000) == "10.71亿元"


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (35_000_000, "元", "3500万元", "35,000,000 yuan"),
        (35_000_001, "元", "35000001元", "35,000,001 yuan"),
        (Decimal(7), "家", "7家", "7"),
    ],
)
def test_exact_rounds_nothing_away(value, unit, chinese, english):
    with override("zh-hans"):
        assert exact(value, unit) == chinese
    with override("en"):
        assert exact(value, unit) == english


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.2亿元", (Decimal(120_000_000), "元")), ("1,250 万元", (Decimal(12_500_000), "元")),
     ("36人", (Decimal(36), "人")), ("12.5", (Decimal("12.5"), ""))],
)  # fmt: skip
def test_parsed(text, value):
    assert parse(text) == value


@pytest.mark.parametrize("text", ["", "万元", "约三亿", "1.2.3元", "1e9元x y"])
def test_not_an_amount(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)
