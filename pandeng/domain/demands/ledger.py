"""A line of an existing ledger of demands: its dates, its result, its nodes; and the process they tell.

A line ends at whatever stage the demand has come to; the same line comes again when it has gone on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pandeng.access.scope import Scope
from pandeng.core.verdict import deny, gettext_noop
from pandeng.domain.demands.inputs import RESULTS
from pandeng.domain.demands.rules import DemandState
from pandeng.domain.demands.workflow import LOOP

# Which step each date of a line is, in the order in which they stand on one day.
STEPS: Mapping[str, str] = {
    "received_on": "receive",
    "accepted_on": "accept",
    "assigned_on": "assign",
    "objected_on": "object",
    "ruled_on": "rule_on_objection",
    "signed_on": "sign",
    "contacted_on": "contact",
    "reported_on": "report_part",
    "planned_on": "plan",
    "done_on": "node",
    "first_answered_on": "answer",
    "disputed_on": "dispute",
    "answered_on": "answer",
    "confirmed_on": "confirm",
    "closed_on": "close",
    "called_back_on": "follow_up",
}
PLACES = {name: place for place, name in enumerate(STEPS)}
PROGRAM = Scope.of_system(None)


@dataclass(frozen=True)
class LedgerPart:
    """What an assisting unit (its code) was asked for with the assignment, and when it reported."""

    unit: str
    reported_on: date | None = None


@dataclass(frozen=True)
class LedgerNode:
    """A node of a long-cycle demand."""

    name: str
    planned_on: date
    done_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A demand as the ledger tells it. Enterprise, class and units by their codes; `person` handles for the lead.

    `objection` is its reason (a code); `first_answered_on` and `disputed_on` are of an answer that the
    enterprise did not accept.
    """

    number: str
    enterprise: str
    matter: str
    channel: str
    title: str
    text: str = ""
    lead: str = ""
    person: str = ""
    objection: str = ""
    received_on: date
    accepted_on: date | None = None
    assigned_on: date | None = None
    objected_on: date | None = None
    ruled_on: date | None = None
    signed_on: date | None = None
    contacted_on: date | None = None
    planned_on: date | None = None
    first_answered_on: date | None = None
    disputed_on: date | None = None
    answered_on: date | None = None
    confirmed_on: date | None = None
    closed_on: date | None = None
    called_back_on: date | None = None
    result: str = ""
    answer: str = ""
    evidence: str = ""
    parts: tuple[LedgerPart, ...] = ()
    nodes: tuple[LedgerNode, ...] = ()


@dataclass(frozen=True)
class LedgerLine:
    """A step that a date of the ledger tells; `of` is the part's unit or the node's name."""

    on: date
    column: str
    of: str = ""

    @property
    def step(self) -> str:
        return STEPS[self.column]


def process_of(row: LedgerRow) -> list[LedgerLine]:
    """The steps that the dates of a line tell, the first one first."""
    return sorted(_lines(row), key=lambda line: (line.on, PLACES[line.column]))


def _lines(row: LedgerRow) -> Iterator[LedgerLine]:
    for column in STEPS:
        if day := getattr(row, column, None):
            yield LedgerLine(day, column)
    for part in row.parts:
        if part.reported_on:
            yield LedgerLine(part.reported_on, "reported_on", part.unit)
    for node in row.nodes:
        if node.done_on:
            yield LedgerLine(node.done_on, "done_on", node.name)


def status_of(row: LedgerRow, *, is_long_cycle: bool, today: date) -> str:
    """Where the steps of a line lead. Refuses what the table of the loop refuses, and a day to come."""
    lines = process_of(row)
    if lines[-1].on > today:
        deny(gettext_noop("发生日期还没有到，请核对。")).require()
    if lines[0].step != "receive":
        deny(gettext_noop("有日期早于收到日期，请核对。")).require()
    if row.answered_on and row.result not in RESULTS:
        deny(gettext_noop("已反馈的须写明办理结果。")).require()
    state = DemandState(
        "received", None, None, open_parts=len(row.parts), is_long_cycle=is_long_cycle
    )
    for line in lines[1:]:
        LOOP.may(state, line.step, PROGRAM).require()
        state = _after(state, line, row)
    return state.status


def _after(state: DemandState, line: LedgerLine, row: LedgerRow) -> DemandState:
    status = LOOP.steps[line.step].moves[state.status] or state.status
    if line.step == "plan":
        return replace(state, status=status, is_planned=True, open_nodes=len(row.nodes))
    return replace(
        state,
        status=status,
        open_parts=state.open_parts - (line.step == "report_part"),
        open_nodes=state.open_nodes - (line.step == "node"),
    )
