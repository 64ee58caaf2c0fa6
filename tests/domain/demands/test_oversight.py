"""What a unit has on its desk, and the page that leads from each count to its demands."""

import re
from datetime import date

from pandeng.access.models import Department
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.oversight import work_of_units
from pandeng.domain.demands.queries import OPEN

TODAY = date(2022, 7, 1)


def test_a_units_counts_are_its_own_demands(office, django_assert_num_queries):
    with django_assert_num_queries(4):
        rows = work_of_units(office, TODAY)
    assert [one.late for one in rows] == sorted((one.late for one in rows), reverse=True)
    land = next(one for one in rows if one.unit.code == "land")
    own = Demand.objects.filter(department=land.unit)
    assert land.open == own.filter(status__in=OPEN).count() > 0
    assert land.late == own.filter(status__in=OPEN, next_due_on__lt=TODAY).count()
    assert land.closed == own.filter(closed_on__isnull=False).count() > 0


def test_a_unit_sees_itself_and_whom_it_assists(scope_of, office):
    rows = work_of_units(scope_of("handler"), TODAY)
    assert [one.unit.code for one in rows] == ["land", "power"]
    assert len(work_of_units(office, TODAY)) > 5


def test_every_count_leads_to_the_units_own_list(signed_in, jining):
    page = signed_in("staff").get("/demands/units/").content.decode()
    found = {int(pk) for pk in re.findall(r"department=(\d*)", page) if pk}
    assert 'department="' not in page
    assert "department=&" not in page
    assert found <= set(Department.objects.filter(cluster=jining).values_list("pk", flat=True))
    assert len(found) > 5
