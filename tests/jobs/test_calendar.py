"""`pandeng calendar`: a year and a day entered on the server, and what a bad file leaves behind."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pandeng.core.models import AuditEvent
from pandeng.demo.load import CODE
from pandeng.domain.calendars.models import CalendarDay
from tests.domain.calendars.test_notice_file import NOTICE

pytestmark = pytest.mark.django_db
HERE = ("calendar", "--cluster", CODE)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    (file := tmp_path / "2027.txt").write_text(NOTICE)
    return file


def test_a_year_is_entered_and_shown(
    jining: object, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(*HERE, "set-year", "2027", str(notice), "--note", "国办发明电〔2026〕1号")
    assert capsys.readouterr().out.startswith("已登记2027年放假安排，共33天；与原来不同的有")
    event = AuditEvent.objects.latest("id")
    assert event.action == "calendars.set_year"
    assert event.actor_name.startswith("命令行 ")
    call_command(*HERE, "show", "2027")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("2027年 国办发明电〔2026〕1号：工作日")
    assert "  2027-01-09 周六 班 元旦" in said
    call_command("due", "2026-12-14", "--days", "15", "--cluster", CODE)
    assert capsys.readouterr().out.splitlines()[0] == "2027-01-06（周三）"


def test_a_day_is_entered(jining: object, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(*HERE, "set-day", "2022-07-04", "休", "--note", "本市临时安排")
    assert capsys.readouterr().out.startswith("已设定2022-07-04；与原来不同的有1天")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{NOTICE}2027-05-03 休", "写了两次"),
        (NOTICE.replace("2027-06-09 休 端午节\n", ""), "缺少6月"),
        (NOTICE.replace("2027", "2028"), "不在2027年"),
        ("<html>", "看不懂"),
    ],
)
def test_a_bad_file_is_one_sentence(
    jining: object, tmp_path: Path, text: str, sentence: str
) -> None:
    (file := tmp_path / "bad.txt").write_text(text)
    with pytest.raises(CommandError, match=sentence):
        call_command(*HERE, "set-year", "2027", str(file))
    assert not CalendarDay.objects.exists()


def test_an_unknown_office_or_file_is_one_sentence(jining: object, notice: Path) -> None:
    for arguments in (
        ("calendar", "--cluster", "nowhere", "set-year", "2027", str(notice)),
        ("calendar", "set-year", "2027", str(notice)),  # two clusters in the demo
        (*HERE, "set-year", "2027", "/nowhere.txt"),
        (*HERE, "set-day", "1900-01-01", "休", "--note", "x"),
    ):
        with pytest.raises(CommandError):
            call_command(*arguments)
    assert not CalendarDay.objects.exists()
