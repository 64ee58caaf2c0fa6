"""The cockpit: the figures of the work framework in its groups, and the targets with their pace."""

from dataclasses import dataclass
from datetime import date, datetime

from pandeng.access.scope import Scope
from pandeng.domain.indicators.figure import Figure
from pandeng.domain.indicators.queries import figures
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.target_progress import TargetState, states
from pandeng.domain.strategy.models import FrameworkNode


@dataclass(frozen=True)
class Group:
    """One item of the framework and the figures that fulfil it."""

    code: str
    kind: str
    title: str
    figures: list[Figure]


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
    targets = states(scope, as_of=as_of, known_at=known_at, answers=answers)
    return Cockpit(as_of, known_at, groups, targets)
