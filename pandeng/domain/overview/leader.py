"""A leader's brief: what turned red, own targets, instructions and their answers, enterprises, projects."""

from dataclasses import dataclass
from datetime import date, timedelta

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.domain.demands.queries import light_for
from pandeng.domain.indicators import newly_red
from pandeng.domain.indicators.newly_red import NewlyRed
from pandeng.domain.indicators.question import default_as_of
from pandeng.domain.indicators.target_progress import TargetState, states
from pandeng.domain.instructions.queries import InstructionLine, given_by, line
from pandeng.domain.projects.lights import LightResult
from pandeng.domain.projects.models import Project
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy.queries import targets
from pandeng.domain.teams.queries import Served, led_by, served

WEEK = timedelta(days=7)
MAX_ROWS = 10
WORST = ("red", "yellow", "grey", "blue", "green")
Lit = tuple[Project, LightResult | None]


@dataclass(frozen=True)
class LeaderBrief:
    """What one leader answers for: figures as of one day, work as of another, both against `before`."""

    figures_day: date
    work_day: date
    before: date
    reds: list[NewlyRed]
    targets: list[TargetState]
    instructions: list[InstructionLine]
    enterprises: list[Served]
    enterprise_count: int
    projects: list[Lit]
    project_count: int


def leader_brief(
    scope: Scope, leader: User, today: date, asked: date | None, before: date | None
) -> LeaderBrief:
    """The brief on the day that was asked for, against an earlier day: a week before unless asked."""
    figures_day, work_day = asked or default_as_of(scope), asked or today
    enterprises = led_by(scope, leader.pk, work_day)
    lights = verdicts(scope, work_day)
    projects = _projects(scope, enterprises, lights)
    mine = [one.id for one in targets(scope, figures_day.year) if one.leader_id == leader.pk]
    light = light_for(scope, work_day)
    since = before or work_day - WEEK
    reds = [
        *newly_red.targets(scope, before=before or figures_day - WEEK, day=figures_day, only=mine),
        *newly_red.instructions(scope, before=since, day=work_day, leader_id=leader.pk),
        *newly_red.demands(scope, before=since, day=work_day, enterprises=enterprises),
        *newly_red.projects(
            scope,
            before=since,
            names={one.pk: one.name for one, _verdict in projects},
            now=lights,
        ),
    ]
    rows = served(scope, enterprises, work_day)
    rows.sort(key=lambda one: (-one.late_demands, -one.open_demands))
    return LeaderBrief(
        figures_day=figures_day,
        work_day=work_day,
        before=since,
        reds=reds,
        targets=states(scope, as_of=figures_day, only=mine) if mine else [],
        instructions=[line(one, light) for one in given_by(scope, leader.pk)[:MAX_ROWS]],
        enterprises=rows[:MAX_ROWS],
        enterprise_count=len(rows),
        projects=projects[:MAX_ROWS],
        project_count=len(projects),
    )


def _projects(scope: Scope, enterprises: list[int], lights: dict[int, LightResult]) -> list[Lit]:
    """Projects of the enterprises that the leader serves with their lights, the worst first."""
    rows = (
        Project.objects.visible_to(scope)
        .filter(enterprise_id__in=enterprises, stopped_on__isnull=True)
        .select_related("county", "enterprise")
        .order_by("code")
    )
    lit = [(one, lights.get(one.pk)) for one in rows]
    return sorted(lit, key=lambda line: WORST.index(line[1].tone) if line[1] else len(WORST))
