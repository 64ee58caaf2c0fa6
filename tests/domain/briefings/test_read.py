"""Reading figures: what is one, what it says, what is none."""

from datetime import date
from decimal import Decimal

import pytest

from pandeng.domain.briefings.read import Reading, inconsistencies, read
from pandeng.domain.briefings.read.numerals import chinese


def one(text: str) -> Reading:
    (reading,) = read(text)
    return reading


def texts(text: str) -> list[str]:
    return [reading.text for reading in read(text)]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百零一", 101), ("一千零一十", 1010), ("三百五", 350),
        ("一万二千三百四十五", 12345), ("三万五", 35000), ("两亿", 200000000), ("二〇二一", 2021), ("三点五", "3.5"),
    ],
)  # fmt: skip
def test_chinese_numerals(numeral: str, value: int | str) -> None:
    assert chinese(numeral) == Decimal(value)


@pytest.mark.parametrize("numeral", ["", "十十", "百", "三点", "企业"])
def test_not_every_row_of_signs_is_a_numeral(numeral: str) -> None:
    assert chinese(numeral) in (None, Decimal(100))


@pytest.mark.parametrize(
    ("text", "written", "value", "unit"),
    [
        ("新增贷款10.71亿元", "10.71亿元", "1071000000", "元"),
        ("完成投资3000万元", "3000万元", "30000000", "元"),
        ("总投资1亿2000万元", "1亿2000万元", "120000000", "元"),
        ("选派800多名干部", "800多名", "800", "名"),
        ("规模企业1,856家", "1,856家", "1856", "家"),
        ("带动就业3.5万余人", "3.5万余人", "35000", "人"),
        ("梳理六大类问题", "六大类", "6", "大类"),
        ("形成两张图", "两张", "2", "张"),
        ("占全国的四分之一", "四分之一", "0.25", ""),
        ("均占制造业的1/4", "1/4", "0.25", ""),
        ("增长百分之十二", "百分之十二", "12", "%"),
        ("提高3.5个百分点", "3.5个百分点", "3.5", "个百分点"),
        ("同比增长-3.2%", "-3.2%", "-3.2", "%"),
        ("厂房32万平方米", "32万平方米", "320000", "平方米"),
        ("总量居全省第3位", "第3位", "3", "位"),
        ("共用15个工作日", "15个工作日", "15", "个工作日"),
        ("近三成企业", "近三成", "30", "成"),
    ],
)
def test_number_and_unit(text: str, written: str, value: str, unit: str) -> None:
    reading = one(text)
    assert (reading.text, reading.value, reading.unit) == (written, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "qualifier", "direction"),
    [
        ("营收突破1000亿元", "突破", ">="),
        ("平均单体投资超过11亿元", "超过", ">="),
        ("90%以上企业表示满意", "以上", ">="),
        ("惠及企业1200余户", "余", ">="),
        ("复杂问题不超过15个工作日", "不超过", "<="),
        ("3个工作日内办结", "内", "<="),
        ("约5.4平方公里", "约", ""),
        ("签约3个项目", "", ""),
    ],
)
def test_qualifiers(text: str, qualifier: str, direction: str) -> None:
    reading = one(text)
    assert (reading.qualifier, reading.direction) == (qualifier, direction)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("比例达63%~68%", 63, 68),
        ("引进3-5家企业", 3, 5),
        ("带动3万至5万人", 30000, 50000),
        ("两三家企业", 2, 3),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    reading = one(text)
    assert (reading.low, reading.high, reading.is_range) == (low, high, True)


@pytest.mark.parametrize(
    "text",
    [
        "2021年11月10日召开推进会",
        "1至10月份稳中向好，前三季度、前10个月增长",
        "济政办发〔2021〕15号文件",
        "第21组由副主席带队，第一批干部到岗",
        "形成“12335”的工作思路，按“1371”制度办理",
        "联系电话0537-2345678，热线12345",
        "一家电池企业缺少证明",
        "坚持“四个一批”，做到两个维护",
        "按“一区四园”布局，建立“一图三库”，实行“四带一”",
        "入围世界500强，建设5G工厂，上线4.0版本",
        "党的二十大以来，近三年来，10年前",
        "24小时不打烊",
        "带动数十家企业，拉动投资数十亿元",
        "打造千亿级产业集群，培育百亿元企业",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert texts(text) == []


def test_thresholds_name_a_class_and_are_no_results() -> None:
    assert texts("总投资过10亿元的52个，30亿元以上的8个，投资50亿元以上项目12个") == [
        "52个",
        "8个",
        "12个",
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("销号率91.5.%", "91.5", "%"),
        ("占91..5%", "91.5", "%"),
        ("贷款10。71亿元", "10.71", "元"),
        ("贷款200万o。", "200", "元"),
    ],
)
def test_misprints_are_read_and_marked(text: str, value: str, unit: str) -> None:
    reading = one(text)
    assert reading.malformed
    assert (reading.number, reading.unit) == (Decimal(value), unit)


def test_a_clean_number_is_not_marked() -> None:
    assert not one("销号率91.5%。").malformed


def test_periods_carry_on_until_the_next_date() -> None:
    text = "2021年负责项目163个，计划总投资279亿元。年度完成投资116亿元。2022年攻坚341个项目，截止到5月份，已开工309个。"
    readings = read(text)
    assert [reading.year for reading in readings] == [2021, 2021, 2021, 2022, 2022]
    assert [reading.kind for reading in readings] == [
        "actual",
        "plan",
        "actual",
        "actual",
        "actual",
    ]
    assert readings[2].period_from == "inherited"
    assert readings[4].as_of == date(2022, 5, 31)


def test_to_this_day_is_the_day_of_the_article() -> None:
    (reading,) = read("截至目前，已开工项目309个。", date(2022, 6, 8))
    assert reading.as_of == date(2022, 6, 8)


def test_the_founding_year_of_a_firm_says_nothing_of_its_figures() -> None:
    readings = read("2023年工作总结。公司前身是1952年成立的工厂，现有员工1200人。")
    assert readings[0].year == 2023


def test_targets_and_the_population_they_speak_of() -> None:
    text = (
        "确保2022年规模企业突破700家，302家攀登企业营收突破750亿元；173家企业进入强企俱乐部序列。"
    )
    scale, climbing, revenue, club = read(text)
    assert [scale.kind, climbing.kind, revenue.kind, club.kind] == [
        "target",
        "actual",
        "target",
        "target",
    ]
    assert climbing.is_population
    assert revenue.population == "302家攀登企业"
    assert revenue.what == "营收"
    assert club.what == "企业进入强企俱乐部序列"


def test_names_and_superlatives() -> None:
    text = (
        "2021年山推获批全市唯一国家级工业设计中心，水泊焊割等4家企业获批小巨人，"
        "已推荐水泊焊割、神力索具等8家企业申报单项冠军，解决山矿机械、港航金属等企业土地指标2216亩。"
    )
    centre, giants, applicants, land = read(text)
    assert (centre.value, centre.names, centre.superlative, centre.implied) == (
        1,
        ("山推",),
        "唯一",
        True,
    )
    assert giants.names == ("水泊焊割",)
    assert applicants.names == ("水泊焊割", "神力索具")
    assert land.names == ("山矿机械", "港航金属")


def test_a_project_named_after_its_amount() -> None:
    park, suppliers = read("投资105.6亿元的山能智慧制造园区项目启动建设，吸引落地9家上下游配套企业")
    assert (park.kind, park.names) == ("plan", ("山能智慧制造园区",))
    assert (suppliers.text, suppliers.names) == ("9家", ("山能智慧制造园区",))


def test_parallel_constructions() -> None:
    readings = read("20个省级重点项目、28个市级重点项目分别完成投资73.56亿元、66.08亿元。")
    assert [reading.what for reading in readings[2:]] == [
        "20个省级重点项目完成投资",
        "28个市级重点项目完成投资",
    ]
    rates = read("实现营业收入70.2亿元、利润3.1亿元，同比分别增长35.6%和21%。")[2:]
    assert [rate.what for rate in rates] == ["实现营业收入增长", "利润增长"]


def test_numbers_of_a_series_share_the_unit() -> None:
    assert [(r.text, r.unit) for r in read("新开工、续建分别为51、69个")] == [
        ("51", "个"),
        ("69个", "个"),
    ]


def test_framework() -> None:
    text = "围绕3条核心产业链，突出3大主责，构建“1+N”体系，发挥“1名市级领导、1家主办银行负责人”4人助企攀登小组作用"
    assert {reading.kind for reading in read(text)} == {"framework"}


def test_rates_find_the_parts_beside_them() -> None:
    rate = read("708项问题诉求，已销号648个，销号率91.5%。")[2]
    assert (rate.numerator, rate.denominator) == (648, 708)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("708项问题诉求，已销号648个，销号率92.5%。", "ratio", "91.5"),
        ("1914个项目已开工1531个、开工率90%。", "ratio", "80"),
        ("120个产业项目中新开工52个、续建69个。", "sum", "121"),
        (
            "对接项目1059个，涉及金额3亿元，其中资金427个、人才476个、科研45个、土地38个、其他74个。",
            "sum",
            "1060",
        ),
        ("全市302家攀登企业营收增长。302家攀登企业不变。共有303家攀登企业。", "conflict", "302"),
    ],
)
def test_inconsistencies(text: str, kind: str, expected: str) -> None:
    found = inconsistencies(read(text), text)
    assert [(one.kind, one.expected) for one in found] == [(kind, Decimal(expected))]
    assert found[0].reason.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "708项问题诉求，已销号648个，销号率91.5%。",
        "收集298个问题，已解决288个，解决率96.6%。",
        "120个产业项目中新开工51个、续建69个。",
        "全市120个项目，其中过亿元的60个、过10亿元的52个。",
        "产业类完成投资781.6亿元。民生类完成投资199.7亿元。",
        "2021年重点项目163个。2022年重点项目341个。",
    ],
)
def test_what_agrees_is_left_alone(text: str) -> None:
    assert inconsistencies(read(text), text) == []


def test_one_changed_digit_changes_one_reading() -> None:
    text = "截止到5月份，708项问题诉求，已销号648个，销号率91.5%，新增银行贷款10.71亿元，土地指标2216亩。"
    values = [reading.value for reading in read(text)]
    for reading in read(text):
        for place in range(reading.start, reading.end):
            if text[place].isdigit():
                other = "7" if text[place] != "7" else "3"
                changed = [r.value for r in read(text[:place] + other + text[place + 1 :])]
                assert sum(old != new for old, new in zip(values, changed, strict=True)) == 1


def test_a_quarter_is_of_the_year_its_paragraph_speaks_of() -> None:
    text = "2021年总投资2.8万亿元；一季度开工率91.3%，较去年同期提高6.5个百分点，完成率131.9%。\n截至2023年3月末，余额10亿元。"
    assert [reading.year for reading in read(text)] == [2021, 2021, 2021, 2021, 2023]
