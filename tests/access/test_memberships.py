"""Who holds which role from when until when; both days count."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pandeng.access import queries
from pandeng.access.actions import add_department, add_membership, end_membership
from pandeng.access.actions.granting import ask_role
from pandeng.access.models import Department, Membership
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.teams.queries import scope_for
from tests.access.conftest import NOW, Hire, on_june_first

ScopeOf = Callable[[str], Scope]
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2021, 1, 6), None, True),
        (date(2022, 6, 1), None, True),
        (date(2022, 6, 2), None, False),
        (date(2021, 1, 6), date(2022, 6, 1), True),
        (date(2021, 1, 6), date(2022, 5, 31), False),
        (date(2022, 6, 1), date(2022, 6, 1), True),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(
    hire: Hire, since: date, until: date | None, holds: bool
) -> None:
    wang = hire("王芳", role="office_lead", since=since)
    by = Scope.of_system(wang.memberships.get().cluster_id)
    if until:
        end_membership(wang.memberships.get(), until=until, by=by, now=NOW)
    assert on_june_first(wang).roles == (frozenset({"office_lead"}) if holds else frozenset())
    assert (wang in queries.staff(by, on=TODAY, roles=["office_lead"])) == holds


def test_an_ended_membership_stays_readable_for_its_time(hire: Hire) -> None:
    wang = hire("王芳", role="office_lead")
    held = wang.memberships.get()
    by = Scope.of_system(held.cluster_id)
    end_membership(held, until=date(2022, 3, 31), by=by, now=NOW)
    assert scope_for(wang, on=date(2022, 3, 31)).roles == {"office_lead"}
    assert scope_for(wang, on=date(2022, 4, 1)).roles == frozenset()
    assert [person.display_name for person in queries.people(by)] == ["王芳"]
    event = AuditEvent.objects.latest("id")
    assert event.action == "access.end_membership"
    assert "2022-03-31" in str(event.personal)


def test_an_end_before_the_beginning_is_refused(hire: Hire) -> None:
    held = hire("王芳", role="office_lead", since=date(2022, 6, 1)).memberships.get()
    with pytest.raises(DomainError, match="止期不能早于起期"):
        end_membership(held, until=date(2022, 5, 31), by=Scope.of_system(held.cluster_id), now=NOW)
    held.refresh_from_db()
    assert held.until is None


@pytest.mark.parametrize("username", ["lead", "staff", "auditor", "county"])
def test_only_the_administrator_gives_and_ends_roles(
    jining: object, scope_of: ScopeOf, username: str
) -> None:
    held = Membership.objects.get(user__username="handler")
    by = scope_of(username)
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        end_membership(held, until=TODAY, by=by, now=NOW)
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        add_membership(
            held.user,
            role="office_lead",
            department=held.department,
            since=TODAY,
            by=by,
            now=NOW,
        )
    assert Membership.objects.filter(user=held.user).count() == 1


def test_the_administrator_gives_a_second_role(jining: object, scope_of: ScopeOf) -> None:
    held = Membership.objects.get(user__username="handler")
    ask_role(
        held.user,
        role="auditor",
        department=held.department,
        since=date(2022, 5, 1),
        by=scope_of("admin"),
        now=NOW,
    )
    assert scope_for(held.user, on=TODAY).roles == {"department_handler", "auditor"}
    assert scope_for(held.user, on=date(2022, 4, 30)).roles == {"department_handler"}


@pytest.mark.parametrize("role", ["", "boss", "Office_Lead"])
def test_a_role_that_nobody_knows_is_refused(hire: Hire, role: str) -> None:
    wang = hire("王芳", role="auditor")
    held = wang.memberships.get()
    with pytest.raises(DomainError, match="请选择一个角色"):
        add_membership(
            wang,
            role=role,
            department=held.department,
            since=TODAY,
            by=Scope.of_system(held.cluster_id),
            now=NOW,
        )


def test_the_same_membership_twice_is_refused(hire: Hire) -> None:
    wang = hire("王芳", role="auditor")
    held = wang.memberships.get()
    with pytest.raises(DomainError):
        add_membership(
            wang,
            role="auditor",
            department=held.department,
            since=held.since,
            by=Scope.of_system(held.cluster_id),
            now=NOW,
        )


def test_staff_are_asked_by_role_and_unit(hire: Hire, printing_office: Department) -> None:
    by = Scope.of_system(printing_office.cluster_id)
    bank = add_department(kind="bank", code="bank-1", name="示例银行", by=by, now=NOW)
    wang = hire("王芳", role="office_lead")
    li = hire("李强", role="office_staff")
    chen = hire("陈静", role="lead_bank_manager", department=bank)
    assert queries.staff(by, on=TODAY) == [wang, li, chen]
    assert queries.staff(by, on=TODAY, roles=["office_lead", "office_staff"]) == [wang, li]
    assert queries.staff(by, on=TODAY, departments=[bank.pk, None]) == [chen]
    assert queries.staff(by, on=TODAY, departments=[]) == []
    assert queries.staff(by, on=TODAY, roles=["office_lead"], departments=[bank.pk]) == []


def test_who_may_not_sign_in_is_told_nothing(hire: Hire) -> None:
    wang = hire("王芳", role="office_lead")
    by = Scope.of_system(wang.memberships.get().cluster_id)
    wang.is_active = False
    wang.save(update_fields=["is_active"])
    assert queries.staff(by, on=TODAY) == []
    assert list(queries.members(by)) == []


def test_a_contact_of_an_enterprise_takes_no_seat(hire: Hire) -> None:
    wang = hire("王芳", role="office_lead")
    hire("赵敏", role="enterprise_contact")
    by = Scope.of_system(wang.memberships.get().cluster_id)
    assert list(queries.members(by)) == [wang]


def test_people_are_searched_by_name_account_and_role(hire: Hire) -> None:
    wang = hire("王芳", role="office_lead", username="wangfang")
    li = hire("李强", role="office_staff", username="liqiang")
    by = Scope.of_system(wang.memberships.get().cluster_id)
    assert list(queries.people(by)) == [li, wang], "by account"
    assert list(queries.people(by, search="芳")) == [wang]
    assert list(queries.people(by, search="LIQ")) == [li]
    assert list(queries.people(by, role="office_staff")) == [li]
    assert list(queries.people(by, search="芳", role="office_staff")) == []
    assert list(queries.people(by, role="nobody")) == [li, wang]


def test_ones_own_memberships_are_read_in_every_cluster(hire: Hire, jining: object) -> None:
    wang = hire("王芳", role="office_lead")
    add_membership(
        wang,
        role="auditor",
        department=Department.objects.get(cluster__code="demo-other", code="office"),
        since=date(2022, 1, 1),
        by=Scope.of_system(Department.objects.get(cluster__code="demo-other").cluster_id),
        now=NOW,
    )
    held = queries.own_memberships(on_june_first(wang))
    assert [(one.role, one.since) for one in held] == [
        ("office_lead", date(2021, 1, 6)),
        ("auditor", date(2022, 1, 1)),
    ]


def test_the_sign_in_page_names_one_account_a_role(jining: object, office: Scope) -> None:
    accounts = queries.demo_accounts(office, on=date(2022, 5, 31))
    own = [one for one in accounts if one.cluster == "济宁市高端装备产业集群"]
    assert [one.username for one in own] == (
        "leader lead staff handler county officer bank enterprise auditor admin".split()
    )
    assert own[0].role == "市级领导"
    assert queries.demo_accounts(office, on=date(2021, 1, 5)) == []


def test_demo_accounts_are_told_to_the_program_alone(scope_of: ScopeOf) -> None:
    assert queries.demo_accounts(scope_of("admin"), on=TODAY) == []


def test_people_outside_a_demo_are_never_named_on_the_sign_in_page(hire: Hire) -> None:
    hire("王芳", role="office_lead", username="wangfang")
    accounts = queries.demo_accounts(Scope.of_system(None), on=TODAY)
    assert "wangfang" not in {one.username for one in accounts}


def test_a_scope_of_tomorrow_is_no_scope_of_today(hire: Hire) -> None:
    wang = hire("王芳", role="office_lead", since=TODAY + timedelta(days=1))
    assert on_june_first(wang).rows("enterprise").nothing
