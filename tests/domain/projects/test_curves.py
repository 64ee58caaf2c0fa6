"""A project's own plan by months: it adds up, is kept when it changes, and is what progress is held against."""

from datetime import date, datetime

import pytest

from pandeng.core.errors import DomainError, NotFound
from pandeng.core.history import version_model
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.projects.ledger import queries, rules
from pandeng.domain.projects.ledger.actions import plan_months
from pandeng.domain.projects.ledger.models import MonthlyPlan
from pandeng.domain.projects.lifecycle.actions import change_plan, put_on_list, take_off_list
from pandeng.domain.projects.models import ProjectListing

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


@pytest.fixture
def listing(office):
    planned = MonthlyPlan.objects.values("project_id")
    rows = ProjectListing.objects.filter(year=2022, until=None).exclude(project_id__in=planned)
    return rows.exclude(project__started_on=None).filter(project__completed_on=None).first()


def months(total, *first):
    """Twelve amounts as typed, in yuan; the last one carries what is left."""
    known = [*first, *([0] * (11 - len(first)))]
    return [f"{yuan}元" for yuan in (*known, total - sum(known))]


def test_the_months_must_add_up_to_the_annual_plan(listing, office):
    plan = listing.annual_plan_yuan
    for total, word in ((plan + 10_000, "多1万元"), (plan - 10_000, "少1万元")):
        with pytest.raises(DomainError, match=word):
            plan_months(listing.project, 2022, months(total), by=office, now=NOW)
    assert not MonthlyPlan.objects.filter(project=listing.project).exists()


def test_progress_is_held_against_the_projects_own_curve(listing, office):
    """Everything is due in January, so in May nothing more comes due."""
    plan, day = listing.annual_plan_yuan, date(2022, 5, 31)
    even = queries.facts(office, day)[listing.project_id]
    assert not even.by_curve
    plan_months(listing.project, 2022, months(plan, plan), by=office, now=NOW)
    own = queries.facts(office, day)[listing.project_id]
    assert (own.by_curve, own.due_yuan) == (True, plan)
    assert even.due_yuan < plan
    year, _month = queries.year_of(office, 2022, day)
    row = list(year.ids).index(listing.project_id)
    assert year.due[row].tolist() == [plan] * 12


def test_a_change_needs_a_reason_and_the_earlier_curve_stays(listing, office):
    plan = listing.annual_plan_yuan
    plan_months(listing.project, 2022, months(plan, plan), by=office, now=NOW)
    with pytest.raises(DomainError, match="写明原因"):
        plan_months(listing.project, 2022, months(plan), by=office, now=NOW)
    plan_months(listing.project, 2022, months(plan), why="设备推迟到货", by=office, now=NOW)
    january = MonthlyPlan.objects.get(project=listing.project, month_on=date(2022, 1, 1))
    assert january.amount_yuan == 0
    kept = version_model(MonthlyPlan).objects.filter(id=january.pk).order_by("history_id")
    assert list(kept.values_list("amount_yuan", flat=True)) == [plan, 0]


def test_a_negative_month_another_year_and_another_county_are_refused(listing, office, scope_of):
    plan = listing.annual_plan_yuan
    with pytest.raises(DomainError, match="不能为负数"):
        plan_months(listing.project, 2022, months(plan, -1), by=office, now=NOW)
    with pytest.raises(DomainError, match="不在2030年"):
        plan_months(listing.project, 2030, months(plan), by=office, now=NOW)
    county = scope_of("county")
    foreign = (
        ProjectListing.objects.filter(year=2022)
        .exclude(project__county_id__in=county.counties)
        .first()
    )
    with pytest.raises(NotFound):
        plan_months(foreign.project, 2022, months(foreign.annual_plan_yuan), by=county, now=NOW)


TEN = 10_000_000  # yuan; the curve below is 10 million in every month unless it says otherwise


@pytest.mark.parametrize(
    ("months", "past", "annual", "expected"),
    [
        ([TEN] * 12, 6, 12 * TEN, [TEN] * 12),
        ([TEN] * 12, 6, 18 * TEN, [TEN] * 6 + [2 * TEN] * 6),
        ([TEN] * 12, 6, 6 * TEN, [TEN] * 6 + [0] * 6),
        ([TEN] * 12, 9, 6 * TEN, [TEN // 2] * 12),  # less than the past months alone
        ([TEN] * 12, 12, 6 * TEN, [TEN // 2] * 12),  # the year is over
        ([TEN] * 6 + [0] * 6, 6, 9 * TEN, [TEN] * 6 + [TEN // 2] * 6),  # nothing was left to scale
        ([0, TEN, 0, TEN] + [0] * 8, 0, TEN, [0, TEN // 2, 0, TEN // 2] + [0] * 8),
        ([0] * 12, 0, 0, [0] * 12),
    ],
)
def test_a_curve_follows_its_annual_plan(months, past, annual, expected):
    assert rules.rescaled(months, past, annual) == expected


def test_a_curve_that_follows_adds_up_to_the_last_yuan_and_is_never_negative():
    odd = [1, 0, 333_333, 10_000_000, 7, 0, 99_999_999, 3, 3, 3, 0, 1]
    for past in range(13):
        for annual in (0, 1, 7, 12_345_678, 70_000, 3_000_000_000, sum(odd), sum(odd) + 1):
            found = rules.rescaled(odd, past, annual)
            assert (sum(found), len(found), min(found) >= 0) == (annual, 12, True)
    whole = rules.rescaled([TEN] * 12, 5, 5 * TEN + 1_000_000)
    assert all(yuan % 10_000 == 0 for yuan in whole), "whole 万元 stay whole 万元"


def test_with_the_annual_plan_its_curve_changes_in_the_same_action(listing, office):
    plan = listing.annual_plan_yuan
    plan_months(listing.project, 2022, months(plan, plan // 2), by=office, now=NOW)
    more = plan + 20_000_000
    change_plan(listing, annual_plan_yuan=more, why="半年调剂", by=office, now=NOW)
    curve = MonthlyPlan.objects.filter(project=listing.project).order_by("month_on")
    amounts = list(curve.values_list("amount_yuan", flat=True))
    assert (sum(amounts), amounts[0], amounts[11]) == (more, plan // 2, more - plan // 2)
    event = AuditEvent.objects.filter(action="projects.change_plan").latest("id")
    december = event.changes[f"projects.MonthlyPlan:{curve.last().pk}"]
    assert december["amount_yuan"] == [plan - plan // 2, more - plan // 2]
    even = queries.facts(office, date(2022, 12, 31))[listing.project_id]
    assert (even.by_curve, even.plan_yuan) == (True, more)
    take_off_list(listing, on=date(2022, 6, 20), why="用地未落实", by=office, now=NOW)
    put_on_list(
        listing.project,
        year=2022,
        annual_plan_yuan=plan,
        since=date(2022, 7, 1),
        by=office,
        now=NOW,
    )
    assert sum(curve.values_list("amount_yuan", flat=True)) == plan, "on the list again"


def test_a_plan_without_a_curve_gets_none(listing, office):
    change_plan(listing, annual_plan_yuan=10_000, why="调剂", by=office, now=NOW)
    assert not MonthlyPlan.objects.filter(project=listing.project).exists()


def test_the_page_says_before_what_becomes_of_the_curve(listing, office, signed_in):
    staff, said = signed_in("staff"), "2022年已有分月投资计划。保存后，已过月份的计划不变"
    pages = [f"listings/{listing.pk}/plan/", "list/"]
    for page in pages:
        assert said not in staff.get(f"/projects/{listing.project_id}/{page}").content.decode()
    plan_months(listing.project, 2022, months(listing.annual_plan_yuan), by=office, now=NOW)
    for page in pages:
        assert said in staff.get(f"/projects/{listing.project_id}/{page}").content.decode()


def test_the_form_says_what_is_missing_and_saves_what_adds_up(listing, signed_in):
    staff, at = signed_in("staff"), f"/projects/{listing.project_id}/curve/"
    page = staff.get(at)
    assert page.status_code == 200
    wrong = staff.post(at, {"month_1": "1万元"})
    assert wrong.status_code == 422
    assert "年度计划" in wrong.content.decode()
    told = {f"month_{n}": text for n, text in enumerate(months(listing.annual_plan_yuan), start=1)}
    assert staff.post(at, told).status_code == 302
    assert MonthlyPlan.objects.filter(project=listing.project).count() == 12
    assert signed_in("auditor").get(at).status_code == 200
    assert signed_in("auditor").post(at, told).status_code == 422
