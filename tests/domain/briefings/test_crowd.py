"""Length costs time in proportion; a crowd of numbers is read up to a limit, and that is said."""

import time

import pytest

from pandeng.domain.briefings.read import read
from pandeng.domain.briefings.read.crowd import MOST_IN_A_SENTENCE, left_out

# Each repeated without an end of a sentence, and with one.
CONSTRUCTS = """
5%
5%、
3、5%，
1 2 3 4 5
5, 5, 5,
由5%增长到6%
其中3家、5家
截至5月底
徐州市
高端化工产业
山推
分别为3项、5项
“5%”
（1）
5%\\t6%\\n
|5|6|\\n
九成一
突破百亿元
3亿2千万元
第3位
1/3
全市唯一
率91.5，
截至2022年5月底，问题诉求708项，已销号648项，销号率91.5%
"""


def seconds(text: str) -> float:
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


@pytest.mark.parametrize("construct", CONSTRUCTS.strip().splitlines())
@pytest.mark.parametrize("end", ["", "。"])
def test_time_grows_no_faster_than_the_text(construct: str, end: str) -> None:
    one = construct.replace("\\n", "\n").replace("\\t", "\t") + end
    seconds(one * 20)  # what is loaded once
    short, long = (min(seconds((one * size)[:size]) for _ in range(2)) for size in (3000, 12000))
    assert long < 0.3 + 10 * short


def test_a_sentence_of_a_thousand_numbers_is_read_in_part_and_that_is_said() -> None:
    text = "5%" * 1000
    readings = read(text)
    assert MOST_IN_A_SENTENCE * 0.9 < len(readings) <= MOST_IN_A_SENTENCE
    assert "没有读" in left_out(text, [one.start for one in readings])


def test_a_report_is_read_whole() -> None:
    text = "问题诉求708项，已销号648项。" * 400
    readings = read(text)
    assert len(readings) == 800
    assert left_out(text, [one.start for one in readings]) == ""


def test_what_follows_a_crowd_is_read() -> None:
    assert read("5%" * 1000 + "。问题诉求708项。")[-1].text == "708项"
