"""The log of what was done: who reads it, how it is narrowed, what is erased for good."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pandeng.access import queries
from pandeng.access.actions import add_department, add_membership, end_membership, erase_event
from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.core import audit
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW, Hire, on_june_first

ScopeOf = Callable[[str], Scope]


@pytest.fixture
def wang(hire: Hire) -> User:
    return hire("王芳", role="office_lead")


@pytest.mark.parametrize(
    ("username", "reads"),
    [
        ("leader", False), ("lead", True), ("staff", False), ("handler", False), ("county", False),
        ("officer", False), ("bank", False), ("enterprise", False), ("auditor", True), ("admin", True),
    ],
)  # fmt: skip
def test_who_reads_the_log(scope_of: ScopeOf, username: str, reads: bool) -> None:
    assert queries.events(scope_of(username)).exists() == reads


def test_an_office_reads_its_own_events_alone(wang: User, scope_of: ScopeOf) -> None:
    own = list(queries.events(on_june_first(wang)))
    assert [event.action for event in own] == ["access.create_user", "access.add_department"]
    with pytest.raises(NotFound, match="没有这条审计记录"):
        queries.event(scope_of("auditor"), own[0].pk)
    assert queries.event(on_june_first(wang), own[0].pk) == own[0]


def test_who_may_not_read_finds_no_event(scope_of: ScopeOf) -> None:
    event = queries.events(scope_of("auditor")).first()
    assert event is not None
    with pytest.raises(NotFound):
        queries.event(scope_of("staff"), event.pk)


def test_events_are_narrowed_by_action_actor_day_and_target(wang: User, hire: Hire) -> None:
    scope = on_june_first(wang)
    cluster = scope.in_cluster()
    by = Scope(cluster_id=cluster, user_id=wang.pk, name="王芳", roles=frozenset({"administrator"}))
    unit = add_department(
        kind="bank", code="b", name="示例银行", by=by, now=NOW + timedelta(days=1)
    )
    held = hire("李娜", role="office_staff").memberships.get()
    end_membership(held, until=date(2022, 7, 1), by=by, now=NOW + timedelta(days=2))

    def found(**by: object) -> list[str]:
        return [event.action for event in queries.events(scope, **by)]  # type: ignore[arg-type]

    assert found(action="access.add_department") == ["access.add_department"] * 2
    assert found(actor=wang.pk) == ["access.end_membership", "access.add_department"]
    assert found(since=date(2022, 6, 3)) == ["access.end_membership"]
    assert found(until=date(2022, 6, 1)) == [
        "access.create_user", "access.create_user", "access.add_department",
    ]  # fmt: skip
    assert found(since=date(2022, 6, 2), until=date(2022, 6, 2)) == ["access.add_department"]
    assert found(target=f"access.Department:{unit.pk}") == ["access.add_department"]
    assert found(target=f"access.Membership:{held.pk}") == ["access.end_membership"]
    assert found(target="access.Department:") == found(), "half a target narrows nothing"


def test_a_late_evening_is_a_day_of_the_office(wang: User) -> None:
    """22:00 UTC on 1 June is 06:00 of 2 June in the office."""
    scope = on_june_first(wang)
    by = Scope.of_system(scope.in_cluster())
    add_department(kind="bank", code="b", name="示例银行", by=by, now=NOW + timedelta(hours=21))
    assert queries.events(scope, since=date(2022, 6, 2)).count() == 1


def test_names_are_given_for_what_one_sees(jining: Cluster, scope_of: ScopeOf) -> None:
    land = Department.objects.get(cluster=jining, code="land")
    other = Department.objects.get(cluster__code="demo-other", code="office")
    ids = [land.pk, other.pk]
    assert queries.names(scope_of("lead"), "access.Department", ids) == {land.pk: str(land)}
    lead = User.objects.get(username="lead")
    assert queries.names(scope_of("auditor"), "access.User", [lead.pk]) == {lead.pk: "周示例"}
    assert queries.names(scope_of("county"), "access.User", [lead.pk]) == {}
    assert queries.names(scope_of("auditor"), "access.Cluster", [jining.pk]) == {}


# -- erasing --------------------------------------------------------------------------------------


@pytest.fixture
def administered(hire: Hire) -> tuple[Scope, AuditEvent]:
    """钱伟 administers the printing office; the event of his making holds his name."""
    qian = hire("钱伟", role="administrator")
    return on_june_first(qian), AuditEvent.objects.latest("id")


def test_what_was_personal_is_gone_and_the_log_says_so(
    administered: tuple[Scope, AuditEvent],
) -> None:
    by, event = administered
    assert "钱伟" in str(event.personal)
    before = (event.personal_digest, event.commitment)
    erase_event(event, why="本人申请，个人信息保护法第四十七条", by=by, now=NOW)
    event.refresh_from_db()
    assert event.personal is None
    assert event.salt is None
    assert (event.personal_digest, event.commitment) == before
    assert audit.is_erasure_on_record(event)
    latest = queries.events(by)[0]
    assert (latest.target_kind, latest.target_id) == ("core.AuditEvent", event.pk)


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_without_a_reason_nothing_is_erased(
    administered: tuple[Scope, AuditEvent], why: str
) -> None:
    by, event = administered
    with pytest.raises(DomainError, match="须写明依据"):
        erase_event(event, why=why, by=by, now=NOW)
    event.refresh_from_db()
    assert event.personal is not None


def test_what_is_erased_is_not_erased_again(administered: tuple[Scope, AuditEvent]) -> None:
    by, event = administered
    erase_event(event, why="本人申请", by=by, now=NOW)
    with pytest.raises(DomainError, match="已经删除"):
        erase_event(event, why="本人申请", by=by, now=NOW)


def test_an_event_of_another_office_is_not_there(
    administered: tuple[Scope, AuditEvent], scope_of: ScopeOf
) -> None:
    _by, event = administered
    with pytest.raises(NotFound):
        erase_event(event, why="本人申请", by=scope_of("admin"), now=NOW)


@pytest.mark.parametrize("username", ["lead", "auditor", "leader"])
def test_who_reads_the_log_may_not_erase_it(scope_of: ScopeOf, username: str) -> None:
    event = queries.events(scope_of("auditor")).first()
    assert event is not None
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        erase_event(event, why="本人申请", by=scope_of(username), now=NOW)


def test_a_second_membership_is_an_event_of_its_own(wang: User) -> None:
    held = wang.memberships.get()
    by = Scope.of_system(held.cluster_id)
    add_membership(
        wang, role="auditor", department=held.department, since=NOW.date(), by=by, now=NOW
    )
    assert AuditEvent.objects.latest("id").action == "access.add_membership"
