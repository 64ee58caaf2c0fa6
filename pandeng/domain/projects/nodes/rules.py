"""Nodes of a project: in which state one is, when it may be reached, and that no two wait for each other.

Every day is compared with the day judged (`as_of`), never with a clock. A node that was late keeps its
late days for ever: a plan moved afterwards, or a node reached at last, does not turn them green.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop

STATES: Mapping[str, str] = {
    "done": gettext_noop("按期完成"),
    "done_late": gettext_noop("逾期完成"),
    "ahead": gettext_noop("提前完成"),
    "due": gettext_noop("临近到期"),
    "late": gettext_noop("逾期未完成"),
    "blocked": gettext_noop("受阻"),
    "planned": gettext_noop("计划中"),
}
# Green is only for what was never late; what was late and is done stays yellow.
TONES: Mapping[str, str] = {
    "done": "green",
    "done_late": "yellow",
    "ahead": "green",
    "due": "blue",
    "late": "red",
    "blocked": "red",
    "planned": "grey",
}
DONE = frozenset({"done", "done_late", "ahead"})
GUARANTEES: Mapping[str, str] = {
    "land": gettext_noop("用地"),
    "energy": gettext_noop("用能"),
    "finance": gettext_noop("资金"),
    "permits": gettext_noop("审批手续"),
}
DUE_DAYS = 30
Period = tuple[date, date | None]


@dataclass(frozen=True)
class NodeFacts:
    """What the rules must know of a node. `late`: the periods in which it was late by a plan that was
    moved then, from the first such day to the day of the move; `waiting`: names of unreached nodes it
    waits for; `blocking`: numbers of the open demands on it; `followers`: reached nodes that wait for it;
    `original_on`: the first plan; `move_asked`: another plan waits for the office's approval."""

    name: str
    planned_on: date
    planned_since: date | None = None
    actual_on: date | None = None
    late: tuple[tuple[date, date], ...] = ()
    waiting: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()
    original_on: date | None = None
    move_asked: bool = False


def state_of(node: NodeFacts, as_of: date) -> str:
    """The state of a node on a day; see STATES."""
    actual = node.actual_on if node.actual_on and node.actual_on <= as_of else None
    if actual:
        if late_periods(node, as_of):
            return "done_late"
        first = node.original_on or node.planned_on  # a plan put off makes nobody early
        return "ahead" if min(node.planned_on, first) > as_of else "done"
    if node.blocking:
        return "blocked"
    if is_late(node, as_of):
        return "late"
    if (node.planned_on - as_of).days <= DUE_DAYS:
        return "due"
    return "planned"


def is_late(node: NodeFacts, as_of: date) -> bool:
    """Not reached on that day although its plan, or the one that was moved only later, had passed."""
    return any(last is None for _first, last in late_periods(node, as_of))


def late_periods(node: NodeFacts, as_of: date) -> tuple[Period, ...]:
    """Each period in which the node was late: its first day, and the day on which the plan was moved
    or the node reached; without the latter it is late still."""
    reached = node.actual_on if node.actual_on and node.actual_on <= as_of else None
    found: list[Period] = []
    for first, until in (*node.late, (late_since(node), None)):
        ends = [day for day in (until, reached) if day and day <= as_of]
        last = min(ends, default=None)
        if first <= as_of and (last is None or first <= last):
            found.append((first, last))
    return tuple(found)


def late_since(node: NodeFacts) -> date:
    """The first day on which the node is late by its present plan; an earlier period is not counted again."""
    return max([node.planned_on + timedelta(days=1), *(until for _first, until in node.late)])


def ends_by_move(node: NodeFacts, today: date) -> tuple[date, date] | None:
    """The late period that a move of the plan today ends, unless it is not late or today is kept already."""
    since = late_since(node)
    return (
        None
        if since > today or any(until == today for _first, until in node.late)
        else (since, today)
    )


# -- what may be done ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planned:
    """One line of a plan being made: which node, due when, after which others (codes), needing what."""

    code: str
    name: str
    planned_on: date
    is_key: bool = False
    waits_for: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def may_plan(lines: Collection[Planned], existing: int) -> Verdict:
    """A plan from a template: for a project without nodes, in an order that its waits allow."""
    if existing:
        return deny(
            gettext_noop("项目已有%(count)s个节点，不能再套用模板；请增补、调整或移出单个节点。"),
            count=existing,
        )
    if not lines:
        return deny(gettext_noop("请至少保留一个节点。"))
    names = {line.code: line.name for line in lines}
    if len(names) != len(lines):
        return deny(gettext_noop("节点代码重复，请核对模板。"))
    days = {line.code: line.planned_on for line in lines}
    for line in lines:
        for code in line.waits_for:
            if code in days and days[code] > line.planned_on:
                return deny(
                    gettext_noop("“%(name)s”须在“%(before)s”之后，计划日期不能早于%(day)s。"),
                    name=line.name,
                    before=names[code],
                    day=days[code],
                )
    return no_loop({line.code: set(line.waits_for) & set(names) for line in lines}, names)


def no_loop(waits: Mapping[Any, Collection[Any]], names: Mapping[Any, str]) -> Verdict:
    """No node waits, directly or through others, for itself; else the sentence names the loop."""
    loop = loop_in(waits)
    if not loop:
        return ALLOW
    first, *rest = [f"“{names[node]}”" for node in loop]
    said = "→".join([first, *rest, first])
    return deny(
        gettext_noop("节点互相等待，形成循环：%(loop)s。请去掉其中一个前置关系。"), loop=said
    )


def loop_in(waits: Mapping[Any, Collection[Any]]) -> list[Any]:
    """The nodes of one loop in the order of waiting, or nothing. Walks each wait once."""
    settled: set[Any] = set()
    for start in waits:
        way: list[Any] = []
        todo: list[tuple[Any, bool]] = [(start, False)]
        while todo:
            node, leaving = todo.pop()
            if leaving:
                settled.add(way.pop())
            elif node in way:
                return way[way.index(node) :]
            elif node not in settled:
                way.append(node)
                todo.append((node, True))
                todo += [(other, False) for other in sorted(waits.get(node, ()), key=str)]
    return []


def may_reach(node: NodeFacts, today: date, actual_on: date | None = None) -> Verdict:
    """May the node be reported done (on that day)? Not while it waits or is blocked, not in the future.
    A running project's plan holds what was finished before the plan was made."""
    if node.actual_on:
        return deny(
            gettext_noop("“%(name)s”已于%(day)s完成；填错了请先撤回。"),
            name=node.name,
            day=node.actual_on,
        )
    if node.blocking:
        return deny(
            gettext_noop("“%(name)s”受诉求%(numbers)s影响，诉求销号后才能登记完成。"),
            name=node.name,
            numbers="、".join(node.blocking),
        )
    if node.waiting:
        return deny(
            gettext_noop("“%(name)s”要等%(waiting)s完成后才能登记。"),
            name=node.name,
            waiting="、".join(f"“{one}”" for one in node.waiting),
        )
    if actual_on is None:
        return ALLOW
    if actual_on > today:
        return deny(
            gettext_noop("完成日期%(day)s还没有到，请填今天（%(today)s）或以前的日期。"),
            day=actual_on,
            today=today,
        )
    return ALLOW


def may_take_back(node: NodeFacts) -> Verdict:
    if not node.actual_on:
        return deny(gettext_noop("“%(name)s”没有登记完成，无须撤回。"), name=node.name)
    if node.followers:
        return deny(
            gettext_noop("%(names)s在它之后已经完成，请先撤回后面的节点。"),
            names="、".join(f"“{one}”" for one in node.followers),
        )
    return ALLOW


def may_move(node: NodeFacts, planned_on: date | None = None, *, asked: bool = True) -> Verdict:
    """May the plan be moved? Lateness so far stays, wherever the plan goes. `asked`: a move that waits
    for approval stands in the way."""
    if asked and node.move_asked:
        return deny(gettext_noop("“%(name)s”已有一项调整申请等待审批。"), name=node.name)
    if node.actual_on:
        return deny(gettext_noop("“%(name)s”已经完成，计划不再调整。"), name=node.name)
    if planned_on == node.planned_on:
        return deny(gettext_noop("新的计划日期与原来相同。"))
    if planned_on and node.planned_since and planned_on < node.planned_since:
        return deny(
            gettext_noop("计划日期不能早于计划制定日期%(since)s。"), since=node.planned_since
        )
    return ALLOW


def may_forecast(node: NodeFacts, today: date, forecast_on: date | None = None) -> Verdict:
    if node.actual_on:
        return deny(gettext_noop("“%(name)s”已经完成，无须再报预计日期。"), name=node.name)
    if forecast_on and forecast_on < today:
        return deny(
            gettext_noop("预计完成日期已经过去，请填今天（%(today)s）或以后的日期。"), today=today
        )
    return ALLOW


def may_remove(node: NodeFacts, followers: Collection[str]) -> Verdict:
    """`followers`: names of all nodes that wait for it."""
    if node.actual_on:
        return deny(gettext_noop("“%(name)s”已经完成，不能移出计划。"), name=node.name)
    if node.blocking:
        return deny(
            gettext_noop("“%(name)s”受诉求%(numbers)s影响，诉求销号后才能移出。"),
            name=node.name,
            numbers="、".join(node.blocking),
        )
    if followers:
        return deny(
            gettext_noop("%(names)s在等它，请先调整它们的前置节点。"),
            names="、".join(f"“{one}”" for one in followers),
        )
    return ALLOW


def may_block(node: NodeFacts) -> Verdict:
    """May a problem be raised for the node?"""
    if node.actual_on:
        return deny(gettext_noop("“%(name)s”已经完成，不再登记问题。"), name=node.name)
    return ALLOW


def may_give(kind: str, given_before: date | None, given_on: date, today: date) -> Verdict:
    if given_before:
        return deny(
            gettext_noop("%(kind)s保障已于%(day)s落实。"), kind=deny(kind).message, day=given_before
        )
    if given_on > today:
        return deny(
            gettext_noop("落实日期%(day)s还没有到，请填今天（%(today)s）或以前的日期。"),
            day=given_on,
            today=today,
        )
    return ALLOW
