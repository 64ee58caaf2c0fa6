"""A leader's brief: own enterprises, targets, instructions and projects, held against an earlier day."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pandeng.access.models import User
from pandeng.access.scope import Scope
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.overview.leader import MAX_ROWS, WORST, LeaderBrief, leader_brief
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target
from pandeng.domain.teams.queries import led_by

TODAY = date(2022, 6, 20)


def brief_of(
    scope: Scope, leader: User, asked: date | None = None, before: date | None = None
) -> LeaderBrief:
    return leader_brief(scope, leader, TODAY, asked, before)


def leader() -> User:
    return User.objects.get(username="leader")


def test_it_holds_what_the_leader_answers_for(scope_of: Callable[[str], Scope]) -> None:
    scope, who = scope_of("leader"), leader()
    brief = brief_of(scope, who)
    served = led_by(scope, who.pk, TODAY)
    assert served
    assert brief.enterprise_count == len(served)
    assert {one.enterprise.pk for one in brief.enterprises} <= set(served)
    own = Target.objects.visible_to(scope).filter(leader=who).values_list("pk", flat=True)
    assert {one.record_id for one in brief.targets} <= set(own)
    given = Instruction.objects.visible_to(scope).filter(leader=who).order_by("-given_on", "-id")
    assert [line.of for line in brief.instructions] == list(given[:MAX_ROWS])


def test_the_worst_comes_first(scope_of: Callable[[str], Scope]) -> None:
    brief = brief_of(scope_of("leader"), leader())
    late = [one.late_demands for one in brief.enterprises]
    assert late == sorted(late, reverse=True)
    tones = [WORST.index(light.tone) if light else len(WORST) for _one, light in brief.projects]
    assert tones == sorted(tones)
    projects = Project.objects.visible_to(scope_of("leader")).filter(
        enterprise_id__in=led_by(scope_of("leader"), leader().pk, TODAY), stopped_on=None
    )
    assert brief.project_count == projects.count()


def test_days_work_as_of_today_and_a_week_before_unless_asked(
    scope_of: Callable[[str], Scope],
) -> None:
    scope, who = scope_of("leader"), leader()
    brief = brief_of(scope, who)
    assert (brief.work_day, brief.before) == (TODAY, TODAY - timedelta(7))
    assert brief.figures_day <= TODAY
    day, before = date(2022, 5, 31), date(2022, 4, 30)
    asked = brief_of(scope, who, day, before)
    assert (asked.work_day, asked.figures_day, asked.before) == (day, day, before)


def test_red_means_red_since_the_earlier_day(scope_of: Callable[[str], Scope]) -> None:
    scope, who = scope_of("leader"), leader()
    long_ago = brief_of(scope, who, before=date(2022, 1, 31))
    assert {one.kind for one in long_ago.reds} <= {"target", "instruction", "demand", "project"}
    yesterday = brief_of(scope, who, before=TODAY - timedelta(1))
    dated = [one for one in yesterday.reds if one.red_since]
    assert all(one.red_since and one.red_since >= TODAY - timedelta(1) for one in dated)


def test_no_brief_costs_more_than_74_queries(scope_of: Callable[[str], Scope]) -> None:
    scope, who = scope_of("leader"), leader()
    for before in (date(2022, 6, 13), date(2022, 5, 31), date(2022, 1, 31)):
        brief_of(scope, who, before=before)
        with CaptureQueriesContext(connection) as queries:
            brief_of(scope, who, before=before)
        assert len(queries) <= 74, before
