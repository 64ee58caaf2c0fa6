"""A text against itself: rates and their parts, wholes and their sums, one quantity with one value."""

import pytest

from pandeng.domain.briefings.read import inconsistencies, read
from pandeng.domain.briefings.read.numerals import plain


def clashes(text: str) -> list[tuple[str, str, str]]:
    """(kind, the figure in doubt, what the others give for it)."""
    readings = read(text)
    return [
        (
            clash.kind,
            readings[clash.figures[0]].text,
            "" if clash.expected is None else plain(clash.expected),
        )
        for clash in inconsistencies(readings, text)
    ]


AGREE = """
收集问题200件，办结150件，办结率75%。
收集问题708项，已销号648项，销号率91.5%。
收集问题300件，办结200件，办结率66.7%。
收集问题300件，办结200件，办结率66.6%。
收集问题300件，办结200件，办结率67%。
收集问题300件，办结200件，办结率达65%以上。
收集问题300件，办结200件，办结率约67%。
实施项目120个，其中新开工51个、续建69个。
实施项目120个，其中新开工50个。
全市企业700家，其中攀登企业302家、规模企业200家。
2021年引进人才100人。2022年引进人才120人。
确保引进人才120人，已引进人才100人。
总投资100亿元，其中一期60亿元、二期40亿元。
梳理问题近100件，其中资金50件、土地40件、其他20件。
甲项目完成投资3亿元。乙项目完成投资5亿元。
同比增长12%。同比增长15%。
"""


@pytest.mark.parametrize("text", AGREE.strip().splitlines())
def test_a_text_that_agrees_with_itself(text: str) -> None:
    assert clashes(text) == []


CLASH = """
实施项目120个，其中新开工50个、续建60个。今年将再开工10个。 — sum — 120个 — 110
收集问题200件，办结150件，办结率85%。 — ratio — 85% — 75
收集问题708项，已销号648项，销号率95.1%。 — ratio — 95.1% — 91.5
收集问题300件，办结200件，办结率90%以上。 — ratio — 90%以上 — 66.7
实施项目120个，开工90个，开工率70%。 — ratio — 70% — 75
实施项目120个，其中新开工51个、续建68个。 — sum — 120个 — 119
实施项目120个，其中新开工51个、续建79个。 — sum — 120个 — 130
收集问题100件，其中资金50件、土地30件、其他10件。 — sum — 100件 — 90
总投资100亿元，其中一期60亿元、二期50亿元。 — sum — 100亿元 — 11000000000
"""


@pytest.mark.parametrize("line", CLASH.strip().splitlines())
def test_a_text_that_does_not(line: str) -> None:
    text, kind, written, expected = line.split(" — ")
    assert clashes(text) == [(kind, written, expected)]


def test_the_reason_names_the_numbers() -> None:
    text = "收集问题200件，办结150件，办结率85%。"
    (clash,) = inconsistencies(read(text), text)
    assert clash.reason == "文中150件除以200件为75%，与所写85%不一致。"
    text = "实施项目120个，其中新开工51个、续建79个。"
    (clash,) = inconsistencies(read(text), text)
    assert clash.reason == "分项51个、79个合计130个，与总数120个不一致。"


def test_two_values_of_one_thing() -> None:
    text = "全市攀登企业302家。座谈会指出，全市攀登企业320家。"
    assert clashes(text) == [("conflict", "320家", "302")]


def test_a_rate_knows_its_parts() -> None:
    *_counts, rate = read("收集问题708项，已销号648项，销号率91.5%。")
    assert (rate.numerator, rate.denominator) == (648, 708)


def test_a_rate_of_another_sentence_has_no_parts() -> None:
    *_counts, rate = read("收集问题708项，已销号648项。销号率91.5%。")
    assert rate.numerator is None
