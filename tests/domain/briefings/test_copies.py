"""Copies of web pages, a line each: what is taken off, what is put right, and what stays as it is."""

from datetime import date

import pytest

from pandeng.domain.briefings.clean import KINDS, clean
from pandeng.domain.briefings.clean.chinese import readings, simplify, toneless
from pandeng.domain.briefings.clean.track import Track
from pandeng.domain.briefings.read import read

# as copied → as read; ¶ is a line break
COPIES = """
&lt;通知&gt; → <通知>
增长5&permil; → 增长5‰
温度25&deg;C → 温度25°C
1&times;2 → 1×2
研发&amp;amp;制造 → 研发&制造
甲&middot;乙 → 甲·乙
共计&#51;&#48;&#50;家 → 共计302家
<div>全市302家</div> → 全市302家
<span class="x">全市302家</span> → 全市302家
全市<font color="red">302</font>家 → 全市302家
第一段<br>第二段 → 第一段¶第二段
<p>第一段</p><p>第二段</p> → 第一段¶第二段
全\u200b市3\u200b02家 → 全市302家
全市\u00ad302家 → 全市302家
全市３０２家 → 全市302家
增长１２．３％ → 增长12.3%
Ａ级景区 → A级景区
时间９／３０ → 时间9/30
全市推进,成效明显. → 全市推进，成效明显.
全市推进;成效明显 → 全市推进；成效明显
如下:成效明显 → 如下：成效明显
成效如何?值得总结 → 成效如何？值得总结
全市推进，，，成效明显 → 全市推进，成效明显
全市推进、、成效明显 → 全市推进、成效明显
全市推进。。 → 全市推进。
全市推进…… → 全市推进……
营收1,286亿元 → 营收1,286亿元
占91.5%,居首 → 占91.5%，居首
◆全市302家 → 全市302家
■■全市302家 → 全市302家
全市302家😀 → 全市302家
温度25℃ → 温度25℃
编号№8 → 编号№8
市*府印发通知 → 市政府印发通知
出台*策支持 → 出台政策支持
抓好*建引领 → 抓好党建引领
*务服务大厅 → 政务服务大厅
3*5=15 → 3*5=15
　　全市302家 → 全市302家
全市302家　　 → 全市302家
全市   302家 → 全市302家
第一段¶¶¶第二段 → 第一段¶第二段
濟寧市工業和信息化局 → 济宁市工业和信息化局
幹部包聯企業 → 干部包联企业
週期與里程 → 周期与里程
銷號率九成 → 销号率九成
发展(zhan)态势 → 发展态势
重(zhòng)点项目 → 重点项目
重(chóng)复登记 → 重复登记
发展(app)上线 → 发展(app)上线
"""


@pytest.mark.parametrize("line", COPIES.strip().splitlines())
def test_a_copy_is_read_as_it_was_written(line: str) -> None:
    copied, _arrow, wanted = line.replace("¶", "\n").partition(" → ")
    assert clean(copied).text.strip() == wanted


@pytest.mark.parametrize("line", COPIES.strip().splitlines())
def test_every_change_is_shown_and_leads_back_to_the_copy(line: str) -> None:
    copied, _arrow, _wanted = line.replace("¶", "\n").partition(" → ")
    cleaned = clean(copied)
    assert (cleaned.text == copied) == (not cleaned.repairs)
    assert {repair.kind for repair in cleaned.repairs} <= set(KINDS)
    for place in range(len(cleaned.text)):
        start, end = cleaned.raw_span(place, place + 1)
        assert 0 <= start < end <= len(copied)


# Lines of the page around a report.
AROUND = """
首页 > 新闻中心 > 部门动态
当前位置：首页
您的位置：首页 > 要闻
扫描二维码关注
长按识别二维码
关注我们
上一条：市领导到企业调研
下一篇：无
分享到微信
打印本页 关闭窗口
字体：大 中 小
责任编辑：王芳
编辑：王芳 审核：李军
责编：王芳
审核：李军
来源：济宁日报
信息来源：市工业和信息化局
作者：王芳
发布时间：2022-06-08
发布日期：2022年6月8日
浏览次数：1286
阅读量：1286
本报记者：王芳
通讯员：李军
版权所有：济宁市人民政府
技术支持：某某公司
主办单位：济宁市人民政府
网站地图
联系我们
鲁ICP备12345678号-1
鲁公网安备37080202000123号
Copyright 2022
咨询电话：0537-2967123
返回顶部
返回首页
点赞
"""
BODY = "全市302家攀登企业营收突破750亿元。"


@pytest.mark.parametrize("line", AROUND.strip().splitlines())
def test_a_line_of_the_page_holds_no_figure(line: str) -> None:
    cleaned = clean(f"{BODY}\n{line}")
    assert cleaned.text.strip() == BODY
    assert [one.text for one in read(cleaned.text)] == ["302家", "突破750亿元"]


@pytest.mark.parametrize("line", AROUND.strip().splitlines())
def test_a_sentence_that_goes_on_is_no_line_of_the_page(line: str) -> None:
    told = f"{line}的有关情况，全市认真研究并部署落实。会议听取各县市区汇报。会议强调抓好整改落实，务求取得实效。"
    assert "抓好整改落实" in clean(f"{BODY}\n{told}").text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间：2022-06-08", date(2022, 6, 8)),
        ("发布时间：2022年6月8日", date(2022, 6, 8)),
        ("发布日期：2022/06/08", date(2022, 6, 8)),
        ("来源：济宁日报 2022.6.8", date(2022, 6, 8)),
        ("发布时间：2022-13-08", None),
        ("来源：济宁日报", None),
    ],
)
def test_the_byline_gives_the_day(line: str, day: date | None) -> None:
    assert clean(f"{line}\n{BODY}").published == day


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("乾淨", "干净"),
        ("乾坤", "乾坤"),
        ("幹部", "干部"),
        ("銷號", "销号"),
        ("abc", "abc"),
        ("", ""),
    ],
)
def test_characters_are_made_simple_by_words(traditional: str, simple: str) -> None:
    assert simplify(traditional) == simple


@pytest.mark.parametrize(
    ("syllable", "plain"), [("jǐ", "ji"), ("lǜ", "lv"), ("lü4", "lv"), ("LV", "lv"), ("nu:3", "nv"), ("shì", "shi")]
)  # fmt: skip
def test_a_syllable_without_its_tone(syllable: str, plain: str) -> None:
    assert toneless(syllable) == plain


def test_a_character_has_all_its_readings() -> None:
    assert {"hang", "xing"} <= readings("行")
    assert {"zhong", "chong"} <= readings("重")


@pytest.mark.parametrize(
    ("edits", "text", "back"),
    [
        ([], "abcdef", [(0, 1), (5, 6)]),
        ([(1, 3, "")], "adef", [(0, 1), (5, 6)]),
        ([(1, 3, "XY")], "aXYdef", [(0, 1), (5, 6)]),
        ([(1, 3, "Z")], "aZdef", [(0, 1), (5, 6)]),
        ([(0, 1, "")], "bcdef", [(1, 2), (5, 6)]),
        ([(0, 1, ""), (5, 6, "")], "bcde", [(1, 2), (4, 5)]),
    ],
)
def test_a_track_knows_where_its_ends_came_from(
    edits: list[tuple[int, int, str]], text: str, back: list[tuple[int, int]]
) -> None:
    track = Track.of("abcdef").edit(edits)
    assert track.text == text
    assert [track.raw_span(0, 1), track.raw_span(len(text) - 1, len(text))] == back


def test_a_track_leads_forth_and_back() -> None:
    track = Track.of("問題(tí)訴求").edit([(2, 6, ""), (0, 1, "问")][::-1])
    assert track.text == "问題訴求"
    assert track.clean_span(0, 1) == (0, 1)
    assert track.clean_span(6, 8) == (2, 4)
    assert track.clean_span(2, 6) == (2, 2)
