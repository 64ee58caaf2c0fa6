"""Two kinds of false reading: a whole told in one breath with its part, and numbers that are names."""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.briefings.judge import check
from pandeng.domain.briefings.read import read

# A whole and its part without a comma between them; on 31 May 2022: 708 demands, 648 closed, 341
# projects, 309 started, 302 climbing enterprises. What is wrong is marked ✗.
NESTED = """
截至2022年5月底，708项问题诉求已销号648项。
截至2022年5月底，708项问题诉求销号648项。
截至2022年5月底，708项问题诉求已经销号648项。
截至2022年5月底，708项问题诉求并已销号648项。
截至2022年5月底，受理708项问题诉求已销号648项。
截至2022年5月底，708项问题诉求中648项已销号。
截至2022年5月底，708项问题诉求中已销号648项。
截至2022年5月底，708项问题诉求中已有648项销号。
截至2022年5月底，708项问题诉求销号率91.5%。
截至2022年5月底，708项问题诉求销号率达到91.5%。
截至2022年5月底，708项问题诉求已销号648项、销号率91.5%。
截至2022年5月底，708个问题诉求已销号648个，销号率91.5%。
截至2022年5月底，708项问题诉求，已销号648项。
截至2022年5月底，648项问题诉求已销号。
截至2022年5月底，341个重点项目已开工项目309个。
截至2022年5月底，341个重点项目中已开工项目309个。
截至2022年5月底，718✗项问题诉求已销号648项。
截至2022年5月底，718✗项问题诉求销号648项。
截至2022年5月底，708项问题诉求已销号684✗项。
截至2022年5月底，708项问题诉求中684✗项已销号。
截至2022年5月底，708项问题诉求销号率95.1✗%。
截至2022年5月底，648✗项问题诉求已销号708✗项。
截至2022年5月底，708✗项问题诉求已销号。
截至2022年5月底，351✗个重点项目已开工项目309个。
截至2022年5月底，341个重点项目已开工项目319✗个。
"""


@pytest.mark.parametrize("line", NESTED.strip().splitlines())
def test_a_whole_told_with_its_part_is_judged_by_its_own_words(office: Scope, line: str) -> None:
    judged = check(office, line.replace("✗", "")).figures
    wrong = {one.text for one in judged if one.verdict == "contradicted"}
    right = {one.text for one in judged if one.verdict == "confirmed"}
    marked = {one.text for one in judged if f"{_digits(one.text)}✗" in line}
    assert wrong == marked
    assert right == {one.text for one in judged} - marked


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign == ".")


def test_a_part_knows_its_whole() -> None:
    whole, part = read("截至2022年5月底，708项问题诉求已销号648项。")
    assert (whole.what, whole.is_population) == ("问题诉求", True)
    assert (part.what, part.population) == ("已销号", "708项问题诉求")


# Names with numbers in them; none is a figure.
NAMED = """
印发《关于支持企业攀登的十条措施》。
印发《关于支持企业攀登的10条措施》。
出台《2022年三十项重点任务清单》。
贯彻《制造业强市建设三年行动计划（2022—2024年）》。
落实《300家企业培育名单》有关要求。
学习《攀登企业五年规划》《十大工程方案》。
出台“十条措施”。
出台“10条措施”助企攀登。
推出“惠企十条措施”。
贯彻“五大行动”“六大工程”“八大战略”。
落实“三项机制”。
实施三年行动计划。
实施3年行动计划。
实施攀登企业三年行动计划。
启动“链主”培育三年行动。
编制五年发展规划。
制定产业集群三年倍增计划。
开展技术改造三年攻坚。
开展100天攻坚行动。
打响项目建设6个月攻坚行动。
"""


@pytest.mark.parametrize("text", NAMED.strip().splitlines())
def test_a_number_in_a_name_is_no_figure(text: str) -> None:
    assert [one.text for one in read(text)] == []


# What only looks like a name stays a figure.
COUNTED = [
    ("全市出台十条措施。", ["十条"]),
    ("围绕三条主线推进。", ["三条"]),
    ("项目用三年建成。", ["三年"]),
    ("用3年完成规划编制。", ["3年"]),
    ("印发《措施》，服务302家企业。", ["302家"]),
    ("印发《措施》后服务302家企业，再印发《名单》。", ["302家"]),
    ("发挥“1名市级领导、1家主办银行负责人”作用。", ["1名", "1家"]),
    ("企业用工“缺口500人”。", ["缺口500人"[2:]]),
    ("济宁302家攀登企业营收增长\n全市共有302家攀登企业。", ["302家", "302家"]),
    ("济宁十条措施助企攀登\n全市共有302家攀登企业。", ["302家"]),
    ("为期三年的行动共投入5亿元。", ["三年", "5亿元"]),
]


@pytest.mark.parametrize(("text", "wanted"), COUNTED)
def test_what_only_looks_like_a_name_is_a_figure(text: str, wanted: list[str]) -> None:
    assert [one.text for one in read(text)] == wanted
