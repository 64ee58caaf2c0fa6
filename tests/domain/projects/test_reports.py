"""Monthly reports: questions and refusals by a table, locking, corrections, scope, two submits."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from pandeng.access.actions import end_membership
from pandeng.access.models import Membership
from pandeng.core import units
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import as_of_system_time
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.notices.models import Notice
from pandeng.domain.projects.ledger import actions, rules
from pandeng.domain.projects.ledger.actions import Written
from pandeng.domain.projects.ledger.amounts import exact
from pandeng.domain.projects.ledger.models import MonthlyReport, ReportCorrection
from pandeng.domain.projects.ledger.reporting_calendar import ReportingCalendar
from pandeng.domain.projects.ledger.reports import (
    cumulative,
    cumulatives,
    lines,
    reporting,
    standing,
)
from pandeng.domain.projects.ledger.rules import Amounts, Past
from pandeng.domain.projects.models import InvestmentEntry, Project

WAN = 10_000
PAST = Past(50_000 * WAN, 12_000 * WAN, 4_000 * WAN, (1_000 * WAN, 900 * WAN, 1_100 * WAN))
JULY = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)
LATER = datetime(2022, 7, 8, 9, tzinfo=OFFICE_TIME)  # June closed on 5 July
MAY_ENDED = datetime(2022, 6, 1, 9, tzinfo=OFFICE_TIME)
APRIL, MAY, JUNE = (date(2022, month, 1) for month in (4, 5, 6))


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
    found = rules.checks(new, PAST)
    assert [one.code for one in found] == asked
    assert all("元" in one.message(units.money) for one in found)


def test_without_past_months_the_annual_plan_says_what_is_usual():
    young = Past(50_000 * WAN, 12_000 * WAN, 0, (5 * WAN,))
    assert young.usual == 1_000 * WAN
    assert Past(50_000 * WAN).usual == 0
    assert rules.checks(Amounts(WAN, WAN, 0), Past(50_000 * WAN)) == []


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
    assert sentence in rules.may_report_month(month, today, ReportingCalendar()).message


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
    assert rules.state(status, JUNE, today, ReportingCalendar()) == state


@pytest.mark.parametrize(
    ("last", "months", "yuan"),
    [
        (None, [], 0),
        (None, [(APRIL, 3), (MAY, 4)], 7),
        ((APRIL, 100), [], 100),
        ((APRIL, 100), [(date(2022, 3, 1), 5), (APRIL, 3), (MAY, 4), (JUNE, 2)], 106),
        ((JUNE, 100), [(APRIL, 3), (MAY, 4), (JUNE, 2)], 100),
    ],
)
def test_a_cumulative_is_that_of_the_last_report_and_the_months_since(last, months, yuan):
    report = last and MonthlyReport(month_on=last[0], cumulative_yuan=last[1])
    assert cumulative(report, months) == yuan


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
    (line,) = lines(scope, [project], JUNE, JULY.date(), ReportingCalendar())
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
    with pytest.raises(ChecksFailed) as held:
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
        with pytest.raises(ChecksFailed) as held:
            actions.report({project.pk: bad, other.pk: good}, month=JUNE, by=county, now=JULY)
        assert sentence in held.value.wrong[project.pk]
    slip = Written(usual(county, project).replace("万元", "亿元"), "", "0元")
    with pytest.raises(ChecksFailed) as held:
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
    with pytest.raises(DomainError, match="专班"):
        actions.review(as_shown(made), by=county, now=JULY)
    with pytest.raises(DomainError, match="退回原因"):
        actions.send_back(as_shown(made), why=" ", by=staff, now=JULY)
    actions.send_back(as_shown(made), why="请附支付凭证", by=staff, now=JULY)
    with pytest.raises(DomainError, match="只能审核已上报"):
        actions.review(as_shown(made), by=staff, now=JULY)
    actions.report(row, month=JUNE, by=county, now=JULY)
    assert actions.review(as_shown(made), by=staff, now=JULY) == 1
    assert actions.review(as_shown(made), by=staff, now=JULY) == 0, (
        "a second submit changes nothing"
    )
    changed = {project.pk: Written("1万元", "", "0元", "核对后")}
    with pytest.raises(ChecksFailed) as held:
        actions.report(changed, month=JUNE, by=county, now=JULY)
    assert "须由专班退回" in held.value.wrong[project.pk]
    new = {"measure": "month", "written": "2万元", "why": "多报一张发票", "carry": True}
    with pytest.raises(DomainError, match="还没有锁定"):
        actions.correct(made, **new, by=staff, now=JULY)
    with pytest.raises(ChecksFailed) as held:
        actions.report(changed, month=JUNE, by=county, now=LATER)
    assert "已关账锁定" in held.value.wrong[project.pk]
    with pytest.raises(DomainError, match="已关账锁定"):
        actions.send_back(as_shown(made), why="重报", by=staff, now=LATER)
    for bad, sentence in (
        ({"why": " "}, "更正原因"),
        ({"written": "-2万元"}, "负数"),
        ({"measure": "output"}, "没有“output”"),
    ):
        with pytest.raises(DomainError, match=sentence):
            actions.correct(made, **(new | bad), by=staff, now=LATER)
    actions.correct(made, **new, by=staff, now=LATER)
    kept = ReportCorrection.objects.get(report=made, measure="month")
    assert (kept.old_yuan, kept.new_yuan) == (int(units.parse(usual(county, project))[0]), 20_000)
    assert entries(project)["month"] == 20_000
    with pytest.raises(DomainError, match="与原数相同"):
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
    with pytest.raises(DomainError, match=said):
        actions.review(page, by=staff, now=LATER)
    with pytest.raises(DomainError, match=said):
        actions.send_back(page, why="请附凭证", by=staff, now=JULY)
    assert actions.review(as_shown(made), by=staff, now=LATER) == 1
    assert actions.review(page, by=staff, now=LATER) == 0, "what is reviewed is left as it is"


def test_who_reported_is_told_that_a_report_came_back_and_nothing_of_an_approval(
    project, county, scope_of
):
    staff, row = scope_of("staff"), {project.pk: Written(usual(county, project), "", "0元")}
    first = Notice.objects.order_by("-id").first().pk
    told = Notice.objects.filter(pk__gt=first).order_by("id")
    actions.report(row, month=JUNE, by=county, now=JULY)
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    actions.review(as_shown(made), by=staff, now=JULY)
    assert not told.exists()
    actions.send_back(as_shown(made), why="请附凭证", by=staff, now=JULY)
    (notice,) = told.all()
    assert (notice.user_id, notice.about) == (county.user_id, f"{project} 2022-06：请附凭证")
    assert notice.path == f"/projects/ledger/?month=2022-06&q={project.code}"
    assert not re.search(r"\d", notice.line)
    actions.report(row, month=JUNE, by=county, now=JULY + timedelta(hours=1))
    actions.send_back(as_shown(made), why="仍缺凭证", by=staff, now=JULY + timedelta(hours=2))
    assert [one.user_id for one in told.all()] == [county.user_id] * 2, "each hand-in is told once"
    actions.report(row, month=JUNE, by=staff, now=JULY + timedelta(hours=3))
    lead = scope_of("lead")
    actions.send_back(as_shown(made), why="重报", by=lead, now=JULY + timedelta(hours=4))
    assert told.last().user_id == staff.user_id, "whoever handed it in, not the county"


def test_of_a_report_that_was_taken_over_the_county_is_told(project, county, scope_of):
    staff = scope_of("staff")
    made = MonthlyReport(
        cluster_id=staff.cluster_id, project=project, month_on=JUNE, status="reported",
        month_yuan=0, cumulative_yuan=0, statistics_yuan=0, month_written="0", reported_by="已调离",
        cumulative_written="0", statistics_written="0", reported_at=JULY - timedelta(days=1),
    )  # fmt: skip
    actions.import_existing_reports([made], by=staff, now=JULY)
    actions.send_back(as_shown(made), why="请重报", by=scope_of("lead"), now=JULY)
    assert Notice.objects.order_by("id").last().user_id == county.user_id


def test_where_who_handed_in_last_has_left_the_county_is_told_and_nobody_before(
    project, county, scope_of, office
):
    lead, row = scope_of("lead"), {project.pk: Written(usual(county, project), "", "0元")}
    actions.report(row, month=JUNE, by=scope_of("staff"), now=JULY)
    again = {project.pk: row[project.pk]._replace(reason="凭证已核对")}
    actions.report(again, month=JUNE, by=lead, now=JULY + timedelta(hours=1))
    (seat,) = Membership.objects.filter(user=lead.user_id)
    end_membership(seat, until=JULY.date(), by=scope_of("admin"), now=JULY + timedelta(hours=2))
    made = MonthlyReport.objects.get(project=project, month_on=JUNE)
    first = Notice.objects.order_by("-id").first().pk
    actions.send_back(as_shown(made), why="请重报", by=office, now=JULY + timedelta(days=1))
    told = Notice.objects.filter(pk__gt=first).values_list("user_id", flat=True)
    assert list(told) == [county.user_id]


def test_nothing_is_approved_where_one_of_the_page_changed(project, county, scope_of):
    other = reporting(county, JUNE).exclude(pk=project.pk).exclude(reports__month_on=JUNE).first()
    rows = {one.pk: Written(usual(county, one), "", "0元", "已核对") for one in (project, other)}
    actions.report(rows, month=JUNE, by=county, now=JULY)
    shown = MonthlyReport.objects.filter(month_on=JUNE, project__in=rows)
    page = {one.pk: one.version for one in shown}
    told = {other.pk: rows[other.pk]._replace(reason="凭证已核对")}
    actions.report(told, month=JUNE, by=county, now=JULY)
    with pytest.raises(DomainError, match="又改过"):
        actions.review(page, by=scope_of("staff"), now=JULY)
    assert set(shown.values_list("status", flat=True)) == {"reported"}


def test_a_project_that_is_not_on_the_months_sheet_is_refused_by_name(project, county):
    outside = Project.objects.visible_to(county).exclude(pk__in=reporting(county, JUNE)).first()
    rows = {one.pk: Written(usual(county, one), "", "0元", "已核对") for one in (project, outside)}
    for draft in (True, False):
        with pytest.raises(DomainError) as refused:
            actions.report(rows, month=JUNE, draft=draft, by=county, now=JULY)
        assert refused.value.message == (f"“{outside}”不在2022年6月的填报范围内，本页都没有保存。")
    assert not MonthlyReport.objects.filter(month_on=JUNE, project__in=rows).exists()
    assert entries(project) == entries(outside) == {}


@pytest.fixture
def spring(county, scope_of):
    """The reports of one project from last December to June, all reviewed; December was taken over."""
    taken = MonthlyReport.objects.filter(month_on__gte=APRIL, status="reviewed")
    of_may = taken.filter(month_on=MAY, project__in=reporting(county, JUNE))
    may = of_may.exclude(project__reports__month_on=JUNE).first()
    row = {may.project_id: Written(usual(county, may.project), "", "0元", "已核对")}
    actions.report(row, month=JUNE, by=county, now=JULY)
    june = MonthlyReport.objects.get(project=may.project, month_on=JUNE)
    staff = scope_of("staff")
    actions.review(as_shown(june), by=staff, now=JULY)
    may.pk = None
    may.month_on, may.cumulative_yuan = date(2021, 12, 1), 500 * WAN
    actions.import_existing_reports([may], by=staff, now=JULY)
    return MonthlyReport.objects.filter(project=may.project).order_by("month_on")


def gaps(scope, project_id):
    return [one.cumulative_yuan - adds_up for one, adds_up in cumulatives(scope, project_id)]


def test_a_corrected_month_is_corrected_in_every_cumulative_that_holds_it(spring, scope_of):
    staff, before = scope_of("staff"), {one.month_on: one for one in spring}
    april = before[APRIL]
    gaps_before = gaps(staff, april.project_id)
    new = {"measure": "month", "written": exact(april.month_yuan + 7 * WAN), "why": "漏计一笔"}
    with pytest.raises(DomainError, match="2022-04、2022-05、2022-06的累计完成也包含这个数"):
        actions.correct(april, **new, by=staff, now=LATER)
    assert not ReportCorrection.objects.filter(project=april.project).exists()
    events = AuditEvent.objects.count()
    actions.correct(april, **new, carry=True, by=staff, now=LATER)
    assert AuditEvent.objects.count() == events + 1
    for one in spring.all():
        old = before[one.month_on]
        assert one.cumulative_yuan - old.cumulative_yuan == (
            7 * WAN if one.month_on >= APRIL else 0
        )
        assert one.month_yuan - old.month_yuan == (7 * WAN if one.month_on == APRIL else 0)
    assert gaps(staff, april.project_id) == gaps_before, "months and cumulatives stay together"
    kept = ReportCorrection.objects.filter(project=april.project).order_by("id")
    assert [(one.report.month_on, one.measure, one.new_yuan - one.old_yuan) for one in kept] == [
        (APRIL, "month", 7 * WAN),
        (APRIL, "cumulative", 7 * WAN),
        (MAY, "cumulative", 7 * WAN),
        (JUNE, "cumulative", 7 * WAN),
    ]
    assert kept.last().why == "2022-04当月完成更正，累计一并更正：漏计一笔"
    entry = InvestmentEntry.objects.get(project=april.project, month_on=APRIL, measure="month")
    assert entry.amount_yuan == april.month_yuan + 7 * WAN
    for one in as_of_system_time(MonthlyReport, LATER - timedelta(days=1)).filter(
        project_id=april.project_id
    ):
        assert one.cumulative_yuan == before[one.month_on].cumulative_yuan, "what was known then"


def test_sheet_correction_and_project_page_tell_one_cumulative(spring, scope_of):
    """With months in the ledger alone, and a draft, whose cumulative counts nowhere."""
    staff, (_december, april, may, june) = scope_of("staff"), spring
    actions.send_back(as_shown(may), why="请附凭证", by=staff, now=MAY_ENDED)
    (line,) = lines(staff, [june.project], JUNE, JULY.date(), ReportingCalendar())
    shown = [(one.month_on, adds_up) for one, adds_up in cumulatives(staff, june.project_id)]
    assert [month for month, _adds_up in shown][1:] == [APRIL, JUNE]
    assert line.past.before == april.cumulative_yuan + may.month_yuan
    assert standing(staff, june.project, MAY).cumulative == line.past.before
    assert shown[-1] == (JUNE, line.past.before + june.month_yuan)


def test_a_later_draft_is_not_corrected(spring, scope_of):
    staff, (_december, april, may, june) = scope_of("staff"), spring
    actions.send_back(as_shown(june), why="请附凭证", by=staff, now=JULY)
    new = {"measure": "month", "written": exact(april.month_yuan + 7 * WAN), "why": "漏计一笔"}
    with pytest.raises(DomainError, match="2022-04、2022-05的累计完成也包含这个数"):
        actions.correct(april, **new, by=staff, now=LATER)
    actions.correct(april, **new, carry=True, by=staff, now=LATER)
    told = [one.cumulative_yuan for one in spring.all()[1:]]
    assert told == [
        april.cumulative_yuan + 7 * WAN,
        may.cumulative_yuan + 7 * WAN,
        june.cumulative_yuan,
    ]


def test_a_corrected_cumulative_carries_over_the_new_year(spring, scope_of):
    staff, old = scope_of("staff"), list(spring)
    new = {"measure": "cumulative", "written": "520万元", "why": "漏计设备预付款"}
    with pytest.raises(DomainError, match="2022-04、2022-05、2022-06的累计完成"):
        actions.correct(old[0], **new, by=staff, now=LATER)
    actions.correct(old[0], **new, carry=True, by=staff, now=LATER)
    assert [
        a.cumulative_yuan - b.cumulative_yuan for a, b in zip(spring.all(), old, strict=True)
    ] == [20 * WAN] * 4


def test_the_office_may_leave_the_cumulatives_and_what_no_longer_adds_up_is_told(spring, scope_of):
    staff, (_december, april, *_later) = scope_of("staff"), spring
    gap = gaps(staff, april.project_id)[1]
    new = {"measure": "month", "written": exact(april.month_yuan + 7 * WAN), "why": "漏计一笔"}
    actions.correct(april, **new, carry=False, by=staff, now=LATER)
    assert gaps(staff, april.project_id)[1] == gap - 7 * WAN
    assert ReportCorrection.objects.filter(project=april.project).count() == 1
    entered = {"measure": "statistics", "written": "1元", "why": "漏报入库"}
    actions.correct(april, **entered, by=staff, now=LATER)  # stands in no cumulative


def test_who_reads_english_writes_the_record_in_the_offices_language(
    spring, project, county, scope_of
):
    april, staff = spring[1], scope_of("staff")
    slip = Written(usual(county, project).replace("万元", "亿元"), "", "0元", "已核对")
    with override("en"):
        actions.report({project.pk: slip}, month=JUNE, by=county, now=JULY)
        made = MonthlyReport.objects.get(project=project, month_on=JUNE)
        actions.send_back(as_shown(made), why="请附凭证", by=staff, now=JULY)
        new = {"measure": "month", "written": exact(april.month_yuan + 7 * WAN), "why": "漏计一笔"}
        actions.correct(april, **new, carry=True, by=staff, now=LATER)
    asked = r"当月完成约为该项目通常月份（[\d.]+万元）的1万倍，是否把元写成了万元？"
    assert re.fullmatch(asked, made.confirmed)
    entry = InvestmentEntry.objects.filter(project=project, month_on=JUNE).first()
    assert entry.source == "投资月报"
    assert Notice.objects.order_by("id").last().line == "一份投资月报被退回，请核对后重新上报"
    carried = ReportCorrection.objects.filter(project=april.project).last()
    assert carried.why == "2022-04当月完成更正，累计一并更正：漏计一笔"


def test_no_cumulative_is_carried_below_zero():
    months = [date(2022, 5, 1)]
    assert rules.may_carry(True, months, 0)
    assert "负数" in rules.may_carry(True, months, -1).message
    assert rules.may_carry(False, months, -1)
    assert rules.may_carry(None, [], 0)


def test_another_countys_project_is_not_found_and_a_bank_may_not_report(county, scope_of):
    foreign = reporting(scope_of("staff"), JUNE).exclude(county_id__in=county.counties).first()
    held = MonthlyReport.objects.filter(project=foreign, month_on=JUNE)
    before = list(held.values())
    row = {foreign.pk: Written("1万元", "", "0元")}
    for who, error in ((county, NotFound), (scope_of("bank"), DomainError)):
        with pytest.raises(error):
            actions.report(row, month=JUNE, by=who, now=JULY)
    assert list(held.values()) == before
