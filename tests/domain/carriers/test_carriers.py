"""Park carriers by hand: land and factories, who moves in, and that nobody gets more than there is."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pandeng.access.actions import by_hand
from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.carriers.actions import CARRIER, ENTRANT, SPACE
from pandeng.domain.carriers.models import Carrier, Entrant, Space
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.projects.models import AttractedSupplier, Project

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2022, 6, 20, 9, 0))
OPENED = date(2022, 3, 1)


@pytest.fixture
def lead(scope_of: Callable[[str], Scope]) -> Scope:
    return scope_of("lead")


@pytest.fixture
def carrier(lead: Scope) -> Carrier:
    county = Department.objects.get(code="370811")
    values = {"code": "Z90", "name": "任城智造园", "kind": "park", "county": county}
    made: Carrier = by_hand.enter(CARRIER, values | {"opened_on": OPENED}, by=lead, now=NOW)
    return made


@pytest.fixture
def hall(lead: Scope, carrier: Carrier) -> Space:
    values = {"carrier": carrier, "kind": "factory", "name": "3号厂房", "since": OPENED}
    made: Space = by_hand.enter(SPACE, values | {"area": Decimal(10000)}, by=lead, now=NOW)
    return made


def moved_in(lead: Scope, hall: Space, place: int, area: int, since: date = OPENED) -> Entrant:
    firm = Enterprise.objects.visible_to(lead).order_by("id")[place]
    values: dict[str, Any] = {"space": hall, "enterprise": firm, "area": Decimal(area)}
    made: Entrant = by_hand.enter(ENTRANT, values | {"since": since}, by=lead, now=NOW)
    return made


def test_entrants_never_take_more_than_there_is(lead: Scope, hall: Space) -> None:
    first = moved_in(lead, hall, 0, 6000)
    moved_in(lead, hall, 1, 4000)
    with pytest.raises(DomainError, match="占用将达10001"):
        moved_in(lead, hall, 2, 1)
    by_hand.end(ENTRANT, first, on=date(2022, 5, 31), why="迁出", by=lead, now=NOW)
    with pytest.raises(DomainError, match="面积不足"):
        moved_in(lead, hall, 2, 6000, date(2022, 5, 31))
    moved_in(lead, hall, 2, 6000, date(2022, 6, 1))


def test_more_area_from_a_day_on_is_one_change(lead: Scope, hall: Space) -> None:
    first = moved_in(lead, hall, 0, 6000)
    moved_in(lead, hall, 1, 3000)
    grown = {"area": Decimal(8000), "source": "补充协议"}
    with pytest.raises(DomainError, match="占用将达11000"):
        by_hand.move(ENTRANT, first, grown, since=date(2022, 6, 1), by=lead, now=NOW)
    first = Entrant.objects.get(pk=first.pk)
    assert first.until is None
    grown["area"] = Decimal(7000)
    by_hand.move(ENTRANT, first, grown, since=date(2022, 6, 1), by=lead, now=NOW)
    assert list(hall.entrants.order_by("since", "id").values_list("area", "until")) == [
        (6000, date(2022, 5, 31)), (3000, None), (7000, None),
    ]  # fmt: skip


def test_a_space_stays_large_enough_and_open_for_who_is_in(
    lead: Scope, carrier: Carrier, hall: Space
) -> None:
    inside = moved_in(lead, hall, 0, 6000)
    with pytest.raises(DomainError, match="面积不足"):
        by_hand.correct(SPACE, hall, {"area": Decimal(5999)}, by=lead, now=NOW)
    hall = Space.objects.get(pk=hall.pk)
    with pytest.raises(DomainError, match="还有企业入驻"):
        by_hand.end(SPACE, hall, on=date(2022, 6, 1), why="拆除", by=lead, now=NOW)
    with pytest.raises(DomainError, match="还有1家企业入驻"):
        by_hand.end(CARRIER, carrier, on=date(2022, 6, 1), why="停用", by=lead, now=NOW)
    by_hand.end(ENTRANT, inside, on=date(2022, 5, 31), why="迁出", by=lead, now=NOW)
    hall = Space.objects.get(pk=hall.pk)
    by_hand.end(SPACE, hall, on=date(2022, 6, 1), why="拆除", by=lead, now=NOW)
    with pytest.raises(DomainError, match="只用到2022-06-01"):
        moved_in(lead, hall, 1, 10, date(2022, 5, 1))


def test_a_county_keeps_its_own_carriers_alone(scope_of: Callable[[str], Scope]) -> None:
    county = scope_of("county")
    own = Department.objects.filter(kind="county", id__in=county.counties)[0]
    other = Department.objects.filter(kind="county").exclude(id__in=county.counties)[0]
    values = {"code": "Z91", "name": "创业园", "kind": "incubator", "opened_on": OPENED}
    by_hand.enter(CARRIER, values | {"county": own}, by=county, now=NOW)
    with pytest.raises(DomainError, match="管辖范围"):
        by_hand.enter(
            CARRIER, values | {"code": "Z92", "name": "外县园", "county": other}, by=county, now=NOW
        )


def test_by_pages_a_carrier_with_two_entrants_and_an_attracted_supplier(
    signed_in: Callable[[str], Client], carrier: Carrier, hall: Space
) -> None:
    browser = signed_in("lead")
    page = carrier.get_absolute_url()
    assert (
        f"{reverse('carriers_spaces_enter')}?carrier={carrier.pk}"
        in browser.get(page).content.decode()
    )
    for place, area in ((0, 6000), (1, "3500.5")):
        firm = Enterprise.objects.order_by("id")[place]
        sent = {"space": hall.pk, "enterprise": firm.name, "area": area, "since": "2022-04-01"}
        browser.post(reverse("carriers_entrants_enter"), sent)
    project = Project.objects.order_by("id")[0]
    sent = {
        "project": project.pk,
        "name": "某铸件厂",
        "carrier": carrier.pk,
        "landed_on": "2022-05-01",
    }
    browser.post(reverse("projects_suppliers_enter"), sent)
    shown = browser.get(page).content.decode()
    assert AttractedSupplier.objects.get(carrier=carrier).name in shown
    assert "9500.5" in shown
    assert "499.5" in shown
