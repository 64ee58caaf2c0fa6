"""The month sheet and the correction page: what they show and save, for whom, and in how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.demo.accounts import ACCOUNTS
from pandeng.domain.projects.ledger.models import MonthlyReport, ProjectLeader, ReportCorrection
from pandeng.domain.projects.ledger.reports import reporting

AT = "/projects/ledger/"
JUNE, MAY = date(2022, 6, 1), date(2022, 5, 1)
PEOPLE = sorted(account.username for account in ACCOUNTS if account.role != "administrator")


@pytest.fixture
def fresh(scope_of):
    """A project of the county that has no June report."""
    taken = MonthlyReport.objects.filter(month_on=JUNE).values("project_id")
    return reporting(scope_of("county"), JUNE).exclude(pk__in=taken).first()


def typed(project, month, **more):
    row = {f"month-{project.pk}": month, f"statistics-{project.pk}": "0"}
    return row | {f"{name}-{project.pk}": value for name, value in more.items()} | {"do": "report"}


@pytest.mark.parametrize("username", PEOPLE)
def test_everybody_sees_their_own(signed_in, username):
    for month in ("2022-06", "2022-05", "2022-04", "2099-01"):
        assert signed_in(username).get(f"{AT}?month={month}").status_code == 200


def test_the_demo_has_reports_in_every_state_and_one_correction(jining):
    found = MonthlyReport.objects.filter(cluster=jining)
    assert set(found.values_list("status", flat=True)) == {"draft", "reported", "reviewed"}
    assert found.exclude(returned_why="").count() == 2
    assert ReportCorrection.objects.filter(cluster=jining).count() == 1
    assert ProjectLeader.objects.filter(cluster=jining, until=None).count() >= 20


def test_a_county_reports_and_the_office_reviews_on_one_page(signed_in, fresh):
    county, staff = signed_in("county"), signed_in("staff")
    at = f"{AT}?month=2022-06"
    assert county.post(at, typed(fresh, "1000万元", reason="已核对")).status_code == 302
    made = MonthlyReport.objects.get(project=fresh, month_on=JUNE)
    assert made.status == "reported"
    old = {"do": "review", "pick": [f"{made.pk}-{made.version}"]}
    assert county.post(at, typed(fresh, "1001万元", reason="已核对")).status_code == 302
    late = staff.post(at, old)
    assert late.status_code == 422
    assert f"{fresh}：月报在打开页面后又改过，请刷新后再审。" in late.content.decode()
    assert staff.post(at, {"do": "review", "pick": [made.pk]}).status_code == 422, "none shown"
    made.refresh_from_db()
    assert f'value="{made.pk}-{made.version}"' in staff.get(f"{at}&q={fresh.code}").content.decode()
    review = {"do": "review", "pick": [f"{made.pk}-{made.version}"]}
    assert county.post(at, review).status_code == 422
    back = staff.post(at, {"do": "return", "pick": review["pick"], "why": ""})
    assert back.status_code == 422
    assert "请写明退回原因" in back.content.decode()
    assert staff.post(at, review).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.reviewed_by) == ("reviewed", "李示例")
    assert staff.post(at, {"do": "review"}).status_code == 422


def test_an_open_question_comes_back_with_what_was_typed_and_saves_nothing(signed_in, fresh):
    county = signed_in("county")
    at = f"{AT}?month=2022-06&q={fresh.code}"
    answer = county.post(at, typed(fresh, "999999999"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="999999999"' in text
    assert "有1个项目的数需要核对" in text
    assert "没有错就写明原因" in text
    assert not MonthlyReport.objects.filter(project=fresh, month_on=JUNE).exists()
    wrong = county.post(at, typed(fresh, "-3"))
    assert wrong.status_code == 422
    assert "不能是负数" in wrong.content.decode()
    assert county.post(at, {"do": "report"}).status_code == 422
    assert county.post(at, {"do": "fly"}).status_code == 422


def test_a_month_that_has_not_ended_says_so(signed_in, fresh):
    answer = signed_in("county").post(f"{AT}?month=2022-07", typed(fresh, "5"))
    assert answer.status_code == 422
    assert "还没有结束" in answer.content.decode()


def test_another_countys_project_is_not_found(signed_in, scope_of):
    county = scope_of("county")
    foreign = reporting(scope_of("staff"), JUNE).exclude(county_id__in=county.counties).first()
    answer = signed_in("county").post(f"{AT}?month=2022-06", typed(foreign, "5"))
    assert answer.status_code == 404


def test_a_locked_month_is_corrected_by_the_office_only(signed_in):
    locked = MonthlyReport.objects.filter(month_on=MAY, status="reviewed").last()
    at = f"{AT}{locked.pk}/correct/"
    values = {"measure": "month", "written": "1234万元", "why": "发票重复"}
    staff = signed_in("staff")
    assert signed_in("auditor").post(at, values).status_code == 422
    assert staff.post(at, values | {"why": ""}).status_code == 422
    unsaid = staff.post(at, values)
    assert unsaid.status_code == 422
    assert "2022-05的累计完成也包含这个数，请选择是否一并更正" in unsaid.content.decode()
    assert staff.post(at, values | {"carry": "no"}).status_code == 302
    text = staff.get(at).content.decode()
    assert "1234万元" in text
    assert "累计完成比上月累计加当月完成" in text
    sheet = staff.get(f"{AT}?month=2022-05&q={locked.project.code}").content.decode()
    assert "累计完成比上月累计加当月完成" in sheet
    assert staff.post(at, values | {"written": "1235万元", "carry": "yes"}).status_code == 302
    kept = ReportCorrection.objects.filter(report=locked).order_by("id")
    assert list(kept.values_list("measure", flat=True)) == ["month", "month", "cumulative"]
    draft = MonthlyReport.objects.filter(month_on=JUNE, status="draft").first()
    unlocked = staff.post(f"{AT}{draft.pk}/correct/", values)
    assert unlocked.status_code == 422
    assert "还没有锁定" in unlocked.content.decode()


def test_queries_are_few_whatever_is_shown(signed_in, fresh):
    client = signed_in("staff")
    client.get(AT)
    seen = []
    for address in (f"{AT}?month=2022-05", f"{AT}?month=2022-06&q={fresh.code}"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 16
