"""Sentences of a report with the verdict of each figure, kind by kind; records of the demo's office.

On 31 May 2022: 708 demands, 648 closed, 302 climbing firms, 341 projects, 309 started, 10.71亿元 of
loans; on 30 April 661 and 594; at the end of 2021 472.
"""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import check

JUDGED = """
截至2022年5月底，问题诉求由661项增加到708项。
    661项 unknown
    708项 confirmed
截至2022年5月底，问题诉求比4月底增加47项，达到708项。
    47项 unknown
    708项 confirmed
截至2022年5月底，销号率由89.9%提升至91.5%。
    89.9% unknown
    91.5% confirmed
截至2022年5月底，销号率提高1.6个百分点至91.5%。
    1.6个百分点 unknown
    91.5% confirmed
截至2022年5月底，新增银行贷款10.71亿元，增长35%。
    10.71亿元 confirmed
    35% unknown
截至2022年5月底，规模企业较年初净增20家。
    20家 unknown
截至2022年5月底，攀登企业、重点项目分别为302家、341个。
    302家 confirmed
    341个 confirmed
截至2022年5月底，问题诉求、已销号诉求分别达到708项和648项。
    708项 confirmed
    648项 confirmed
截至2022年5月底，问题诉求、已销号诉求分别达到648项和708项。
    648项 contradicted
    708项 contradicted
截至2022年5月底，基金投资和新增银行贷款分别为3.2亿元、10.71亿元。
    3.2亿元 confirmed
    10.71亿元 confirmed
2021年底、2022年4月底，问题诉求分别为472项、661项。
    472项 confirmed
    661项 confirmed
2021年底、2022年4月底，问题诉求分别为661项、472项。
    661项 contradicted
    472项 contradicted
截至2022年5月底，收集问题诉求708项，其中已销号648项。
    708项 confirmed
    648项 confirmed
截至2022年5月底，收集问题诉求708项，其中资金类200项。
    708项 confirmed
    200项 unknown
2022年，341个重点项目中，已开工项目309个。
    341个 confirmed
    309个 confirmed
2022年，341个重点项目中，续建项目309个。
    341个 confirmed
    309个 unknown
截至2022年5月底，302家攀登企业中，盈利企业200家。
    302家 confirmed
    200家 unknown
截至2022年5月底，新增银行贷款10.71亿元，其中信用贷款3亿元。
    10.71亿元 confirmed
    3亿元 unknown
2022年5月，当月受理诉求47项。
    47项 unknown
2022年1—5月，新增银行贷款4.2亿元。
    4.2亿元 unknown
2022年4月，招聘各类人才300人。
    300人 unknown
截至2021年底，问题诉求472项。
    472项 confirmed
2021年底，问题诉求708项。
    708项 contradicted
截至2022年4月末，问题诉求661项，已销号594项。
    661项 confirmed
    594项 confirmed
截至2022年5月底，新增银行贷款107100万元。
    107100万元 confirmed
截至2022年5月底，新增银行贷款10亿7100万元。
    10亿7100万元 confirmed
截至2022年5月底，招聘各类人才2千5百13人。
    2千5百13人 confirmed
截至2022年5月底，销号率九成以上。
    九成以上 confirmed
截至2022年5月底，销号率不足九成。
    不足九成 contradicted
截至2022年5月底，销号率达到九成一。
    九成一 contradicted
截至2022年5月底，招聘各类人才2500人左右。
    2500人左右 confirmed
截至2022年5月底，招聘各类人才近2600人。
    近2600人 confirmed
截至2022年5月底，招聘各类人才逾2600人。
    逾2600人 contradicted
截至2022年5月底，销号率91.525%。
    91.525% confirmed
截至2022年5月底，销号率91.53%。
    91.53% confirmed
截至2022年5月底，销号率91.6%。
    91.6% contradicted
1.302家攀登企业全部建档。
    302家 confirmed
（3）341个重点项目全面开工建设。
    341个 unknown
②302家攀登企业全部建立档案。
    302家 confirmed
4、708项问题诉求全部建台账。
    708项 confirmed
截至2022年5月底，七百零八项问题诉求，已销号六百四十八项。
    七百零八项 confirmed
    六百四十八项 confirmed
截至2022年5月底，新增银行贷款十点七一亿元。
    十点七一亿元 confirmed
截至2022年5月底，7O8项问题诉求全部建台账。
    7O8项 malformed
    7O8项 confirmed
截至2022年5月底，销号率91，5%。
    91，5% malformed
    91，5% confirmed
截至2022年5月底，招聘各类人才2 513人。
    2 513人 malformed
    2 513人 confirmed
截至2022年5月底，问题诉\\n求708项。
    708项 confirmed
截至2022年5月底，招聘各类人才25\\n13人。
    2513人 confirmed
截至 2022 年 5 月底 ，问题诉求 708 项 ，销号率 91.5 % 。
    708项 confirmed
    91.5% confirmed
截至2022年5月底，\\n问题诉求708项，\\n已销号648项。
    708项 confirmed
    648项 confirmed
收集建议300条，采纳240条，采纳率85%。
    300条 unknown
    240条 unknown
    85% inconsistent
全区共有企业90家，其中大型企业20家、中型企业40家、小型企业50家。
    90家 inconsistent
    20家 unknown
    40家 unknown
    50家 unknown
发放补贴20笔共1000万元，平均每笔60万元。
    20笔 unknown
    1000万元 unknown
    60万元 inconsistent
发放补贴20笔共1000万元，平均每笔50万元。
    20笔 unknown
    1000万元 unknown
    50万元 unknown
利润由20亿元增长到25亿元，增长30%。
    20亿元 unknown
    25亿元 unknown
    30% inconsistent
利润由20亿元增长到25亿元，增长25%。
    20亿元 unknown
    25亿元 unknown
    25% unknown
完成技改投资9亿元，占年度计划20亿元的45%。
    9亿元 unknown
    20亿元 unknown
    45% unknown
完成技改投资9亿元，占年度计划20亿元的54%。
    9亿元 unknown
    20亿元 unknown
    54% inconsistent
共受理事项90件，其中线上60件，线下20件。
    90件 inconsistent
    60件 unknown
    20件 unknown
四类企业占比分别为40%、30%、20%、10%。
    四类 unknown
    40% unknown
    30% unknown
    20% unknown
    10% unknown
四类企业占比分别为40%、30%、20%、15%。
    四类 unknown
    40% unknown
    30% unknown
    20% unknown
    15% inconsistent
全市实施技改项目60个。\\n全市实施技改项目66个。
    60个 unknown
    66个 inconsistent
甲镇签约项目6个。\\n乙镇签约项目8个。
    6个 unknown
    8个 unknown
2021年，水泊焊割等4家企业获批国家级专精特新小巨人。
    4家 confirmed
2021年，神力索具等16家企业获批省级瞪羚。
    16家 contradicted
力争2022年规模企业达到700家。
    700家 confirmed
力争2022年规模企业达到720家。
    720家 contradicted
2022年规模企业700家的目标正在推进。
    700家 confirmed
截至2022年5月底，规模企业达到700家。
    700家 contradicted
2022年，年度投资目标174亿元。
    174亿元 confirmed
2022年，341个项目已完成年度投资174亿元。
    341个 confirmed
    174亿元 contradicted
截至2022年5月底，应办结诉求648项。
    648项 unknown
截至2022年5月底，预计新增银行贷款10.71亿元。
    10.71亿元 unknown
截至2022年5月底，收集企业诉求708件，办结648件，办结率91.5%。
    708件 confirmed
    648件 confirmed
    91.5% confirmed
截至2022年5月底，规上企业668家，营业收入377.55亿元。
    668家 confirmed
    377.55亿元 confirmed
截至2022年5月底，帮助企业引进各类人才2513人、落实用地2216亩。
    2513人 confirmed
    2216亩 confirmed
办结率100%。
    100% unknown
指标\\t单位\\t数值¶问题诉求\\t项\\t708¶销号率\\t%\\t95.1
    708 confirmed
    95.1 contradicted
指标\\t5月底\\t4月底¶问题诉求（项）\\t708\\t661¶销号率（%）\\t91.5\\t88.8
    708 confirmed
    661 confirmed
    91.5 confirmed
    88.8 contradicted
|指标|数值|¶|---|---|¶|新增银行贷款|10.17亿元|
    10.17亿元 contradicted
县市区\\t攀登企业（家）¶甲县\\t58¶合计\\t302
    58 unknown
    302 confirmed
截至2022年5月底，新增银行贷款：10.71亿元。
    10.71亿元 confirmed
新增银行贷款（亿元）：10.71
    10.71 confirmed
"""


def cases() -> list[tuple[str, list[str]]]:
    """Each sentence with its figures below it: as written, and the verdict."""
    found: list[tuple[str, list[str]]] = []
    for line in JUDGED.strip().splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_each_figure_of_a_sentence_is_judged(office: Scope, text: str, wanted: list[str]) -> None:
    plain = text.replace("\\n", "\n").replace("\\t", "\t").replace("¶", "\n")
    judged = check(office, plain).figures
    assert [f"{one.text} {one.verdict}" for one in judged] == wanted, [one.reason for one in judged]
