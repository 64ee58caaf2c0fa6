"""What web pages leave in a report, and what stays of it: one piece of noise a row."""

import pytest

from pandeng.domain.briefings.clean import clean

# kind of repair | as copied | as read
NOISE = [
    ("entities", "总投资&nbsp;35亿元", "总投资35亿元"),
    ("entities", "开展&ldquo;双千&rdquo;行动", "开展“双千”行动"),
    ("entities", "企业&#12289;园区", "企业、园区"),
    ("entities", "甲&amp;乙", "甲&乙"),
    ("entities", "增长&#x35;%", "增长5%"),
    ("tags", "<p>全市302家企业</p>", "全市302家企业"),
    ("tags", "营收<strong>750</strong>亿元", "营收750亿元"),
    ("tags", "第一段<br/>第二段", "第一段\n第二段"),
    ("tags", '<span style="color:red">开工309个</span>', "开工309个"),
    ("invisible", "营收\u200b750亿元", "营收750亿元"),
    ("invisible", "\ufeff全市302家", "全市302家"),
    ("invisible", "销号\u00ad率", "销号率"),
    ("fullwidth", "完成投资１１６亿元", "完成投资116亿元"),
    ("fullwidth", "增长３．５％", "增长3.5%"),
    ("fullwidth", "ＡＧＶ小车", "AGV小车"),
    ("punctuation", "全市推进,成效明显", "全市推进，成效明显"),
    ("punctuation", "全市推进，，成效明显", "全市推进，成效明显"),
    ("punctuation", "全市推进。。", "全市推进。"),
    ("ornaments", "★全市302家企业", "全市302家企业"),
    ("ornaments", "全市🎉302家企业", "全市302家企业"),
    ("spaces", "　　全市302家企业", "全市302家企业"),
    ("spaces", "第一段\n\n\n第二段", "第一段\n第二段"),
    ("masks", "市*府印发*策", "市政府印发政策"),
    ("traditional", "濟寧市產業集群", "济宁市产业集群"),
    ("pinyin", "銀行(háng)放貸", "银行放贷"),
]


@pytest.mark.parametrize(("kind", "copied", "wanted"), NOISE)
def test_noise_goes_and_the_text_stays(kind: str, copied: str, wanted: str) -> None:
    cleaned = clean(copied)
    assert cleaned.text.strip() == wanted
    assert cleaned.raw == copied


FURNITURE = """
扫一扫在手机打开当前页
上一篇：关于召开会议的通知
责任编辑：王芳
来源：济宁日报
发布时间：2022-05-31
浏览次数：1286次
打印本页
当前位置：首页 > 新闻动态
版权所有：济宁市人民政府
鲁ICP备12345678号
分享到：
联系电话：0537-2967123
https://www.example.org/news
"""
BODY = "全市302家攀登企业营收突破750亿元，同比增长12.3%。"


@pytest.mark.parametrize("line", FURNITURE.strip().splitlines())
def test_the_furniture_of_a_page_is_no_text(line: str) -> None:
    assert clean(f"{BODY}\n{line}").text.strip() == BODY


KEPT = """
全市302家攀登企业营收突破750亿元，同比增长12.3%。
项目完成率达100℃以上设备检测标准。
企业（山推）上线APP，建成5G工厂。
他说：“共有几家？120家？”
增长3.5个百分点，占比41.6%。
“1+N”协同创新体系初步形成。
甲公司/乙公司联合体中标。
产品出口至“一带一路”沿线36个国家。
编辑出版产业集群名录1部。
"""


@pytest.mark.parametrize("line", KEPT.strip().splitlines())
def test_what_a_person_wrote_stays(line: str) -> None:
    cleaned = clean(line)
    assert cleaned.text == line
    assert cleaned.repairs == []


@pytest.mark.parametrize(("kind", "copied", "wanted"), NOISE)
def test_cleaning_twice_changes_nothing_more(kind: str, copied: str, wanted: str) -> None:
    once = clean(copied).text
    assert clean(once).text == once


@pytest.mark.parametrize(("kind", "copied", "wanted"), NOISE)
def test_every_repair_points_at_what_it_repaired(kind: str, copied: str, wanted: str) -> None:
    cleaned = clean(copied)
    assert cleaned.repairs
    for repair in cleaned.repairs:
        assert 0 <= repair.start <= repair.end <= len(cleaned.text)
        assert cleaned.raw[repair.raw_start : repair.raw_end]
