"""Sentences as reports write them, each with every figure it says: written = value unit, in order."""

import re

import pytest

from pandeng.domain.briefings.read import read
from pandeng.domain.briefings.read.numerals import arabic, chinese, plain

# A sentence, then its figures; after — nothing: the sentence holds no figure.
SENTENCES = """
全市新增规模以上工业企业48家。 — 48家 = 48 家
全年实现营业收入1268.5亿元，增长12.3%。 — 1268.5亿元 = 126850000000 元；12.3% = 12.3 %
新增银行贷款10.71亿元，惠及企业36家。 — 10.71亿元 = 1071000000 元；36家 = 36 家
引进高层次人才256人，其中博士31人。 — 256人 = 256 人；31人 = 31 人
收集问题诉求1059个，已解决996个，解决率94.1%。 — 1059个 = 1059 个；996个 = 996 个；94.1% = 94.1 %
落实土地指标1280亩。 — 1280亩 = 1280 亩
选派86名驻企干部下沉一线。 — 86名 = 86 名
实施重点项目163个，总投资279亿元。 — 163个 = 163 个；279亿元 = 27900000000 元
全市工业用电量86.4亿千瓦时。 — 86.4亿千瓦时 = 8640000000 千瓦时
项目占地320亩，建设厂房12万平方米。 — 320亩 = 320 亩；12万平方米 = 120000 平方米
开通绿色通道，压缩审批时限6个工作日。 — 6个工作日 = 6 个工作日
办理退税3.2亿元，减免费用4600万元。 — 3.2亿元 = 320000000 元；4600万元 = 46000000 元
投产后年可新增销售收入5亿元、利税8000万元。 — 5亿元 = 500000000 元；8000万元 = 80000000 元
培育国家级专精特新“小巨人”企业7家。 — 7家 = 7 家
组织银企对接会12场，签约金额35.6亿元。 — 12场 = 12 场；35.6亿元 = 3560000000 元
走访企业2300余家次。 — 2300余家次 = 2300 家次
规上工业增加值增速达到9.8%。 — 9.8% = 9.8 %
技改投资占比提高4.2个百分点。 — 4.2个百分点 = 4.2 个百分点
完成投资一亿二千万元。 — 一亿二千万元 = 120000000 元
派出工作组十五个。 — 十五个 = 15 个
帮助三十二家企业解决用工难题。 — 三十二家 = 32 家
累计发放贷款两千三百万元。 — 两千三百万元 = 23000000 元
占地面积约占全区的四分之一。 — 四分之一 = 0.25
企业总数居全省第二位。 — 第二位 = 2 位
新开工项目51个、续建项目69个。 — 51个 = 51 个；69个 = 69 个
年产值突破100亿元。 — 突破100亿元 = 10000000000 元
产能提高1.5倍。 — 1.5倍 = 1.5 倍
建成5G基站1200座。 — 1200座 = 1200 座
新建标准厂房36栋。 — 36栋 = 36 栋
带动上下游配套企业近200家。 — 近200家 = 200 家
不良率降至0.8%。 — 0.8% = 0.8 %
满意率达99.6%，办结率100%。 — 99.6% = 99.6 %；100% = 100 %
对120家企业开展问卷调查。 — 120家 = 120 家
全市共有302家攀登企业。 — 302家 = 302 家
抽调18人组成专班。 — 18人 = 18 人
储备项目42个，计划总投资560亿元。 — 42个 = 42 个；560亿元 = 56000000000 元
每亩税收达到25万元。 — 25万元 = 250000 元
用工缺口1.2万人。 — 1.2万人 = 12000 人
新增授权专利1,286件。 — 1,286件 = 1286 件
研发投入占营业收入的3.5%。 — 3.5% = 3.5 %
进出口总额达12.6亿美元。 — 12.6亿美元 = 1260000000 美元
"""
NONE = """
济宁市召开专题会议。
2022年5月31日上午，市长到企业调研。
上半年，全市经济平稳运行。
按照市政府第23次常务会议要求。
印发《关于支持企业攀登的若干措施》（济政发〔2022〕8号）。
电话0537-2967123。
荣登中国企业500强榜单。
打造百亿级企业、千亿级集群。
近年来，营商环境持续优化。
位于327国道以北、105省道以西。
执行GB/T 4754-2017标准。
“十四五”规划开局良好。
落实“五个一”工作机制。
坚持以习近平新时代中国特色社会主义思想为指导，贯彻党的二十大精神。
一批企业提质增效。
一方面加强服务，另一方面严格监管。
第一时间响应企业诉求。
会议于9:30开始。
产品型号为ZL-50G。
登录www.example.com查询。
进一步优化流程，一律限时办结。
党的十九届六中全会召开。
A股上市公司增加。
推行“一企一策”。
"""


def shown(text: str) -> list[str]:
    return [
        f"{one.text} = {'' if one.value is None else plain(one.value)} {one.unit}".strip()
        for one in read(text)
    ]


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_every_figure_of_a_sentence(line: str) -> None:
    text, figures = line.split(" — ")
    assert shown(text) == [figure.strip() for figure in figures.split("；")]


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_a_sentence_without_figures(text: str) -> None:
    assert shown(text) == []


# numeral = value; without a value it is no numeral
CHINESE = """
零 = 0
一 = 1
两 = 2
九 = 9
十 = 10
十一 = 11
十九 = 19
二十 = 20
二十一 = 21
九十九 = 99
一百 = 100
一百零五 = 105
一百一十 = 110
一百一 = 110
二百五十 = 250
三百二十一 = 321
一千 = 1000
一千零五 = 1005
一千二 = 1200
一千二百 = 1200
两千三百四十五 = 2345
一万 = 10000
一万零一 = 10001
一万二 = 12000
三万五千 = 35000
十二万 = 120000
一百二十万 = 1200000
一千万 = 10000000
一亿 = 100000000
一亿二千万 = 120000000
三十六亿 = 3600000000
一万亿 = 1000000000000
二〇二二 = 2022
一九七八 = 1978
三点五 = 3.5
零点八 = 0.8
十二点三六 = 12.36
壹佰 = 100
叁拾 = 30
点五 =
三点 =
三点十 =
企业 =
三家 =
"""


@pytest.mark.parametrize("line", CHINESE.strip().splitlines())
def test_a_chinese_numeral(line: str) -> None:
    numeral, _sign, value = line.partition(" =")
    found = chinese(numeral)
    assert ("" if found is None else plain(found)) == value.strip()


@pytest.mark.parametrize(
    ("written", "value"),
    [("12", "12"), ("1,286", "1286"), ("3.50", "3.5"), ("1，286", "1286"), ("0.8", "0.8"), ("007", "7")],
)  # fmt: skip
def test_an_arabic_numeral(written: str, value: str) -> None:
    found = arabic(written)
    assert found is not None
    assert plain(found) == value


# What is counted, and of which kind: text — figure — noun — kind
CONTEXTS = """
全市302家攀登企业营收突破750亿元。 — 302家 — 攀登企业 — actual
已销号648项。 — 648项 — 已销号 — actual
力争全年新增规模企业50家。 — 50家 — 新增规模企业 — target
确保营收突破1000亿元。 — 突破1000亿元 — 确保营收 — target
项目总投资35亿元。 — 35亿元 — 项目总投资 — plan
到2025年，培育龙头企业10家。 — 10家 — 培育龙头企业 — target
今后，将新建厂房20万平方米。 — 20万平方米 — 将新建厂房 — target
截至5月底，已开工309个。 — 309个 — 已开工 — actual
完成投资116亿元。 — 116亿元 — 完成投资 — actual
围绕3条主线推进工作。 — 3条 — 主线 — framework
组建28个工作专班。 — 28个 — 工作专班 — actual
预计年产值12亿元。 — 12亿元 — 预计年产值 — forecast
"""


@pytest.mark.parametrize("line", CONTEXTS.strip().splitlines())
def test_what_is_counted_and_whether_it_is_done(line: str) -> None:
    text, written, noun, kind = line.split(" — ")
    found = {one.text: one for one in read(text)}
    assert (found[written].noun, found[written].kind) == (noun, kind)


# A period and the day up to which a figure holds: text — since — until — as of
PERIODS = """
截至2022年5月31日，已办结648项。 — 2022-05-31 — 2022-05-31 — 2022-05-31
截至2022年5月底，已办结648项。 — 2022-05-01 — 2022-05-31 — 2022-05-31
截止2021年12月31日，已办结648项。 — 2021-12-31 — 2021-12-31 — 2021-12-31
2021年办结648项。 — 2021-01-01 — 2021-12-31 — -
2022年上半年办结648项。 — 2022-01-01 — 2022-06-30 — -
2022年下半年办结648项。 — 2022-07-01 — 2022-12-31 — -
2022年前三季度办结648项。 — 2022-01-01 — 2022-09-30 — -
2022年第二季度办结648项。 — 2022-04-01 — 2022-06-30 — -
2022年一季度办结648项。 — 2022-01-01 — 2022-03-31 — -
2022年1至5月办结648项。 — 2022-01-01 — 2022-05-31 — -
2022年1-5月办结648项。 — 2022-01-01 — 2022-05-31 — -
2022年2月办结648项。 — 2022-02-01 — 2022-02-28 — -
2020年2月办结648项。 — 2020-02-01 — 2020-02-29 — -
2021年至2022年办结648项。 — 2021-01-01 — 2022-12-31 — -
2022年3月8日办结648项。 — 2022-03-08 — 2022-03-08 — -
“十三五”期间办结648项。 — 2016-01-01 — 2020-12-31 — -
"""


@pytest.mark.parametrize("line", PERIODS.strip().splitlines())
def test_the_time_of_a_figure(line: str) -> None:
    text, since, until, as_of = line.split(" — ")
    (one,) = (one for one in read(text) if one.text == "648项")
    assert one.period is not None
    assert (str(one.period.since), str(one.period.until)) == (since, until)
    assert str(one.as_of or "-") == as_of


def test_every_row_is_a_sentence_of_its_own() -> None:
    rows = [*SENTENCES.strip().splitlines(), *NONE.strip().splitlines()]
    texts = [re.split(" — ", row)[0] for row in rows]
    assert len(set(texts)) == len(texts)
