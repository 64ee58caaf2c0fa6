"""Two processes as tables: a name that may mean an enterprise, and a statement before it counts.

A statement goes from the enterprise through its county to the office, and counts once the office agreed.
The hands and the days on which a period is locked are this system's proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, ask, leads

WAITING, CONFIRMED, REJECTED = "waiting", "confirmed", "rejected"
STATUSES = (
    Status(WAITING, gettext_noop("待确认"), "warn"),
    Status(CONFIRMED, gettext_noop("已确认"), "good", ended=True),
    Status(REJECTED, gettext_noop("不是同一家"), "plain", ended=True),
)


@dataclass(frozen=True)
class MatchState:
    """What the rules must know of a match."""

    status: str


ACTORS: Mapping[str, Actor[MatchState, Scope]] = {"matcher": Actor(gettext_noop("专班"))}
STEPS: tuple[Step[MatchState, Scope], ...] = (
    Step(
        "confirm",
        gettext_noop("确认"),
        Permission.MATCH_NAMES,
        "matcher",
        leads(CONFIRMED, WAITING),
        otherwise={REJECTED: gettext_noop("指另一家企业")},
        effect="confirm",
    ),
    Step(
        "reject",
        gettext_noop("否定"),
        Permission.MATCH_NAMES,
        "matcher",
        leads(REJECTED, WAITING),
    ),
)
DECIDED = gettext_noop("这条匹配已经有人处理过，请刷新。")
MATCH: Workflow[MatchState, Scope] = Workflow(
    "match", STATUSES, STEPS, ACTORS, not_now=DECIDED, over=DECIDED
)


# -- statements ------------------------------------------------------------------------------------

SUBMITTED, RETURNED, AGREED, REVIEWED, LOCKED = (
    "submitted",
    "returned",
    "agreed",
    "reviewed",
    "locked",
)
MONTH_LOCKED_ON, YEAR_LOCKED_ON = 20, (5, 31)  # of the month, of the year, that follows
STATEMENT_STATUSES = (
    Status(SUBMITTED, gettext_noop("待县市区审核"), "warn"),
    Status(RETURNED, gettext_noop("已退回"), "warn"),
    Status(AGREED, gettext_noop("待专班审核"), "warn"),
    Status(REVIEWED, gettext_noop("已审核"), "good"),
    Status(LOCKED, gettext_noop("已锁定"), "good"),
)


@dataclass(frozen=True)
class StatementState:
    """What the rules must know of a statement; `is_as_seen`: it is still what the reviewer had on the page."""

    status: str
    is_as_seen: bool = True


@dataclass(frozen=True, kw_only=True)
class StatementReturn:
    note: str = ask(
        gettext_noop("退回原因"),
        required=True,
        limit=200,
        missing=gettext_noop("请写明退回原因。"),
    )


OTHER_NOW = Guard[StatementState, Scope](
    lambda s, a: not s.is_as_seen, gettext_noop("报表在打开页面后又改过，请刷新后再审。")
)
FINAL = gettext_noop("这一期已经审核，只能由专班更正。")
STATEMENT_STEPS: tuple[Step[StatementState, Scope], ...] = (
    Step(
        "submit",
        gettext_noop("填报"),
        Permission.REPORT_STATEMENT,
        "reporter",
        leads(SUBMITTED, SUBMITTED, RETURNED),
        refusals={
            AGREED: gettext_noop("县市区已经审核，须退回后再改。"),
            REVIEWED: FINAL,
            LOCKED: FINAL,
        },
    ),
    Step(
        "agree",
        gettext_noop("县市区审核"),
        Permission.AGREE_STATEMENT,
        "county",
        leads(AGREED, SUBMITTED, RETURNED, AGREED),
        guards=(OTHER_NOW,),
        refusals={REVIEWED: FINAL, LOCKED: FINAL},
    ),
    Step(
        "review",
        gettext_noop("专班审核"),
        Permission.REVIEW_STATEMENT,
        "office",
        leads(REVIEWED, SUBMITTED, AGREED, RETURNED, REVIEWED, LOCKED),
        guards=(OTHER_NOW,),
    ),
    Step(
        "send_back",
        gettext_noop("退回"),
        Permission.AGREE_STATEMENT,
        "county",
        leads(RETURNED, SUBMITTED, AGREED, REVIEWED),
        inputs=StatementReturn,
        guards=(
            OTHER_NOW,
            Guard(
                lambda s, a: s.status == REVIEWED and not a.may(Permission.REVIEW_STATEMENT), FINAL
            ),
        ),
        refusals={LOCKED: gettext_noop("这一期已经锁定，只能由专班更正并写明原因。")},
    ),
)
STATEMENT_ACTORS: Mapping[str, Actor[StatementState, Scope]] = {
    "reporter": Actor(gettext_noop("企业或驻企干部")),
    "county": Actor(gettext_noop("县市区")),
    "office": Actor(gettext_noop("专班")),
}
NOT_NOW = gettext_noop("报表现在“%(status)s”，不能直接%(step)s。")
STATEMENT: Workflow[StatementState, Scope] = Workflow(
    "statement",
    STATEMENT_STATUSES,
    STATEMENT_STEPS,
    STATEMENT_ACTORS,
    not_now=NOT_NOW,
    over=NOT_NOW,
)
# A locked statement is a reviewed one whose period is closed, found when it is read.
STORED = {code: word for code, word in STATEMENT.status_words.items() if code != LOCKED}


def state(status: str, period_kind: str, period_on: date, today: date) -> str:
    """How a statement stands on a day."""
    closed = today > locked_on(period_kind, period_on)
    return LOCKED if status == REVIEWED and closed else status


def locked_on(period_kind: str, period_on: date) -> date:
    """The last day on which a period is open; later a statement is only corrected, with notice."""
    if period_kind == "year":
        return date(period_on.year + 1, *YEAR_LOCKED_ON)
    month = period_on.month % 12 + 1
    return date(period_on.year + period_on.month // 12, month, MONTH_LOCKED_ON)


def hand_of(by: Scope) -> str:
    """The step that a person's own report is: of the office it counts, of a county the office agrees."""
    if by.may(Permission.REVIEW_STATEMENT):
        return "review"
    return "agree" if by.may(Permission.AGREE_STATEMENT) else "submit"
