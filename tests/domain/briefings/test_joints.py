"""Blanks inside a phrase and lines that break within a sentence; what parts paragraphs stays."""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.clean import clean
from pandeng.domain.briefings.judge import check

# The text as copied, then as cleaned; ¶ is the end of a line.
JOINED = """
截至 2022 年 5 月底
    截至2022年5月底
问题诉求 708 项 ，销号率 91.5 %
    问题诉求708项，销号率91.5%
新增 银行 贷款 10.71 亿元
    新增银行贷款10.71亿元
构建“1 +N”体系
    构建“1+N”体系
问题诉求708项，¶已销号648项。
    问题诉求708项，已销号648项。
包括资金、¶土地、人才。
    包括资金、土地、人才。
截至5月底，招聘人才25¶13人。
    截至5月底，招聘人才2513人。
截至5月底，重点项¶目341个。
    截至5月底，重点项目341个。
问题诉求708项。¶已销号648项。
    问题诉求708项。¶已销号648项。
企业攀登有成效¶全市共有攀登企业302家。
    企业攀登有成效¶全市共有攀登企业302家。
主要做法如下：¶一、抓项目。
    主要做法如下：¶一、抓项目。
指标\t数值¶问题诉求\t708
    指标\t数值¶问题诉求\t708
| 指标 | 数值 |¶| 诉求 | 708 |
    | 指标 | 数值 |¶| 诉求 | 708 |
use 3 words here
    use 3 words here
用地2 216亩
    用地2 216亩
"""


def cases() -> list[tuple[str, str]]:
    lines = JOINED.strip("\n").splitlines()
    return [
        (before, after.removeprefix("    "))
        for before, after in zip(lines[::2], lines[1::2], strict=True)
    ]


@pytest.mark.parametrize(("before", "after"), cases())
def test_a_phrase_is_put_together_again(before: str, after: str) -> None:
    assert clean(before.replace("¶", "\n")).text == after.replace("¶", "\n")


def test_a_text_broken_at_a_fixed_width_is_one_paragraph() -> None:
    whole = "全市高端装备产业集群专班坚持以企业为中心，组织干部深入企业走访，收集并办理企业反映的问题诉求，推动项目加快建设，工作取得明显成效。"
    broken = "\n".join(whole[place : place + 20] for place in range(0, len(whole), 20))
    assert clean(broken).text == whole


def test_every_break_that_is_mended_is_told() -> None:
    cleaned = clean("问题诉求708项，\n已销号648项。")
    assert [repair.kind for repair in cleaned.repairs] == ["break"]
    start = cleaned.text.index("648")
    assert cleaned.raw[slice(*cleaned.raw_span(start, start + 3))] == "648"


# A blank or a break in any place of a sentence changes no verdict.
SENTENCE = "截至2022年5月底，受理问题诉求708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。"
DRESSED = """
截至 2022年5月底，受理问题诉求708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。
截至2022 年5 月底，受理问题诉求708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。
截至2022年5月底， 受理问题诉求708项， 已销号648项， 销号率91.5%， 新增银行贷款10.71亿元。
截至2022年5月底，受理问题诉求 708项，已销号 648项，销号率 91.5%，新增银行贷款 10.71亿元。
截至2022年5月底，受理问题诉求708 项，已销号648 项，销号率91.5 %，新增银行贷款10.71 亿元。
截至2022年5月底，受理 问题诉求708项，已 销号648项，销号率91.5%，新增 银行贷款10.71亿元。
截至2022年5月底，¶受理问题诉求708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。
截至2022年5月底，受理问题诉求708项，¶已销号648项，¶销号率91.5%，¶新增银行贷款10.71亿元。
截至2022年5月底，受理问题诉¶求708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。
截至2022年5月底，受理问题诉求708项，已销号648项，销号率91.5%，新增银¶行贷款10.71亿元。
截至2022年5月底，受理问题诉求7¶08项，已销号6¶48项，销号率91.5%，新增银行贷款10.71亿元。
　　截至2022年5月底，受理问题诉求７０８项，已销号６４８项，销号率９１．５％，新增银行贷款１０．７１亿元。
截至2022年5月底，受理问题诉求：708项，已销号：648项，销号率：91.5%，新增银行贷款：10.71亿元。
截至2022年5月底，受理问题诉求“708项”，已销号“648项”，销号率“91.5%”，新增银行贷款“10.71亿元”。
截至2022年5月底，受理问题诉求（含往年）708项，已销号648项，销号率91.5%，新增银行贷款10.71亿元。
"""


@pytest.mark.parametrize("text", DRESSED.strip("\n").splitlines()[:-1])
def test_where_a_blank_or_a_break_stands_changes_no_verdict(office: Scope, text: str) -> None:
    said = [(one.value, one.verdict) for one in check(office, text.replace("¶", "\n")).figures]
    assert said == [(one.value, "confirmed") for one in check(office, SENTENCE).figures]


def test_a_bracket_that_says_more_makes_it_another_figure(office: Scope) -> None:
    first, *_others = check(office, DRESSED.strip("\n").splitlines()[-1]).figures
    assert first.verdict == "unknown"


@pytest.mark.parametrize("number", ["718", "70", "7080"])
@pytest.mark.parametrize("text", DRESSED.strip("\n").splitlines()[2:6])
def test_a_wrong_number_is_found_in_any_dress(office: Scope, text: str, number: str) -> None:
    wrong = check(office, text.replace("708", number)).figures[0]
    assert (wrong.verdict, wrong.expected) == ("contradicted", "708项")
