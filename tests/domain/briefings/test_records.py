"""What the records answer does not depend on who reads; what a reader may not see is said to be so."""

from collections.abc import Callable

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.home import home_of
from pandeng.domain.briefings.judge import check
from pandeng.domain.briefings.read import read
from pandeng.domain.briefings.whose import subjects

ScopeOf = Callable[[str], Scope]
TEXT = "截至2022年5月底，问题诉求708项，已销号648项。"
WRONG = "截至2022年5月底，问题诉求718项，已销号684项。"


@pytest.mark.parametrize("username", ["lead", "staff", "leader"])
def test_who_sees_everything_gets_the_verdicts_of_the_office(
    scope_of: ScopeOf, username: str
) -> None:
    assert [one.verdict for one in check(scope_of(username), TEXT).figures] == ["confirmed"] * 2
    assert [one.verdict for one in check(scope_of(username), WRONG).figures] == ["contradicted"] * 2


@pytest.mark.parametrize("text", [TEXT, WRONG])
def test_who_sees_a_county_is_told_that_it_is_outside_their_view(
    scope_of: ScopeOf, text: str
) -> None:
    judged = check(scope_of("county"), text).figures
    assert [one.verdict for one in judged] == ["unknown", "unknown"]
    assert all("可见" in one.reason for one in judged)
    assert not any(one.expected for one in judged)


def test_the_home_of_an_office_is_read_off_its_records(office: Scope) -> None:
    home = home_of(office)
    assert (home.city, home.industry) == ("济宁", "高端装备")
    assert {"任城区", "任城", "高新区", "太白湖新区"} <= set(home.counties)
    assert ("工程机械", "GC") in home.chains
    assert {"山推", "水泊焊割", "永生重工中韩高端装备项目"} <= home.firms
    assert home.newest is not None
    assert home.oldest is not None
    assert home.oldest < home.newest


# text | the last figure tells of
WHOSE = """
全市诉求708项。 | -
徐州市诉求708项。 | 徐州市-
徐州市开会。全市诉求708项。 | 徐州市-
全市开会。徐州市诉求708项。 | 徐州市-
徐州市开会。济宁市诉求708项。 | -
赴徐州市学习，诉求708项。 | -
全省诉求708项。 | 全省-
居全省前列，诉求708项。 | -
任城区诉求30项，全市诉求708项。 | -
任城区走访企业，诉求30项。 | 任城区-
新能源产业诉求30项，全市诉求708项。 | 新能源产业-
新能源产业集群诉求30项。全市诉求708项。 | -
高端装备产业集群诉求708项。 | -
山推招聘人才30人。 | -山推
山推等3家企业招聘人才30人。 | -
帮助山推、金大丰等企业招聘人才30人。 | -
山推招聘人才30人；全市招聘人才2513人。 | -
某某重工有限公司招聘人才30人。 | -某某重工有限公司
铜山区诉求30项。 | 铜山区-
建设制造强市，诉求708项。 | -
推动城市更新，诉求708项。 | -
"""


@pytest.mark.parametrize("line", WHOSE.strip().splitlines())
def test_of_whom_a_figure_tells(office: Scope, line: str) -> None:
    text, wanted = line.split(" | ")
    of = subjects(text, home_of(office)).of(read(text)[-1])
    assert f"{of.place or of.line}-{of.firm}" == wanted


CITY_WIDE = (
    "济宁实施企业攀登工程，选派八百多名干部精准服务制造业企业。某区一家电池企业租用厂房缺少产权证明，项目无法备案，"
    "驻企干部引入第三方担保，并把诉求报新能源产业专班，专班组织容缺办理，很快具备了施工条件，企业十分满意，送来锦旗。"
    "通过助企攀登，全市累计办结企业问题诉求155项，为企业新增银行贷款25.28亿元。"
)


def test_a_report_of_the_whole_city_is_not_held_against_one_industry(office: Scope) -> None:
    judged = check(office, CITY_WIDE).figures
    assert {one.verdict for one in judged} == {"unknown"}, [one.reason for one in judged]
    named = check(office, f"高端装备产业集群：{CITY_WIDE}").figures
    assert "contradicted" in {one.verdict for one in named}


def test_a_report_of_a_county_that_speaks_of_all_the_county_is_the_countys(office: Scope) -> None:
    text = "金乡县指挥部大抓制造业。全县攀登企业80家。\n产业上整合为7条核心产业链，问题诉求30项。"
    assert {one.verdict for one in check(office, text).figures} == {"unknown"}
