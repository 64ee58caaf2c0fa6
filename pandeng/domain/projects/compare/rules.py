"""Two states of a year's project list held against each other. Pure: two snapshots in, differences out.

A side is the list as it stood on a day, as known at a time. What was true on the first day already
but entered only later is a difference too, and marked as late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pandeng.core.units import money
from pandeng.core.verdict import deny, gettext_noop
from pandeng.domain.projects.lifecycle import facts as dates
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE

# The kinds of difference, in the order in which the office asks for them.
KINDS: Mapping[str, str] = {
    "entered": gettext_noop("新列入"),
    "left": gettext_noop("移出"),
    "deleted": gettext_noop("删除"),
    "label_gained": gettext_noop("新增层级"),
    "label_lost": gettext_noop("取消层级"),
    "label_renewed": gettext_noop("层级曾取消又恢复"),
    "stage": gettext_noop("阶段变化"),
    "statistics": gettext_noop("入库纳统"),
    "node_reached": gettext_noop("节点完成"),
    "node_moved": gettext_noop("节点调整"),
    "plan": gettext_noop("计划变化"),
    "money": gettext_noop("完成投资变化"),
    "particulars": gettext_noop("名称和属地更正"),
}
TONES = {
    "entered": "good", "left": "warn", "deleted": "bad", "label_gained": "good", "label_lost": "warn",
}  # fmt: skip
SUMMED = frozenset({"plan", "money"})  # kinds whose changes may be added up


@dataclass(frozen=True)
class ListedNode:
    """A node on a side; `actual_on` only where it was reached by the day."""

    name: str
    planned_on: date
    forecast_on: date | None
    actual_on: date | None


@dataclass(frozen=True)
class Label:
    """A level that a project carries on a side."""

    words: str
    since: date
    basis: str = ""


@dataclass(frozen=True)
class Held:
    """A project that stands on the list of a side."""

    project_id: int
    code: str
    name: str
    county: str
    since: date
    planned_total_yuan: int
    annual_plan_yuan: int
    invested_yuan: int
    facts: dates.LifecycleFacts
    labels: Mapping[tuple[str, str], Label] = field(default_factory=dict)
    nodes: Mapping[int, ListedNode] = field(default_factory=dict)
    notes: Mapping[tuple[str, date], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """How a project left the list, or a project a level: from which day on, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class Gone:
    """A project that was deleted between the two times."""

    project_id: int
    code: str
    name: str
    county: str
    at: datetime
    on: date
    person: str
    why: str


@dataclass(frozen=True)
class Side:
    """The list on a day as known at a time. `off` and `ended` say how what is no longer held ended."""

    on: date
    held: Mapping[int, Held]
    off: Mapping[int, Ended] = field(default_factory=dict)
    ended: Mapping[tuple[int, str, str], Ended] = field(default_factory=dict)


@dataclass(frozen=True)
class ListDifference:
    """One difference of one project. `on` is the day on which it happened, where that is known."""

    kind: str
    project_id: int
    code: str
    name: str
    county: str
    what: str
    before: str
    after: str
    on: date | None = None
    why: str = ""
    is_late: bool = False
    change_yuan: int | None = None
    still_there: bool = True

    @property
    def word(self) -> str:
        return _say(KINDS[self.kind])

    @property
    def tone(self) -> str:
        return TONES.get(self.kind, "info")


def compare(
    before: Side, after: Side, gone: Mapping[int, Gone] | None = None
) -> list[ListDifference]:
    """Every difference, by kind and then by the number of the project."""
    gone = gone or {}
    found = [
        *_entered(before, after),
        *_left(before, after, gone),
        *(
            difference
            for pk in before.held.keys() & after.held.keys()
            for difference in _changed(before, after, before.held[pk], after.held[pk])
        ),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.code, one.what))


def _entered(before: Side, after: Side) -> Iterator[ListDifference]:
    for pk in after.held.keys() - before.held.keys():
        held = after.held[pk]
        returned = pk in before.off
        yield _of(
            held,
            "entered",
            _say(gettext_noop("重新列入")) if returned else _say(gettext_noop("列入清单")),
            before=_say(gettext_noop("已移出")) if returned else _say(gettext_noop("不在册")),
            after=_say(gettext_noop("在册")),
            on=held.since,
            since=before.on,
            change_yuan=held.annual_plan_yuan,
        )


def _left(before: Side, after: Side, gone: Mapping[int, Gone]) -> Iterator[ListDifference]:
    for pk in before.held.keys() - after.held.keys() - gone.keys():
        held, off = before.held[pk], after.off.get(pk)
        yield _of(
            held,
            "left",
            _say(gettext_noop("移出清单")),
            before=_say(gettext_noop("在册")),
            after=_say(gettext_noop("已移出")) if off else _say(gettext_noop("列入记录已撤销")),
            on=off.on if off else None,
            since=before.on,
            why=off.why if off else "",
            change_yuan=-held.annual_plan_yuan,
        )
    for one in gone.values():
        was = before.held.get(one.project_id)
        yield ListDifference(
            "deleted",
            one.project_id,
            one.code,
            one.name,
            one.county,
            _say(gettext_noop("删除项目")),
            _say(gettext_noop("在册")) if was else _say(gettext_noop("期间录入，又删除")),
            f"{_say(gettext_noop('已删除'))}（{one.person}）",
            on=one.on,
            why=one.why,
            change_yuan=-was.annual_plan_yuan if was else None,
            still_there=False,
        )


def _changed(before: Side, after: Side, old: Held, new: Held) -> Iterator[ListDifference]:
    """What changed on a project that stands on both lists."""
    yield from _labels(before, after, old, new)
    yield from _stages(before, old, new)
    yield from _statistics(before, old, new)
    yield from _nodes(before, old, new)
    yield from _money(old, new)
    for what, was, now in (
        (gettext_noop("项目名称"), old.name, new.name),
        (gettext_noop("项目编号"), old.code, new.code),
        (gettext_noop("所在县市区"), old.county, new.county),
    ):
        if was != now:
            yield _of(new, "particulars", _say(what), before=was, after=now)


def _labels(before: Side, after: Side, old: Held, new: Held) -> Iterator[ListDifference]:
    carried, none = _say(gettext_noop("具有")), _say(gettext_noop("没有"))
    for key in old.labels.keys() | new.labels.keys():
        was, now = old.labels.get(key), new.labels.get(key)
        ended = after.ended.get((new.project_id, *key))
        if was is None and now is not None:
            yield _of(
                new, "label_gained", now.words, before=none, after=carried, on=now.since,
                since=before.on, why=now.basis,
            )  # fmt: skip
        elif was is not None and now is None:
            yield _of(
                new, "label_lost", was.words, before=carried, after=none,
                on=ended.on if ended else None, since=before.on, why=ended.why if ended else "",
            )  # fmt: skip
        elif was is not None and now is not None and now.since > max(was.since, before.on):
            yield _of(
                new, "label_renewed", now.words, before=carried,
                after=_say(gettext_noop("曾取消，又恢复")), on=now.since,
                why="；".join(filter(None, (ended.why if ended else "", now.basis))),
            )  # fmt: skip


def _stages(before: Side, old: Held, new: Held) -> Iterator[ListDifference]:
    was, now = dates.status_of(old.facts), dates.status_of(new.facts)
    before_it, after_it = _say(LIFECYCLE.status_words[was]), _say(LIFECYCLE.status_words[now])
    turns = [turn for turn in new.facts.turns if turn not in old.facts.turns]
    if was != now:
        on, step = _reached(new.facts, now)
        yield _of(
            new, "stage", _say(gettext_noop("阶段")), before=before_it, after=after_it, on=on,
            since=before.on, why=new.notes.get((step, on), "") if on else "",
        )  # fmt: skip
    elif len(turns) > 1:
        said = "、".join(f"{day}{_say(LIFECYCLE.step_words[step])}" for day, step in turns)
        yield _of(
            new, "stage", _say(gettext_noop("期间停建或退出，已恢复")), before=before_it, after=said,
            on=turns[-1][0], since=before.on, why=new.notes.get((turns[0][1], turns[0][0]), ""),
        )  # fmt: skip
    for code, stage in dates.STAGES.items():
        first, second = old.facts.reached.get(code), new.facts.reached.get(code)
        was_known = first is not None or (second is not None and second <= before.on)
        if second is None or first == second or not was_known or (code == now and was != now):
            continue
        yield _of(
            new, "stage", f"{_say(stage.word)}{_say(gettext_noop('日期'))}",
            before=str(first or "—"), after=str(second), on=second, since=before.on,
        )  # fmt: skip


def _reached(facts: dates.LifecycleFacts, status: str) -> tuple[date | None, str]:
    """The day on which a status was reached and the step that led there."""
    last = facts.last()
    if facts.turns and (status not in dates.STAGES or not last or facts.turns[-1][0] > last[1]):
        return facts.turns[-1]
    if status in dates.STAGES:
        return facts.reached.get(status), dates.STAGES[status].step
    return None, ""


def _statistics(before: Side, old: Held, new: Held) -> Iterator[ListDifference]:
    was, now = old.facts.in_statistics_on, new.facts.in_statistics_on
    if was != now:
        out = _say(gettext_noop("未入库"))
        yield _of(
            new, "statistics", _say(LIFECYCLE.step_words["enter_statistics"]),
            before=str(was or out), after=str(now or out), on=now, since=before.on,
            why=new.notes.get(("enter_statistics", now), "") if now else "",
        )  # fmt: skip


def _nodes(before: Side, old: Held, new: Held) -> Iterator[ListDifference]:
    undone = _say(gettext_noop("未完成"))
    for pk in old.nodes.keys() | new.nodes.keys():
        was, now = old.nodes.get(pk), new.nodes.get(pk)
        if was is None or now is None:
            node = now or was
            assert node is not None
            there, absent = _say(gettext_noop("有此节点")), _say(gettext_noop("无此节点"))
            yield _of(
                new, "node_moved", node.name, before=absent if was is None else there,
                after=there if was is None else absent,
            )  # fmt: skip
            continue
        if was.actual_on != now.actual_on:
            yield _of(
                new, "node_reached", now.name, before=str(was.actual_on or undone),
                after=str(now.actual_on or undone), on=now.actual_on, since=before.on,
            )  # fmt: skip
        for what, first, second in (
            (gettext_noop("计划"), was.planned_on, now.planned_on),
            (gettext_noop("预计"), was.forecast_on, now.forecast_on),
        ):
            if first != second:
                yield _of(
                    new, "node_moved", f"{now.name}（{_say(what)}）",
                    before=str(first or "—"), after=str(second or "—"),
                )  # fmt: skip


def _money(old: Held, new: Held) -> Iterator[ListDifference]:
    for kind, what, was, now in (
        ("plan", gettext_noop("计划总投资"), old.planned_total_yuan, new.planned_total_yuan),
        ("plan", gettext_noop("年度计划投资"), old.annual_plan_yuan, new.annual_plan_yuan),
        ("money", gettext_noop("本年累计完成投资"), old.invested_yuan, new.invested_yuan),
    ):
        if was != now:
            yield _of(
                new, kind, _say(what), before=money(was), after=money(now), change_yuan=now - was
            )


def _of(
    held: Held,
    kind: str,
    what: str,
    *,
    before: str,
    after: str,
    on: date | None = None,
    since: date | None = None,
    why: str = "",
    change_yuan: int | None = None,
) -> ListDifference:
    """`since`: a day on or before it was true on the first side already and is told late."""
    return ListDifference(
        kind,
        held.project_id,
        held.code,
        held.name,
        held.county,
        what,
        before,
        after,
        on=on,
        why=why,
        is_late=on is not None and since is not None and on <= since,
        change_yuan=change_yuan,
    )


def counts(found: list[ListDifference]) -> dict[str, int]:
    """How many differences of each kind, zeros included."""
    return {kind: sum(one.kind == kind for one in found) for kind in KINDS}


def _say(words: str) -> str:
    return deny(words).message
