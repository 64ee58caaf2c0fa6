"""Clusters: who opens one, and that nothing crosses from one to another."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from pandeng.access import queries
from pandeng.access.actions import add_department, add_membership, open_cluster
from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW, Hire, on_june_first

ScopeOf = Callable[[str], Scope]


def test_the_program_opens_a_cluster_and_leaves_an_event(printing: Cluster) -> None:
    assert str(printing) == "示例印刷产业集群"
    event = AuditEvent.objects.latest("id")
    assert event.action == "access.open_cluster"
    assert (event.target_kind, event.target_id) == ("access.Cluster", printing.pk)


@pytest.mark.parametrize("username", ["lead", "admin", "leader"])
def test_nobody_opens_a_cluster_from_a_page(scope_of: ScopeOf, username: str) -> None:
    before = Cluster.objects.count()
    with pytest.raises(DomainError, match="在服务器上用命令开设"):
        open_cluster(
            code="dairy", name="乳品集群", city_code="370800", by=scope_of(username), now=NOW
        )
    assert Cluster.objects.count() == before


@pytest.mark.parametrize("code", ["jining-high-end-equipment", "two words", ""])
def test_a_code_is_one_word_and_taken_once(jining: Cluster, code: str) -> None:
    with pytest.raises(DomainError):
        open_cluster(
            code=code, name="乳品集群", city_code="370800", by=Scope.of_system(None), now=NOW
        )


def test_only_a_demo_has_a_clock_of_its_own(db: None) -> None:
    with pytest.raises(DomainError):
        open_cluster(
            code="dairy",
            name="乳品集群",
            city_code="370800",
            clock_lag=timedelta(days=30),
            by=Scope.of_system(None),
            now=NOW,
        )


def test_the_clock_of_a_demo_runs_behind() -> None:
    noon = datetime(2026, 10, 28, 12, tzinfo=NOW.tzinfo)
    assert Cluster(clock_lag=timedelta(days=30)).office_time(noon).day == 28
    assert Cluster(clock_lag=timedelta(days=30)).office_time(noon).month == 9
    assert Cluster().office_time(noon) == noon


def test_units_of_another_cluster_are_not_seen(
    printing_office: Department, scope_of: ScopeOf
) -> None:
    assert printing_office not in queries.departments(scope_of("lead"))
    assert printing_office not in queries.departments(scope_of("other"))
    own = Scope.of_system(printing_office.cluster_id)
    assert list(queries.departments(own)) == [printing_office]


def test_people_of_another_cluster_are_not_found(hire: Hire, scope_of: ScopeOf) -> None:
    wang = hire("王芳", role="office_lead")
    for username in ("admin", "auditor", "other"):
        with pytest.raises(NotFound, match="没有这个人"):
            queries.person(scope_of(username), wang.pk)


def test_a_membership_of_another_cluster_is_not_found(hire: Hire, scope_of: ScopeOf) -> None:
    held = hire("王芳", role="office_lead").memberships.get()
    with pytest.raises(NotFound, match="没有这条任职"):
        queries.membership(scope_of("admin"), held.pk)


def test_an_administrator_hires_into_no_foreign_unit(
    printing_office: Department, hire: Hire, scope_of: ScopeOf
) -> None:
    wang = hire("王芳", role="office_lead")
    with pytest.raises(DomainError, match="没有找到这个单位"):
        add_membership(
            wang,
            role="office_staff",
            department=printing_office,
            since=date(2022, 6, 1),
            by=scope_of("admin"),
            now=NOW,
        )
    assert wang.memberships.count() == 1


def test_a_person_of_two_clusters_sees_each_by_itself(
    hire: Hire, jining: Cluster, printing: Cluster
) -> None:
    wang = hire("王芳", role="office_lead")
    assert list(queries.clusters_of(wang, on=NOW.date())) == [printing]
    add_membership(
        wang,
        role="auditor",
        department=Department.objects.get(cluster=jining, code="office"),
        since=date(2022, 6, 1),
        by=Scope.of_system(jining.pk),
        now=NOW,
    )
    assert list(queries.clusters_of(wang, on=date(2022, 5, 31))) == [printing]
    assert list(queries.clusters_of(wang, on=NOW.date())) == [jining, printing]


def test_the_roles_of_one_cluster_do_not_count_in_another(
    hire: Hire, jining: Cluster, printing: Cluster
) -> None:
    wang = hire("王芳", role="office_lead")
    add_membership(
        wang,
        role="auditor",
        department=Department.objects.get(cluster=jining, code="office"),
        since=date(2022, 1, 1),
        by=Scope.of_system(jining.pk),
        now=NOW,
    )
    scope = on_june_first(wang)
    wanted = {jining.pk: {"auditor"}, printing.pk: {"office_lead"}}
    assert scope.roles == wanted[scope.in_cluster()]


def test_a_unit_has_its_code_and_name_once(printing_office: Department) -> None:
    by = Scope.of_system(printing_office.cluster_id)
    for code, name in (("office", "另一个专班"), ("office-2", "印刷产业集群专班")):
        with pytest.raises(DomainError):
            add_department(kind="cluster_office", code=code, name=name, by=by, now=NOW)
    assert Department.objects.filter(cluster_id=by.cluster_id).count() == 1


def test_the_same_code_stands_in_two_clusters(printing_office: Department, jining: Cluster) -> None:
    assert Department.objects.get(cluster=jining, code="office") != printing_office


@pytest.mark.parametrize("username", ["lead", "staff", "county", "auditor"])
def test_only_the_administrator_adds_a_unit(scope_of: ScopeOf, username: str) -> None:
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        add_department(
            kind="department", code="port", name="市港航局", by=scope_of(username), now=NOW
        )


def test_a_unit_is_called_by_its_short_name(printing_office: Department) -> None:
    assert str(printing_office) == "印刷专班"
    by = Scope.of_system(printing_office.cluster_id)
    port = add_department(kind="department", code="port", name="市港航局", by=by, now=NOW)
    assert (str(port), port.short_name) == ("市港航局", "市港航局"), "lists show the short name"


def test_units_are_asked_by_kind(office: Scope) -> None:
    assert len(queries.departments(office, ["county"])) == 14
    assert {unit.kind for unit in queries.departments(office, ["bank", "county"])} == {
        "bank",
        "county",
    }
    assert not queries.departments(office, [])


def test_a_filter_offers_the_counties_that_one_reads(office: Scope, scope_of: ScopeOf) -> None:
    assert len(queries.county_choices(office, "enterprise")) == 14
    assert [name for _pk, name in queries.county_choices(scope_of("county"), "enterprise")] == [
        "任城区"
    ]
    assert queries.county_choices(scope_of("officer"), "enterprise") == []
    assert len(queries.counties(scope_of("county"))) == 14, "the list of counties is no secret"
