"""What stands around a figure: what it counts, whether it is done or wanted, whose it is, superlatives."""

import pytest

from pandeng.domain.briefings.read import phrases, read
from tests.domain.briefings.reading import parted, shown

# What is counted, with what is said of it, and the thing alone.
COUNTED = """
全市共有攀登企业302家。 → 302家 全市共有攀登企业 全市共有攀登企业
全市共有302家攀登企业。 → 302家 攀登企业 攀登企业
302家攀登企业全部建档。 → 302家 攀登企业全部建档 攀登企业
302家攀登企业全部纳入名单。 → 302家 攀登企业全部纳入名单 攀登企业
收集问题诉求708项。 → 708项 收集问题诉求 收集问题诉求
收集708项问题诉求。 → 708项 问题诉求 问题诉求
其中攀登企业52家。 → 52家 其中攀登企业 其中攀登企业
已销号648项。 → 648项 已销号 已销号
已销号诉求648项。 → 648项 已销号诉求 已销号诉求
销号率91.5%。 → 91.5% 销号率 销号率
销号率为91.5%。 → 91.5% 销号率 销号率
销号率达到91.5%。 → 91.5% 销号率 销号率
销号率提升至91.5%。 → 91.5% 销号率 销号率
销号率稳定在91.5%。 → 91.5% 销号率 销号率
新增银行贷款10.71亿元。 → 10.71亿元 新增银行贷款 新增银行贷款
新增银行贷款共10.71亿元。 → 10.71亿元 新增银行贷款 新增银行贷款
新增银行贷款累计10.71亿元。 → 10.71亿元 新增银行贷款 新增银行贷款
发放贷款总数达10.71亿元。 → 10.71亿元 发放贷款 发放贷款
总投资279亿元。 → 279亿元 总投资 总投资
解决土地指标2216亩。 → 2216亩 解决土地指标 解决土地指标
招聘各类人才2513人。 → 2513人 招聘各类人才 招聘各类人才
培育“小巨人”企业7家。 → 7家 企业 企业
培育7家“小巨人”企业。 → 7家 “小巨人”企业 “小巨人”企业
涉及资金、土地等6类。 → 6类 土地 土地
按产品功能划分为机械等6类。 → 6类 按产品功能划分 按产品功能划分
302家攀登企业和341个重点项目。 → 302家 攀登企业 攀登企业；341个 重点项目 重点项目
攀登企业302家、重点项目341个。 → 302家 攀登企业 攀登企业；341个 重点项目 重点项目
营收750亿元，同比增长12.3%。 → 750亿元 营收 营收；12.3% 营收同比增长 营收同比增长
营收750亿元，增长12.3%。 → 750亿元 营收 营收；12.3% 营收增长 营收增长
营收750亿元，占全市31%。 → 750亿元 营收 营收；31% 营收占全市 营收占全市
营收750亿元、利润31亿元。 → 750亿元 营收 营收；31亿元 利润 利润
"""


@pytest.mark.parametrize("line", COUNTED.strip().splitlines())
def test_what_is_counted(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "what", "noun")) == wanted


# Done, wanted, planned, or part of the way of work.
KINDS = """
全市新增规模企业50家。 → 50家 actual
已新增规模企业50家。 → 50家 actual
累计新增规模企业50家。 → 50家 actual
计划新增规模企业50家。 → 50家 target
力争新增规模企业50家。 → 50家 target
确保新增规模企业50家。 → 50家 target
预计新增规模企业50家。 → 50家 forecast
有望新增规模企业50家。 → 50家 forecast
努力新增规模企业50家。 → 50家 target
奋力新增规模企业50家。 → 50家 target
力保新增规模企业50家。 → 50家 target
冲刺规模企业50家。 → 50家 target
下一步，新增规模企业50家。 → 50家 target
今后，新增规模企业50家。 → 50家 target
未来，新增规模企业50家。 → 50家 target
明年，新增规模企业50家。 → 50家 target
到2025年，新增规模企业50家。 → 50家 target
到2025年底，新增规模企业50家。 → 50家 target
到“十四五”末，新增规模企业50家。 → 50家 target
再新增规模企业50家。 → 50家 target
将新增规模企业50家。 → 50家 target
要达到规模企业50家。 → 50家 target
要实现营收50亿元。 → 50亿元 target
拟新建厂房5万平方米。 → 5万平方米 target
目标是规模企业50家。 → 50家 target
预期营收50亿元。 → 50亿元 forecast
争取新增规模企业50家。 → 50家 target
重点培育企业50家。 → 50家 target
确定50家企业。 → 50家 target
积极争取上级资金3亿元。 → 3亿元 actual
主动争取中央资金3亿元。 → 3亿元 actual
向上争取资金3亿元。 → 3亿元 actual
目标企业50家。 → 50家 actual
计划的50家企业已建成。 → 50家 actual
力争倍增，目前已新增规模企业50家。 → 50家 actual
截至5月底，新增规模企业50家，力争再新增9家。 → 50家 actual；9家 target
力争新增50家。已新增9家。 → 50家 target；9家 actual
总投资35亿元。 → 35亿元 plan
计划总投资35亿元。 → 35亿元 plan
概算投资35亿元。 → 35亿元 plan
协议投资35亿元。 → 35亿元 plan
估算投资35亿元。 → 35亿元 plan
设计产值35亿元。 → 35亿元 plan
计划投资35亿元。 → 35亿元 plan
完成投资35亿元。 → 35亿元 actual
累计完成总投资35亿元。 → 35亿元 actual
年度投资35亿元。 → 35亿元 actual
投资35亿元的轴承项目开工。 → 35亿元 plan
围绕3条核心产业链攻坚。 → 3条 framework
突出3大主责。 → 3大 framework
完善5张清单。 → 5张 framework
组建3个工作专班。 → 3个 framework
组建30个工作专班。 → 30个 actual
发挥4人助企攀登小组作用。 → 4人 framework
选派40人服务团队。 → 40人 actual
已形成3条核心产业链。 → 3条 actual
形成“1+N”体系。 → 1+N framework
确保302家攀登企业营收突破750亿元。 → 302家 actual；突破750亿元 target
"""


@pytest.mark.parametrize("line", KINDS.strip().splitlines())
def test_whether_it_is_done_or_wanted(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "kind")) == wanted


# The enterprises and projects named at a figure.
NAMED = """
水泊焊割等4家企业获批小巨人。 → 4家 水泊焊割
水泊焊割、神力索具等8家企业获批。 → 8家 水泊焊割、神力索具
水泊焊割、神力索具和山推等8家企业获批。 → 8家 水泊焊割、神力索具、山推
推荐水泊焊割、神力索具等8家企业。 → 8家 水泊焊割、神力索具
已推荐“水泊焊割”等8家企业。 → 8家 水泊焊割
支持山推与重汽等2家企业。 → 2家 山推、重汽
2021年山推获批全市唯一国家级工业设计中心。 → 全市唯一 山推
山推荣获全省唯一质量奖。 → 全省唯一 山推
投资105.6亿元的山能智慧制造园区项目启动建设。 → 105.6亿元 山能智慧制造园区
投资3亿元的轴承项目开工。 → 3亿元 轴承项目
投资3亿元的轴承产业园项目开工。 → 3亿元 轴承产业园
解决山矿机械、港航金属等企业土地指标2216亩。 → 2216亩 山矿机械、港航金属
解决永生重工等单位贷款3000万元。 → 3000万元 永生重工
山推获得补助300万元。 → 300万元 山推
山推营收300亿元。 → 300亿元 -
4家企业获批小巨人。 → 4家 -
全市企业营收增长3%。 → 3% -
"""


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_who_is_named_at_a_figure(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "names")) == wanted


# The best, the first, the only one.
SUPERLATIVES = """
全市唯一国家级中心 → 全市唯一 唯一
建成国内最大的生产基地1座 → 1座 国内最大
建成全省最大的园区1个 → 1个 全省最大
获批全国首批试点3个 → 3个 首批
获批全省首家中心1个 → 1个 首家
综合实力居全省第3位 → 第3位 -
总量居全省第一位 → 第一位 居全省第一
建成独家展厅2个 → 2个 独家
第一时间办结20项 → 20项 -
第一批办结20项 → 20项 -
新增规模企业50家 → 50家 -
"""


@pytest.mark.parametrize("line", SUPERLATIVES.strip().splitlines())
def test_superlatives(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "superlative")) == wanted


# The firms that a figure speaks of.
POPULATIONS = """
302家攀登企业营收突破750亿元。 → 302家 True -；突破750亿元 False 302家攀登企业
302家攀登企业完成投资50亿元、新增就业3000人。 → 302家 True -；50亿元 False 302家攀登企业；3000人 False 302家攀登企业
302家攀登企业已开工项目52个。 → 302家 True -；52个 False 302家攀登企业
302家攀登企业营收突破750亿元；完成投资50亿元。 → 302家 True -；突破750亿元 False 302家攀登企业；50亿元 False -
302家攀登企业营收突破750亿元。完成投资50亿元。 → 302家 True -；突破750亿元 False 302家攀登企业；50亿元 False -
302家攀登企业和341个重点项目。 → 302家 False -；341个 False -
302家攀登企业、341个重点项目。 → 302家 False -；341个 False -
302家攀登企业，营收750亿元。 → 302家 False -；750亿元 False -
"""


@pytest.mark.parametrize("line", POPULATIONS.strip().splitlines())
def test_the_firms_that_a_figure_speaks_of(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "is_population", "population")) == wanted


# 分别: the n-th number belongs to the n-th thing.
PARALLEL = """
甲园区、乙园区分别完成投资3亿元、2亿元。 → 3亿元 甲园区完成投资；2亿元 乙园区完成投资
甲园区和乙园区分别完成投资3亿元和2亿元。 → 3亿元 甲园区完成投资；2亿元 乙园区完成投资
甲县、乙县、丙县分别新增9家、8家、7家。 → 9家 甲县新增；8家 乙县新增；7家 丙县新增
营收70亿元、利润3亿元，同比分别增长35%、21%。 → 70亿元 营收；3亿元 利润；35% 营收增长；21% 利润增长
甲园区分别完成投资3亿元、2亿元。 → 3亿元 甲园区分别完成投资；2亿元 甲园区分别完成投资
"""


@pytest.mark.parametrize("line", PARALLEL.strip().splitlines())
def test_things_and_numbers_in_two_lists(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("text", "what")) == wanted


@pytest.mark.parametrize(
    ("after", "noun"),
    [
        ("攀登企业营收突破", "攀登企业"),
        ("问题诉求", "问题诉求"),
        ("项目已开工", "项目"),
        ("获批企业", "获批企业"),
        ("家企业的", "家企业"),
        ("", ""),
    ],
)
def test_the_noun_counted(after: str, noun: str) -> None:
    assert phrases.noun(after) == noun


@pytest.mark.parametrize(
    ("after", "is_noun"),
    [
        ("问题诉求", True), ("“小巨人”企业", True), ("A股公司", True), ("5G基站", True), ("均价", False),
        ("已解决", False), ("的企业", False), ("同比", False), ("，", False), ("", False), ("以上", False), ("为期", True),
    ],
)  # fmt: skip
def test_whether_a_noun_follows(after: str, is_noun: bool) -> None:
    assert phrases.is_noun(after) is is_noun


@pytest.mark.parametrize(
    ("before", "head"),
    [
        ("销号率达到", "销号率"), ("攀登企业共有", "攀登企业"), ("已销号", "已销号"), ("共", "共"), ("", ""),
        ("营收增至", "营收"), ("时限只用", "时限"), ("企业总数达", "企业"), ("贷款总计", "贷款"),
    ],
)  # fmt: skip
def test_the_words_before_without_their_tail(before: str, head: str) -> None:
    assert phrases.head(before) == head


@pytest.mark.parametrize(
    ("before", "is_growth"),
    [
        ("同比增长", True), ("增长", True), ("较上年提高", True), ("环比下降", True), ("占", True), ("年均增长", True),
        ("营收增长", False), ("增加值", False), ("增设", False), ("", False),
    ],
)  # fmt: skip
def test_whether_growth_is_told(before: str, is_growth: bool) -> None:
    assert phrases.is_growth(before) is is_growth


def test_a_text_is_cut_at_marks_but_not_inside_a_number() -> None:
    frame = phrases.frame("投资10。71亿元，增长5%。办结20项")
    assert frame.sentences == [0, 15]
    assert frame.span(frame.clauses, 3) == (0, 10)
    assert frame.span(frame.clauses, 11) == (10, 15)


def test_a_long_clause_is_kept_to_two_hundred_signs() -> None:
    (one,) = read("攀登" * 300 + "企业302家。")
    assert len(one.clause) == 200
    assert len(one.sentence) == 600
    assert len(one.before) <= 40
