"""A reported outcome before a second person, as one table: confirmed, rejected, or there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import gettext_noop
from pandeng.core.workflow import Actor, Guard, Status, Step, Workflow, ask, leads

if TYPE_CHECKING:
    from pandeng.domain.outcomes.models import Outcome

STATUSES = (
    Status("reported", gettext_noop("待确认"), "warn"),
    Status("confirmed", gettext_noop("已确认"), "good", ended=True),
    Status("duplicate", gettext_noop("重复，不计"), "plain", ended=True),
    Status("rejected", gettext_noop("不予确认"), "bad", ended=True),
)


@dataclass(frozen=True)
class OutcomeState:
    """What the rules must know of an outcome."""

    status: str
    reporter_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OutcomeConfirmation:
    apart: bool = ask(gettext_noop("与已计数的成果不是同一项"), "flag")


@dataclass(frozen=True, kw_only=True)
class OutcomeRejection:
    note: str = ask(
        gettext_noop("原因"), required=True, missing=gettext_noop("请写明不予确认的原因。")
    )


@dataclass(frozen=True, kw_only=True)
class CountedOutcome:
    counted: "Outcome" = ask(gettext_noop("与此重复"), "record", required=True, source="outcomes")


ACTORS: Mapping[str, Actor[OutcomeState, Scope]] = {
    "second": Actor(
        gettext_noop("填报人以外的人"),
        (
            Guard(
                lambda s, a: a.user_id is not None and s.reporter_id == a.user_id,
                gettext_noop("须由填报人以外的人确认。"),
            ),
        ),
    ),
}
STEPS: tuple[Step[OutcomeState, Scope], ...] = (
    Step(
        "confirm",
        gettext_noop("确认"),
        Permission.CONFIRM_OUTCOME,
        "second",
        leads("confirmed", "reported"),
        inputs=OutcomeConfirmation,
    ),
    Step(
        "reject",
        gettext_noop("不予确认"),
        Permission.CONFIRM_OUTCOME,
        "second",
        leads("rejected", "reported"),
        inputs=OutcomeRejection,
    ),
    Step(
        "mark_duplicate",
        gettext_noop("认定重复"),
        Permission.CONFIRM_OUTCOME,
        "second",
        leads("duplicate", "reported"),
        inputs=CountedOutcome,
        effect="count_as",
    ),
)
DECIDED = gettext_noop("这项成果已经有人处理，请刷新后查看。")
OUTCOME: Workflow[OutcomeState, Scope] = Workflow(
    "outcome", STATUSES, STEPS, ACTORS, not_now=DECIDED, over=DECIDED
)
