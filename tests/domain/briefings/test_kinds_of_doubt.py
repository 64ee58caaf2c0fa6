"""Kinds of sentences that tell of somebody or something else, or of what is not yet done.

A sentence, then each of its figures with its verdict; against the records of the demo's office.
"""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import check

NAMES = """
2021年，金大丰等5家企业获批省级单项冠军。
    5家 | confirmed
2021年，水泊焊割等5家企业获批省级单项冠军。
    5家 | contradicted
2021年，蒂德精密等16家企业新增为省级瞪羚。
    16家 | confirmed
2021年，水泊焊割等4家企业入选国家级专精特新小巨人。
    4家 | confirmed
2021年，山推等4家企业入选国家级专精特新小巨人。
    4家 | contradicted
2022年，已推荐水泊焊割、神力索具等8家企业申报国家级制造业单项冠军。
    8家 | confirmed
2022年，已推荐8家企业申报省级瞪羚。
    8家 | unknown
2021年，16家企业通过省级瞪羚公示。
    16家 | unknown
"""
TARGET_VS_ACTUAL = """
力争2022年攀登企业营收突破750亿元。
    突破750亿元 | confirmed
力争2022年攀登企业营收突破800亿元。
    突破800亿元 | contradicted
确保2022年173家企业进入强企俱乐部。
    173家 | confirmed
确保2022年180家企业进入强企俱乐部。
    180家 | contradicted
截至2022年5月底，128家企业进入强企俱乐部。
    128家 | confirmed
2022年，项目完成年度投资目标174亿元。
    174亿元 | confirmed
2022年，确保341个项目完成年度投资174亿元。
    341个 | confirmed
    174亿元 | confirmed
规模企业720家的目标任务已完成92%。
    720家 | contradicted
    92% | unknown
2022年要实现规模企业营收1200亿元。
    1200亿元 | contradicted
截至2022年5月底，攀登企业营收270.35亿元，完成全年目标750亿元的36%。
    270.35亿元 | confirmed
    750亿元 | unknown
    36% | unknown
截至2022年5月底，攀登企业营收270.35亿元，完成全年目标750亿元的46%。
    270.35亿元 | confirmed
    750亿元 | unknown
    46% | inconsistent
"""
OTHER_PLACE = """
临沂市截至2022年5月底问题诉求708项，销号率91.5%。
    708项 | unknown
    91.5% | unknown
2022年，青岛重点项目341个。
    341个 | unknown
截至2022年5月底，河南省新增银行贷款10.71亿元。
    10.71亿元 | unknown
2021年，全国获批国家级专精特新小巨人4家。
    4家 | unknown
浙江截至2022年5月底规模企业668家。
    668家 | unknown
截至2022年5月底，新郑市攀登企业302家。
    302家 | unknown
截至2022年5月底，沛县规上企业668家。
    668家 | unknown
2022年，医药健康产业集群重点项目341个，开工率90.6%。
    341个 | unknown
    90.6% | unknown
2022年，新材料产业链重点项目341个。
    341个 | unknown
截至2022年5月底，合肥高新区招聘各类人才2513人。
    2513人 | unknown
"""
ONE_ENTERPRISE_PROJECT = """
截至2022年5月底，山推新增银行贷款10.71亿元。
    10.71亿元 | unknown
截至2022年5月底，帮助水泊焊割招聘各类人才2513人。
    2513人 | unknown
截至2022年5月底，金大丰获得基金投资3.2亿元。
    3.2亿元 | unknown
截至2022年5月底，协助港航金属落实用地2216亩。
    2216亩 | unknown
2022年，永生重工中韩高端装备项目完成投资68.3亿元。
    68.3亿元 | unknown
截至2022年5月底，某机械有限公司营收270.35亿元。
    270.35亿元 | unknown
截至2022年5月底，向蒂德精密投放银行贷款10.71亿元。
    10.71亿元 | unknown
2022年，液压件扩产项目完成投资68.3亿元。
    68.3亿元 | unknown
"""
OWN_WORDING = """
截至2022年5月底，收到企业问题诉求708件，已办结648件。
    708件 | confirmed
    648件 | confirmed
截至2022年5月底，企业诉求办结率91.5%。
    91.5% | confirmed
截至2022年5月底，引进人才2513人，获得基金投资3.2亿元。
    2513人 | confirmed
    3.2亿元 | confirmed
截至2022年5月底，规模以上企业668家、营收377.55亿元。
    668家 | confirmed
    377.55亿元 | confirmed
截至2022年5月底，为企业新增贷款10.71亿元、落实用地指标2216亩。
    10.71亿元 | confirmed
    2216亩 | confirmed
2021年，新增国家级专精特新小巨人企业4家、省级瞪羚企业16家、省级单项冠军企业5家。
    4家 | confirmed
    16家 | confirmed
    5家 | confirmed
截至2022年5月底，梳理问题诉求708个，销号648个。
    708个 | confirmed
    648个 | confirmed
2022年，341个项目年度完成投资68.3亿元。
    341个 | confirmed
    68.3亿元 | confirmed
截至2022年5月底，128家企业跻身强企俱乐部序列。
    128家 | confirmed
截至2022年5月底，建成“1+N”创新平台19个。
    1+N | confirmed
    19个 | confirmed
"""
TABLE = """
指标\\t数量\\n攀登企业（家）\\t302\\n重点项目（个）\\t341
    302 | confirmed
    341 | confirmed
指标\\t单位\\t4月底\\t5月底\\n问题诉求\\t项\\t661\\t708\\n已销号\\t项\\t594\\t648
    661 | confirmed
    708 | confirmed
    594 | confirmed
    648 | confirmed
|指标|单位|数值|\\n|---|---|---|\\n|新增银行贷款|亿元|10.71|\\n|招聘各类人才|人|2531|
    10.71 | confirmed
    2531 | contradicted
县市区\\t问题诉求（项）\\t已销号（项）\\n任城区\\t80\\t70\\n合计\\t708\\t648
    80 | unknown
    70 | unknown
    708 | confirmed
    648 | confirmed
单位：亿元\\n指标\\t数值\\n新增银行贷款\\t10.71\\n基金投资\\t2.3
    10.71 | confirmed
    2.3 | contradicted
"""
NEGATION = """
截至2022年5月底，未开工项目32个。
    32个 | unknown
截至2022年5月底，不予受理问题诉求708项。
    708项 | unknown
截至2022年5月底，取消攀登企业资格302家。
    302家 | unknown
截至2022年5月底，退回问题诉求708项。
    708项 | unknown
2021年，16家企业未获批省级瞪羚。
    16家 | unknown
截至2022年5月底，停工项目309个。
    309个 | unknown
截至2022年5月底，无贷款企业302家。
    302家 | unknown
截至2022年5月底，撤回基金投资3.2亿元。
    3.2亿元 | unknown
截至2022年5月底，辞退招聘人才2513人。
    2513人 | unknown
截至2022年5月底，闲置土地指标2216亩。
    2216亩 | unknown
截至2022年5月底，非攀登企业302家。
    302家 | unknown
"""
PLAN_AS_ACTUAL = """
截至2022年5月底，计划解决土地指标2216亩。
    2216亩 | unknown
截至2022年5月底，拟落实基金投资3.2亿元。
    3.2亿元 | unknown
2022年，计划新增规模企业668家。
    668家 | unknown
截至2022年5月底，应开工项目309个。
    309个 | unknown
截至2022年5月底，预计销号648项。
    648项 | unknown
2022年，力争开工率达到90.6%。
    90.6% | unknown
截至2022年5月底，争取新增银行贷款10.71亿元。
    10.71亿元 | unknown
截至2022年5月底，有望招聘各类人才2513人。
    2513人 | unknown
截至2022年5月底，需解决土地指标2216亩。
    2216亩 | unknown
2022年，确保招聘各类人才2513人。
    2513人 | unknown
"""
NEAR_MISS_NOUN = """
截至2022年5月底，攀登企业职工302人。
    302人 | unknown
截至2022年5月底，攀登企业座谈会302场。
    302场 | unknown
截至2022年5月底，银行贷款利息10.71亿元。
    10.71亿元 | unknown
截至2022年5月底，银行贷款授信10.71亿元。
    10.71亿元 | unknown
截至2022年5月底，基金投资意向3.2亿元。
    3.2亿元 | unknown
2022年，重点项目观摩点341个。
    341个 | unknown
2022年，省重点中学11所。
    11所 | unknown
2022年，省重点扶持企业11家。
    11家 | unknown
2021年，瞪羚企业培育对象16家。
    16家 | unknown
2021年，小巨人企业高管4人。
    4人 | unknown
截至2022年5月底，人才公寓2513套。
    2513套 | unknown
截至2022年5月底，土地指标缺口2216亩。
    2216亩 | unknown
2022年，挂图作战项目超前节点8个。
    8个 | unknown
截至2022年5月底，规模企业从业人员668人。
    668人 | unknown
截至2022年5月底，规模企业税收377.55亿元。
    377.55亿元 | unknown
"""
WRONG_YEAR = """
2021年，341个重点项目加快推进。
    341个 | contradicted
2020年，专班负责推进项目共163个。
    163个 | unknown
2019年，5家企业获批省级单项冠军。
    5家 | unknown
2022年，16家企业获批省级瞪羚。
    16家 | contradicted
截至2022年5月底，累计获批省级瞪羚40家。
    40家 | unknown
2018年以来，获批国家级专精特新小巨人4家。
    4家 | unknown
2021年，规模企业突破700家。
    突破700家 | contradicted
"""
RATES = """
截至2022年5月底，开工率为90.6个百分点。
    90.6个百分点 | malformed
    90.6个百分点 | confirmed
截至2022年5月底，开工率0.906。
    0.906 | malformed
    0.906 | confirmed
截至2022年5月底，销号率九成一。
    九成一 | contradicted
截至2022年5月底，一半以上项目已开工。
    一半以上 | unknown
截至2022年5月底，企业满意率98.5%。
    98.5% | unknown
截至2022年5月底，合格率百分之百。
    百分之百 | unknown
截至2022年5月底，销号率增长5‰。
    5‰ | unknown
"""
REPEATED = """
截至2022年5月底，攀登企业302家。\\n截至2022年5月底，攀登企业320家。
    302家 | confirmed
    320家 | contradicted
全市科技企业60家。\\n全市科技企业共66家。
    60家 | unknown
    66家 | inconsistent
2022年，重点项目341个。\\n下一步，全力推进314个重点项目建设。
    341个 | confirmed
    314个 | inconsistent
甲县科技企业60家。\\n乙县科技企业66家。
    60家 | unknown
    66家 | unknown
"""
REPORTS_OF_OTHERS = """
某市收集企业诉求1243件，办结977件，办结率78.6%。
    1243件 | unknown
    977件 | unknown
    78.6% | unknown
全县上半年梳理问题298个，已解决288个，解决率96.6%。
    298个 | unknown
    288个 | unknown
    96.6% | unknown
1至2月，1914个实施类项目已开工1531个，开工率80%。
    1914个 | unknown
    1531个 | unknown
    80% | unknown
全区实施重点项目120个，完成投资56亿元，占年度计划的43%。
    120个 | unknown
    56亿元 | unknown
    43% | unknown
本镇走访企业85家，收集问题诉求120项，办结98项。
    85家 | unknown
    120项 | unknown
    98项 | unknown
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


@pytest.mark.parametrize(("text", "wanted"), cases(NAMES))
def test_names(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(TARGET_VS_ACTUAL))
def test_target_vs_actual(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(OTHER_PLACE))
def test_other_place(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(ONE_ENTERPRISE_PROJECT))
def test_one_enterprise_project(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(OWN_WORDING))
def test_own_wording(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(TABLE))
def test_table(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(NEGATION))
def test_negation(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(PLAN_AS_ACTUAL))
def test_plan_as_actual(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(NEAR_MISS_NOUN))
def test_near_miss_noun(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(WRONG_YEAR))
def test_wrong_year(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(RATES))
def test_rates(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(REPEATED))
def test_repeated(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases(REPORTS_OF_OTHERS))
def test_reports_of_others(office: Scope, text: str, wanted: list[str]) -> None:
    assert judged(office, text) == wanted
