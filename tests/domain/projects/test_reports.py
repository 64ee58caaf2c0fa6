"""Monthly reports: questions and refusals by a table, locking, corrections, scope, two submits."""

import re
from datetime import date, datetime, timedelta

import pytest

from pandeng.core import units
from pandeng.core.models import AuditEvent
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.projects.ledger import actions, rules
from pandeng.domain.projects.ledger.actions import Written
from pandeng.domain.projects.ledger.closing import Closings
from pandeng.domain.projects.ledger.models import MonthlyReport, ReportCorrection
from pandeng.domain.projects.ledger.reports import lines, reporting
from pandeng.domain.projects.ledger.rules import Amounts, HeldBack, Past
from pandeng.domain.projects.models import InvestmentEntry, Project
from pandeng.jobs.demo.facts import OFFICE_TIME

WAN = 10_000
PAST = Past(50_000 * WAN, 12_000 * WAN, 4_000 * WAN, (1_000 * WAN, 900 * WAN, 1_100 * WAN))
JULY = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
LATER = datetime(2022, 7, 8, 9, tzinfo=OFFICE_TIME)  # June closed on 5 July
JUNE = date(2022, 6, 1)


@pytest.mark.parametrize(
    ("month", "cumulative", "statistics", "asked"),
    [
        (1_000, 5_000, 800, []),
        (0, 4_000, 0, []),
        (10_000_000, 10_004_000, 0, ["unit_up"]),  # 1000万元 typed as yuan into a column of 万元
        (0.1, 4_000.1, 0, ["unit_down"]),
        (9_000, 13_000, 0, []),
        (11_000, 15_000, 0, ["far"]),
        (47_000, 51_000, 0, ["over_left"]),
        (1_000, 60_000, 0, ["differs", "over_total"]),
        (1_000, 5_100, 0, ["differs"]),
        (1_000, 3_900, 0, ["falls"]),
        (1_000, 5_000, 1_001, ["over_month"]),
        (1_000, 3_900, 1_001, ["falls", "over_month"]),
    ],
)
def test_what_a_month_is_asked_about(month, cumulative, statistics, asked):
    new = Amounts(*(round(each * WAN) for each in (month, cumulative, statistics)))
    found = rules.questions(new, PAST)
    assert [one.code for one in found] == asked
    assert all("元" in one.sentence(units.money) for one in found)


def test_without_past_months_the_annual_plan_says_what_is_usual():
    young = Past(50_000 * WAN, 12_000 * WAN, 0, (5 * WAN,))
    assert young.usual == 1_000 * WAN
    assert Past(50_000 * WAN).usual == 0
    assert rules.questions(Amounts(WAN, WAN, 0), Past(50_000 * WAN)) == []


@pytest.mark.parametrize(
    ("month", "today", "sentence"),
    [
        (date(2022, 8, 1), date(2022, 7, 1), "还没有到"),
        (date(2022, 7, 1), date(2022, 7, 1), "还没有结束"),
        (date(2022, 6, 1), date(2022, 6, 29), "还没有结束"),
        (date(2022, 6, 1), date(2022, 6, 30), ""),
        (date(2022, 5, 1), date(2022, 7, 1), ""),
    ],
)
def test_a_month_is_reported_once_it_has_ended(month, today, sentence):
    assert sentence in rules.may_report_month(month, today, Closings()).sentence


@pytest.mark.parametrize(
    ("status", "today", "state"),
    [
        ("reviewed", date(2022, 7, 5), "reviewed"),
        ("reviewed", date(2022, 7, 6), "locked"),
        ("reported", date(2022, 7, 6), "reported"),
        ("draft", date(2022, 7, 6), "draft"),
    ],
)
def test_a_reviewed_month_locks_after_its_closing_day(status, today, state):
    assert rules.state(status, JUNE, today, Closings()) == state


@pytest.fixture
def county(scope_of):
    return scope_of("county")


@pytest.fixture
def project(county):
    taken = MonthlyReport.objects.filter(month_on=JUNE).values("project_id")
    found = reporting(county, JUNE).exclude(pk__in=taken).first()
    assert found is not None
    return found


def usual(scope, project):
    (line,) = lines(scope, [project], JUNE, JULY.date(), Closings())
    return f"{units.plain(line.past.usual // WAN)}万元"


def entries(project):
    rows = InvestmentEntry.objects.filter(project=project, month_on=JUNE)
    return dict(rows.values_list("measure", "amount_yuan"))


def as_shown(report):
    """What a page posts that shows the report as it is now."""
    report.refresh_from_db()
    return {report.pk: report.version}


def test_reported_numbers_go_to_the_ledger_drafts_do_not(project, county):
    amount = usual(county, project)
    row = {project.pk: Written(amount, "", "0万元")}
    assert actions.report(row, month=JUNE, draft=True, by=county, now=JULY) == 1
    assert entries(project) == {}
    assert actions.report(row, month=JUNE, by=county, now=JULY) == 1
    assert entries(project) == {"month": int(units.parse(amount)[0]), "statistics": 0}
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    assert (made.status, made.month_written, made.reported_by) == ("reported", amount, county.name)
    assert actions.report(row, month=JUNE, draft=True, by=county, now=JULY) == 0
    other = {project.pk: row[project.pk]._replace(reason="改报")}
    with pytest.raises(HeldBack) as held:
        actions.report(other, month=JUNE, draft=True, by=county, now=JULY)
    assert "已上报" in held.value.wrong[project.pk]


def test_the_same_report_twice_is_one_report_and_one_event(project, county):
    row = {project.pk: Written(usual(county, project), "", "0")}
    row = {pk: one._replace(statistics="0元") for pk, one in row.items()}
    assert actions.report(row, month=JUNE, by=county, now=JULY) == 1
    events = AuditEvent.objects.count()
    assert actions.report(row, month=JUNE, by=county, now=JULY) == 0
    assert AuditEvent.objects.count() == events
    assert MonthlyReport.objects.filter(project=project, month_on=JUNE).count() == 1


def test_nothing_is_saved_while_a_row_is_wrong_or_asked_about(project, county):
    taken = MonthlyReport.objects.filter(month_on=JUNE).values("project_id")
    other = reporting(county, JUNE).exclude(pk__in=taken).exclude(pk=project.pk).first()
    good = Written(usual(county, other), "", "0元")
    before = AuditEvent.objects.count()
    for bad, sentence in (
        (Written("-5万元", "", "0元"), "不能是负数"),
        (Written("很多", "", "0元"), "不是金额"),
        (Written("5万元", "", ""), "没有就写0"),
        (Written("5亩", "", "0元"), "不是金额"),
    ):
        with pytest.raises(HeldBack) as held:
            actions.report({project.pk: bad, other.pk: good}, month=JUNE, by=county, now=JULY)
        assert sentence in held.value.wrong[project.pk]
    slip = Written(usual(county, project).replace("万元", "亿元"), "", "0元")
    with pytest.raises(HeldBack) as held:
        actions.report({project.pk: slip, other.pk: good}, month=JUNE, by=county, now=JULY)
    assert "元写成了万元" in held.value.asked[project.pk][0]
    assert AuditEvent.objects.count() == before
    assert not MonthlyReport.objects.filter(month_on=JUNE, project__in=[project, other]).exists()
    told = slip._replace(reason="设备一次到货，合同已核对。")
    actions.report({project.pk: told}, month=JUNE, by=county, now=JULY)
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    assert "元写成了万元" in made.confirmed


def test_review_send_back_lock_and_correct(project, county, scope_of):
    staff = scope_of("staff")
    row = {project.pk: Written(usual(county, project), "", "0元")}
    actions.report(row, month=JUNE, by=county, now=JULY)
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    with pytest.raises(Refused, match="专班"):
        actions.review(as_shown(made), by=county, now=JULY)
    with pytest.raises(Refused, match="退回原因"):
        actions.send_back(as_shown(made), why=" ", by=staff, now=JULY)
    actions.send_back(as_shown(made), why="请附支付凭证", by=staff, now=JULY)
    with pytest.raises(Refused, match="只能审核已上报"):
        actions.review(as_shown(made), by=staff, now=JULY)
    actions.report(row, month=JUNE, by=county, now=JULY)
    assert actions.review(as_shown(made), by=staff, now=JULY) == 1
    assert actions.review(as_shown(made), by=staff, now=JULY) == 0, (
        "a second submit changes nothing"
    )
    changed = {project.pk: Written("1万元", "", "0元", "核对后")}
    with pytest.raises(HeldBack) as held:
        actions.report(changed, month=JUNE, by=county, now=JULY)
    assert "须由专班退回" in held.value.wrong[project.pk]
    new = {"measure": "month", "written": "2万元", "why": "多报一张发票"}
    with pytest.raises(Refused, match="还没有锁定"):
        actions.correct(made, **new, by=staff, now=JULY)
    with pytest.raises(HeldBack) as held:
        actions.report(changed, month=JUNE, by=county, now=LATER)
    assert "已关账锁定" in held.value.wrong[project.pk]
    with pytest.raises(Refused, match="已关账锁定"):
        actions.send_back(as_shown(made), why="重报", by=staff, now=LATER)
    for bad, sentence in (
        ({"why": " "}, "更正原因"),
        ({"written": "-2万元"}, "负数"),
        ({"measure": "output"}, "没有“output”"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.correct(made, **(new | bad), by=staff, now=LATER)
    actions.correct(made, **new, by=staff, now=LATER)
    kept = ReportCorrection.objects.get(report=made)
    assert (kept.old_yuan, kept.new_yuan) == (int(units.parse(usual(county, project))[0]), 20_000)
    assert entries(project)["month"] == 20_000
    with pytest.raises(Refused, match="与原数相同"):
        actions.correct(made, **new, by=staff, now=LATER)


def test_a_report_that_changed_after_the_page_was_opened_is_not_approved_unseen(
    project, county, scope_of
):
    staff = scope_of("staff")
    row = {project.pk: Written(usual(county, project), "", "0元")}
    actions.report(row, month=JUNE, by=county, now=JULY)
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    page = as_shown(made)
    changed = {project.pk: Written("999万元", "", "0元", "发票补齐")}
    actions.report(changed, month=JUNE, by=county, now=JULY + timedelta(minutes=5))
    said = f"{re.escape(str(project))}：月报在打开页面后又改过，请刷新后再审。"
    with pytest.raises(Refused, match=said):
        actions.review(page, by=staff, now=LATER)
    with pytest.raises(Refused, match=said):
        actions.send_back(page, why="请附凭证", by=staff, now=JULY)
    assert actions.review(as_shown(made), by=staff, now=LATER) == 1
    assert actions.review(page, by=staff, now=LATER) == 0, "what is reviewed is left as it is"


def test_nothing_is_approved_where_one_of_the_page_changed(project, county, scope_of):
    other = reporting(county, JUNE).exclude(pk=project.pk).exclude(reports__month_on=JUNE).first()
    rows = {one.pk: Written(usual(county, one), "", "0元", "已核对") for one in (project, other)}
    actions.report(rows, month=JUNE, by=county, now=JULY)
    shown = MonthlyReport.objects.filter(month_on=JUNE, project__in=rows)
    page = {one.pk: one.version for one in shown}
    told = {other.pk: rows[other.pk]._replace(reason="凭证已核对")}
    actions.report(told, month=JUNE, by=county, now=JULY)
    with pytest.raises(Refused, match="又改过"):
        actions.review(page, by=scope_of("staff"), now=JULY)
    assert set(shown.values_list("status", flat=True)) == {"reported"}


def test_a_project_that_is_not_on_the_months_sheet_is_refused_by_name(project, county):
    outside = Project.objects.visible_to(county).exclude(pk__in=reporting(county, JUNE)).first()
    rows = {one.pk: Written(usual(county, one), "", "0元", "已核对") for one in (project, outside)}
    for draft in (True, False):
        with pytest.raises(Refused) as refused:
            actions.report(rows, month=JUNE, draft=draft, by=county, now=JULY)
        assert refused.value.sentence == (f"“{outside}”不在2022年6月的填报范围内，本页都没有保存。")
    assert not MonthlyReport.objects.filter(month_on=JUNE, project__in=rows).exists()
    assert entries(project) == entries(outside) == {}


def test_another_countys_project_is_not_found_and_a_bank_may_not_report(county, scope_of):
    foreign = reporting(scope_of("staff"), JUNE).exclude(county_id__in=county.counties).first()
    held = MonthlyReport.objects.filter(project=foreign, month_on=JUNE)
    before = list(held.values())
    row = {foreign.pk: Written("1万元", "", "0元")}
    for who, error in ((county, NotFound), (scope_of("bank"), Refused)):
        with pytest.raises(error):
            actions.report(row, month=JUNE, by=who, now=JULY)
    assert list(held.values()) == before
