"""The life of a project as one table: 谋划 → 洽谈 → 签约 → 开工 → 建设 → 竣工 → 投产 → 达产, 停建, 退出 and back.

What a project has reached is read off its dates and nothing else, so that status and dates cannot
disagree. Buttons, the sentence beside a disabled one and the actions are read off the same table.
Order of the stages: the published project schemes of the field's facts (七个一批, 四个一批); that
completion, production and statistics entry are facts of their own is the office's rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.verdict import ALLOW, Verdict, deny, gettext_noop


@dataclass(frozen=True)
class Stage:
    """A stage: its word, the date on the record that says when it was reached, the step that leads there."""

    word: str
    column: str
    step: str


STAGES: Mapping[str, Stage] = {
    "proposed": Stage(gettext_noop("谋划"), "proposed_on", "propose"),
    "negotiating": Stage(gettext_noop("洽谈"), "negotiating_on", "negotiate"),
    "signed": Stage(gettext_noop("签约"), "signed_on", "sign"),
    "started": Stage(gettext_noop("开工"), "started_on", "start"),
    "building": Stage(gettext_noop("建设"), "building_on", "build"),
    "completed": Stage(gettext_noop("竣工"), "completed_on", "complete"),
    "in_production": Stage(gettext_noop("投产"), "in_production_on", "produce"),
    "at_capacity": Stage(gettext_noop("达产"), "at_capacity_on", "reach_capacity"),
}
STATUSES: Mapping[str, str] = {
    **{code: stage.word for code, stage in STAGES.items()},
    "stopped": gettext_noop("停建"),
    "withdrawn": gettext_noop("退出"),
}
STEPS: Mapping[str, str] = {
    "propose": gettext_noop("谋划"),
    "negotiate": gettext_noop("洽谈"),
    "sign": gettext_noop("签约"),
    "start": gettext_noop("开工"),
    "build": gettext_noop("转入建设"),
    "complete": gettext_noop("竣工"),
    "produce": gettext_noop("投产"),
    "reach_capacity": gettext_noop("达产"),
    "enter_statistics": gettext_noop("入库纳统"),
    "stop": gettext_noop("停建"),
    "resume": gettext_noop("复工"),
    "withdraw": gettext_noop("退出"),
    "bring_back": gettext_noop("重新启动"),
    "take_back": gettext_noop("撤销登记"),
}
# Beside the line: a fact of its own, and what interrupts and ends an interruption.
STATISTICS = "in_statistics_on"
INTERRUPTING: Mapping[str, str] = {"stop": "stopped", "withdraw": "withdrawn"}
RETURNING = frozenset({"resume", "bring_back"})
COLUMNS: Mapping[str, str] = {
    **{stage.step: stage.column for stage in STAGES.values()},
    "enter_statistics": STATISTICS,
    "stop": "stopped_on",
    "withdraw": "withdrawn_on",
    "resume": "resumed_on",
    "bring_back": "resumed_on",
}
LIFE: tuple[str, ...] = tuple(dict.fromkeys(COLUMNS.values()))

NEEDS: Mapping[str, str] = {
    "evidence": gettext_noop("依据"),
    "note": gettext_noop("原因"),
}
# What usually proves a step; shown beside the field.
PROOFS: Mapping[str, str] = {
    "propose": gettext_noop("如谋划项目清单、项目建议书"),
    "negotiate": gettext_noop("如洽谈纪要、考察记录"),
    "sign": gettext_noop("如投资协议及编号"),
    "start": gettext_noop("如施工许可证编号、开工现场照片"),
    "build": gettext_noop("如主体施工监理记录、现场照片"),
    "complete": gettext_noop("如竣工验收备案表编号"),
    "produce": gettext_noop("如试生产记录、首批产品发货单"),
    "reach_capacity": gettext_noop("如产能核定材料、连续三个月产量报表"),
    "enter_statistics": gettext_noop("如联网直报入库通过截图、审批文号"),
}


@dataclass(frozen=True)
class Move:
    """What a step must be told, and the stage it leads to; without one the stage stays."""

    to: str | None = None
    needs: tuple[str, ...] = ()


_PROVED = ("evidence",)
_WHY = ("note",)
_STOP, _WITHDRAW, _TAKE_BACK = Move("stopped", _WHY), Move("withdrawn", _WHY), Move(None, _WHY)
_STATISTICS = Move(None, _PROVED)

MOVES: Mapping[str, Mapping[str, Move]] = {
    "proposed": {"negotiate": Move("negotiating"), "withdraw": _WITHDRAW},
    "negotiating": {
        "sign": Move("signed", _PROVED),
        "withdraw": _WITHDRAW,
        "take_back": _TAKE_BACK,
    },
    "signed": {"start": Move("started", _PROVED), "withdraw": _WITHDRAW, "take_back": _TAKE_BACK},
    "started": {
        "build": Move("building", _PROVED),
        "enter_statistics": _STATISTICS,
        "stop": _STOP,
        "withdraw": _WITHDRAW,
        "take_back": _TAKE_BACK,
    },
    "building": {
        "complete": Move("completed", _PROVED),
        "enter_statistics": _STATISTICS,
        "stop": _STOP,
        "withdraw": _WITHDRAW,
        "take_back": _TAKE_BACK,
    },
    "completed": {
        "produce": Move("in_production", _PROVED),
        "enter_statistics": _STATISTICS,
        "take_back": _TAKE_BACK,
    },
    "in_production": {
        "reach_capacity": Move("at_capacity", _PROVED),
        "enter_statistics": _STATISTICS,
        "take_back": _TAKE_BACK,
    },
    "at_capacity": {"enter_statistics": _STATISTICS, "take_back": _TAKE_BACK},
    "stopped": {"resume": Move(None, _WHY), "withdraw": _WITHDRAW},
    "withdrawn": {"bring_back": Move(None, _WHY)},
}


@dataclass(frozen=True)
class LifecycleFacts:
    """The dates of a project: per stage, statistics entry, and every interruption and return.

    `turns` are (day, step) of stop, withdraw, resume and bring_back, in the order of their days.
    """

    reached: Mapping[str, date | None]
    in_statistics_on: date | None = None
    turns: tuple[tuple[date, str], ...] = field(default=())

    def last(self) -> tuple[str, date] | None:
        """The furthest stage that has a date."""
        dated = [(code, day) for code in STAGES if (day := self.reached.get(code))]
        return dated[-1] if dated else None


def facts_of(
    dates: Mapping[str, date | None], steps: Iterable[tuple[date, str]] = ()
) -> LifecycleFacts:
    """The facts of a record's dates. `steps` are the dated lines of its process: they hold the
    interruptions that a later one has replaced on the record."""
    known = {(day, step) for day, step in steps if step in INTERRUPTING or step in RETURNING}
    days = {day for day, step in known if step in RETURNING}
    known |= {(day, step) for step in INTERRUPTING if (day := dates.get(COLUMNS[step]))}
    if (back := dates.get("resumed_on")) and back not in days:
        known.add((back, "resume"))
    return LifecycleFacts(
        reached={code: dates.get(stage.column) for code, stage in STAGES.items()},
        in_statistics_on=dates.get(STATISTICS),
        turns=tuple(sorted(known)),
    )


def as_of(facts: LifecycleFacts, on: date) -> LifecycleFacts:
    """What of the facts had happened by a day."""
    return LifecycleFacts(
        reached={code: day if day and day <= on else None for code, day in facts.reached.items()},
        in_statistics_on=facts.in_statistics_on
        if facts.in_statistics_on and facts.in_statistics_on <= on
        else None,
        turns=tuple((day, step) for day, step in facts.turns if day <= on),
    )


def stage_of(facts: LifecycleFacts) -> str:
    """The furthest stage reached; a project without any date is being proposed."""
    last = facts.last()
    return last[0] if last else "proposed"


def status_of(facts: LifecycleFacts) -> str:
    """The stage, unless the last turn stopped or withdrew the project."""
    if facts.turns and facts.turns[-1][1] in INTERRUPTING:
        return INTERRUPTING[facts.turns[-1][1]]
    return stage_of(facts)


def may_take(facts: LifecycleFacts, step: str, scope: Scope) -> Verdict:
    """May this person take this step now? Else the sentence that says why not."""
    status = status_of(facts)
    if step not in MOVES[status]:
        return _not_now(status, step)
    return scope.may(Permission.EDIT_PROJECT) and _ready(facts, step)


def may_happen(facts: LifecycleFacts, step: str, day: date, today: date) -> Verdict:
    """Can the step have happened on this day? Not later than today, not before what went before."""
    name = _say(STEPS[step])
    if day > today:
        return deny(gettext_noop("%(step)s日期不能晚于今天（%(today)s）。"), step=name, today=today)
    last = facts.last()
    if step == "enter_statistics":
        last = ("started", start) if (start := facts.reached.get("started")) else None
    if last and day < last[1]:
        return deny(
            gettext_noop("%(step)s日期不能早于%(before)s日期（%(day)s）。"),
            step=name,
            before=_say(STATUSES[last[0]]),
            day=last[1],
        )
    turn = facts.turns[-1] if facts.turns else None
    if turn and step != "enter_statistics" and day <= turn[0]:
        return deny(
            gettext_noop("%(step)s日期须晚于%(before)s日期（%(day)s）。"),
            step=name,
            before=_say(STEPS[turn[1]]),
            day=turn[0],
        )
    return ALLOW


def may_correct(facts: LifecycleFacts, fact: str, day: date, today: date) -> Verdict:
    """Can this be the day of a stage (or of statistics entry) that was reached already?

    A stage behind the present one that has no date yet gets one the same way.
    """
    if day > today:
        return deny(gettext_noop("日期不能晚于今天（%(today)s）。"), today=today)
    if fact == STATISTICS:
        if facts.in_statistics_on is None:
            return deny(gettext_noop("项目还没有入库纳统，请先登记。"))
        start = facts.reached.get("started")
        return ALLOW if start is None or day >= start else _outside("started", start, day)
    order = list(STAGES)
    place = order.index(fact)
    if place > order.index(stage_of(facts)):
        return deny(
            gettext_noop("项目还没有到“%(stage)s”，请用“登记进展”。"), stage=_say(STATUSES[fact])
        )
    for code in order[:place]:
        if (earlier := facts.reached.get(code)) and day < earlier:
            return _outside(code, earlier, day)
    for code in order[place + 1 :]:
        if (later := facts.reached.get(code)) and day > later:
            return deny(
                gettext_noop("%(day)s晚于%(after)s日期（%(limit)s），先后颠倒。"),
                day=day,
                after=_say(STATUSES[code]),
                limit=later,
            )
    return ALLOW


def _outside(before: str, limit: date, day: date) -> Verdict:
    return deny(
        gettext_noop("%(day)s早于%(before)s日期（%(limit)s），先后颠倒。"),
        day=day,
        before=_say(STATUSES[before]),
        limit=limit,
    )


def _not_now(status: str, step: str) -> Verdict:
    if step not in STEPS:
        return deny(gettext_noop("没有“%(step)s”这个环节。"), step=step[:30])
    return deny(
        gettext_noop("项目现在“%(status)s”，不能直接%(step)s；可以登记的是：%(next)s。"),
        status=_say(STATUSES[status]),
        step=_say(STEPS[step]),
        next="、".join(_say(STEPS[name]) for name in MOVES[status]),
    )


def _ready(facts: LifecycleFacts, step: str) -> Verdict:
    if step == "enter_statistics" and facts.in_statistics_on:
        return deny(
            gettext_noop("已于%(day)s入库纳统，日期有误请更正。"), day=facts.in_statistics_on
        )
    if step == "take_back" and facts.in_statistics_on and stage_of(facts) == "started":
        return deny(gettext_noop("项目已入库纳统，不能撤销开工；开工日期有误请更正。"))
    if step == "take_back" and facts.turns:
        last = facts.last()
        if last and facts.turns[-1][0] >= last[1]:
            return deny(gettext_noop("之后登记过停建或退出，不能再撤销；日期有误请更正。"))
    return ALLOW


def _say(words: str) -> str:
    return deny(words).message
