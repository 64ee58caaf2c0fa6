"""A project's own plan by months: it adds up, is kept when it changes, and is what progress is held against."""

from datetime import date, datetime

import pytest

from pandeng.core.history import version_model
from pandeng.core.verdict import NotFound, Refused
from pandeng.domain.projects.ledger import queries
from pandeng.domain.projects.ledger.actions import plan_months
from pandeng.domain.projects.ledger.models import MonthlyPlan
from pandeng.domain.projects.models import ProjectListing
from pandeng.jobs.demo.facts import OFFICE_TIME

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
        with pytest.raises(Refused, match=word):
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
    with pytest.raises(Refused, match="写明原因"):
        plan_months(listing.project, 2022, months(plan), by=office, now=NOW)
    plan_months(listing.project, 2022, months(plan), why="设备推迟到货", by=office, now=NOW)
    january = MonthlyPlan.objects.get(project=listing.project, month_on=date(2022, 1, 1))
    assert january.amount_yuan == 0
    kept = version_model(MonthlyPlan).objects.filter(id=january.pk).order_by("history_id")
    assert list(kept.values_list("amount_yuan", flat=True)) == [plan, 0]


def test_a_negative_month_another_year_and_another_county_are_refused(listing, office, scope_of):
    plan = listing.annual_plan_yuan
    with pytest.raises(Refused, match="不能为负数"):
        plan_months(listing.project, 2022, months(plan, -1), by=office, now=NOW)
    with pytest.raises(Refused, match="不在2030年"):
        plan_months(listing.project, 2030, months(plan), by=office, now=NOW)
    county = scope_of("county")
    foreign = (
        ProjectListing.objects.filter(year=2022)
        .exclude(project__county_id__in=county.counties)
        .first()
    )
    with pytest.raises(NotFound):
        plan_months(foreign.project, 2022, months(foreign.annual_plan_yuan), by=county, now=NOW)


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
