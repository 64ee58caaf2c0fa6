"""A text against itself, line by line: what clashes, what does not, and what is left unsaid."""

import pytest

from pandeng.domain.briefings.read import inconsistencies, read
from pandeng.domain.briefings.read.consistency import MAX_PARTS
from tests.domain.briefings.reading import parted, shown

# Rates with their parts. After the arrow: the clash, or nothing.
RATES = """
收集问题200件，办结150件，办结率75%。
收集问题200件，办结150件，办结率75.0%。
收集问题200件，办结150件，办结率为75%。
收集问题200件，办结150件，办结率达75%。
收集问题200件，办结150件，办结率达到75%。
收集问题200件，办结150件，办结率75%以上。
收集问题200件，办结150件，办结率70%以上。
收集问题200件，办结150件，办结率超过70%。
收集问题200件，办结150件，办结率约75%。
收集问题200件，办结150件，办结率近76%。
收集问题200件，办结150件，办结率76%。 → ratio 76% 75
收集问题200件，办结150件，办结率74%。 → ratio 74% 75
收集问题200件，办结150件，办结率75.1%。 → ratio 75.1% 75
收集问题200件，办结150件，办结率80%以上。 → ratio 80%以上 75
收集问题200件，办结150件，办结率超过80%。 → ratio 超过80% 75
收集问题200件，办结150件，办结率不超过70%。 → ratio 不超过70% 75
收集问题200件，办结150件，办结率约80%。 → ratio 约80% 75
收集问题300件，办结200件，办结率66.7%。
收集问题300件，办结200件，办结率66.6%。
收集问题300件，办结200件，办结率67%。
收集问题300件，办结200件，办结率66%。
收集问题300件，办结200件，办结率68%。 → ratio 68% 66.7
收集问题300件，办结200件，办结率66.8%。 → ratio 66.8% 66.7
收集问题700件，办结300件，办结率42.86%。
收集问题700件，办结300件，办结率42.85%。
收集问题700件，办结300件，办结率42.87%。 → ratio 42.87% 42.86
实施项目120个，开工90个，开工率75%。
实施项目120个，开工90个，开工率57%。 → ratio 57% 75
实施项目120个，已开工90个、开工率75%。
实施项目120个，已开工90个、开工率85%。 → ratio 85% 75
收集诉求708项，已销号648个，销号率91.5%。
收集诉求708项，已销号648个，销号率95.1%。 → ratio 95.1% 91.5
走访企业40家，满意38家，满意率95%。
走访企业40家，满意38家，满意率59%。 → ratio 59% 95
办结150件，收集问题200件，办结率85%。
收集问题200件，办结250件，办结率85%。
收集问题200件。办结150件，办结率85%。
收集问题200件，办结150件。办结率85%。
收集资金200万元，办结150件，办结率85%。
收集问题200件，办结150人，办结率85%。
收集问题200件，增长5%，办结150件，办结率85%。 → ratio 85% 75
利润率85%。
"""
# Wholes with the list of their parts.
SUMS = """
共120个，其中开工80个、停工40个。
共120个，其中开工80个、停工50个。 → sum 120个 130
共120个，其中开工80个和停工50个。 → sum 120个 130
共120个，其中开工80个、停工30个。
共120个，其中开工80个、其他30个。 → sum 120个 110
共120个，其中开工80个、其余40个。
共120个，分为开工80个、停工30个。 → sum 120个 110
共120个，包括开工80个、停工30个。 → sum 120个 110
共120个，包括开工80个、停工40个。
共120个（开工80个、停工50个）。 → sum 120个 130
共120个（开工80个、停工40个）。
120个项目中新开工51个、续建69个。
120个项目中新开工51个、续建70个。 → sum 120个 121
120个项目中新开工51个、续建68个。 → sum 120个 119
总投资100亿元，其中一期60亿元、二期40亿元。
总投资100亿元，其中一期60亿元、二期50亿元。 → sum 100亿元 11000000000
总投资100亿元，其中一期6亿元、二期50000万元。
共120个，涉及金额5亿元，其中开工80个、停工50个。 → sum 120个 130
共120个，涉及金额5亿元，其中开工80个、停工40个。
共120个，其中开工80家、停工50家。
共120个，其中开工80个，停工50个。
共120个，其中开工约80个、停工50个。
共约120个，其中开工80个、停工50个。
共120个，其中开工80个。
共120个。其中开工80个、停工50个。
共100至120个，其中开工80个、停工50个。
增长120%，其中开工80%、停工50%。
"""
# One thing with two values.
CONFLICTS = """
全市攀登企业302家。座谈会指出，全市攀登企业320家。 → conflict 320家 302
全市攀登企业302家。座谈会指出，全市攀登企业302家。
全市攀登企业302家。座谈会指出，全市攀登企业约320家。
全市攀登企业302家。座谈会指出，全市龙头企业320家。
全市攀登企业302家。座谈会指出，全市攀登企业320人。
2021年攀登企业302家。2022年攀登企业320家。
力争攀登企业302家。全市攀登企业320家。
全市企业302家。全市企业320家。
甲项目完成投资3亿元。乙项目完成投资5亿元。
同比增长12%。同比增长15%。
银行贷款余额3亿元。银行贷款余额5亿元。 → conflict 5亿元 300000000
银行贷款余额3亿元。计划银行贷款余额5亿元。
山推等3家攀登企业。重汽等5家攀登企业。
围绕3条核心产业链。围绕5条核心产业链。
"""
CASES = [line for table in (RATES, SUMS, CONFLICTS) for line in table.strip().splitlines()]


@pytest.mark.parametrize("line", CASES)
def test_a_text_against_itself(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("clash",)) == wanted


@pytest.mark.parametrize("line", [line for line in CASES if "→" in line])
def test_a_clash_is_told_in_one_sentence_with_the_number_written(line: str) -> None:
    text, wanted = parted(line)
    readings = read(text)
    (clash,) = inconsistencies(readings, text)
    _kind, written, _expected = wanted.split(" ")
    assert written in clash.reason
    assert clash.reason.endswith("。")
    assert readings[clash.figures[0]].text == written
    assert len(clash.figures) >= 2


@pytest.mark.parametrize("line", CASES)
def test_a_clash_stays_where_it_is_in_a_longer_text(line: str) -> None:
    text, wanted = parted(line)
    assert shown(f"全市推进会召开。\n{text}\n会议要求抓好落实。", ("clash",)) == wanted


def test_clashes_come_in_the_order_of_the_text() -> None:
    text = "收集问题200件，办结150件，办结率85%。共120个，其中开工80个、停工50个。"
    assert shown(text, ("clash",)) == "ratio 85% 75；sum 120个 130"


def test_a_long_list_of_parts_is_a_table_and_no_sum() -> None:
    parts = "、".join(f"第{n}片区2个" for n in range(1, MAX_PARTS + 20))
    (clash,) = inconsistencies(read(text := f"共{2 * MAX_PARTS - 1}个，其中{parts}。"), text)
    assert len(clash.figures) == MAX_PARTS + 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("收集问题200件，办结150件，办结率75%", "75% 150 200"),
        ("办结率75%", "75% - -"),
        ("收集问题200件，办结150件，增长75%", "75% - -"),
        ("收集问题200件，办结0件，办结率0%", "0% - -"),
    ],
)
def test_a_rate_knows_the_counts_it_is_made_of(text: str, parts: str) -> None:
    assert shown(text, ("text", "numerator", "denominator")).split("；")[-1] == parts
