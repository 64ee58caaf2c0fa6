"""Which rows each role reads, by hand: role by role, kind by kind."""

import pytest

from pandeng.access.records import visible
from pandeng.access.scope import Rows, Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands.models import DemandStep

EVERYTHING, NOTHING = Rows(everything=True), Rows()
# a county leads demands, too, of whatever county their enterprise is
COUNTY = Rows(counties=frozenset({3}), departments=frozenset({5}))
DEPARTMENT = Rows(departments=frozenset({5}))
SERVED = Rows(enterprises=frozenset({7}))
OUTSIDE = Rows(enterprises=frozenset({7}), outside=True)

OWN = {
    "municipal_leader": EVERYTHING,
    "office_lead": EVERYTHING,
    "office_staff": EVERYTHING,
    "department_handler": DEPARTMENT,
    "county_reporter": COUNTY,
    "stationed_officer": SERVED,
    "lead_bank_manager": OUTSIDE,
}
# Who reads a guarded kind whole; everybody else reads nothing of it.
GUARDED = {
    "audit": {"office_lead"},
    "confidential": {"municipal_leader", "office_lead"},
    "robot": {"office_lead"},
    "dispatch": {"office_lead"},
}
OPEN = "department pack chain taxonomy scheme framework target tier team platform".split()


def someone(*roles: str) -> Scope:
    """王芳 with one county, one department and one enterprise, whatever her roles make of them."""
    return Scope(
        cluster_id=1, user_id=2, name="王芳", roles=frozenset(roles), counties=frozenset({3}),
        departments=frozenset({5}), enterprises=frozenset({7}),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["enterprise", "demand", "project", "visit", "statement"])
@pytest.mark.parametrize("role", OWN)
def test_rows_of_a_role(role: str, kind: str) -> None:
    assert someone(role).rows(kind) == OWN[role]


@pytest.mark.parametrize("kind", OPEN)
@pytest.mark.parametrize("role", OWN)
def test_every_role_reads_what_holds_no_particulars(role: str, kind: str) -> None:
    assert someone(role).rows(kind) == EVERYTHING


@pytest.mark.parametrize("kind", GUARDED)
@pytest.mark.parametrize("role", OWN)
def test_guarded_kinds_are_read_whole_or_not_at_all(role: str, kind: str) -> None:
    wanted = EVERYTHING if role in GUARDED[kind] else NOTHING
    assert someone(role).rows(kind) == wanted


@pytest.mark.parametrize("role", OWN)
def test_instructions_are_not_for_officers_and_banks(role: str) -> None:
    is_outside = role in {"stationed_officer", "lead_bank_manager"}
    assert someone(role).rows("instruction") == (NOTHING if is_outside else OWN[role])


@pytest.mark.parametrize("kind", ["enterprise", "audit", "chain", "instruction"])
def test_without_a_role_nothing_is_read(kind: str) -> None:
    assert someone().rows(kind).nothing


@pytest.mark.parametrize("kind", ["enterprise", "audit", "confidential", "instruction", "user"])
def test_the_program_itself_reads_everything(kind: str) -> None:
    assert Scope.of_system(1).rows(kind) == EVERYTHING


def test_two_roles_join_their_rows() -> None:
    rows = someone("county_reporter", "department_handler").rows("enterprise")
    assert rows == Rows(counties=frozenset({3}), departments=frozenset({5}))


@pytest.mark.parametrize("role", OWN)
def test_contacts_are_whole_for_the_office_and_those_who_serve(role: str) -> None:
    wang = someone(role)
    assert wang.reads_contacts_of(7)
    assert wang.reads_contacts_of(8) == (role in {"office_lead", "office_staff"})


def test_without_a_cluster_nothing_is_done() -> None:
    with pytest.raises(DomainError, match="请先选择一个集群"):
        Scope.of_system(None).in_cluster()


def test_who_stands_outside_reads_the_outward_rows_alone() -> None:
    """A contact or a bank's manager; a person who also works for the office stands inside."""
    outside = [someone("enterprise_contact"), someone("lead_bank_manager")]
    inside = [
        someone("stationed_officer"),
        someone("enterprise_contact", "county_reporter"),
        someone("auditor"),
        someone(),
        Scope.of_system(1),
    ]
    assert all(scope.is_outside for scope in outside)
    assert not any(scope.is_outside for scope in inside)
    for scope in outside:
        condition = str(visible(DemandStep, scope))
        assert "step__in" in condition
        assert "answer" in condition
        assert "handle" not in condition
    for scope in inside:
        assert "step__in" not in str(visible(DemandStep, scope))
