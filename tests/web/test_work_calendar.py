"""The page of the work calendar: what it shows, who enters, and what it refuses."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pandeng.domain.calendars.models import CalendarDay, YearNotice
from tests.domain.calendars.test_notice_file import NOTICE

PAGE = "/administration/calendar/"
WHY = "国办发明电〔2026〕1号"


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("username", ["lead", "admin", "staff", "enterprise", "auditor"])
def test_everybody_sees_the_shipped_days(signed_in, username):
    page = signed_in(username).get(f"{PAGE}?year=2026")
    assert page.status_code == 200
    shown = page.context["shown"]
    special = {one.day: (one.word, one.name) for one in shown.special}
    assert special[date(2026, 2, 14)] == ("班", "")
    assert special[date(2026, 2, 16)] == ("休", "农历除夕")
    assert shown.status == "国务院办公厅通知（随附）"
    assert shown.working_days == 248
    assert "推算的期限都标" not in words(page)
    assert ("登记并重算期限" in words(page)) == (username in ("lead", "admin"))


def test_a_year_without_its_notice_says_so(signed_in):
    page = words(signed_in("staff").get(f"{PAGE}?year=2027"))
    assert "通知还没有登记" in page
    assert "2027-02-05" in page


@pytest.mark.parametrize("username", ["lead", "admin"])
def test_the_notice_is_typed_or_uploaded(signed_in, username):
    client = signed_in(username)
    file = SimpleUploadedFile("2027.csv", NOTICE.encode("gb18030"))
    sent = {"year": 2027, "note": WHY, "file": file}
    answer = client.post(f"{PAGE}year/", sent, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?year=2027", 302)]
    assert "已登记" in words(answer)
    assert answer.context["shown"].status == WHY
    again = client.post(f"{PAGE}year/", {"year": 2027, "note": WHY, "text": NOTICE}, follow=True)
    assert "与原来不同的有0天，重算0个期限" in words(again)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": f"{NOTICE}2027-05-03 休"}, "2027-05-03写了两次"),
        ({"text": NOTICE.replace("2027-06-09 休 端午节\n", "")}, "缺少6月的放假安排"),
        ({"year": 2028}, "不在2028年"),
        ({"year": 1900}, "没有1900年"),
        ({"text": ""}, "没有写放假日期"),
        ({"note": ""}, "必填"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04\0\0")}, "不是放假安排文件"),
    ],
)
def test_what_is_refused_leaves_nothing_and_keeps_what_was_typed(signed_in, change, sentence):
    sent = {"year": 2027, "note": WHY, "text": NOTICE, **change}
    answer = signed_in("lead").post(f"{PAGE}year/", sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    if change.get("text", NOTICE):
        assert "2027-02-20,班,春节" in words(answer)
    assert not YearNotice.objects.exists()
    assert not CalendarDay.objects.exists()


def test_a_refused_file_stands_in_the_text(signed_in):
    file = SimpleUploadedFile("2027.txt", f"{NOTICE}2027-05-03 休".encode())
    answer = signed_in("lead").post(f"{PAGE}year/", {"year": 2027, "note": WHY, "file": file})
    assert answer.status_code == 422
    assert "2027-02-20,班,春节" in words(answer)


def test_one_day_is_set_and_taken_back(signed_in):
    client = signed_in("lead")
    sent = {"day": "2022-07-04", "is_working": "free", "note": "本市临时安排"}
    answer = client.post(f"{PAGE}day/", sent, follow=True)
    (own,) = [one for one in answer.context["shown"].special if one.is_own]
    assert (own.day, own.is_working, own.name) == (date(2022, 7, 4), False, "本市临时安排")
    assert client.get("/demands/calendar/").context["page"].paginator.count == 1
    dropped = client.post(f"{PAGE}day/drop/", {"day": "2022-07-04"}, follow=True)
    assert not any(one.is_own for one in dropped.context["shown"].special)
    assert client.post(f"{PAGE}day/drop/", {"day": "2022-07-04"}).status_code == 404


@pytest.mark.parametrize("username", ["staff", "handler", "enterprise", "auditor"])
def test_others_are_told_who_may(signed_in, username):
    client = signed_in(username)
    assert (
        client.post(
            f"{PAGE}day/", {"day": "2022-07-04", "is_working": "free", "note": "x"}
        ).status_code
        >= 400
    )
    client.post(f"{PAGE}year/", {"year": 2027, "note": WHY, "text": NOTICE})
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("year", "status"),
    [("1949", 200), ("2100", 200), ("2101", 400), ("0001", 400), ("９９", 400), ("x", 400)],
)
def test_every_year_has_a_page_or_one_sentence(signed_in, year, status):
    assert signed_in("lead").get(PAGE, {"year": year}).status_code == status


@pytest.mark.parametrize(
    ("month", "status"), [("2026-12", 200), ("1949-01", 200), ("0001-01", 400), ("9999-12", 400)]
)
def test_the_calendar_of_visits_too(signed_in, month, status):
    assert signed_in("staff").get("/teams/visits/calendar/", {"month": month}).status_code == status


def test_it_reads_in_english(signed_in):
    client = signed_in("lead")
    client.post("/language/", {"language": "en"})
    page = words(client.get(f"{PAGE}?year=2027"))
    assert "Work calendar of 2027" in page
    assert "Tomb-Sweeping Day" in page
