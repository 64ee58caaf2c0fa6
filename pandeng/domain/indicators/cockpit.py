"""The cockpit: the figures of the work framework in its groups, and the targets with their pace."""

from dataclasses import dataclass
from datetime import date, datetime

from pandeng.access.scope import Scope
from pandeng.core.verdict import Refused
from pandeng.domain.indicators.declare import Sum
from pandeng.domain.indicators.figures import Figure
from pandeng.domain.indicators.queries import default_as_of, figure, figures
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
    answers = figures(scope, as_of=as_of, known_at=known_at)
    nodes = FrameworkNode.objects.visible_to(scope).order_by("order", "id")
    groups = [Group(node.code, node.kind, node.name, []) for node in nodes]
    by_code = {group.code: group for group in groups}
    for answer in answers.values():
        group = by_code.get(answer.group)
        if group and answer.kind != "target":  # targets stand above, beside what was reached
            group.figures.append(answer)
    return Cockpit(as_of, known_at, groups, _targets(scope, as_of, known_at, answers))


def _targets(
    scope: Scope, as_of: date, known_at: datetime | None, answers: dict[str, Figure]
) -> list[TargetState]:
    states = []
    sees_all = scope.rows("enterprise").everything and scope.rows("project").everything
    # A quoted figure that is the plain indicator of this year saves asking again.
    by_indicator = {
        answer.indicator.name: answer
        for answer in answers.values()
        if not answer.slice_words and answer.year in (None, as_of.year)
    }
    targets = Target.objects.visible_to(scope).filter(year=as_of.year).order_by("id")
    for target in targets:
        try:
            wanted = answers.get(target.code) or figure(
                scope, "targets", as_of=as_of, known_at=known_at, target=target.code
            )
            actual = by_indicator.get(target.indicator) or figure(
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
                    builds_up=builds_up(actual),
                    due=elapsed(target.year, as_of),
                )
                if sees_all
                else Pace("partial", None, None),
            )
        )
    return states


def builds_up(actual: Figure) -> bool:
    """An amount that starts at nothing each January, as against a state that stands."""
    indicator = actual.indicator
    return isinstance(indicator, Sum) and indicator.yearly and indicator.since is not None
