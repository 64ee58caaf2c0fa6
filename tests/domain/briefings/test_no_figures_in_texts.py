"""Sentences of reports that hold digits or numerals and no figure at all."""

import pytest

from pandeng.domain.briefings.read import read
from tests.domain.briefings.reading import shown

DATES = """
2022年5月31日，全市召开推进会。
5月31日上午，市领导到企业调研。
2022年5月，专班成立。
2022年上半年经济平稳运行。
前三季度稳中向好。
前10个月保持增长。
1至5月稳步推进。
1—10月份稳步推进。
去年同期形势平稳。
二〇二二年工作总结。
2021—2023年为攻坚期。
“十四五”时期开局良好。
2022-05-31发布。
2022/05/31发布。
2022.05.31发布。
会议于9:30开始。
会议于14:00召开。
热线8:30至17:30开通。
2022年底前全面完成。
年初部署，年末考核。
"""
NUMBERS_OF_THINGS = """
济政发〔2022〕8号文件印发。
鲁工信发〔2021〕15号。
第23次常务会议召开。
第3督导组进驻。
第二批干部到岗。
第一时间响应。
联系电话0537-2967123。
拨打12345热线。
邮编272000。
执行GB/T 4754-2017标准。
通过ISO9001认证。
产品型号为ZL-50G。
位于327国道以北。
建设5G工厂。
上线4.0版本。
地址为科技路88号3幢。
车牌鲁H12345登记。
登录www.example.com查询。
邮箱为office2022@example.com。
迈向工业4.0时代。
"""
SLOGANS = """
落实“五个一”工作机制。
坚持“四个一批”。
做到“两个维护”。
按“一区四园”布局。
建立“一图三库”。
推行“一企一策”。
形成“12335”工作思路。
按“1371”制度办理。
实行“四带一”。
坚持两个毫不动摇。
抓好三个关键环节。
做到四个到位。
贯彻党的二十大精神。
学习十九届六中全会精神。
党的十八大以来成效明显。
聚焦三农工作。
服务四上企业。
推进三次产业融合。
坚持三个坚持。
强化四个意识。
"""
ARTICLES = """
一家企业提出诉求。
一个项目落地。
一批企业提质增效。
一方面加强服务，另一方面严格监管。
进一步优化流程。
一律限时办结。
统一部署、一体推进。
一线干部下沉。
一把手负总责。
万众一心抓攀登。
千方百计稳增长。
百尺竿头更进步。
十分重视。
三番五次上门。
四面八方支持。
五湖四海人才。
一揽子政策。
两手抓两手硬。
双千工程推进。
数十家企业参加。
几百个项目开工。
若干家企业受益。
"""
CLASSES = """
打造千亿级产业集群。
培育百亿级企业。
培育百亿元企业。
入围世界500强。
荣登中国企业500强榜单。
引进世界500强企业。
营收过10亿元企业名单公布。
总投资10亿元项目库建立。
50亿元级园区规划。
亿元以上项目库建立。
A股上市公司增加。
推进4A级景区建设。
"""
SINCE = """
近年来成效明显。
近三年来持续增长。
过去5年稳步发展。
未来3年持续推进。
10年前开始布局。
3年来攻坚克难。
今后五年任务艰巨。
每年开展评比。
24小时值班。
24小时不打烊。
"""
TABLES = {
    "dates": DATES, "numbers of things": NUMBERS_OF_THINGS, "slogans": SLOGANS,
    "articles": ARTICLES, "classes": CLASSES, "since": SINCE,
}  # fmt: skip
CASES = [
    pytest.param(text, id=f"{name}: {text}")
    for name, table in TABLES.items()
    for text in table.strip().splitlines()
]


@pytest.mark.parametrize("text", CASES)
def test_no_figure_is_read(text: str) -> None:
    assert [one.text for one in read(text)] == []


@pytest.mark.parametrize("text", CASES)
def test_the_figure_behind_it_is_read(text: str) -> None:
    assert shown(f"{text}全市共有攀登企业302家。", ("text", "value", "unit")) == "302家 302 家"


@pytest.mark.parametrize("text", CASES)
def test_the_figure_in_the_line_before_it_is_read(text: str) -> None:
    assert shown(f"全市共有攀登企业302家。\n{text}", ("text", "value", "unit")) == "302家 302 家"
