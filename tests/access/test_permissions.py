"""Who may do what: the whole policy as a table of its own, permission by permission.

`access/roles.py` lists the permissions of each role. Here the same policy stands the other way round, so
that a permission given or taken by mistake differs from this page.
"""

import pytest

from pandeng.access.permissions import Permission
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError

SHORT = {
    "leader": "municipal_leader",
    "lead": "office_lead",
    "staff": "office_staff",
    "department": "department_handler",
    "county": "county_reporter",
    "officer": "stationed_officer",
    "bank": "lead_bank_manager",
    "enterprise": "enterprise_contact",
    "auditor": "auditor",
    "admin": "administrator",
}
POLICY = """
agree_statement             lead staff county
answer_slip                 lead staff department county
approve                     lead
attach_file                 lead staff department county officer bank enterprise
check_text                  leader lead staff department county officer bank enterprise auditor
confirm_outcome             lead staff
edit_calendar               lead admin
edit_carrier                lead staff county
edit_catalogue              lead staff
edit_chain                  lead staff
edit_contact                lead staff county officer enterprise
edit_enterprise             lead staff county
edit_project                lead staff county
edit_project_list           lead staff
edit_robot                  lead admin
edit_survey                 lead staff county
edit_target                 lead staff
edit_team                   lead staff
edit_title                  lead staff county
edit_user                   admin
erase_personal              admin
hold_consultation           lead staff
instruct                    leader
invite_bank                 lead staff
invite_contact              lead staff county
issue_slip                  lead staff
load_pack                   lead admin
match_names                 lead staff county
merge_enterprise            lead staff
plan_climb                  lead staff county
read_audit                  lead auditor admin
read_confidential           leader lead
read_contacts               lead staff
read_instructions           leader lead staff department county auditor
read_leader                 leader lead staff
read_packs                  lead staff auditor admin
read_users                  auditor admin
receive_demand              lead staff county officer enterprise
record_visit                lead staff department county officer bank
report_node                 lead staff department county
report_outcome              lead staff department county officer bank
report_statement            lead staff county officer enterprise
review_statement            lead staff
serve_enterprises           leader officer bank
settle_duplicates           lead staff
demand.accept               lead staff
demand.answer               lead staff department county
demand.archive              lead staff
demand.assign               lead staff
demand.close                lead staff
demand.confirm              enterprise
demand.confirm_for          lead staff county officer
demand.consult              lead staff department county
demand.contact              lead staff department county
demand.decide               lead staff
demand.decline              lead staff
demand.deny                 lead staff
demand.dispute              enterprise
demand.escalate             lead staff department county officer
demand.escalate_to_chain    lead staff
demand.extend               lead staff department county
demand.follow_up            lead staff
demand.grant                lead staff
demand.handle               lead staff department county officer
demand.log_contact_attempt  lead staff department county
demand.merge                lead staff
demand.node                 lead staff department county
demand.object               lead staff department county
demand.plan                 lead staff department county
demand.recall               lead staff
demand.reopen               lead staff
demand.report_part          lead staff department county
demand.resubmit             lead staff county officer enterprise
demand.resume               lead staff
demand.return               lead staff
demand.review               lead staff
demand.rule_on_objection    lead staff
demand.sign                 lead staff department county
demand.split                lead staff
demand.suspend              lead staff
instruction.adjust          lead staff
instruction.answer          lead staff department county
instruction.assign          lead staff
instruction.close           leader lead
instruction.decline         lead staff
instruction.register        lead staff
instruction.reopen          leader lead
instruction.report          department county
instruction.report_part     lead staff department county
instruction.return          leader lead staff
instruction.review          lead staff
instruction.urge            lead staff
"""
GRANTED = {
    permission: {SHORT[name] for name in names}
    for permission, *names in (line.split() for line in POLICY.strip().splitlines())
}


def li_na(*roles: str) -> Scope:
    """李娜 with these roles in one cluster."""
    return Scope(cluster_id=1, user_id=2, name="李娜", roles=frozenset(roles))


def test_the_table_holds_every_permission_and_role() -> None:
    assert set(GRANTED) == {permission.value for permission in Permission}
    assert set(SHORT.values()) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_line_says_and_nothing_else(role: str) -> None:
    scope = li_na(role)
    wanted = {permission for permission, roles in GRANTED.items() if role in roles}
    assert {permission.value for permission in Permission if scope.may(permission)} == wanted


@pytest.mark.parametrize("permission", Permission)
def test_without_a_role_nothing_is_allowed(permission: Permission) -> None:
    assert not li_na().may(permission)


@pytest.mark.parametrize("permission", Permission)
def test_the_program_itself_may_everything(permission: Permission) -> None:
    assert Scope.of_system(1).may(permission)


def test_two_roles_may_what_either_may() -> None:
    both = li_na("lead_bank_manager", "auditor")
    assert both.may(Permission.RECORD_VISIT)
    assert both.may(Permission.READ_AUDIT)
    assert not both.may(Permission.EDIT_USER)


@pytest.mark.parametrize(
    ("permission", "able"),
    [
        (Permission.APPROVE, "专班负责人"),
        (Permission.INSTRUCT, "市级领导"),
        (Permission.EDIT_USER, "系统管理员"),
        (Permission.READ_USERS, "审计员、系统管理员"),
        (Permission.DEMAND_CLOSE, "专班负责人、专班工作人员"),
        (Permission.DEMAND_CONFIRM, "企业联系人"),
        (Permission.ANSWER_SLIP, "专班负责人、专班工作人员、部门经办人、县市区填报员"),
        (Permission.SERVE_ENTERPRISES, "市级领导、驻企干部、主办银行经理"),
    ],
)
def test_a_refusal_says_who_may(permission: Permission, able: str) -> None:
    verdict = li_na().may(permission)
    assert verdict.message == f"您的角色没有这项权限，可由{able}办理。"


def test_an_action_asked_without_its_permission_is_refused_with_the_sentence() -> None:
    with pytest.raises(DomainError, match="可由专班负责人办理"):
        li_na("office_staff").may(Permission.APPROVE).require()


# Verbs that must never meet in one hand: who asks and who decides, who acts and who audits. The office may
# lead a demand itself; there the rules of the loop keep the persons apart.
APART = """
demand.confirm       demand.close
demand.dispute       demand.close
instruct             instruction.register
instruction.report   instruction.review
edit_user            approve
edit_user            read_contacts
erase_personal       edit_enterprise
"""


@pytest.mark.parametrize("pair", APART.strip().splitlines())
def test_no_role_holds_both_ends_of_one_matter(pair: str) -> None:
    one, other = map(Permission, pair.split())
    assert [role.code for role in ROLES.values() if {one, other} <= role.may] == []


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_audits_or_administers_touches_no_record(role: str) -> None:
    touching = ("edit_", "report_", "record_", "demand.", "instruction.")
    may = {permission.value for permission in ROLES[role].may}
    own = {"edit_user", "edit_robot", "edit_calendar"}
    assert {name for name in may if name.startswith(touching)} <= own
