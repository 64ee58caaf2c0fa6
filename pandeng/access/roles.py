"""Every role of an office and what it may do, on one page.

`rows` says which records a role reads: all of the cluster, those of its county, those of its
department, those of the enterprises it serves, or those of its own enterprise.
`may` names the verbs, one per action.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ALL, COUNTY, DEPARTMENT, SERVED = "all", "county", "department", "served"

# Kinds of records that hold no enterprise's particulars: every role of the cluster reads them.
OPEN_KINDS = frozenset(
    {"department", "chain", "taxonomy", "scheme", "framework", "target", "tier", "team", "platform"}
)
# What only some may read at all, whatever their rows.
GUARDED_KINDS = {
    "user": "read_users",
    "audit": "read_audit",
    "pack": "read_packs",
    "confidential": "read_confidential",
    "robot": "edit_robot",
    "dispatch": "edit_robot",
}
# What only those with a verb read, and of it the rows that are theirs.
READ_BY_VERB = {"instruction": "read_instructions"}


@dataclass(frozen=True)
class Role:
    code: str
    title: str | Promise
    rows: str
    may: frozenset[str]


REPORT = frozenset({"check_text", "export"})
FIELD = frozenset({"attach_file", "record_visit", "report_outcome"})
RECORD = FIELD | frozenset(
    {"edit_enterprise", "report_statement", "edit_project", "report_node", "receive_demand"}
    | {"edit_title", "edit_survey", "plan_climb", "edit_contact", "match_names"}
)


def _steps(names: str) -> frozenset[str]:
    """The permissions of steps of the demand loop (domain/demands/workflow.py)."""
    return frozenset(f"demand.{name}" for name in names.split())


STEPS_OF_OFFICE = _steps(
    "return resubmit accept decline assign recall rule_on_objection grant deny consult decide suspend resume"
    " handle"
    " escalate log_contact_attempt review close follow_up reopen archive merge split escalate_to_chain"
)
STEPS_OF_UNIT = _steps(
    "sign object contact handle plan node report_part extend escalate consult answer log_contact_attempt"
)
STEPS_OF_COUNTY = _steps("resubmit handle escalate")
STEPS_OF_OFFICER = _steps("resubmit handle escalate")
STEPS_OF_ENTERPRISE = _steps("resubmit confirm dispute")


def _instruction_steps(names: str) -> frozenset[str]:
    """The permissions of steps of an instruction (domain/instructions/workflow.py)."""
    return frozenset(f"instruction.{name}" for name in names.split())


READ_INSTRUCTIONS = frozenset({"read_instructions"})
INSTRUCTION_OFFICE = READ_INSTRUCTIONS | _instruction_steps(
    "register decline assign urge adjust answer review return"
)
INSTRUCTION_UNIT = READ_INSTRUCTIONS | _instruction_steps("report report_part answer")
INSTRUCTION_LEADER = READ_INSTRUCTIONS | _instruction_steps("close return reopen")

OFFICE = (
    REPORT
    | RECORD
    | STEPS_OF_OFFICE
    | INSTRUCTION_OFFICE
    | {"edit_chain", "edit_team", "edit_target", "confirm_outcome", "read_packs"}
    | {"hold_consultation", "issue_slip", "read_leader"}
    | {"merge_enterprise", "read_contacts", "edit_project_list"}
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "municipal_leader",
            _("市级领导"),
            ALL,
            REPORT
            | INSTRUCTION_LEADER
            | {"instruct", "read_leader", "read_confidential", "serve_enterprises"},
        ),
        Role(
            "office_lead",
            _("专班负责人"),
            ALL,
            OFFICE
            | INSTRUCTION_LEADER
            | {
                "approve",
                "load_pack",
                "read_audit",
                "edit_calendar",
                "read_confidential",
                "edit_robot",
            },
        ),
        Role("office_staff", _("专班工作人员"), ALL, OFFICE),
        Role(
            "department_handler",
            _("部门经办人"),
            DEPARTMENT,
            REPORT | FIELD | STEPS_OF_UNIT | INSTRUCTION_UNIT | {"answer_slip", "report_node"},
        ),
        Role(
            "county_reporter",
            _("县市区填报员"),
            COUNTY,
            REPORT | RECORD | STEPS_OF_COUNTY | INSTRUCTION_UNIT | {"answer_slip"},
        ),
        Role(
            "stationed_officer",
            _("驻企干部"),
            SERVED,
            REPORT
            | FIELD
            | STEPS_OF_OFFICER
            | {"receive_demand", "report_statement", "serve_enterprises"}
            | {"edit_contact"},
        ),
        Role(
            "lead_bank_manager", _("主办银行经理"), SERVED, REPORT | FIELD | {"serve_enterprises"}
        ),
        Role(
            "enterprise_contact",
            _("企业联系人"),
            SERVED,
            REPORT
            | STEPS_OF_ENTERPRISE
            | {"receive_demand", "report_statement", "attach_file"}
            | {"edit_contact"},
        ),
        Role(
            "auditor",
            _("审计员"),
            ALL,
            REPORT | READ_INSTRUCTIONS | {"read_audit", "read_users", "read_packs"},
        ),
        Role(
            "administrator",
            _("系统管理员"),
            ALL,
            REPORT
            | {"edit_user", "edit_robot", "read_users", "load_pack", "read_packs", "read_audit"}
            | {"erase_personal"},
        ),
    )
}
