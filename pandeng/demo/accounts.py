"""Who can sign in to the demo: one person per role."""

from typing import NamedTuple

PASSWORD = "Pandeng-2022"


class Account(NamedTuple):
    username: str
    role: str
    name: str
    department: str


ACCOUNTS = (
    Account("leader", "municipal_leader", "孟示例", "office"),
    Account("lead", "office_lead", "周示例", "office"),
    Account("staff", "office_staff", "李示例", "office"),
    Account("handler", "department_handler", "王示例", "land"),
    Account("county", "county_reporter", "张示例", "370811"),
    Account("officer", "stationed_officer", "刘示例", "miit"),
    Account("bank", "lead_bank_manager", "陈示例", "bank-1"),
    Account("enterprise", "enterprise_contact", "赵示例", "enterprise-demo"),
    Account("auditor", "auditor", "孙示例", "office"),
    Account("admin", "administrator", "钱示例", "office"),
)
OTHER = Account("other", "office_lead", "吴示例", "office")
