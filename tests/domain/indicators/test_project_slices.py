"""Key projects by leader and by month: what each slice means, and that it follows from the records."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pandeng.access.models import Department
from pandeng.core.change import Change
from pandeng.core.dated import in_force
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.groups import figures_by_group, figures_by_slice
from pandeng.domain.indicators.queries import figure, figures
from pandeng.domain.indicators.question import question
from pandeng.domain.indicators.slices import BoundSlice
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.projects.ledger.models import ProjectLeader
from pandeng.domain.projects.models import InvestmentEntry, Project, ProjectListing
from pandeng.jobs.management.commands import docs
from tests.domain.indicators.asking import rows_of
from tests.probe import PROBE

DAY = date(2022, 5, 31)
LEADER = "孟示例"


def asked(office, name, **told):
    return figure(question(office, name, **{"as_of": DAY, **told}))


def listed(office, day=DAY):
    rows = ProjectListing.objects.filter(in_force(day), year=2022, cluster_id=office.cluster_id)
    return set(rows.values_list("project_id", flat=True))


def led(office, day=DAY):
    rows = ProjectLeader.objects.filter(in_force(day), person=LEADER, cluster_id=office.cluster_id)
    return set(rows.values_list("project_id", flat=True))


def test_a_leader_has_the_projects_led_on_the_day(office):
    mine = listed(office) & led(office)
    found = asked(office, "key_projects", leader=LEADER)
    assert found.value == len(mine) > 0
    assert {row["id"] for row in rows_of(office, found).rows} == mine
    assert found.slice_words == (("牵头市领导", LEADER),)
    others = asked(office, "key_projects", leader="none")
    assert others.value == 341 - len(
        listed(office)
        & set(ProjectLeader.objects.filter(in_force(DAY)).values_list("project_id", flat=True))
    )


def test_before_a_leader_was_named_there_is_none(office):
    before = min(ProjectLeader.objects.values_list("since", flat=True)) - timedelta(days=1)
    assert asked(office, "key_projects", leader=LEADER, as_of=before).value == 0


def test_a_leader_of_whom_the_office_heard_later_was_not_known_before(office):
    """The name is looked up, and the span read, as they were known."""
    heard = datetime(2022, 6, 10, 9, tzinfo=OFFICE_TIME)
    one = ProjectLeader.objects.filter(person=LEADER).first()
    with Change(PROBE, by=office, now=heard) as change:
        change.save(one, person="新示例")
    known_at = heard - timedelta(hours=1)
    with pytest.raises(DomainError, match="没有找到牵头市领导“新示例”"):
        asked(office, "key_projects", leader="新示例", known_at=known_at)
    assert asked(office, "key_projects", leader="新示例").value == 1
    now, then = (
        asked(office, "key_projects", leader=LEADER, known_at=at).value for at in (None, known_at)
    )
    assert then == now + 1


def test_a_county_does_not_learn_the_leaders_of_others(office, scope_of):
    county = scope_of("county")
    own = set(ProjectLeader.objects.visible_to(county).values_list("person", flat=True))
    foreign = set(ProjectLeader.objects.values_list("person", flat=True)) - own
    assert foreign
    for person in foreign:
        with pytest.raises(DomainError, match="没有找到牵头市领导"):
            asked(county, "key_projects", leader=person)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("projects_newly_started", "started_on"),
        ("projects_newly_completed", "completed_on"),
        ("projects_newly_in_statistics", "in_statistics_on"),
    ],
)
def test_what_happened_counts_in_the_month_of_its_day(office, name, column):
    for month in range(1, 6):
        found = asked(office, name, month=f"2022-{month:02d}")
        there = Project.objects.filter(id__in=listed(office), **{f"{column}__lte": DAY})
        own = there.filter(**{f"{column}__year": 2022, f"{column}__month": month})
        assert found.value == own.count()
    months = [asked(office, name, month=f"2022-{month:02d}").value for month in range(1, 6)]
    assert sum(months) == asked(office, name).value
    assert sum(months) or column == "completed_on"  # nothing was completed yet this year


def test_the_months_of_investment_add_up_to_the_year(office):
    months = [asked(office, "annual_investment", month=f"2022-{n:02d}").value for n in range(1, 6)]
    march = InvestmentEntry.objects.filter(
        measure="month", month_on=date(2022, 3, 1), project_id__in=listed(office)
    )
    assert months[2] == sum(march.values_list("amount_yuan", flat=True)) > 0
    assert sum(months) == asked(office, "annual_investment").value
    assert asked(office, "annual_investment", month="2021-12").year == 2021


@pytest.mark.parametrize("name", [n for n, one in INDICATORS.items() if one.month_end])
def test_how_things_stand_is_read_at_the_months_end(office, name):
    march = asked(office, name, month="2022-03")
    assert march == asked(office, name, as_of=date(2022, 3, 31))
    assert asked(office, name, month="2022-05", as_of=date(2022, 5, 20)).as_of == date(2022, 5, 20)
    with pytest.raises(DomainError, match="还没有到2022-06"):
        asked(office, name, month="2022-06")


def test_every_project_indicator_takes_leader_and_month(office):
    for name, one in INDICATORS.items():
        if "projects." in getattr(one, "of", "") or getattr(one, "top", "") in (
            "projects_started", "projects_completed", "projects_in_statistics", "annual_investment",
        ):  # fmt: skip
            asked(office, name, leader=LEADER, month="2022-05")


def test_a_quoted_figure_of_another_year_opens_to_that_year(office):
    """The pack quotes 开工率 of 2022; asked of 2021 it says so and its address keeps the year."""
    found = figure(question(office, "start_rate", as_of=date(2021, 12, 31), year=2021))
    assert found.title == "开工率"
    assert "year=2021" in found.url
    assert [part.value for part in found.parts][1] == 163


def test_the_reference_lists_every_dimension_that_a_figure_takes():
    lines = {line.split("`")[1]: line for line in docs.indicators() if line.startswith("| `")}
    for name, one in INDICATORS.items():
        told = lines[name].split(" | ")[-2]
        assert ("`month`" in told) >= one.month_end
        assert told.split() == [f"`{key}`" for key in slices_of(one)]
    assert "`channel` `result`" in lines["closing_rate"]


@pytest.fixture
def quoted(office):
    """The pack in force, with figures of March and of a month that is still to come."""
    loaded = LoadedPack.objects.filter(cluster_id=office.cluster_id).latest("loaded_at")
    entries = [
        {
            "name": f"{indicator}_in_{month}",
            "indicator": indicator,
            "title": {"zh": f"{month}月末", "en": f"End of month {month}"},
            "group": "duty-projects",
            "slices": {"month": f"2022-{month}"},
        }
        for indicator in ("projects_started", "start_rate", "annual_investment")
        for month in ("03", "06")
    ]
    pack = LoadedPack(
        cluster_id=office.cluster_id,
        name=loaded.name,
        version="of months",
        digest="of months",
        content={**loaded.content, "figures": [*loaded.content["figures"], *entries]},
        loaded_at=timezone.now(),
    )
    with Change(PROBE, by=office, now=pack.loaded_at) as change:
        change.add(pack)


@pytest.mark.parametrize("indicator", ["projects_started", "start_rate"])
def test_a_quoted_figure_of_a_month_is_that_of_its_end(office, quoted, indicator):
    name, march = f"{indicator}_in_03", date(2022, 3, 31)
    plain = asked(office, indicator, as_of=march)
    found = asked(office, name)
    assert (found.as_of, found.value, found.exact) == (march, plain.value, plain.exact)
    assert found.value != asked(office, indicator).value
    assert rows_of(office, found) == rows_of(office, plain)
    cockpit = figures(office, as_of=DAY, group="duty-projects")
    assert cockpit[name] == found
    assert f"{indicator}_in_06" not in cockpit
    *_, whole = figures_by_slice(question(office, name, as_of=DAY), [])
    assert whole == found
    with pytest.raises(DomainError, match="还没有到2022-06"):
        asked(office, f"{indicator}_in_06")


def test_a_quoted_figure_of_a_month_has_its_counties(office, quoted):
    parts = figures_by_group(question(office, "projects_started_in_03", as_of=DAY), "county")
    plain = figures_by_group(
        question(office, "projects_started", as_of=date(2022, 3, 31)), "county"
    )
    assert {key: one.value for key, one in parts.items()} == {
        key: one.value for key, one in plain.items()
    }
    code = Department.objects.filter(kind="county").first().code
    one = asked(office, "projects_started_in_03", county=code)
    assert one.value == asked(office, "projects_started", county=code, month="2022-03").value


def test_a_quoted_figure_asked_of_another_month_opens_to_that_month(office, quoted):
    """Its address keeps the month, or the month of the name would come back."""
    april = asked(office, "projects_started_in_03", month="2022-04")
    assert april.value == asked(office, "projects_started", month="2022-04").value
    again = asked(office, april.name, **{**april.query, "as_of": april.as_of, "year": april.year})
    assert again == april
    assert rows_of(office, april).count == april.value
    part = BoundSlice("month", "2022-04", "2022-04", "2022-04")
    assert figures_by_slice(question(office, april.name, as_of=DAY), [part])[0] == april


def test_a_quoted_figure_of_what_happened_keeps_its_month(office, quoted):
    found = asked(office, "annual_investment_in_03")
    assert found.value == asked(office, "annual_investment", month="2022-03").value
    assert found.slice_words == (("投资月份", "2022-03"),)
