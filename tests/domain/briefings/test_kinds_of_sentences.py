"""Kinds of sentences in which a report is easily read wrong: growth, parts, times, slips, names.

A sentence, then each of its figures with its verdict; against the records of the demo's office.
"""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import check

GROWTH = """
截至2022年5月底，受理问题诉求708项，较年初增加236项。
    708项 | confirmed
    236项 | unknown
截至2022年5月底，攀登企业数量增加到302家，净增12家。
    302家 | confirmed
    12家 | unknown
2022年5月，新增银行贷款比上月多1.2亿元。
    1.2亿元 | unknown
截至2022年5月底，招聘各类人才同比多招320人。
    320人 | unknown
截至2022年5月底，规上企业营业收入同比增长9.8%。
    9.8% | unknown
截至2022年5月底，基金投资由2.1亿元增至3.2亿元。
    2.1亿元 | unknown
    3.2亿元 | confirmed
截至2022年5月底，开工率较上月提升2.3个百分点，达到90.6%。
    2.3个百分点 | unknown
    90.6% | confirmed
截至2022年5月底，销号率环比上升1.6个百分点。
    1.6个百分点 | unknown
截至2022年5月底，土地指标需求下降15%。
    15% | unknown
截至2022年5月底，问题诉求708项，同比翻了一番。
    708项 | confirmed
    翻了一番 | unknown
截至2022年5月底，项目开工率同比提高5个百分点至90.6%。
    5个百分点 | unknown
    90.6% | confirmed
"""
RESPECTIVELY = """
截至2022年5月底，招聘各类人才、解决土地指标分别为2513人、2216亩。
    2513人 | confirmed
    2216亩 | confirmed
截至2022年5月底，攀登企业和规模企业分别达到302家和668家。
    302家 | confirmed
    668家 | confirmed
截至2022年5月底，攀登企业和规模企业分别达到668家和302家。
    668家 | contradicted
    302家 | contradicted
2021年，国家级专精特新小巨人、省级瞪羚分别新增4家、16家。
    4家 | confirmed
    16家 | confirmed
2022年4月底、5月底，问题诉求分别为661项、708项。
    661项 | confirmed
    708项 | confirmed
2022年4月底、5月底，已销号诉求分别为594项和648项。
    594项 | confirmed
    648项 | confirmed
2022年4月底、5月底，已销号诉求分别为648项和594项。
    648项 | contradicted
    594项 | contradicted
甲县、乙县分别签约项目12个、9个。
    12个 | unknown
    9个 | unknown
营业收入、利润总额分别增长12%和8%。
    12% | unknown
    8% | unknown
截至2022年5月底，重点项目、已开工项目分别为341个、309个。
    341个 | confirmed
    309个 | confirmed
"""
PART_OF_WHOLE = """
截至2022年5月底，708项问题诉求中，用地类问题诉求60项。
    708项 | confirmed
    60项 | unknown
截至2022年5月底，708项问题诉求中，已销号648项、正在办理60项。
    708项 | confirmed
    648项 | confirmed
    60项 | unknown
截至2022年5月底，招聘各类人才2513人，其中博士36人、硕士420人。
    2513人 | confirmed
    36人 | unknown
    420人 | unknown
截至2022年5月底，新增银行贷款10.71亿元，其中首贷户贷款1.3亿元。
    10.71亿元 | confirmed
    1.3亿元 | unknown
2022年，341个重点项目中，产业类项目200个、基础设施类项目141个。
    341个 | confirmed
    200个 | unknown
    141个 | unknown
2022年，341个重点项目中，产业类项目200个、基础设施类项目151个。
    341个 | confirmed
    200个 | unknown
    151个 | unknown
截至2022年5月底，302家攀登企业中，营收过亿元企业66家。
    302家 | confirmed
    66家 | unknown
截至2022年5月底，668家规模企业中，攀登企业302家。
    668家 | confirmed
    302家 | unknown
2022年已开工项目309个，其中续建项目160个。
    309个 | confirmed
    160个 | unknown
截至2022年5月底，土地指标2216亩，其中新增建设用地1200亩。
    2216亩 | confirmed
    1200亩 | unknown
截至2022年5月底，强企俱乐部企业128家，其中龙头企业6家。
    128家 | confirmed
    6家 | unknown
"""
COUNTY_SCOPE = """
截至2022年5月底，兖州区攀登企业30家，问题诉求88项。
    30家 | unknown
    88项 | unknown
2022年，梁山县重点项目341个，开工率90.6%。
    341个 | unknown
    90.6% | unknown
嘉祥县截至2022年5月底招聘各类人才2513人。
    2513人 | unknown
截至2022年5月底，经开区新增银行贷款10.71亿元。
    10.71亿元 | unknown
截至2022年5月底，太白湖新区解决土地指标2216亩。
    2216亩 | unknown
截至2022年5月底，微山县规模企业668家，营收377.55亿元。
    668家 | unknown
    377.55亿元 | unknown
汶上县2022年已开工项目309个。
    309个 | unknown
截至2022年5月底，鱼台县强企俱乐部企业128家。
    128家 | unknown
截至2022年5月底，金乡、鱼台两县问题诉求708项。
    708项 | unknown
截至2022年5月底，全市问题诉求708项，其中邹城市96项。
    708项 | confirmed
    96项 | unknown
"""
MONTH_VS_CUMULATIVE = """
2022年5月份，当月销号54项。
    54项 | unknown
2022年5月，当月招聘各类人才213人。
    213人 | unknown
2022年二季度，新增银行贷款1.2亿元。
    1.2亿元 | unknown
2022年4月，受理诉求40项，销号38项。
    40项 | unknown
    38项 | unknown
2022年1—5月，受理诉求236项。
    236项 | unknown
2022年一季度，招聘各类人才600人。
    600人 | unknown
本月新增银行贷款0.54亿元。
    0.54亿元 | unknown
2022年5月，新增问题诉求47项。
    47项 | unknown
今年以来，受理诉求236项。
    236项 | unknown
2022年上半年，销号诉求255项。
    255项 | unknown
"""
AS_OF = """
截至2022年3月31日，问题诉求621项。
    621项 | confirmed
截止2022年4月底，已销号诉求594项，销号率89.9%。
    594项 | confirmed
    89.9% | confirmed
2022年4月底，销号率91.5%。
    91.5% | contradicted
2021年末，问题诉求472项。
    472项 | confirmed
截至2021年12月底，销号率86.2%。
    86.2% | confirmed
截至2022年6月底，问题诉求732项。
    732项 | confirmed
截至2022年6月底，问题诉求708项。
    708项 | contradicted
截至目前，问题诉求708项。
    708项 | confirmed
2022年5月31日，问题诉求708项。
    708项 | unknown
截至2022年5月底，问题诉求708项，比2021年底多236项。
    708项 | confirmed
    236项 | unknown
到2022年4月末，问题诉求达到661项。
    661项 | confirmed
截至2022年4月底问题诉求661项，截至5月底708项。
    661项 | confirmed
    708项 | confirmed
截至2030年5月底，攀登企业302家。
    302家 | unknown
截至2022年9月底，问题诉求708项。
    708项 | unknown
"""
UNITS = """
截至2022年5月底，基金投资32000万元。
    32000万元 | confirmed
截至2022年5月底，基金投资3.2万元。
    3.2万元 | contradicted
截至2022年5月底，基金投资3亿2千万元。
    3亿2千万元 | confirmed
截至2022年5月底，招聘各类人才2513名。
    2513名 | confirmed
截至2022年5月底，解决土地指标0.22万亩。
    0.22万亩 | confirmed
截至2022年5月底，解决土地指标2216公顷。
    2216公顷 | unknown
截至2022年5月底，攀登企业302户。
    302户 | confirmed
截至2022年5月底，问题诉求708件。
    708件 | confirmed
截至2022年5月底，基金投资3.2亿美元。
    3.2亿美元 | unknown
截至2022年5月底，基金投资（亿元）：3.2
    3.2 | confirmed
截至2022年5月底，规模企业营收3775500万元。
    3775500万元 | contradicted
"""
APPROX = """
截至2022年5月底，攀登企业300余家。
    300余家 | confirmed
截至2022年5月底，攀登企业逾300家。
    逾300家 | confirmed
截至2022年5月底，攀登企业近300家。
    近300家 | contradicted
截至2022年5月底，攀登企业约300家。
    约300家 | confirmed
截至2022年5月底，攀登企业超过310家。
    超过310家 | contradicted
截至2022年5月底，攀登企业不少于300家。
    不少于300家 | confirmed
截至2022年5月底，攀登企业不足310家。
    不足310家 | confirmed
截至2022年5月底，开工率超九成。
    超九成 | confirmed
截至2022年5月底，开工率九成以上。
    九成以上 | confirmed
截至2022年5月底，基金投资3亿多元。
    3亿多元 | confirmed
截至2022年5月底，基金投资3亿元左右。
    3亿元左右 | confirmed
截至2022年5月底，攀登企业300至310家。
    300至310家 | confirmed
截至2022年5月底，攀登企业310至320家。
    310至320家 | contradicted
截至2022年5月底，开工率91%。
    91% | confirmed
"""
LIST_NUMBER = """
1.708项问题诉求全部建立台账。
    708项 | confirmed
2．341个重点项目加快推进。
    341个 | confirmed
（二）302家攀登企业全部建档。
    302家 | confirmed
③708项问题诉求全部建台账。
    708项 | confirmed
5、341个重点项目扎实推进。
    341个 | confirmed
（4）302家攀登企业均已建立档案。
    302家 | confirmed
一、302家攀登企业全部建档。
    302家 | confirmed
6）708项问题诉求全部建台账。
    708项 | confirmed
"""
SLOGAN = """
坚持“12335”工作思路。
    12335 | confirmed
坚持“12345”工作思路。
    12345 | contradicted
构建“1+N”协同创新体系。
    1+N | confirmed
"""
CHINESE_NUMERALS = """
截至2022年5月底，攀登企业三百零二家。
    三百零二家 | confirmed
截至2022年5月底，攀登企业三百二十家。
    三百二十家 | contradicted
截至2022年5月底，招聘各类人才二千五百一十三人。
    二千五百一十三人 | confirmed
截至2022年5月底，开工率百分之九十点六。
    百分之九十点六 | confirmed
截至2022年5月底，基金投资三点二亿元。
    三点二亿元 | confirmed
2022年，重点项目三百四十一个。
    三百四十一个 | confirmed
2021年，十六家企业获批省级瞪羚。
    十六家 | confirmed
2021年，五家企业获批省级单项冠军。
    五家 | confirmed
2021年，三家企业获批省级单项冠军。
    三家 | contradicted
截至2022年5月底，规模企业六百六十八家。
    六百六十八家 | confirmed
"""
OCR = """
截至2022年5月底，攀登企业3O2家。
    3O2家 | malformed
    3O2家 | confirmed
截至2022年5月底，规模企业66 8家。
    66 8家 | malformed
    66 8家 | confirmed
截至2022年5月底，开工率9O.6%。
    9O.6% | malformed
    9O.6% | confirmed
截至2022年5月底，开工率90，6%。
    90，6% | malformed
    90，6% | confirmed
截至2022年5月底，开工率90.6%%。
    90.6%% | malformed
    90.6%% | confirmed
截至2022年5月底，基金投资3,2亿元。
    3,2亿元 | malformed
    3,2亿元 | confirmed
截至2022年5月底，基金投资3. 2亿元。
    3. 2亿元 | malformed
    3. 2亿元 | confirmed
截至2022年5月底，基金投资3.2亿亿元。
    3.2亿亿元 | malformed
    3.2亿亿元 | confirmed
截至2022年5月底，招聘各类人才2 513 人。
    2 513人 | malformed
    2 513人 | confirmed
截至2022年5月底，攀登企业３０２家。
    302家 | confirmed
截至2022年5月底，开工率90.6。
    90.6 | malformed
    90.6 | confirmed
截至2022年5月底，開工率90.6%，攀登企業302家。
    90.6% | confirmed
    302家 | confirmed
"""


def cases(text: str) -> list[tuple[str, list[str]]]:
    """Each sentence with the figures that stand indented below it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.strip().splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


def judged(office: Scope, line: str) -> list[str]:
    text = line.replace("\\n", "\n").replace("\\t", "\t")
    return [f"{one.text} | {one.verdict}" for one in check(office, text).figures]


@pytest.mark.parametrize(("text", "wanted"), cases(GROWTH))
def test_growth(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(RESPECTIVELY))
def test_respectively(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(PART_OF_WHOLE))
def test_part_of_whole(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(COUNTY_SCOPE))
def test_county_scope(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(MONTH_VS_CUMULATIVE))
def test_month_vs_cumulative(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(AS_OF))
def test_as_of(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(UNITS))
def test_units(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(APPROX))
def test_approx(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(LIST_NUMBER))
def test_list_number(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(SLOGAN))
def test_slogan(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(CHINESE_NUMERALS))
def test_chinese_numerals(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(OCR))
def test_ocr(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted
