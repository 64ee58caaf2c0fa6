"""Every figure that the words of a report can mean: told right, wrong, about, and in words near to it."""

from datetime import date

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.checked import Checked, Judged
from pandeng.domain.briefings.judge import check

DAY = date(2022, 5, 31)
# indicator | sentence, the number between ⟨ ⟩ | another number
FIGURES = """
climbing_enterprises | 截至2022年5月底，全市攀登企业⟨302家⟩。 | 320家
key_projects_2022 | 2022年全市重点项目⟨341个⟩。 | 314个
surveyed_enterprises | 截至2022年5月底，排查企业⟨209家⟩。 | 290家
survey_classes | 排查企业按产品功能划分为⟨6大类⟩。 | 9大类
survey_subclasses | 排查企业按产品功能划分为⟨21小类⟩。 | 12小类
industrial_design_centres | 2021年获批国家级工业设计中心⟨1家⟩。 | 2家
little_giants | 2021年获批国家级专精特新小巨人⟨4家⟩。 | 5家
gazelles | 2021年获批省级瞪羚企业⟨16家⟩。 | 61家
provincial_champions | 2021年获批省级单项冠军⟨5家⟩。 | 6家
national_champion_applicants | 2022年推荐申报国家级单项冠军⟨8家⟩。 | 9家
projects_2021 | 2021年推进项目⟨163个⟩。 | 136个
planned_investment_2021 | 2021年项目计划总投资⟨279亿元⟩。 | 297亿元
annual_investment_2021 | 2021年项目年度完成投资⟨116亿元⟩。 | 161亿元
projects_started | 截至2022年5月底，已开工项目⟨309个⟩。 | 390个
start_rate | 截至2022年5月底，项目开工率⟨90.6%⟩。 | 96.0%
annual_investment_2022 | 截至2022年5月底，年度完成投资⟨68.3亿元⟩。 | 63.8亿元
shanneng_park_investment | 2022年投资⟨105.6亿元⟩的山能智慧制造园区项目启动。 | 156.0亿元
provincial_major_projects | 2022年列入省重大项目⟨6个⟩。 | 7个
provincial_key_projects | 2022年列入省重点项目⟨11个⟩。 | 12个
demands | 截至2022年5月底，收集问题诉求⟨708项⟩。 | 780项
demands_closed | 截至2022年5月底，已销号诉求⟨648项⟩。 | 684项
closing_rate | 截至2022年5月底，销号率⟨91.5%⟩。 | 95.1%
new_bank_loans | 截至2022年5月底，新增银行贷款⟨10.71亿元⟩。 | 10.17亿元
fund_investment | 截至2022年5月底，到位基金投资⟨3.2亿元⟩。 | 2.3亿元
talent_recruited | 截至2022年5月底，招聘各类人才⟨2513人⟩。 | 2531人
land_quota_mu | 截至2022年5月底，解决土地指标⟨2216亩⟩。 | 2261亩
scale_enterprises | 截至2022年5月底，全市规模企业⟨668家⟩。 | 686家
cluster_revenue_2022 | 截至2022年5月底，规模企业营收⟨377.55亿元⟩。 | 375.75亿元
climbing_revenue_2022 | 截至2022年5月底，攀登企业营收⟨270.35亿元⟩。 | 273.05亿元
club_enterprises | 截至2022年5月底，强企俱乐部企业⟨128家⟩。 | 182家
target_scale_enterprises | 确保2022年规模企业突破⟨700家⟩。 | 800家
target_cluster_revenue | 确保2022年规模企业营收突破⟨1000亿元⟩。 | 1100亿元
target_climbing_revenue | 确保2022年攀登企业营收突破⟨750亿元⟩。 | 760亿元
target_club_enterprises | 力争2022年强企俱乐部企业达到⟨173家⟩。 | 137家
target_annual_investment | 确保2022年完成年度投资⟨174亿元⟩。 | 147亿元
framework_aims | 围绕⟨2个⟩主攻目标。 | 3个
core_chains | 围绕⟨3条⟩核心产业链。 | 4条
duties | 突出⟨3个⟩主责。 | 2个
work_lines | 抓好⟨5条⟩工作主线。 | 6条
team_roles | 发挥⟨4人⟩助企攀登小组作用。 | 5人
platforms | 截至2022年5月底，建成创新平台⟨19个⟩。 | 91个
platform_members | 截至2022年5月底，建成创新平台19个，成员企业⟨129家⟩。 | 192家
gc_enterprises | 截至2022年5月底，工程机械产业链企业⟨156家⟩。 | 165家
qp_enterprises | 截至2022年5月底，汽车零部件产业链企业⟨87家⟩。 | 78家
yj_enterprises | 截至2022年5月底，应急装备产业链企业⟨60家⟩。 | 66家
"""
CASES = [
    pytest.param(*(part.strip() for part in line.split(" | ")), id=line.split(" | ")[0])
    for line in FIGURES.strip().splitlines()
]


def at(checked: Checked, place: int) -> Judged:
    """The last word on the figure at a place of the text."""
    (*_misprint, one) = [one for one in checked.figures if one.start <= place < one.end]
    return one


def told(office: Scope, sentence: str, number: str) -> Judged:
    """The verdict on a number put between the brackets of a sentence."""
    text = sentence.replace(sentence[sentence.index("⟨") : sentence.index("⟩") + 1], number)
    return at(check(office, text, as_of=DAY), sentence.index("⟨") + len(number) - 1)


def number_of(sentence: str) -> str:
    return sentence[sentence.index("⟨") + 1 : sentence.index("⟩")]


@pytest.mark.parametrize(("indicator", "sentence", "other"), CASES)
def test_a_right_number_is_confirmed_by_its_own_figure(
    office: Scope, indicator: str, sentence: str, other: str
) -> None:
    one = told(office, sentence, number_of(sentence))
    assert (one.verdict, one.indicator) == ("confirmed", indicator)
    assert one.figure is not None
    assert one.reason.endswith("与记录一致。")


@pytest.mark.parametrize(("indicator", "sentence", "other"), CASES)
def test_another_number_is_contradicted_with_what_is_recorded(
    office: Scope, indicator: str, sentence: str, other: str
) -> None:
    one = told(office, sentence, other)
    assert (one.verdict, one.indicator) == ("contradicted", indicator)
    assert one.expected in one.reason
    assert other in one.reason


@pytest.mark.parametrize(("indicator", "sentence", "other"), CASES)
def test_another_unit_is_never_confirmed(
    office: Scope, indicator: str, sentence: str, other: str
) -> None:
    number = number_of(sentence).rstrip("大小类家个项条人亩元%亿")
    assert told(office, sentence, f"{number}公里").verdict == "unknown"


@pytest.mark.parametrize(("indicator", "sentence", "other"), CASES)
def test_rows_stand_behind_what_is_confirmed(
    office: Scope, indicator: str, sentence: str, other: str
) -> None:
    one = told(office, sentence, number_of(sentence))
    assert one.figure is not None
    assert one.figure.url.startswith(f"/figures/{indicator}/")
    assert one.as_json()["as_of"] == one.figure.as_of.isoformat()


def test_every_figure_that_words_can_mean_is_tried(office: Scope) -> None:
    from pandeng.domain.indicators.named import named_figures

    tried = {line.split(" | ")[0] for line in FIGURES.strip().splitlines()}
    meant = {name for name, item in named_figures(office).items() if item.says}
    seats = {name for name in meant if name.startswith("seats_")}
    assert meant - tried == seats | {
        "national_champions", "shanneng_park_suppliers", "wall_chart_projects_ahead"
    }  # fmt: skip


# Words that are near to those of a figure and mean something else: never confirmed.
NEAR = """
截至2022年5月底，全市信访诉求件708亩。
2022年，力争问题诉求708项。
2021年，力争攀登企业营收突破750亿元。
2022年，攀登企业营收750亿元。
2022年，规模企业营收1000亿元。
2022年，规模企业700家。
2022年，年度完成投资174亿元。
2019年，获批省级瞪羚企业16家。
2022年，获批省级瞪羚企业16家。
2019年，获批国家级专精特新小巨人4家。
2021年，推荐国家级专精特新小巨人4家。
2021年，申报省级瞪羚企业16家。
2021年，推荐省级单项冠军5家。
2019年，重点项目341个。
2019年，项目开工率90.6%。
2022年，计划总投资279亿元。
2020年，年度完成投资116亿元。
2022年投资105.6亿元建设园区。
截至2022年4月底，收集问题诉求708项。
截至2022年4月底，已销号诉求648项。
截至2022年4月底，销号率91.5%。
截至2022年4月底，新增银行贷款10.71亿元。
截至2021年底，招聘各类人才2513人。
截至2021年底，解决土地指标2216亩。
全市共有学校302家。
全市共有院士708名。
某厂销售收入10.71亿元。
"""


@pytest.mark.parametrize("text", NEAR.strip().splitlines())
def test_what_only_sounds_like_a_figure_is_never_confirmed(office: Scope, text: str) -> None:
    assert "confirmed" not in {one.verdict for one in check(office, text).figures}


# What was wanted is not told as done, and what is about right says how far.
ABOUT = """
问题诉求700多项 | confirmed
问题诉求700余项 | confirmed
问题诉求超700项 | confirmed
问题诉求700项以上 | confirmed
问题诉求突破700项 | confirmed
问题诉求约700项 | confirmed
问题诉求约710项 | confirmed
问题诉求近710项 | confirmed
问题诉求700至710项 | confirmed
问题诉求700—800项 | confirmed
问题诉求708项 | confirmed
问题诉求七百零八项 | confirmed
问题诉求七百余项 | confirmed
问题诉求600多项 | contradicted
问题诉求800多项 | contradicted
问题诉求超710项 | contradicted
问题诉求突破708项 | confirmed
问题诉求突破709项 | contradicted
问题诉求约720项 | contradicted
问题诉求近708项 | confirmed
问题诉求近700项 | contradicted
问题诉求近720项 | contradicted
问题诉求709至720项 | contradicted
问题诉求600至700项 | contradicted
问题诉求七百零九项 | contradicted
销号率91.5% | confirmed
销号率92% | confirmed
销号率91% | contradicted
销号率90%以上 | confirmed
销号率超90% | confirmed
销号率约92% | confirmed
销号率91.54% | contradicted
新增贷款10.71亿元 | confirmed
新增贷款10.7亿元 | confirmed
新增贷款11亿元 | confirmed
新增贷款10亿元 | contradicted
新增贷款10亿多元 | confirmed
新增贷款10多亿元 | confirmed
新增贷款10.6亿元 | contradicted
新增贷款107100万元 | confirmed
新增贷款1071百万元 | confirmed
新增贷款1071000000元 | confirmed
新增贷款10亿7100万元 | confirmed
新增贷款10亿7000万元 | contradicted
新增贷款十亿元 | contradicted
新增贷款近11亿元 | confirmed
新增贷款超10亿元 | confirmed
新增贷款超11亿元 | contradicted
新增贷款超5亿元 | confirmed
新增贷款逾10亿元 | confirmed
新增贷款逾11亿元 | contradicted
新增贷款不低于10亿元 | confirmed
新增贷款不少于11亿元 | contradicted
新增贷款至少10亿元 | confirmed
新增贷款不足11亿元 | confirmed
新增贷款不足10亿元 | contradicted
新增贷款不超过11亿元 | confirmed
新增贷款不超过10亿元 | contradicted
新增贷款低于10亿元 | contradicted
销号率超80% | confirmed
销号率超95% | contradicted
销号率不低于92% | contradicted
招聘人才逾2500人 | confirmed
"""


@pytest.mark.parametrize("line", ABOUT.strip().splitlines())
def test_how_near_is_near_enough(office: Scope, line: str) -> None:
    text, verdict = line.split(" | ")
    (one,) = check(office, f"截至2022年5月底，{text}。").figures
    assert one.verdict == verdict, one.reason


# One text in other dress says the same.
DRESS = """
截至2022年5月底，问题诉求708项。
截至2022年5月底,问题诉求708项。
截至2022年5月底，问题诉求７０８项。
截至２０２２年５月底，问题诉求708项。
截至 2022年5月底，问题诉求708项。
截至2022年5月底，问题诉求708 项。
截至2022年5月底，，问题诉求708项。。
　　截至2022年5月底，问题诉求708项。
截至2022年5月底，問題訴求708項。
截至2022年5月底，问题(tí)诉求708项。
<p>截至2022年5月底，问题诉求<b>708</b>项。</p>
截至2022年5月底，问题诉求&nbsp;708项。
截至2022年5月底，问题\u200b诉求708项。
★截至2022年5月底，问题诉求708项。
来源：济宁日报¶截至2022年5月底，问题诉求708项。
截至2022年5月底，问题诉求708项。¶责任编辑：王芳
截至2022年5月底，问题诉求708项。¶¶¶会议要求抓好落实。
"""


@pytest.mark.parametrize("text", DRESS.strip("\n").splitlines())
@pytest.mark.parametrize(("number", "verdict"), [("708", "confirmed"), ("718", "contradicted")])
def test_the_dress_of_a_text_changes_no_verdict(
    office: Scope, text: str, number: str, verdict: str
) -> None:
    said = (
        text.replace("¶", "\n")
        .replace("708", number)
        .replace("７０８", "７１８" if number == "718" else "７０８")
    )
    judged = check(office, said).figures
    assert [one.verdict for one in judged] == [verdict], [(one.text, one.reason) for one in judged]
