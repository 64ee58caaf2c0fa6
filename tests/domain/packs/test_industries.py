"""Codes of industries in two editions: what a code was called, and when it may be the wrong one."""

import pytest

from pandeng.access.scope import Scope
from pandeng.domain.packs.industries import Industry, industry, judge

# 3514 was 拖拉机制造's neighbour in one edition and another thing in the other: numbers alone say nothing.
ITEMS = [
    {"code": "3412", "name": "内燃机及配件制造", "codes_2011": ["3412"]},
    {"code": "3515", "name": "建筑材料生产专用机械制造", "codes_2011": ["3514"]},
    {"code": "3514", "name": "建筑工程用机械制造", "codes_2011": ["3513"], "proposal": True},
    {"code": "3660", "name": "汽车车身、挂车制造", "codes_2011": ["3650", "3651"]},
    {"code": "3391", "name": "黑色金属铸造"},
]


@pytest.mark.parametrize(
    ("code", "edition", "wanted"),
    [
        ("3412", 2017, Industry("3412", 2017, "内燃机及配件制造")),
        ("3412", 2011, Industry("3412", 2011, "内燃机及配件制造", "2017版为3412 内燃机及配件制造")),
        ("3514", 2011, Industry("3514", 2011, "建筑材料生产专用机械制造", "2017版为3515 建筑材料生产专用机械制造")),
        ("3513", 2011, Industry("3513", 2011, "建筑工程用机械制造", "2017版为3514 建筑工程用机械制造", proposal=True)),
        ("3515", 2017, Industry("3515", 2017, "建筑材料生产专用机械制造", "2011版为3514")),
        ("3660", 2017, Industry("3660", 2017, "汽车车身、挂车制造", "2011版为3650、3651")),
        ("3391", 2017, Industry("3391", 2017, "黑色金属铸造")),
        ("3391", 2011, Industry("3391", 2011)),
        ("9999", 2017, Industry("9999", 2017)),
        ("", 2017, Industry("", 2017)),
    ],
)  # fmt: skip
def test_what_a_code_means(code: str, edition: int, wanted: Industry) -> None:
    assert judge(ITEMS, code, edition) == wanted


def test_a_code_that_meant_something_else_is_doubted() -> None:
    found = judge(ITEMS, "3514", 2017)
    assert found.name == "建筑工程用机械制造"
    assert found.other == "2011版为3513"
    assert found.proposal
    assert found.doubt == (
        "行业代码3514在2011版中是“建筑材料生产专用机械制造”（2017版为3515），请核对所用的版本。"
    )


def test_an_old_code_alone_is_doubted_without_a_name() -> None:
    found = judge(ITEMS, "3651", 2017)
    assert found.name == ""
    assert "2017版为3660" in found.doubt


def test_the_letter_of_the_section_is_left_off(office: Scope) -> None:
    assert industry(office, "C3412", 2017).name == industry(office, "3412", 2017).name != ""


def test_without_a_pack_a_code_is_only_a_code(scope_of: object, db: None) -> None:
    assert industry(Scope.of_system(10**6), "3412", 2017) == Industry("3412", 2017)
