"""Every role of an office, and all that it may do: the whole policy of access on one page.

`rows` says which records a role reads: all of the cluster, those of its county, those of its
department, those of the enterprises it serves, those of its own enterprise, or none of the business.
`may` is the whole list of its permissions; nothing is granted anywhere else.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pandeng.access.permissions import Permission as P

ALL, COUNTY, DEPARTMENT, SERVED = "all", "county", "department", "served"
NO_BUSINESS = "no_business"  # units, people, packs and the log, and nothing of the office's work

# Outside the office: they read what is addressed to them (`outward` of a row policy).
OUTSIDE = frozenset({"enterprise_contact", "lead_bank_manager"})
# Every role of the cluster reads these, who administers too.
PLAIN_KINDS = frozenset({"department", "calendar", "pack"})
# Kinds of records that hold no enterprise's particulars: every role that works reads them.
OPEN_KINDS = frozenset(
    {"chain", "taxonomy", "scheme", "framework", "target", "tier", "team", "platform"}
)
# What only some may read at all, whatever their rows.
GUARDED_KINDS = {
    "user": P.READ_USERS,
    "audit": P.READ_AUDIT,
    "confidential": P.READ_CONFIDENTIAL,
    "robot": P.EDIT_ROBOT,
    "dispatch": P.EDIT_ROBOT,
}
# What only those with a permission read, and of it the rows that are theirs.
READ_BY_PERMISSION = {"instruction": P.READ_INSTRUCTIONS}


@dataclass(frozen=True)
class Role:
    code: str
    title: str | Promise
    rows: str
    may: frozenset[P]


# fmt: off
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("municipal_leader", _("市级领导"), ALL, frozenset({
            # texts and files
            P.CHECK_TEXT,
            # enterprises
            P.SERVE_ENTERPRISES,
            # supervision
            P.READ_LEADER, P.READ_CONFIDENTIAL,
            # instructions
            P.INSTRUCT, P.READ_INSTRUCTIONS, P.INSTRUCTION_RETURN, P.INSTRUCTION_CLOSE,
            P.INSTRUCTION_REOPEN,
        })),
        Role("office_lead", _("专班负责人"), ALL, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.EDIT_ENTERPRISE, P.MERGE_ENTERPRISE, P.SETTLE_DUPLICATES, P.MATCH_NAMES, P.REPORT_STATEMENT,
            P.AGREE_STATEMENT, P.REVIEW_STATEMENT,
            P.EDIT_CONTACT, P.INVITE_CONTACT, P.INVITE_BANK, P.READ_CONTACTS, P.EDIT_TITLE, P.EDIT_SURVEY, P.PLAN_CLIMB,
            P.RECORD_VISIT,
            # projects and outcomes
            P.EDIT_PROJECT, P.EDIT_PROJECT_LIST, P.REPORT_NODE, P.REPORT_OUTCOME, P.CONFIRM_OUTCOME,
            # chains, teams, targets
            P.EDIT_CARRIER, P.EDIT_CATALOGUE, P.EDIT_CHAIN, P.EDIT_TEAM, P.EDIT_TARGET,
            # supervision
            P.APPROVE, P.HOLD_CONSULTATION, P.ANSWER_SLIP, P.ISSUE_SLIP, P.READ_LEADER, P.READ_CONFIDENTIAL,
            # demands
            P.RECEIVE_DEMAND, P.DEMAND_ACCEPT, P.DEMAND_RETURN, P.DEMAND_RESUBMIT, P.DEMAND_DECLINE,
            P.DEMAND_ASSIGN, P.DEMAND_RECALL, P.DEMAND_RULE_ON_OBJECTION, P.DEMAND_DECIDE,
            P.DEMAND_HANDLE, P.DEMAND_GRANT, P.DEMAND_DENY, P.DEMAND_ESCALATE,
            P.DEMAND_ESCALATE_TO_CHAIN, P.DEMAND_CONSULT, P.DEMAND_SUSPEND, P.DEMAND_RESUME,
            P.DEMAND_LOG_CONTACT_ATTEMPT, P.DEMAND_MERGE, P.DEMAND_SPLIT, P.DEMAND_REVIEW,
            P.DEMAND_CONFIRM_FOR, P.DEMAND_CLOSE, P.DEMAND_FOLLOW_UP, P.DEMAND_REOPEN, P.DEMAND_ARCHIVE,
            # demands that the unit leads or assists
            P.DEMAND_SIGN, P.DEMAND_OBJECT, P.DEMAND_CONTACT, P.DEMAND_PLAN, P.DEMAND_NODE,
            P.DEMAND_REPORT_PART, P.DEMAND_EXTEND, P.DEMAND_ANSWER,
            # instructions
            P.READ_INSTRUCTIONS, P.INSTRUCTION_REGISTER, P.INSTRUCTION_DECLINE,
            P.INSTRUCTION_ASSIGN, P.INSTRUCTION_URGE, P.INSTRUCTION_ADJUST, P.INSTRUCTION_ANSWER,
            P.INSTRUCTION_REVIEW, P.INSTRUCTION_RETURN, P.INSTRUCTION_CLOSE, P.INSTRUCTION_REOPEN,
            P.INSTRUCTION_REPORT_PART,
            # administration
            P.READ_AUDIT, P.LOAD_PACK, P.READ_PACKS, P.EDIT_ROBOT, P.EDIT_CALENDAR,
        })),
        Role("office_staff", _("专班工作人员"), ALL, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.EDIT_ENTERPRISE, P.MERGE_ENTERPRISE, P.SETTLE_DUPLICATES, P.MATCH_NAMES, P.REPORT_STATEMENT,
            P.AGREE_STATEMENT, P.REVIEW_STATEMENT,
            P.EDIT_CONTACT, P.INVITE_CONTACT, P.INVITE_BANK, P.READ_CONTACTS, P.EDIT_TITLE, P.EDIT_SURVEY, P.PLAN_CLIMB,
            P.RECORD_VISIT,
            # projects and outcomes
            P.EDIT_PROJECT, P.EDIT_PROJECT_LIST, P.REPORT_NODE, P.REPORT_OUTCOME, P.CONFIRM_OUTCOME,
            # chains, teams, targets
            P.EDIT_CARRIER, P.EDIT_CATALOGUE, P.EDIT_CHAIN, P.EDIT_TEAM, P.EDIT_TARGET,
            # supervision
            P.HOLD_CONSULTATION, P.ANSWER_SLIP, P.ISSUE_SLIP, P.READ_LEADER,
            # demands
            P.RECEIVE_DEMAND, P.DEMAND_ACCEPT, P.DEMAND_RETURN, P.DEMAND_RESUBMIT, P.DEMAND_DECLINE,
            P.DEMAND_ASSIGN, P.DEMAND_RECALL, P.DEMAND_RULE_ON_OBJECTION, P.DEMAND_DECIDE,
            P.DEMAND_HANDLE, P.DEMAND_GRANT, P.DEMAND_DENY, P.DEMAND_ESCALATE,
            P.DEMAND_ESCALATE_TO_CHAIN, P.DEMAND_CONSULT, P.DEMAND_SUSPEND, P.DEMAND_RESUME,
            P.DEMAND_LOG_CONTACT_ATTEMPT, P.DEMAND_MERGE, P.DEMAND_SPLIT, P.DEMAND_REVIEW,
            P.DEMAND_CONFIRM_FOR, P.DEMAND_CLOSE, P.DEMAND_FOLLOW_UP, P.DEMAND_REOPEN, P.DEMAND_ARCHIVE,
            # demands that the unit leads or assists
            P.DEMAND_SIGN, P.DEMAND_OBJECT, P.DEMAND_CONTACT, P.DEMAND_PLAN, P.DEMAND_NODE,
            P.DEMAND_REPORT_PART, P.DEMAND_EXTEND, P.DEMAND_ANSWER,
            # instructions
            P.READ_INSTRUCTIONS, P.INSTRUCTION_REGISTER, P.INSTRUCTION_DECLINE,
            P.INSTRUCTION_ASSIGN, P.INSTRUCTION_URGE, P.INSTRUCTION_ADJUST, P.INSTRUCTION_ANSWER,
            P.INSTRUCTION_REVIEW, P.INSTRUCTION_RETURN, P.INSTRUCTION_REPORT_PART,
            # administration
            P.READ_PACKS,
        })),
        Role("department_handler", _("部门经办人"), DEPARTMENT, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.RECORD_VISIT,
            # projects and outcomes
            P.REPORT_NODE, P.REPORT_OUTCOME,
            # supervision
            P.ANSWER_SLIP,
            # demands
            P.DEMAND_SIGN, P.DEMAND_OBJECT, P.DEMAND_CONTACT, P.DEMAND_HANDLE, P.DEMAND_PLAN,
            P.DEMAND_NODE, P.DEMAND_REPORT_PART, P.DEMAND_EXTEND, P.DEMAND_ESCALATE,
            P.DEMAND_CONSULT, P.DEMAND_ANSWER, P.DEMAND_LOG_CONTACT_ATTEMPT,
            # instructions
            P.READ_INSTRUCTIONS, P.INSTRUCTION_REPORT, P.INSTRUCTION_REPORT_PART,
            P.INSTRUCTION_ANSWER,
        })),
        Role("county_reporter", _("县市区填报员"), COUNTY, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.EDIT_ENTERPRISE, P.MATCH_NAMES, P.REPORT_STATEMENT, P.AGREE_STATEMENT, P.EDIT_CONTACT, P.INVITE_CONTACT,
            P.EDIT_TITLE, P.EDIT_SURVEY, P.PLAN_CLIMB, P.RECORD_VISIT, P.EDIT_CARRIER,
            # projects and outcomes
            P.EDIT_PROJECT, P.REPORT_NODE, P.REPORT_OUTCOME,
            # supervision
            P.ANSWER_SLIP,
            # demands
            P.RECEIVE_DEMAND, P.DEMAND_RESUBMIT, P.DEMAND_HANDLE, P.DEMAND_ESCALATE, P.DEMAND_CONFIRM_FOR,
            # demands that the unit leads or assists
            P.DEMAND_SIGN, P.DEMAND_OBJECT, P.DEMAND_CONTACT, P.DEMAND_PLAN, P.DEMAND_NODE,
            P.DEMAND_REPORT_PART, P.DEMAND_EXTEND, P.DEMAND_ANSWER, P.DEMAND_CONSULT,
            P.DEMAND_LOG_CONTACT_ATTEMPT,
            # instructions
            P.READ_INSTRUCTIONS, P.INSTRUCTION_REPORT, P.INSTRUCTION_REPORT_PART,
            P.INSTRUCTION_ANSWER,
        })),
        Role("stationed_officer", _("驻企干部"), SERVED, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.REPORT_STATEMENT, P.EDIT_CONTACT, P.RECORD_VISIT, P.SERVE_ENTERPRISES,
            # projects and outcomes
            P.REPORT_OUTCOME,
            # demands
            P.RECEIVE_DEMAND, P.DEMAND_RESUBMIT, P.DEMAND_HANDLE, P.DEMAND_ESCALATE, P.DEMAND_CONFIRM_FOR,
        })),
        Role("lead_bank_manager", _("主办银行经理"), SERVED, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.RECORD_VISIT, P.SERVE_ENTERPRISES,
            # projects and outcomes
            P.REPORT_OUTCOME,
        })),
        Role("enterprise_contact", _("企业联系人"), SERVED, frozenset({
            # texts and files
            P.CHECK_TEXT, P.ATTACH_FILE,
            # enterprises
            P.REPORT_STATEMENT, P.EDIT_CONTACT,
            # demands
            P.RECEIVE_DEMAND, P.DEMAND_RESUBMIT, P.DEMAND_CONFIRM, P.DEMAND_DISPUTE,
        })),
        Role("auditor", _("审计员"), ALL, frozenset({
            # texts and files
            P.CHECK_TEXT,
            # instructions
            P.READ_INSTRUCTIONS,
            # administration
            P.READ_USERS, P.READ_AUDIT, P.READ_PACKS,
        })),
        Role("administrator", _("系统管理员"), NO_BUSINESS, frozenset({
            # administration
            P.EDIT_USER, P.READ_USERS, P.READ_AUDIT, P.LOAD_PACK, P.READ_PACKS, P.EDIT_ROBOT,
            P.EDIT_CALENDAR, P.ERASE_PERSONAL,
        })),
    )
}
# fmt: on
OFFICE = ("office_lead", "office_staff")
# Who works for a unit: of a county, of a department, of the office itself.
UNIT_ROLES = ("county_reporter", "department_handler", *OFFICE)
ROLE_WORDS: Any = {role.code: role.title for role in ROLES.values()}
