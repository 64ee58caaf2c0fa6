"""A role is asked for by one administrator and approved by another; nobody changes their own."""

from collections.abc import Callable
from datetime import date

import pytest

from pandeng.access import queries
from pandeng.access.actions import add_membership, end_membership
from pandeng.access.actions.granting import ask_role, decide_role, take_back_role
from pandeng.access.models import Department, RoleRequest, User
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW, Hire, on_june_first

SINCE = date(2022, 6, 1)
Asked = Callable[..., RoleRequest]


@pytest.fixture
def qian(hire: Hire) -> User:
    """钱伟, the first administrator of the printing office."""
    return hire("钱伟", role="administrator")


@pytest.fixture
def wang(hire: Hire) -> User:
    return hire("王芳", role="office_staff")


def asked(by: User, for_: User, office: Department, role: str = "office_lead") -> RoleRequest:
    given = {"role": role, "department": office, "since": SINCE, "why": "接任"}
    return ask_role(for_, **given, by=on_june_first(by), now=NOW)  # type: ignore[arg-type]


def test_the_only_administrator_grants_alone_and_the_log_says_so(
    qian: User, wang: User, printing_office: Department
) -> None:
    request = asked(qian, wang, printing_office)
    assert request.decision == "alone"
    assert on_june_first(wang).roles == {"office_staff", "office_lead"}
    event = AuditEvent.objects.latest("id")
    assert event.action == "access.ask_role"
    assert event.changes[f"access.User:{wang.pk}"] == {"granted": "alone"}


def test_of_two_administrators_one_asks_and_the_other_approves(
    qian: User, wang: User, printing_office: Department, hire: Hire
) -> None:
    sun = hire("孙丽", role="administrator")
    request = asked(qian, wang, printing_office)
    assert request.decision == "waiting"
    assert on_june_first(wang).roles == {"office_staff"}, "nothing is held before it is approved"
    with pytest.raises(DomainError, match="申请人不能自己批准"):
        decide_role(request, approve=True, by=on_june_first(qian), now=NOW)
    decide_role(request, approve=True, by=on_june_first(sun), now=NOW)
    assert on_june_first(wang).roles == {"office_staff", "office_lead"}
    with pytest.raises(DomainError, match="已经办结"):
        decide_role(request, approve=True, by=on_june_first(sun), now=NOW)
    assert wang.memberships.count() == 2


def test_an_administrator_without_a_place_today_is_no_second_one(
    qian: User, wang: User, printing_office: Department, hire: Hire
) -> None:
    gone = hire("孙丽", role="administrator").memberships.get()
    by = Scope.of_system(gone.cluster_id)
    end_membership(gone, until=date(2022, 5, 31), by=by, now=NOW)
    assert asked(qian, wang, printing_office).decision == "alone"


def test_a_refusal_gives_its_reason_and_nothing_is_held(
    qian: User, wang: User, printing_office: Department, hire: Hire
) -> None:
    sun = on_june_first(hire("孙丽", role="administrator"))
    request = asked(qian, wang, printing_office)
    with pytest.raises(DomainError, match="请写明理由"):
        decide_role(request, approve=False, why=" ", by=sun, now=NOW)
    decide_role(request, approve=False, why="岗位已满", by=sun, now=NOW)
    assert (request.decision, request.ground) == ("refused", "岗位已满")
    assert on_june_first(wang).roles == {"office_staff"}
    assert asked(qian, wang, printing_office).decision == "waiting", "it can be asked again"


def test_who_asked_takes_it_back_and_nobody_else(
    qian: User, wang: User, printing_office: Department, hire: Hire
) -> None:
    sun = on_june_first(hire("孙丽", role="administrator"))
    request = asked(qian, wang, printing_office)
    with pytest.raises(DomainError, match="由申请人撤回"):
        take_back_role(request, by=sun, now=NOW)
    take_back_role(request, by=on_june_first(qian), now=NOW)
    with pytest.raises(DomainError, match="已经办结"):
        decide_role(request, approve=True, by=sun, now=NOW)


def test_nobody_changes_their_own_roles(
    qian: User, printing_office: Department, hire: Hire
) -> None:
    with pytest.raises(DomainError, match="由其他管理员办理"):
        asked(qian, qian, printing_office)
    sun = hire("孙丽", role="administrator")
    for_sun = asked(qian, sun, printing_office)
    with pytest.raises(DomainError, match="由其他管理员办理"):
        decide_role(for_sun, approve=True, by=on_june_first(sun), now=NOW)
    with pytest.raises(DomainError, match="由其他管理员办理"):
        end_membership(qian.memberships.get(), until=SINCE, by=on_june_first(qian), now=NOW)
    assert qian.memberships.get().until is None


def test_what_is_held_or_waits_already_is_not_asked_again(
    qian: User, wang: User, printing_office: Department, hire: Hire
) -> None:
    with pytest.raises(DomainError, match="现在就担任这个角色"):
        asked(qian, wang, printing_office, role="office_staff")
    hire("孙丽", role="administrator")
    asked(qian, wang, printing_office)
    with pytest.raises(DomainError, match="正待审批"):
        asked(qian, wang, printing_office)
    assert RoleRequest.objects.count() == 1


def test_the_back_door_is_for_the_program_alone(
    qian: User, wang: User, printing_office: Department
) -> None:
    given = {"role": "office_lead", "department": printing_office, "since": SINCE}
    with pytest.raises(DomainError, match="经另一名管理员审批"):
        add_membership(wang, **given, by=on_june_first(qian), now=NOW)  # type: ignore[arg-type]


def test_a_request_of_another_office_is_not_there(
    qian: User, wang: User, printing_office: Department, hire: Hire, scope_of: Callable[..., Scope],
    jining: object,
) -> None:  # fmt: skip
    hire("孙丽", role="administrator")
    request = asked(qian, wang, printing_office)
    foreign = scope_of("admin")
    assert not queries.role_requests(foreign).exists()
    with pytest.raises(NotFound):
        decide_role(request, approve=True, by=foreign, now=NOW)


@pytest.mark.parametrize("role", ["office_lead", "office_staff", "auditor"])
def test_only_administrators_ask(
    wang: User, printing_office: Department, hire: Hire, role: str
) -> None:
    li = hire("李娜", role=role)
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        asked(li, wang, printing_office, role="auditor")


def test_a_role_that_reads_by_its_unit_is_held_in_a_unit_of_its_kind(
    qian: User, wang: User, printing_office: Department
) -> None:
    for role in ("county_reporter", "lead_bank_manager", "enterprise_contact"):
        with pytest.raises(DomainError, match="一类的单位任职"):
            asked(qian, wang, printing_office, role)
    assert not RoleRequest.objects.filter(user=wang).exists()
