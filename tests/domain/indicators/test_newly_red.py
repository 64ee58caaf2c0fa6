"""What is red on the later of two days and was not on the earlier."""

from datetime import date

from pandeng.domain.indicators import newly_red
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy.models import Target


def test_what_turned_red_is_what_is_red_now_and_was_not_before(scope_of, jining):
    """Scale enterprises: on 31 March 30 % of the growth was due, on 30 June 55 %."""
    scope = scope_of("staff")
    target = Target.objects.get(cluster=jining, code="target_scale_enterprises")
    spring, summer = date(2022, 3, 31), date(2022, 6, 30)
    found = newly_red.targets(scope, before=spring, day=summer, only=[target.pk])
    assert any("任城区" in one.words for one in found)
    assert newly_red.targets(scope, before=summer, day=summer, only=[target.pk]) == []
    assert newly_red.targets(scope, before=spring, day=summer, only=[]) == []


def test_a_project_turned_red_when_its_light_did(scope_of):
    scope, before, day = scope_of("staff"), date(2022, 3, 31), date(2022, 5, 31)
    then, now = verdicts(scope, before), verdicts(scope, day)
    red = {key for key, one in now.items() if one.tone == "red"}
    fresh = {key for key in red if key not in then or then[key].tone != "red"}
    names = dict.fromkeys(now, "项目")
    found = newly_red.projects(scope, before=before, names=names, now=now)
    assert {one.record_id for one in found} == fresh
    assert fresh
    assert all("：" in one.words for one in found)
