"""The report of a project for a month as one table: draft, reported, reviewed, locked; who changes it when.

The hands are this system's proposal. A reviewed report is locked once its month is closed, which is found
when it is read (`rules.state`); a locked one is only corrected.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, ask, leads, stays
from pandeng.domain.projects.ledger.rules import DRAFT, LOCKED, MISSING, REPORTED, REVIEWED

MAX_REASON_LENGTH = 200
STATUSES = (
    Status(MISSING, gettext_noop("未报"), "plain"),
    Status(DRAFT, gettext_noop("草稿"), "plain"),
    Status(REPORTED, gettext_noop("已上报"), "warn"),
    Status(REVIEWED, gettext_noop("已审核"), "good"),
    Status(LOCKED, gettext_noop("已锁定"), "good"),
)


@dataclass(frozen=True)
class ReportState:
    """What the rules must know of a report; `is_as_seen`: it is still what the reviewer had on the page."""

    status: str
    is_as_seen: bool = True


@dataclass(frozen=True, kw_only=True)
class ReportReturn:
    note: str = ask(
        gettext_noop("退回原因"),
        required=True,
        limit=MAX_REASON_LENGTH,
        missing=gettext_noop("请写明退回原因。"),
    )


CHANGED_SINCE = Guard[ReportState, Scope](
    lambda s, a: not s.is_as_seen, gettext_noop("月报在打开页面后又改过，请刷新后再审。")
)
CLOSED = gettext_noop("该月已关账锁定，只能登记更正。")
AGREED = gettext_noop("该月已审核，须由专班退回后再改。")
ACTORS: Mapping[str, Actor[ReportState, Scope]] = {
    "reporter": Actor(gettext_noop("专班或县市区")),
    "office": Actor(gettext_noop("专班")),
}
Row = Step[ReportState, Scope]
STEPS: tuple[Row, ...] = (
    Row(
        "draft",
        gettext_noop("保存草稿"),
        Permission.EDIT_PROJECT,
        "reporter",
        {MISSING: DRAFT, DRAFT: None},
        refusals={
            REPORTED: gettext_noop("该月已上报，改数请直接重新上报。"),
            REVIEWED: AGREED,
            LOCKED: CLOSED,
        },
    ),
    Row(
        "report",
        gettext_noop("上报"),
        Permission.EDIT_PROJECT,
        "reporter",
        {MISSING: REPORTED, DRAFT: REPORTED, REPORTED: None},
        refusals={REVIEWED: AGREED, LOCKED: CLOSED},
    ),
    Row(
        "review",
        gettext_noop("审核"),
        Permission.EDIT_PROJECT_LIST,
        "office",
        leads(REVIEWED, REPORTED),
        guards=(CHANGED_SINCE,),
        refusals=dict.fromkeys(
            (MISSING, DRAFT, REVIEWED, LOCKED), gettext_noop("只能审核已上报的月报。")
        ),
    ),
    Row(
        "send_back",
        gettext_noop("退回"),
        Permission.EDIT_PROJECT_LIST,
        "office",
        leads(DRAFT, REPORTED, REVIEWED),
        inputs=ReportReturn,
        guards=(CHANGED_SINCE,),
        refusals={
            **dict.fromkeys((MISSING, DRAFT), gettext_noop("只能退回已上报的月报。")),
            LOCKED: CLOSED,
        },
    ),
    Row(
        "correct",
        gettext_noop("更正"),
        Permission.EDIT_PROJECT_LIST,
        "office",
        stays(LOCKED),
        refusals=dict.fromkeys(
            (MISSING, DRAFT, REPORTED, REVIEWED),
            gettext_noop("该月还没有锁定，可直接改报或退回，不用更正。"),
        ),
    ),
)
NOT_NOW = gettext_noop("月报现在“%(status)s”，不能直接%(step)s。")
MONTHLY_REPORT: Workflow[ReportState, Scope] = Workflow(
    "monthly_report", STATUSES, STEPS, ACTORS, not_now=NOT_NOW, over=NOT_NOW
)
# The words of the statuses that a report has; a month without one has none.
STORED = {code: word for code, word in MONTHLY_REPORT.status_words.items() if code != MISSING}
