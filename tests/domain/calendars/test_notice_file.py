"""The file of a year: read as an official writes it, refused with one sentence where it cannot be."""

from datetime import date, timedelta

import pytest

from pandeng.core.errors import DomainError
from pandeng.domain.calendars.notice_file import parse, read_text

NOTICE = """\
# 国务院办公厅关于2027年部分节假日安排的通知（测试用，虚构）
2027-01-01至2027-01-04 休 元旦
2027年1月9日 班 元旦
2027-02-05 至 2027-02-12 休 春节
2027-02-20,班,春节
2027/4/3—2027/4/5 休 清明节
2027-05-01至2027-05-05 休 劳动节
2027-05-08 班 劳动节
2027-06-09 休 端午节
2027-09-15 休 中秋节
2027-10-01至2027-10-07 休 国庆节
2027-10-09 班 国庆节
"""


def whole_year() -> list[str]:
    """The same year as a table of all its days."""
    days = parse(NOTICE, 2027)
    lines = ["日期,安排,说明"]
    for n in range(365):
        day = date(2027, 1, 1) + timedelta(n)
        worked = days[day].is_working if day in days else day.weekday() < 5
        lines.append(f"{day},{'班' if worked else '休'},{days[day].name if day in days else ''}")
    return lines


def test_a_notice_is_read_as_it_is_written() -> None:
    days = parse(NOTICE, 2027)
    assert len(days) == 4 + 1 + 8 + 1 + 3 + 5 + 1 + 1 + 1 + 7 + 1
    assert days[date(2027, 1, 9)].is_working
    assert not days[date(2027, 2, 12)].is_working
    assert days[date(2027, 4, 4)].name == "清明节"


def test_a_table_of_all_days_is_the_same_year() -> None:
    days, notice = parse("\r\n".join(whole_year()), 2027), parse(NOTICE, 2027)
    assert len(days) == 365
    assert all(days[day] == value for day, value in notice.items())


def test_the_last_week_of_december_before_may_be_ruled() -> None:
    days = parse(f"{NOTICE}2026-12-27 班 元旦\n", 2027)
    assert days[date(2026, 12, 27)].is_working


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有写放假日期"),
        (f"{NOTICE}2027-05-03 休 劳动节", "第13行：2027-05-03写了两次"),
        (NOTICE.replace("2027-06-09", "2028-06-09"), "2028-06-09不在2027年"),
        (f"{NOTICE}2026-12-24 班", "2026-12-24不在2027年"),
        (NOTICE.replace("2027/4/3—2027/4/5 休 清明节\n", ""), "缺少4月的放假安排：清明节"),
        (NOTICE.replace("2027-09-15 休", "2027-09-15 班"), "逐日列出的全年安排缺少"),
        (f"{NOTICE}2027-02-30 休", "第13行“2027-02-30 休”看不懂"),
        (f"{NOTICE}2027-11-01 开会", "看不懂"),
        (f"{NOTICE}下周一放假", "看不懂"),
        (f"{NOTICE}2027-12-31至2027-12-01 休", "看不懂"),
        (f"{NOTICE}2027-07-01至2027-08-31 休", "看不懂"),
        ("\n".join(line for line in whole_year() if "2027-03" not in line), "安排缺少3月"),
        ("\n".join(line for line in whole_year() if "2027-11-1" not in line), "缺少2027-11-10"),
        ("PK\x03\x04", "看不懂"),
    ],
)
def test_what_is_no_whole_year_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse(text, 2027)
    assert sentence in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("code_page", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_windows_or_anybody_writes_it(code_page: str) -> None:
    assert parse(read_text(NOTICE.encode(code_page)), 2027) == parse(NOTICE, 2027)


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"\xff\xff\xff", b"2027" * 30_000])
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError, match="不是放假安排文件"):
        read_text(data)
