"""Whole paragraphs as offices write them: every figure in order with its unit, kind and year."""

import pytest

from tests.domain.briefings.reading import shown

FIELDS = ("text", "value", "unit", "kind", "year")
PARAGRAPHS = [
    (
        "截至2022年5月底，全市高端装备产业集群共有攀登企业302家，收集问题诉求708项，已销号648项，销号率91.5%。",
        """
        302家 302 家 actual 2022
        708项 708 项 actual 2022
        648项 648 项 actual 2022
        91.5% 91.5 % actual 2022
        """,
    ),
    (
        "2021年，专班推进项目163个，计划总投资279亿元，年度完成投资116亿元。2022年，攻坚项目341个，力争完成年度投资174亿元。",
        """
        163个 163 个 actual 2021
        279亿元 27900000000 元 plan 2021
        116亿元 11600000000 元 actual 2021
        341个 341 个 actual 2022
        174亿元 17400000000 元 target 2022
        """,
    ),
    (
        "确保2022年规模企业突破700家、营收突破1000亿元，302家攀登企业营收突破750亿元。",
        """
        突破700家 700 家 target 2022
        突破1000亿元 100000000000 元 target 2022
        302家 302 家 actual 2022
        突破750亿元 75000000000 元 target 2022
        """,
    ),
    (
        "围绕3条核心产业链，突出3大主责，抓好5条工作主线，组建4人助企攀登小组，选派干部86名。",
        """
        3条 3 条 framework -
        3大 3 大 framework -
        5条 5 条 framework -
        4人 4 人 framework -
        86名 86 名 actual -
        """,
    ),
    (
        "2022年1至5月，新增银行贷款10.71亿元，惠及企业36家；到位基金投资3.2亿元；招聘各类人才2513人，其中博士31人。",
        """
        10.71亿元 1071000000 元 actual 2022
        36家 36 家 actual 2022
        3.2亿元 320000000 元 actual 2022
        2513人 2513 人 actual 2022
        31人 31 人 actual 2022
        """,
    ),
    (
        "一、下一步工作。新建厂房20万平方米，引进企业3至5家，压缩审批时限6个工作日。",
        """
        20万平方米 200000 平方米 target -
        3至5家 3 家 target -
        6个工作日 6 个工作日 target -
        """,
    ),
    (
        "2020年营收40亿元，2021年营收50亿元，同比增长25%，占全市的12.5%。",
        """
        40亿元 4000000000 元 actual 2020
        50亿元 5000000000 元 actual 2021
        25% 25 % actual 2021
        12.5% 12.5 % actual 2021
        """,
    ),
    (
        "总投资过10亿元的52个，30亿元以上的8个，50亿元级园区2个。",
        """
        52个 52 个 actual -
        8个 8 个 actual -
        2个 2 个 actual -
        """,
    ),
    (
        "印发《支持企业攀登十条措施》，实施三年行动计划，推行“五个一”机制，为88家企业发放贷款25.28亿元。",
        """
        88家 88 家 actual -
        25.28亿元 2528000000 元 actual -
        """,
    ),
    (
        "收集诉求1059件，其中资金427件、人才476件、科研45件、土地38件、其他73件，办结率90%以上。",
        """
        1059件 1059 件 actual -
        427件 427 件 actual -
        476件 476 件 actual -
        45件 45 件 actual -
        38件 38 件 actual -
        73件 73 件 actual -
        90%以上 90 % actual -
        """,
    ),
    (
        "山推获批全市唯一国家级工业设计中心，水泊焊割、神力索具等4家企业获批小巨人，综合实力居全省第3位。",
        """
        全市唯一 1 家 actual -
        4家 4 家 actual -
        第3位 3 位 actual -
        """,
    ),
    (
        "甲县、乙县、丙县分别新增规模企业9家、8家、7家，合计24家，较去年多3家。",
        """
        9家 9 家 actual -
        8家 8 家 actual -
        7家 7 家 actual -
        24家 24 家 actual -
        3家 3 家 actual -
        """,
    ),
]


@pytest.mark.parametrize(("text", "wanted"), PARAGRAPHS, ids=[text[:20] for text, _ in PARAGRAPHS])
def test_every_figure_of_a_paragraph(text: str, wanted: str) -> None:
    rows = [line.strip() for line in wanted.strip().splitlines()]
    assert shown(text, FIELDS).split("；") == rows


@pytest.mark.parametrize(("text", "wanted"), PARAGRAPHS, ids=[text[:20] for text, _ in PARAGRAPHS])
def test_a_paragraph_agrees_with_itself(text: str, wanted: str) -> None:
    assert shown(text, ("clash",)) == ""


@pytest.mark.parametrize(("text", "wanted"), PARAGRAPHS, ids=[text[:20] for text, _ in PARAGRAPHS])
def test_a_paragraph_among_others_is_read_the_same(text: str, wanted: str) -> None:
    alone = shown(text, ("text", "value", "unit", "kind"))
    beside = shown(
        f"全市召开推进会。\n{text}\n会议要求抓好落实。", ("text", "value", "unit", "kind")
    )
    assert beside == alone
