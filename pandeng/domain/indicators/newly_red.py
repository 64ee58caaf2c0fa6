"""What turned red between two days: targets and their counties, demands, projects, instructions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Clock
from pandeng.domain.indicators.target_progress import CountyState, TargetState, states
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.projects.lights import LightResult
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy.rules import RED

Kind = Literal["target", "demand", "project", "instruction"]


@dataclass(frozen=True)
class NewlyRed:
    """One thing that is red on the later day and was not on the earlier; `red_since` where a day is known."""

    kind: Kind
    record_id: int
    title: str
    words: str
    red_since: date | None = None


def targets(
    scope: Scope,
    *,
    before: date,
    day: date,
    only: Iterable[int],
    known_at: datetime | None = None,
) -> list[NewlyRed]:
    """Targets, and counties of targets, whose pace is red now and was not before.

    Asks the progress of both days: a target revised in between is held against the value of each day.
    """
    wanted = list(only)
    if not wanted:
        return []
    then, now = (
        {one.record_id: one for one in states(
            scope, as_of=at, known_at=known_at, year=day.year, only=wanted, by_county=True)}
        for at in (before, day)
    )  # fmt: skip
    found = []
    for key, state in now.items():
        earlier = then.get(key)
        if _is_newly_red(earlier, state):
            found.append(NewlyRed("target", key, state.title, _("全市严重落后")))
        counties = {one.county.pk: one for one in earlier.counties} if earlier else {}
        names = [
            str(one.county)
            for one in state.counties
            if _is_newly_red(counties.get(one.county.pk), one)
        ]
        if names:
            words = _("%(counties)s严重落后") % {"counties": "、".join(names)}
            found.append(NewlyRed("target", key, state.title, words))
    return found


def _is_newly_red(then: TargetState | CountyState | None, now: TargetState | CountyState) -> bool:
    return now.pace.status in RED and (then is None or then.pace.status not in RED)


def demands(scope: Scope, *, before: date, day: date, enterprises: Iterable[int]) -> list[NewlyRed]:
    """Deadlines of these enterprises' demands that passed in between and are still running."""
    clocks = (
        Clock.objects.visible_to(scope)
        .filter(
            _open_on(day, "ended_on"),
            due_on__range=(before, _eve(day)),
            paused_on__isnull=True,
            demand__enterprise_id__in=list(enterprises),
        )
        .select_related("demand__enterprise")
        .order_by("due_on", "id")
    )
    found: dict[int, NewlyRed] = {}
    for clock in clocks:
        words = _("%(kind)s期限%(due)s，已超期") % {
            "kind": clock.get_kind_display(),
            "due": clock.due_on,
        }
        title = f"{clock.demand.enterprise} {clock.demand.title}"
        found.setdefault(
            clock.demand_id, NewlyRed("demand", clock.demand_id, title, words, clock.due_on)
        )
    return list(found.values())


def projects(
    scope: Scope,
    *,
    before: date,
    names: Mapping[int, str],
    now: Mapping[int, LightResult],
) -> list[NewlyRed]:
    """Projects, by id and name, that the lights show red `now` and did not before."""
    then = verdicts(scope, before)
    found = []
    for key, name in names.items():
        verdict, earlier = now.get(key), then.get(key)
        if verdict and verdict.tone == "red" and (earlier is None or earlier.tone != "red"):
            words = f"{verdict.word}：{' '.join(verdict.reasons)}"
            found.append(NewlyRed("project", key, name, words))
    return found


def instructions(scope: Scope, *, before: date, day: date, leader_id: int) -> list[NewlyRed]:
    """A leader's instructions whose deadline passed in between without an answer."""
    rows = Instruction.objects.visible_to(scope).filter(
        _open_on(day, "answered_on"), leader_id=leader_id, due_on__range=(before, _eve(day))
    )
    return [
        NewlyRed(
            "instruction",
            one.pk,
            one.title,
            _("办理期限%(due)s，尚未反馈") % {"due": one.due_on},
            one.due_on,
        )
        for one in rows.order_by("due_on", "id")
    ]


def _open_on(day: date, field: str) -> Q:
    """Not yet done by the end of a day."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": day})


def _eve(day: date) -> date:
    """A deadline holds to the end of its day: red is what was due the day before at the latest."""
    return date.fromordinal(day.toordinal() - 1)
