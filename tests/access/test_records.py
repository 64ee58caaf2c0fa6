"""Guarded records in the database: of each kind two roles, one that reads it and one that does not."""

from collections.abc import Callable

import pytest
from django.apps import apps

from pandeng.access.records import ClusterRecord, RowPolicy, one_of, sharing_kinds
from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.core.errors import NotFound
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.projects.models import Project
from tests.access.conftest import NOW
from tests.probe import PROBE

ScopeOf = Callable[[str], Scope]
# A kind of record, an account that reads all of it, one that reads none.
GUARDED = """
access.Membership               auditor  lead
instructions.InstructionSecret  leader   staff
instructions.Instruction        staff    admin
instructions.InstructionStep    auditor  officer
instructions.InstructionPart    lead     bank
"""


@pytest.mark.parametrize("line", GUARDED.strip().splitlines())
def test_a_guarded_kind_by_two_roles(scope_of: ScopeOf, line: str) -> None:
    label, reader, stranger = line.split()
    model = apps.get_model(label)
    assert issubclass(model, ClusterRecord)
    whole = model.objects.filter(cluster__code="jining-high-end-equipment")
    assert whole.exists()
    assert set(model.objects.visible_to(scope_of(reader))) == set(whole)
    assert not model.objects.visible_to(scope_of(stranger)).exists()


@pytest.mark.parametrize("line", GUARDED.strip().splitlines())
def test_out_of_sight_is_as_missing_as_what_never_was(scope_of: ScopeOf, line: str) -> None:
    label, reader, stranger = line.split()
    model = apps.get_model(label)
    record = model.objects.visible_to(scope_of(reader)).first()
    said = []
    for scope, pk in (
        (scope_of(stranger), record.pk),
        (scope_of("other"), record.pk),
        (scope_of(reader), 10**9),
    ):
        with pytest.raises(NotFound) as refused:
            one_of(model, scope, pk)
        said.append(refused.value.message)
    assert said == ["没有找到这条记录。"] * 3
    assert one_of(model, scope_of(reader), record.pk) == record


def test_a_county_reads_its_own_enterprises(scope_of: ScopeOf) -> None:
    seen = Enterprise.objects.visible_to(scope_of("county"))
    assert {enterprise.county.code for enterprise in seen} == {"370811"}
    assert (
        seen.count()
        == Enterprise.objects.filter(county__code="370811", merged_into__isnull=True).count()
    )


@pytest.mark.parametrize("username", ["officer", "bank"])
def test_who_serves_reads_the_demands_of_whom_one_serves(scope_of: ScopeOf, username: str) -> None:
    scope = scope_of(username)
    demands = Demand.objects.visible_to(scope)
    assert demands.exists()
    assert {demand.enterprise_id for demand in demands} <= scope.enterprises


def test_a_contact_reads_one_enterprise(scope_of: ScopeOf) -> None:
    scope = scope_of("enterprise")
    assert {one.pk for one in Enterprise.objects.visible_to(scope)} == scope.enterprises
    assert len(scope.enterprises) == 1


def test_a_department_reads_what_it_handles_or_takes_part_in(
    scope_of: ScopeOf, office: Scope
) -> None:
    scope = scope_of("handler")
    (land,) = scope.departments
    seen = set(Demand.objects.visible_to(scope).values_list("pk", flat=True))
    part = apps.get_model("demands.DemandPart")
    asked = set(part.objects.filter(department=land).values_list("demand_id", flat=True))
    assert asked <= seen
    elsewhere = set(Demand.objects.visible_to(office).values_list("pk", flat=True)) - seen
    assert elsewhere
    assert not Demand.objects.filter(pk__in=elsewhere, department_id=land).exists()


def test_what_hangs_on_a_record_is_seen_with_it(scope_of: ScopeOf) -> None:
    scope = scope_of("county")
    projects = set(Project.objects.visible_to(scope).values_list("pk", flat=True))
    reports = apps.get_model("projects.MonthlyReport").objects.visible_to(scope)
    assert reports.exists()
    assert set(reports.values_list("project_id", flat=True)) <= projects


def test_a_merged_enterprise_is_seen_by_nobody(office: Scope) -> None:
    one, other = Enterprise.objects.visible_to(office)[:2]
    with Change(PROBE, by=office, now=NOW) as change:
        change.save(one, merged_into=other)
    assert one not in Enterprise.objects.visible_to(office)
    with pytest.raises(NotFound):
        one_of(Enterprise, office, one.pk)


def test_another_office_sees_nothing_of_this_one(scope_of: ScopeOf) -> None:
    other = scope_of("other")
    seen = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, ClusterRecord)
        for record in model.objects.visible_to(other)
        if record.cluster_id != other.cluster_id
    }
    assert seen == set()


def test_one_sharing_kind_may_stand_without_a_list() -> None:
    part = ("demands.DemandPart", "demand_id", "department_id")
    assert sharing_kinds(RowPolicy("x")) == []
    assert sharing_kinds(RowPolicy("x", shared_with=part)) == [part]
    assert sharing_kinds(RowPolicy("x", shared_with=(part, part))) == [part, part]
