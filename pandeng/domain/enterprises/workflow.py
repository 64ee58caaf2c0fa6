"""A name that may mean an enterprise, as one table: it waits, then a person confirms or rejects it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Status, Step, Workflow, leads

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
