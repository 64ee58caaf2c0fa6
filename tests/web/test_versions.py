"""The versions of a record name other records only to those who may see them."""

import re
from datetime import datetime

import pytest

from pandeng.core.change import Change
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import merging
from pandeng.domain.enterprises.actions.merging import merge
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.projects.models import Project
from pandeng.domain.registers.versions import versions_of
from pandeng.domain.titles.models import Scheme
from tests.probe import PROBE

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


def told(project, scope):
    return str([version.changes for version in versions_of(Project, project.pk, scope)])


@pytest.fixture
def project(scope_of):
    return Project.objects.visible_to(scope_of("county")).order_by("id")[0]


def lead(project, enterprise, office):
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(project, enterprise=enterprise)


def test_an_enterprise_of_another_county_is_not_named(project, office, scope_of, signed_in):
    county = scope_of("county")
    seen = Enterprise.objects.visible_to(county)
    own, foreign = seen[0], Enterprise.objects.exclude(pk__in=seen.values("pk"))[0]
    lead(project, foreign, office)
    lead(project, own, office)
    assert foreign.name not in told(project, county)
    assert own.name in told(project, county)
    assert foreign.name in told(project, scope_of("staff"))
    page = f"/projects/{project.pk}/"
    assert foreign.name not in signed_in("county").get(page).content.decode()
    assert foreign.name in signed_in("staff").get(page).content.decode()


def test_a_merged_record_is_named_to_those_who_see_what_it_became_part_of(
    project, office, scope_of
):
    county = scope_of("county")
    loser, winner = Enterprise.objects.visible_to(county).order_by("id")[:2]
    lead(project, loser, office)
    kept = {clash.key: "ours" for clash in merging.plan(winner, loser).to_decide}
    merge(loser, winner, why="重复登记", decisions=kept, by=office, now=NOW)
    assert loser.name in told(project, county)
    assert winner.name in told(project, county)


def test_the_time_of_a_version_leads_to_the_record_as_it_then_was(signed_in):
    """Also the first version, written a part of a second after the second that the page shows."""
    lead = signed_in("lead")
    counted = Scheme.objects.count()
    for number in range(3):
        title = {
            "code": f"city_{number}",
            "name": f"隐形冠军{number}",
            "level": "municipal",
            "order": 9,
        }
        made = lead.post("/titles/schemes/new/", title)
        assert made.status_code == 302
        page = lead.get(made["Location"]).content.decode()
        link = re.search(r'href="(\?known_at=[^"]*)"', page)
        assert link
        then = lead.get(made["Location"] + link[1])
        assert then.status_code == 200, link[1]
        assert f"隐形冠军{number}" in then.content.decode()
    assert Scheme.objects.count() == counted + 3
