"""The cockpit: the figures of the work framework in its groups, and the targets with their pace."""

from dataclasses import dataclass
from datetime import date, datetime

from pandeng.access.scope import Scope
from pandeng.core.verdict import Refused
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.declare import Sum
from pandeng.domain.indicators.figures import Figure
from pandeng.domain.indicators.named import named_figures
from pandeng.domain.indicators.queries import default_as_of, figure, find
from pandeng.domain.strategy.models import FrameworkNode, Target
from pandeng.domain.strategy.rules import Pace, elapsed, pace


@dataclass(frozen=True)
class Group:
    """One item of the framework and the figures that fulfil it."""

    code: str
    kind: str
    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class TargetState:
    """A target beside what has been reached."""

    record_id: int
    title: str
    direction: str
    target: Figure
    actual: Figure | None
    pace: Pace


@dataclass(frozen=True)
class Cockpit:
    as_of: date
    known_at: datetime | None
    groups: list[Group]
    targets: list[TargetState]


def cockpit(
    scope: Scope, *, as_of: date | None = None, known_at: datetime | None = None
) -> Cockpit:
    """Every named figure in its group and every target of the year with its pace.

    A figure that has no answer for this day or scope is left out of its group.
    """
    as_of = as_of or default_as_of(scope)
    named = named_figures(scope)
    answers: dict[str, Figure] = {}
    for name in named:
        try:
            answers[name] = figure(scope, name, as_of=as_of, known_at=known_at)
        except Refused:
            continue
    nodes = FrameworkNode.objects.visible_to(scope).order_by("order", "id")
    groups = [Group(node.code, node.kind, node.name, []) for node in nodes]
    by_code = {group.code: group for group in groups}
    for name, answer in answers.items():
        group = by_code.get(named[name].group)
        if group and answer.kind != "target":  # targets stand above, beside what was reached
            group.figures.append(answer)
    return Cockpit(as_of, known_at, groups, _targets(scope, as_of, known_at, answers))


def _targets(
    scope: Scope, as_of: date, known_at: datetime | None, answers: dict[str, Figure]
) -> list[TargetState]:
    states = []
    targets = Target.objects.visible_to(scope).filter(year=as_of.year).order_by("id")
    for target in targets:
        try:
            wanted = answers.get(target.code) or figure(
                scope, "targets", as_of=as_of, known_at=known_at, target=target.code
            )
            actual = answers.get(target.indicator) or figure(
                scope, target.indicator, as_of=as_of, known_at=known_at
            )
        except Refused:
            continue
        states.append(
            TargetState(
                target.pk,
                target.name,
                target.direction,
                wanted,
                actual,
                pace(
                    actual.value,
                    wanted.value,
                    direction=target.direction,
                    builds_up=builds_up(scope, target.indicator),
                    due=elapsed(target.year, as_of),
                ),
            )
        )
    return states


def builds_up(scope: Scope, name: str) -> bool:
    """An amount that starts at nothing each January, as against a state that stands."""
    indicator = INDICATORS[find(scope, name).indicator]
    return isinstance(indicator, Sum) and indicator.yearly and indicator.since is not None
