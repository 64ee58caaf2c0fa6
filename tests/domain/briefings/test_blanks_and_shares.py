"""Blanks around numbers, shares, and what a check answers about itself: judged and not only read."""

from datetime import date

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import check
from pandeng.domain.briefings.read import read
from tests.domain.briefings.reading import parted, shown

# A blank before a number parts it from nothing.
BLANKS = """
问题诉求 708 项 → 708 项 问题诉求
问题诉求  708项 → 708项 问题诉求
问题诉求708 项 → 708 项 问题诉求
“小巨人” 4家 → 4家 “小巨人”
销号率 91.5% → 91.5% 销号率
新增银行贷款 10.71 亿元 → 10.71 亿元 新增银行贷款
总投资 35 亿元 → 35 亿元 总投资
"""


@pytest.mark.parametrize("line", BLANKS.strip().splitlines())
def test_a_blank_before_a_number_parts_it_from_nothing(line: str) -> None:
    text, wanted = parted(line)
    figure, _sep, what = wanted.rpartition(" ")
    (one,) = read(f"全市{text}。")
    assert (one.text, one.what.removeprefix("全市")) == (figure, what)


@pytest.mark.parametrize("mark", ["，", "\t", "\n", "；", "、", "："])
def test_a_mark_before_a_number_parts_it(mark: str) -> None:
    (one,) = read(f"问题诉求{mark}708项。")
    assert "问题诉求" not in one.what


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("截至 2022 年 5 月底，708 项问题诉求，已销号 648 个，销号率 91.5%。", "confirmed confirmed confirmed"),
        ("截至 2022 年 5 月底，718 项问题诉求，已销号 684 个，销号率 95.1%。", "contradicted contradicted contradicted"),
        ("截至2022年5月底，新增银行贷款 10.71 亿元、基金投资 3.2 亿元。", "confirmed confirmed"),
        ("截至2022年5月底，新增银行贷款 10.17 亿元、基金投资 2.3 亿元。", "contradicted contradicted"),
        ("截至2022年5月底，招聘各类人才 2513 人，解决土地指标 2216 亩。", "confirmed confirmed"),
        ("截至2022年5月底，解决土地指标2 216亩。", "malformed confirmed"),
        ("截至2022年5月底，新增银行贷款10. 71亿元。", "malformed confirmed"),
    ],
)  # fmt: skip
def test_a_text_with_blanks_is_judged_as_one_without(
    office: Scope, text: str, verdicts: str
) -> None:
    assert " ".join(one.verdict for one in check(office, text).figures) == verdicts


# A share is of the thing before it; without records it stays unknown, whatever it says.
SHARES = """
截至2022年5月底，新增银行贷款10.71亿元，占全市35%。 → 10.71亿元 confirmed；35% unknown
截至2022年5月底，问题诉求708项，占全市四分之一。 → 708项 confirmed；四分之一 unknown
截至2022年5月底，新增银行贷款10.71亿元，同比增长35.2%。 → 10.71亿元 confirmed；35.2% unknown
某市收集信访200件，办结150件，办结率75%。 → 200件 unknown；150件 unknown；75% unknown
某市收集信访200件，办结150件，办结率85%。 → 200件 unknown；150件 unknown；85% inconsistent
某地工程120个，其中开工80个、停工50个。 → 120个 inconsistent；80个 unknown；50个 unknown
全市收割小麦500万亩。 → 500万亩 unknown
召开会议12场。 → 12场 unknown
召开会议。
"""


@pytest.mark.parametrize("line", SHARES.strip().splitlines())
def test_what_no_record_tells_is_unknown_or_clashes_with_the_text(office: Scope, line: str) -> None:
    text, wanted = parted(line)
    told = "；".join(f"{one.text} {one.verdict}" for one in check(office, text).figures)
    assert told == wanted


def test_what_is_unknown_names_no_figure_and_no_expected_value(office: Scope) -> None:
    (one,) = check(office, "全市收割小麦500万亩。").figures
    assert (one.indicator, one.expected, one.figure) == ("", "", None)
    assert one.as_json()["indicator"] is None
    assert one.as_json()["url"] is None


def test_a_day_before_the_first_record_is_unknown_with_the_reason(office: Scope) -> None:
    (one,) = check(office, "截至2020年1月31日，问题诉求708项。").figures
    assert one.verdict == "unknown"
    assert "没有" in one.reason


def test_a_check_counts_its_verdicts(office: Scope) -> None:
    checked = check(office, "截至2022年5月底，问题诉求708项，销号649项，收割小麦500万亩。")
    counts = {
        verdict: checked.count(verdict) for verdict in ("confirmed", "contradicted", "unknown")
    }
    assert counts == {"confirmed": 1, "contradicted": 1, "unknown": 1}
    assert checked.as_of == date(2022, 5, 31)
    assert checked.as_json()["as_of"] == "2022-05-31"
    assert checked.as_json()["known_at"] is None


def test_the_place_of_a_verdict_is_that_of_its_number(office: Scope) -> None:
    checked = check(office, "截至2022年5月底，問題訴求708項，銷號率91.5.%。")
    text = checked.cleaned.text
    assert [text[one.start : one.end] for one in checked.figures] == ["708项", "91.5.%", "91.5.%"]
    assert [one.verdict for one in checked.figures] == ["confirmed", "malformed", "confirmed"]


def test_the_framework_is_told_apart_from_other_patterns(office: Scope) -> None:
    verdicts = {
        text: check(office, f"形成“{text}”体系。").figures[0].verdict for text in ("1+N", "9+2")
    }
    assert verdicts["1+N"] == "confirmed"
    assert verdicts["9+2"] != "confirmed"


@pytest.mark.parametrize("line", BLANKS.strip().splitlines())
def test_the_value_is_the_same_with_and_without_blanks(line: str) -> None:
    text = parted(line)[0]
    assert shown(text, ("value", "unit")) == shown(text.replace(" ", ""), ("value", "unit"))
