"""What a loaded pack makes of its lists: the records that the office then works with."""

from datetime import date, datetime
from typing import Any

import pytest

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.models import AuditEvent
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.calendars.models import CalendarDay
from pandeng.domain.chains.models import Segment, SupplyRelation
from pandeng.domain.demands.models import DemandClass, Responsibility, ServiceLevel
from pandeng.domain.enterprises.models import ClubTier
from pandeng.domain.packs import reader
from pandeng.domain.packs.actions import load
from pandeng.domain.packs.schema import CalendarYear, Pack
from pandeng.domain.projects.ledger.models import LightRules
from pandeng.domain.surveys.models import TaxonomyClass
from pandeng.domain.titles.models import Scheme

NOW = datetime(2022, 7, 1, 9, tzinfo=OFFICE_TIME)


@pytest.fixture(scope="module")
def pack() -> Pack:
    """A version that is still to be loaded."""
    shipped = reader.find("jining-high-end-equipment")
    head = shipped.head.model_copy(update={"version": "2022.9"})
    return shipped.model_copy(update={"head": head})


def test_codes_become_records_with_their_marks(jining: Cluster) -> None:
    level = ServiceLevel.objects.get(cluster=jining, code="ordinary")
    assert (level.name, level.handle_days, level.cap_days) == ("一般", 7, 15)
    assert level.is_proposal
    tier = ClubTier.objects.get(cluster=jining, code="leading")
    assert tier.least_revenue_yuan == 10_000_000_000
    assert Scheme.objects.get(cluster=jining, code="national_little_giant").level == "national"


def test_what_refers_finds_what_it_names(jining: Cluster) -> None:
    assert Segment.objects.get(cluster=jining, code="GC02").chain.name == "工程机械"
    line = Responsibility.objects.get(cluster=jining, matter__code="permits", county__code="370871")
    assert line.department.code == "370871"
    everywhere = Responsibility.objects.get(
        cluster=jining, matter__code="permits", county__isnull=True
    )
    assert everywhere.department.code == "approval"


def test_a_county_without_a_code_of_the_state_has_none(jining: Cluster) -> None:
    counties = Department.objects.filter(cluster=jining, kind="county")
    assert counties.get(code="370811").region_code == "370811"
    assert {county.region_code for county in counties} >= {"", "370811"}


def test_a_unit_without_a_short_name_goes_by_its_name(
    jining: Cluster, office: Scope, pack: Pack
) -> None:
    """Lists and figures show the short name: a unit without one would stand there as a blank."""
    port = pack.departments[0].model_copy(
        update={"code": "port", "kind": "department", "name": "市港航局", "short": ""}
    )
    load(pack.model_copy(update={"departments": (port,)}), jining, by=office, now=NOW)
    assert Department.objects.get(cluster=jining, code="port").short_name == "市港航局"


def test_six_classes_hold_twenty_one_subclasses(jining: Cluster) -> None:
    classes = TaxonomyClass.objects.filter(cluster=jining)
    assert classes.filter(parent__isnull=True).count() == 6
    assert classes.filter(parent__isnull=False).count() == 21


def test_one_rule_of_lights_is_the_default(jining: Cluster) -> None:
    rules = LightRules.objects.filter(cluster=jining)
    (default,) = rules.filter(is_default=True)
    assert default.code == "yinchuan"
    assert default.limits["progress"]["red_over"] == 30
    assert rules.get(code="wuhan").limits["progress"]["basis"] == "share"


def loaded(pack: Pack, jining: Cluster, office: Scope, **change: Any) -> None:
    load(pack.model_copy(update=change), jining, by=office, now=NOW)


def test_an_item_left_out_stays_as_a_record(pack: Pack, jining: Cluster, office: Scope) -> None:
    before = SupplyRelation.objects.filter(cluster=jining).count()
    loaded(pack, jining, office, supply_relations=pack.supply_relations[:3])
    assert SupplyRelation.objects.filter(cluster=jining).count() == before == 160


def test_a_changed_item_is_saved_and_the_rest_untouched(
    pack: Pack, jining: Cluster, office: Scope
) -> None:
    first, *others = pack.club_tiers
    dearer = first.model_copy(update={"least_revenue_yuan": 12_000_000_000})
    loaded(pack, jining, office, club_tiers=(dearer, *others))
    assert (
        ClubTier.objects.get(cluster=jining, code="leading").least_revenue_yuan
        == dearer.least_revenue_yuan
    )
    history = ClubTier.history.filter(cluster_id=jining.pk)
    assert history.filter(code="leading").count() == 2
    assert history.filter(code="pilot").count() == 1
    assert AuditEvent.objects.latest("id").action == "packs.load"


def test_an_item_moved_up_stands_first(pack: Pack, jining: Cluster, office: Scope) -> None:
    moved = (pack.demand_classes[-1], *pack.demand_classes[:-1])
    loaded(pack, jining, office, demand_classes=moved)
    first = DemandClass.objects.filter(cluster=jining).order_by("order").first()
    assert first is not None
    assert first.code == moved[0].code


def test_days_off_and_days_made_up(pack: Pack, jining: Cluster, office: Scope) -> None:
    year = CalendarYear(
        holidays=(date(2022, 10, 3), date(2022, 10, 4)), make_up_workdays=(date(2022, 10, 8),)
    )
    loaded(pack, jining, office, calendar=year)
    days = CalendarDay.objects.filter(cluster=jining, day__month=10, day__year=2022)
    found = {day.day.day: day.is_working for day in days}
    assert {3: False, 4: False, 8: True}.items() <= found.items()


def test_a_responsibility_goes_to_another_unit(pack: Pack, jining: Cluster, office: Scope) -> None:
    first, *others = pack.responsibilities
    moved = first.model_copy(update={"department": "miit"})
    count = Responsibility.objects.filter(cluster=jining).count()
    loaded(pack, jining, office, responsibilities=(moved, *others))
    lines = Responsibility.objects.filter(cluster=jining)
    assert lines.get(matter__code=first.matter, county__isnull=True).department.code == "miit"
    assert lines.count() == count


def test_a_pack_loads_into_its_own_cluster_alone(
    pack: Pack, jining: Cluster, office: Scope
) -> None:
    other = Cluster.objects.get(code="demo-other")
    before = ClubTier.objects.filter(cluster=other).count()
    dearer = pack.club_tiers[0].model_copy(update={"least_revenue_yuan": 1})
    loaded(pack, jining, office, club_tiers=(dearer,))
    assert ClubTier.objects.filter(cluster=other).count() == before
