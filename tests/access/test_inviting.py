"""People set their own password by a link that works once and ends after some days."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.backends import ModelBackend

from pandeng.access import invitations
from pandeng.access.actions import add_membership
from pandeng.access.actions.accounts import end_sessions, switch_off, switch_on
from pandeng.access.actions.inviting import (
    Invited,
    accept_invitation,
    invite_again,
    invite_person,
)
from pandeng.access.models import Department, Invitation, User
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW, PASSWORD, Hire, on_june_first

OTHER = "Nanyang-Lake-2022"


def accept(token: str, password: str, *, now: datetime) -> User:
    """Open a link and set the password."""
    found = invitations.invitation(token)
    return accept_invitation(found, password, by=invitations.holder(found), now=now)


def signs_in(username: str, password: str) -> object:
    return ModelBackend().authenticate(None, username=username, password=password)


@pytest.fixture
def qian(hire: Hire) -> User:
    return hire("钱伟", role="administrator")


@pytest.fixture
def invited(qian: User, printing_office: Department) -> Invited:
    return invite_person(
        username="zhaolei",
        display_name="赵磊",
        role="office_staff",
        department=printing_office,
        since=date(2022, 6, 1),
        by=on_june_first(qian),
        now=NOW,
    )


def test_the_owner_of_the_link_sets_the_password_and_signs_in(invited: Invited) -> None:
    assert not invited.user.has_usable_password()
    assert accept(invited.token, PASSWORD, now=NOW) == invited.user
    assert signs_in("zhaolei", PASSWORD) == invited.user
    assert on_june_first(invited.user).roles == {"office_staff"}
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor_name) == ("access.accept_invitation", "赵磊")
    assert PASSWORD not in str(event.changes)


def test_a_link_works_once(invited: Invited) -> None:
    accept(invited.token, PASSWORD, now=NOW)
    with pytest.raises(DomainError, match="已经用过"):
        accept(invited.token, OTHER, now=NOW)
    assert signs_in("zhaolei", OTHER) is None


def test_a_link_ends_after_seven_days(invited: Invited) -> None:
    with pytest.raises(DomainError, match="已经过期"):
        accept(invited.token, PASSWORD, now=NOW + timedelta(days=7, seconds=1))
    accept(invited.token, PASSWORD, now=NOW + timedelta(days=7))


def test_a_newer_link_withdraws_the_older(invited: Invited, qian: User) -> None:
    again = invite_again(invited.user, by=on_june_first(qian), now=NOW)
    with pytest.raises(DomainError, match="已经作废"):
        accept(invited.token, PASSWORD, now=NOW)
    accept(again.token, PASSWORD, now=NOW)


def test_a_weak_password_uses_nothing_up(invited: Invited) -> None:
    with pytest.raises(DomainError):
        accept(invited.token, "12345678", now=NOW)
    accept(invited.token, PASSWORD, now=NOW)


def test_the_link_is_kept_nowhere(invited: Invited) -> None:
    kept = Invitation.objects.get(user=invited.user)
    told = str(list(AuditEvent.objects.values_list("personal", flat=True)))
    assert invited.token not in kept.digest
    assert invited.token not in told
    with pytest.raises(NotFound):
        accept(invited.token[:-1], PASSWORD, now=NOW)


def test_a_taken_name_makes_neither_account_nor_link(
    invited: Invited, qian: User, printing_office: Department
) -> None:
    before = User.objects.count(), Invitation.objects.count()
    with pytest.raises(DomainError, match="已存在"):
        invite_person(
            username="zhaolei",
            display_name="赵磊磊",
            role="office_staff",
            department=printing_office,
            since=date(2022, 6, 1),
            by=on_june_first(qian),
            now=NOW,
        )
    assert (User.objects.count(), Invitation.objects.count()) == before


def test_an_account_switched_off_signs_in_nowhere_and_back_on_does(hire: Hire, qian: User) -> None:
    wang, by = hire("王芳", role="office_staff", username="wangfang"), on_june_first(qian)
    session = wang.get_session_auth_hash()
    with pytest.raises(DomainError, match="须写明原因"):
        switch_off(wang, why=" ", by=by, now=NOW)
    switch_off(wang, why="借调", by=by, now=NOW)
    assert signs_in("wangfang", PASSWORD) is None
    with pytest.raises(DomainError, match="已经停用"):
        switch_off(wang, why="借调", by=by, now=NOW)
    with pytest.raises(DomainError, match="已停用"):
        invite_again(wang, by=by, now=NOW)
    switch_on(wang, by=by, now=NOW)
    assert signs_in("wangfang", PASSWORD) == wang
    wang.refresh_from_db()
    assert wang.get_session_auth_hash() != session, "what was signed in before stays out"


def test_nobody_switches_off_themselves_or_who_belongs_elsewhere(
    hire: Hire, qian: User, jining: object
) -> None:
    with pytest.raises(DomainError, match="由其他管理员办理"):
        switch_off(qian, why="离任", by=on_june_first(qian), now=NOW)
    stranger = User.objects.get(username="staff")
    with pytest.raises(NotFound):
        switch_off(stranger, why="离任", by=on_june_first(qian), now=NOW)
    with pytest.raises(NotFound):
        end_sessions(stranger, by=on_june_first(qian), now=NOW)


def test_sessions_are_ended_by_oneself_or_an_administrator(hire: Hire, qian: User) -> None:
    wang, li = hire("王芳", role="office_staff"), hire("李娜", role="office_lead")
    before = wang.get_session_auth_hash()
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        end_sessions(wang, by=on_june_first(li), now=NOW)
    assert wang.get_session_auth_hash() == before
    end_sessions(wang, by=on_june_first(qian), now=NOW)
    second = wang.get_session_auth_hash()
    end_sessions(wang, by=on_june_first(wang), now=NOW)
    assert len({before, second, wang.get_session_auth_hash()}) == 3


def test_who_belongs_to_two_offices_gets_no_link_from_one(
    hire: Hire, qian: User, jining: object, office: Scope
) -> None:
    wang = hire("王芳", role="office_staff")
    elsewhere = Department.objects.get(cluster_id=office.cluster_id, code="office")
    add_membership(
        wang, role="auditor", department=elsewhere, since=date(2022, 6, 1), by=office, now=NOW
    )
    for act in (
        lambda: invite_again(wang, by=on_june_first(qian), now=NOW),
        lambda: switch_off(wang, why="离任", by=on_june_first(qian), now=NOW),
    ):
        with pytest.raises(DomainError, match="还在其他集群任职"):
            act()
