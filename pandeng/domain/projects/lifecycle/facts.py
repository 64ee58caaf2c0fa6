"""The dates of a project and what follows from them: the stage it has reached, its status on any day.

What a project has reached is read off its dates and nothing else, so that status and dates cannot
disagree. Order of the stages: the published project schemes of the field's facts (七个一批, 四个一批);
that completion, production and statistics entry are facts of their own is the office's rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pandeng.core.verdict import gettext_noop


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
STAGE_OF_STEP: Mapping[str, str] = {stage.step: code for code, stage in STAGES.items()}
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


@dataclass(frozen=True)
class LifecycleFacts:
    """The dates of a project: per stage, statistics entry, and every interruption and return.

    `turns` are (day, step) of stop, withdraw, resume and bring_back, in the order of their days.
    """

    reached: Mapping[str, date | None]
    in_statistics_on: date | None = None
    turns: tuple[tuple[date, str], ...] = field(default=())

    @property
    def status(self) -> str:
        return status_of(self)

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
