"""The watch over deadlines tells each person once; sessions choose what they discuss, and their decisions are tasks."""

from datetime import date, timedelta

import pytest

from pandeng.access.models import Cluster, Membership, User
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands import actions
from pandeng.domain.demands.actions.notifications import escalated_to
from pandeng.domain.demands.models import Clock, ConsultationItem, Demand, SupervisionSlip
from pandeng.domain.demands.oversight import attendances, item, items
from pandeng.domain.demands.queries import lead_units
from pandeng.domain.demands.worklists import worklists
from pandeng.domain.notices.models import Notice
from pandeng.domain.teams.models import TeamMember, TeamService
from tests.domain.demands.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining)


def watch(cast: Cast) -> list[Notice]:
    """The morning's check; what it told."""
    last = Notice.objects.order_by("-id").values_list("id", flat=True).first() or 0
    office = Scope.of_system(cast.cluster.pk)
    actions.check_deadlines(cast.cluster, by=office, now=cast.now)
    return list(Notice.objects.filter(id__gt=last).select_related("user"))


def test_a_morning_tells_each_person_once_and_each_unit_one_slip_a_demand(cast: Cast) -> None:
    demands = [cast.to_handling() for _one in range(3)]
    cast.wait(days=20)
    told = watch(cast)
    about = [(one.user_id, one.line) for one in told]
    assert len(about) == len(set(about))
    mine = [one for one in told if one.user_id == cast.handler.user_id]
    assert [one.path for one in mine] == ["/work/", "/work/"], "a digest, and the slips"
    for demand in demands:  # contact and handling are both late
        assert SupervisionSlip.objects.filter(demand=demand).count() == 1
    assert watch(cast) == []


def test_red_is_told_to_the_leader_in_charge_alone(cast: Cast) -> None:
    demand = cast.to_handling()
    clock = Clock.objects.filter(demand=demand, kind="handle").select_related("demand")[0]
    other = User.objects.get(username="auditor")
    Membership(
        cluster=cast.cluster, user=other, role="municipal_leader", since=date(2022, 1, 1),
        department=cast.unit("office"),
    ).save()  # fmt: skip
    service = TeamService.objects.filter(enterprise=demand.enterprise, until=None)[0]
    seats = TeamMember.objects.filter(team=service.team, role__code="municipal_leader", until=None)
    told = escalated_to(clock, "municipal_leader", cast.now.date(), cast.staff)
    in_charge = {user for user in seats.values_list("user_id", flat=True) if user}
    assert {user.pk for user in told} == (in_charge or {cast.leader.user_id, other.pk})


def test_what_the_office_owes_makes_no_slip(cast: Cast) -> None:
    demand = cast.take(cast.answered(), "confirm", cast.enterprise, satisfied=True)
    cast.wait(days=30)
    told = [one for one in watch(cast) if cast.staff.user_id == one.user_id]
    assert told, "the office is told"
    assert not SupervisionSlip.objects.filter(demand=demand).exists()


def test_a_session_chooses_defers_decides_and_ends(cast: Cast) -> None:
    late, asked, parked, closed = (cast.to_handling() for _one in range(4))
    cast.take(asked, "consult", cast.handler, note="涉及多个单位")
    cast.take(
        parked, "suspend", cast.lead, reason="policy", review_on=date(2022, 12, 1), note="等政策"
    )
    cast.wait(days=30)
    by = {"by": cast.staff, "now": cast.now}
    session = actions.open_session(cast.now.date() + timedelta(days=1), **by)
    agenda = [one.demand for one in items(cast.staff, session)]
    assert asked in agenda
    assert late not in agenda, "what is merely late is chosen"
    assert actions.put_on(session, [late, parked, closed], **by) == 3
    of = {one.demand_id: one for one in items(cast.staff, session)}
    actions.take_off(of[closed.pk], **by)
    assert closed.pk not in {one.demand_id for one in items(cast.staff, session)}
    with pytest.raises(DomainError, match="缓议原因"):
        actions.defer(of[late.pk], why=" ", **by)
    actions.defer(of[late.pk], why="等图审结果", **by)
    labour = cast.unit("labour")
    due_on = cast.now.date() + timedelta(days=10)
    told = {"decision": "由人社局落实用工", "department": labour, "due_on": due_on}
    actions.decide(of[parked.pk], **told, **by)
    task = Clock.objects.get(demand=parked, kind="decision")
    assert (task.department, task.due_on, task.ended_on) == (labour, due_on, None)
    other = cast.handler_of("labour")
    assert Demand.objects.visible_to(other).filter(pk=parked.pk).exists(), "let in"
    waits = {code: rows for code, _words, rows in worklists(other, cast.now.date())}
    assert parked in waits["decision"]
    cast.take(parked, "handle", other, note="已落实", decision_done=True)
    task.refresh_from_db()
    assert task.ended_on == cast.now.date()
    assert item(cast.staff, session, of[parked.pk].pk).done_on == cast.now.date()
    actions.end_session(session, **by)
    left = ConsultationItem.objects.get(consultation=session, demand=asked)
    assert left.decision == "未议，转下次会商"
    with pytest.raises(DomainError, match="已经结束"):
        actions.put_on(session, [late], **by)
    again = actions.open_session(cast.now.date() + timedelta(days=2), **by)
    assert asked in [one.demand for one in items(cast.staff, again)], "it waits for the next one"


def test_a_unit_asked_to_come_is_told_once(cast: Cast) -> None:
    by = {"by": cast.staff, "now": cast.now}
    session = actions.open_session(date(2022, 7, 5), is_regular=False, **by)
    asked = {one.department_id for one in attendances(cast.staff, session)}
    unit = next(one for one in lead_units(cast.staff) if one.pk not in asked)
    actions.invite(session, unit, **by)
    assert unit in [one.department for one in attendances(cast.staff, session)]
    with pytest.raises(DomainError, match="已在参会单位中"):
        actions.invite(session, unit, **by)
