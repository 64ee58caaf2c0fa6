"""What is red on the later of two days and was not on the earlier."""

from datetime import date

import pytest

from pandeng.access.models import User
from pandeng.domain.demands.models import Clock, Demand, DemandClass
from pandeng.domain.indicators import newly_red
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.projects.queries import verdicts
from pandeng.domain.strategy.models import Target
from tests.domain.indicators.small import SmallOffice, told


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


# -- deadlines on one's fingers: from 1 to 31 May ----------------------------------------------------

# The day before the span; its first day; the day before its last; its last, which holds to its end;
# ended in time for the later day, on that day, after it; paused.
CLOCKS = """
of     | kind    | due_on     | ended_on   | paused_on  | red
甲重工 | sign    | 2022-04-30 | -          | -          | no
甲重工 | handle  | 2022-05-01 | -          | -          | yes
乙机械 | handle  | 2022-05-30 | -          | -          | yes
丙装备 | handle  | 2022-05-31 | -          | -          | no
丁铸造 | sign    | 2022-05-10 | 2022-05-20 | -          | no
丁铸造 | contact | 2022-05-11 | 2022-05-31 | -          | no
丁铸造 | handle  | 2022-05-12 | 2022-06-01 | -          | yes
丙装备 | plan    | 2022-05-12 | -          | 2022-05-05 | no
"""
MAY = {"before": date(2022, 5, 1), "day": date(2022, 5, 31)}


@pytest.fixture
def running(small: SmallOffice) -> set[int]:
    """The demands of the table, one of each enterprise; those that turned red."""
    matter = small.add(DemandClass, code="loan", name="融资")
    made = {
        name: small.add(
            Demand, number=name, enterprise=one, county=one.county, matter=matter, title="贷款",
            channel="visit", status="handling", received_on=date(2022, 4, 1),
        )
        for name, one in small.enterprises.items()
    }  # fmt: skip
    red = set()
    for line in told(CLOCKS):
        demand, turned = made[line.pop("of")], line.pop("red")
        days = {"started_on": date(2022, 4, 1), "original_due_on": line["due_on"]}
        small.add(Clock, demand=demand, **line, **days)
        red |= {demand.pk} if turned else set()
    return red


def test_a_demand_turned_red_on_the_day_after_its_deadline(
    small: SmallOffice, running: set[int]
) -> None:
    enterprises = [one.pk for one in small.enterprises.values()]
    found = newly_red.demands(small.scope, **MAY, enterprises=enterprises)
    assert {one.record_id for one in found} == running
    told_of = [(one.title, one.words, one.red_since) for one in found]
    assert told_of[0] == ("甲重工 贷款", "办理期限2022-05-01，已超期", date(2022, 5, 1))
    assert [day for _title, _words, day in told_of] == sorted(day for _t, _w, day in told_of)


def test_a_demand_is_told_once_by_its_first_deadline(small: SmallOffice, running: set[int]) -> None:
    demand = Demand.objects.get(cluster_id=small.scope.cluster_id, number="乙机械")
    for day in (20, 10):
        due = {"due_on": date(2022, 5, day), "original_due_on": date(2022, 5, day)}
        small.add(Clock, demand=demand, kind="contact", started_on=date(2022, 5, 1), **due)
    found = newly_red.demands(small.scope, **MAY, enterprises=[demand.enterprise_id])
    assert [one.red_since for one in found] == [date(2022, 5, 10)]


def test_only_the_enterprises_asked_for_and_seen_are_told(
    small: SmallOffice, running: set[int]
) -> None:
    enterprises = [one.pk for one in small.enterprises.values()]
    east = newly_red.demands(small.reporter("east"), **MAY, enterprises=enterprises)
    assert {one.title for one in east} == {"甲重工 贷款", "乙机械 贷款"}
    assert newly_red.demands(small.scope, **MAY, enterprises=[]) == []


# due | answered | is it red on 31 May and was not on 1 May
INSTRUCTIONS = """
2022-04-30 | -          | no
2022-05-01 | -          | yes
2022-05-30 | -          | yes
2022-05-31 | -          | no
2022-05-20 | 2022-05-31 | no
2022-05-20 | 2022-06-01 | yes
-          | -          | no
"""


@pytest.mark.parametrize("line", INSTRUCTIONS.strip().splitlines())
def test_an_instruction_is_red_until_it_is_answered(small: SmallOffice, line: str) -> None:
    """As of the day: an answer of June does not make it green in May."""
    due, answered, red = (part.strip() for part in line.split("|"))
    leader, other = User.objects.get(username="leader"), User.objects.get(username="lead")
    one = small.add(
        Instruction, number="批1", title="抓紧办理", text="请抓紧", leader=leader,
        given_on=date(2022, 4, 1), department=small.units["energy"],
        status="given" if due == "-" else "assigned" if answered == "-" else "answered",
        due_on=None if due == "-" else due, answered_on=None if answered == "-" else answered,
    )  # fmt: skip
    found = newly_red.instructions(small.scope, **MAY, leader_id=leader.pk)
    wanted = [(one.pk, "抓紧办理", f"办理期限{due}，尚未反馈")] if red == "yes" else []
    assert [(item.record_id, item.title, item.words) for item in found] == wanted
    assert newly_red.instructions(small.scope, **MAY, leader_id=other.pk) == []
