"""When a figure holds: its period, the year it is of, and the day up to which it is counted."""

from datetime import date

import pytest

from pandeng.domain.briefings.read import dates, read
from tests.domain.briefings.reading import parted, shown

# Every way to name a time before one figure: text → period, from, to.
TIMES = """
2022年5月31日办结20项 → 2022年5月31日 2022-05-31 2022-05-31
2022年5月31号办结20项 → 2022年5月31号 2022-05-31 2022-05-31
2022 年 5 月 31 日办结20项 → 2022 年 5 月 31 日 2022-05-31 2022-05-31
2022年05月08日办结20项 → 2022年05月08日 2022-05-08 2022-05-08
2022-05-31办结20项 → 2022-05-31 2022-05-31 2022-05-31
2022/5/31办结20项 → 2022/5/31 2022-05-31 2022-05-31
2022.5.31办结20项 → 2022.5.31 2022-05-31 2022-05-31
2022年5月办结20项 → 2022年5月 2022-05-01 2022-05-31
2022年5月份办结20项 → 2022年5月份 2022-05-01 2022-05-31
2022年5月底办结20项 → 2022年5月底 2022-05-01 2022-05-31
2022年5月末办结20项 → 2022年5月末 2022-05-01 2022-05-31
2022年5月初办结20项 → 2022年5月初 2022-05-01 2022-05-31
2022年5月上旬办结20项 → 2022年5月上旬 2022-05-01 2022-05-31
2022年五月办结20项 → 2022年五月 2022-05-01 2022-05-31
2022年十二月办结20项 → 2022年十二月 2022-12-01 2022-12-31
2020年2月办结20项 → 2020年2月 2020-02-01 2020-02-29
2021年2月办结20项 → 2021年2月 2021-02-01 2021-02-28
2022年1至5月办结20项 → 2022年1至5月 2022-01-01 2022-05-31
2022年1-5月办结20项 → 2022年1-5月 2022-01-01 2022-05-31
2022年1—5月办结20项 → 2022年1—5月 2022-01-01 2022-05-31
2022年1～5月份办结20项 → 2022年1～5月份 2022-01-01 2022-05-31
2022年1月至5月办结20项 → 2022年1月至5月 2022-01-01 2022-05-31
2022年3月8日至10日办结20项 → 2022年3月8日至10日 2022-03-08 2022-03-10
2022年3月28日至4月2日办结20项 → 2022年3月28日至4月2日 2022-03-28 2022-04-02
2022年上半年办结20项 → 2022年上半年 2022-01-01 2022-06-30
2022年下半年办结20项 → 2022年下半年 2022-07-01 2022-12-31
2022年一季度办结20项 → 2022年一季度 2022-01-01 2022-03-31
2022年第二季度办结20项 → 2022年第二季度 2022-04-01 2022-06-30
2022年3季度办结20项 → 2022年3季度 2022-07-01 2022-09-30
2022年四季度办结20项 → 2022年四季度 2022-10-01 2022-12-31
2022年前三季度办结20项 → 2022年前三季度 2022-01-01 2022-09-30
2022年前两个月办结20项 → 2022年 2022-01-01 2022-12-31
2022年前5个月办结20项 → 2022年前5个月 2022-01-01 2022-05-31
2022年前五个月办结20项 → 2022年前五个月 2022-01-01 2022-05-31
2022年前10月办结20项 → 2022年前10月 2022-01-01 2022-10-31
2022年全年办结20项 → 2022年全年 2022-01-01 2022-12-31
2022年度办结20项 → 2022年度 2022-01-01 2022-12-31
2022年办结20项 → 2022年 2022-01-01 2022-12-31
2022年底办结20项 → 2022年底 2022-01-01 2022-12-31
2022年年底办结20项 → 2022年年底 2022-01-01 2022-12-31
2022年末办结20项 → 2022年末 2022-01-01 2022-12-31
二〇二二年办结20项 → 二〇二二年 2022-01-01 2022-12-31
2021年至2022年办结20项 → 2021年至2022年 2021-01-01 2022-12-31
2021-2022年办结20项 → 2021-2022年 2021-01-01 2022-12-31
“十三五”期间办结20项 → “十三五”期间 2016-01-01 2020-12-31
十四五期间办结20项 → 十四五期间 2021-01-01 2025-12-31
“十五五”末办结20项 → “十五五”末 2026-01-01 2030-12-31
自2021年6月以来办结20项 → 2021年6月起 2021-06-01 -
从2021年起办结20项 → 2021年起 2021-01-01 -
办结20项 → - - -
"""


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_the_time_before_a_figure(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("period.text", "period.since", "period.until")) == wanted


# The year of a figure whose time names none, in a text of 2022: text → year, from, to.
OF_THE_YEAR = """
2022年攻坚。5月办结20项 → 2022 2022-05-01 2022-05-31
2022年攻坚。5月31日办结20项 → 2022 2022-05-31 2022-05-31
2022年攻坚。上半年办结20项 → 2022 2022-01-01 2022-06-30
2022年攻坚。去年办结20项 → 2021 2021-01-01 2021-12-31
2022年攻坚。上年办结20项 → 2021 2021-01-01 2021-12-31
2022年攻坚。去年5月办结20项 → 2021 2021-05-01 2021-05-31
2022年攻坚。今年办结20项 → 2022 2022-01-01 2022-12-31
2022年攻坚。本年办结20项 → 2022 2022-01-01 2022-12-31
2022年攻坚。明年办结20项 → 2023 2023-01-01 2023-12-31
2022年攻坚。年底办结20项 → 2022 2022-01-01 2022-12-31
2022年攻坚。1至5月办结20项 → 2022 2022-01-01 2022-05-31
2022年攻坚。前三季度办结20项 → 2022 2022-01-01 2022-09-30
2022年攻坚。办结20项 → 2022 2022-01-01 2022-12-31
2022年攻坚¶办结20项 → 2022 - -
2021年启动。2022年攻坚¶办结20项 → 2022 - -
到2025年倍增，2022年攻坚¶办结20项 → 2022 - -
力争2025年倍增，2022年攻坚¶办结20项 → 2022 - -
2022年攻坚，较去年办结更快，办结20项 → 2022 2022-01-01 2022-12-31
2022年攻坚，1952年成立的厂办结20项 → 2022 2022-01-01 2022-12-31
"""


@pytest.mark.parametrize("line", OF_THE_YEAR.strip().splitlines())
def test_a_time_without_its_year_is_of_the_year_of_the_article(line: str) -> None:
    text, wanted = parted(line.replace("¶", "\n"))
    assert shown(text, ("year", "period.since", "period.until")) == wanted


# The day up to which a figure is counted.
STAMPS = """
截至2022年5月31日，办结20项 → 2022-05-31
截止2022年5月31日，办结20项 → 2022-05-31
截至到2022年5月31日，办结20项 → 2022-05-31
截止至2022年5月31日，办结20项 → 2022-05-31
截至2022年5月底，办结20项 → 2022-05-31
截至2022年5月末，办结20项 → 2022-05-31
截至2022年5月，办结20项 → 2022-05-31
截至2022年2月，办结20项 → 2022-02-28
截至2022年底，办结20项 → 2022-12-31
截至2022年上半年，办结20项 → 2022-06-30
截至2022年一季度，办结20项 → 2022-03-31
截至2022-05-31，办结20项 → 2022-05-31
2022年攻坚，截至5月底，办结20项 → 2022-05-31
2022年攻坚，截至5月16日，办结20项 → 2022-05-16
2022年5月底，办结20项 → 2022-05-31
2022年5月31日，办结20项 → -
到2022年5月底，办结20项 → 2022-05-31
办结20项 → -
"""


@pytest.mark.parametrize("line", STAMPS.strip().splitlines())
def test_the_day_up_to_which_it_is_counted(line: str) -> None:
    text, wanted = parted(line)
    assert shown(text, ("as_of",)) == wanted


@pytest.mark.parametrize("said", ["截至目前", "截止目前", "目前", "当前"])
def test_now_is_the_day_of_the_article(said: str) -> None:
    (one,) = read(f"{said}，已开工项目309个。", date(2022, 6, 8))
    assert (one.year, one.as_of) == (2022, date(2022, 6, 8))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2022年5月31日办结20项", [(0, 10)]),
        ("1月办结3项，2022年2月办结4项", [(0, 2), (7, 14)]),
        ("办结20项", []),
        ("用时3个月办结20项", []),
        ("12022年办结20项", []),
        ("增长1.5月均", []),
    ],
)
def test_where_the_dates_stand(text: str, places: list[tuple[int, int]]) -> None:
    found = dates.find(text)
    assert [(one.start, one.end) for one in found.mentions] == places
    for start, end in places:
        assert found.covers(start)
        assert found.covers(end - 1)
        assert not found.covers(end)


def test_a_date_holds_until_the_next_of_its_paragraph() -> None:
    text = "2021年办结9项。再办结8项。2022年办结7项，再办结6项。\n办结5项。"
    assert shown(text, ("text", "year", "period_from")) == (
        "9项 2021 said；8项 2021 inherited；7项 2022 said；6项 2022 said；5项 2022 article"
    )


def test_the_last_date_before_a_place_is_found_within_its_bounds() -> None:
    text = "2021年办结9项，2022年办结7项"
    found = dates.find(text)
    assert [found.before(place, 0) for place in (0, 5)] == [None, found.mentions[0]]
    assert found.before(len(text), 0) is found.mentions[1]
    assert found.before(len(text), len(text) - 2) is None


@pytest.mark.parametrize("text", ["2022年2月30日办结20项", "2022年6月31日办结20项"])
def test_a_day_that_no_calendar_has_gives_no_dates(text: str) -> None:
    (one,) = read(text)
    assert one.period is not None
    assert (one.period.year, one.period.since, one.period.until) == (2022, None, None)


def test_the_published_day_gives_the_year() -> None:
    (one,) = read("5月办结20项。", date(2022, 6, 8))
    assert one.period is not None
    assert one.period.since == date(2022, 5, 1)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("到2025年建成，到2030年领先", 2025),
        ("2020年启动，2021年见效", 2021),
        ("1952年建厂，2021年搬迁", 2021),
        ("没有年份", None),
        ("编号1234年", None),
    ],
)
def test_the_year_of_an_article(text: str, year: int | None) -> None:
    assert dates.find(text).year == year
