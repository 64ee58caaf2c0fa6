"""Teams: who served when, hand-overs that move work, empty seats, visits with questions."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from pandeng.access.models import Department, User
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.demands.models import Demand, DemandClass, DemandStep
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.notices.models import Notice
from pandeng.domain.teams import actions, queries, visits
from pandeng.domain.teams.models import HandOver, Team, TeamMember, TeamRole, TeamService, Visit
from pandeng.domain.teams.queries import scope_for

NOW = datetime(2022, 7, 4, 9, 0, tzinfo=OFFICE_TIME)
TODAY = NOW.date()


@pytest.fixture
def team(jining):
    return Team.objects.get(cluster=jining, number=5)


@pytest.fixture
def officer(jining):
    return scope_for(User.objects.get(username="officer"), on=TODAY)


def names(office, team, on):
    return {role.code: [m.person for m in members]
            for role, members in queries.seats_on(office, team, on)}  # fmt: skip


def test_who_served_on_a_day_is_answered_for_any_day(office, team):
    seat = TeamMember.objects.get(team=team, role__code="stationed_officer", until=None)
    before = names(office, team, date(2022, 3, 12))["stationed_officer"]
    actions.hand_over(seat, person="新到任", since=date(2022, 7, 5), why="轮换", by=office, now=NOW)
    assert names(office, team, date(2022, 3, 12))["stationed_officer"] == before
    assert names(office, team, date(2022, 7, 4))["stationed_officer"] == [seat.person]
    assert names(office, team, date(2022, 7, 5))["stationed_officer"] == ["新到任"]
    assert names(office, team, date(2020, 1, 1))["stationed_officer"] == []


def test_a_hand_over_moves_open_work_with_a_record(office, jining):
    team = Team.objects.get(cluster=jining, number=1)
    old, new = User.objects.get(username="officer"), User.objects.get(username="handler")
    seat = TeamMember.objects.get(team=team, user=old)
    enterprise = TeamService.objects.filter(team=team, until=None).first().enterprise
    demand = Demand.objects.filter(status="handling", parent=None).first()
    from django.db.models import QuerySet

    QuerySet(Demand).filter(pk=demand.pk).update(handler=old, enterprise=enterprise)
    plan(office, enterprise, team=team, user=old)
    actions.carry_out_hand_overs(jining, by=office, now=NOW)  # those of the demo that are due
    entered = actions.hand_over(
        seat, person="", user=new, since=date(2022, 7, 5), why="轮换", by=office, now=NOW
    )
    demand.refresh_from_db()
    assert demand.handler == old, "on its day, not before"
    assert actions.carry_out_hand_overs(jining, by=office, now=NOW) == 0
    again = {"person": "第二个接任人", "since": date(2022, 7, 5), "why": "轮换"}
    with pytest.raises(DomainError, match=r"已经交接|任期已经结束"):
        actions.hand_over(seat, **again, by=office, now=NOW)
    on_the_day = NOW + timedelta(days=(date(2022, 7, 5) - TODAY).days)
    assert actions.carry_out_hand_overs(jining, by=office, now=on_the_day) == 1
    assert actions.carry_out_hand_overs(jining, by=office, now=on_the_day) == 0
    demand.refresh_from_db()
    assert demand.handler == new
    step = DemandStep.objects.filter(demand=demand).latest("order")
    assert (step.step, step.note) == ("transfer", f"移交{new}")
    moved = HandOver.objects.get(team=team, entered=entered)
    assert (moved.demands_moved, moved.visits_moved) == (
        1, Visit.objects.filter(team=team, user=new, done_on=None).count(),
    )  # fmt: skip
    assert Notice.objects.filter(user=new, path=f"/teams/{team.pk}/").count() == 1


def plan(office, enterprise, **facts):
    visit = Visit(
        cluster_id=office.cluster_id, enterprise=enterprise, county_id=enterprise.county_id,
        department=Department.objects.filter(cluster_id=office.cluster_id, kind="department")[0],
        person=str(facts.get("user") or "某人"), planned_on=TODAY + timedelta(days=3), **facts,
    )  # fmt: skip
    actions.import_existing_visits([visit], [], by=office, now=NOW)
    return visit


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"since": date(2021, 3, 1)}, "交接日期须在前任任职"),
        ({"person": " "}, "请填写接任人姓名"),
    ],
)
def test_a_wrong_hand_over_is_refused(office, team, said, sentence):
    seat = TeamMember.objects.get(team=team, role__code="municipal_leader", until=None)
    told = {"person": "某", "since": date(2022, 7, 5), "why": "轮换"} | said
    with pytest.raises(DomainError, match=sentence):
        actions.hand_over(seat, **told, by=office, now=NOW)


def test_an_empty_seat_alarms_within_a_day_and_once(office, jining, team):
    actions.alarm(jining, by=office, now=NOW)
    before = Notice.objects.count()
    seat = TeamMember.objects.get(team=team, role__code="municipal_leader", until=None)
    actions.end(seat, until=TODAY, why="调离", by=office, now=NOW)
    assert actions.alarm(jining, by=office, now=NOW) == 0, "still held today"
    tomorrow = NOW + timedelta(days=1)
    assert actions.alarm(jining, by=office, now=tomorrow) > 0
    told = Notice.objects.count() - before
    assert actions.alarm(jining, by=office, now=tomorrow + timedelta(hours=5)) == 0
    assert Notice.objects.count() - before == told
    role = TeamRole.objects.get(cluster=jining, code="municipal_leader")
    actions.seat(team, role, person="继任", since=date(2022, 7, 8), by=office, now=tomorrow)
    with pytest.raises(DomainError, match="已有人任职"):
        actions.seat(team, role, person="又一人", since=date(2022, 7, 9), by=office, now=tomorrow)


def body(jining, place=0):
    return Department.objects.filter(cluster=jining, kind="department").order_by("id")[place]


def prepared(jining, officer, **told):
    enterprise = Enterprise.objects.get(pk=max(officer.enterprises))
    said = {
        "planned_on": date(2022, 7, 26),
        "department": body(jining),
        "questions": ["用工缺口多少"],
    }
    return actions.plan(enterprise, **(said | told), by=officer, now=NOW)


def test_open_questions_go_with_the_next_visit(jining, officer):
    first = prepared(jining, officer, planned_on=date(2022, 7, 4), questions=["甲", "乙"])
    mine = {q.text: q for q in first.questions.all()}
    answers = {mine["甲"].pk: ("已解决", True), mine["乙"].pk: ("下月再看", False)}
    actions.record(
        first, done_on=TODAY, notes="正常", answers=answers, more=["丙"], by=officer, now=NOW
    )
    second = prepared(jining, officer, planned_on=date(2022, 7, 27), questions=["丁"])
    texts = [q.text for q in second.questions.all()]
    assert texts[-3:] == ["乙", "丙", "丁"]
    assert "甲" not in texts
    third = prepared(jining, officer, planned_on=date(2022, 7, 28), questions=["戊"])
    assert [q.text for q in third.questions.all()] == ["戊"], "taken along once"


def test_a_visit_needs_a_question_and_a_day_to_come(jining, officer):
    served = Enterprise.objects.filter(pk__in=officer.enterprises)
    enterprise = next(e for e in served if not visits.open_questions(officer, e).exists())
    with pytest.raises(DomainError, match="请至少准备一个问题"):
        actions.plan(
            enterprise,
            planned_on=TODAY,
            department=body(jining),
            questions=["  "],
            by=officer,
            now=NOW,
        )
    with pytest.raises(DomainError, match="已经过去"):
        prepared(jining, officer, planned_on=date(2022, 7, 1))


def test_two_bodies_in_one_week_are_warned(jining, officer, office):
    first = prepared(jining, officer, planned_on=date(2022, 7, 26))
    told = {"planned_on": date(2022, 7, 29), "department": body(jining, 1), "questions": ["问"]}
    with pytest.raises(DomainError, match="同一周内请合并走访或错开"):
        actions.plan(first.enterprise, **told, by=office, now=NOW)
    second = actions.plan(first.enterprise, **told, despite="企业预约", by=office, now=NOW)
    assert second.despite == "企业预约"
    crowded = visits.crowded_weeks(office, date(2022, 7, 1), date(2022, 7, 31))
    assert {first.pk, second.pk} <= {visit.pk for visit in crowded[first.enterprise_id]}
    told["planned_on"] = date(2022, 8, 1)  # the Monday after
    assert actions.plan(first.enterprise, **told, by=office, now=NOW).despite == ""


def test_a_question_becomes_a_demand_in_one_tap_once(jining, officer):
    visit = prepared(jining, officer)
    question = visit.questions.last()
    matter = DemandClass.objects.get(cluster=jining, code="talent")
    demand = actions.raise_demand(question, matter=matter, by=officer, now=NOW)
    assert (demand.title, demand.channel, demand.status) == (question.text, "visit", "received")
    question.refresh_from_db()
    assert question.settled_on == TODAY
    with pytest.raises(DomainError, match="已经登记为诉求"):
        actions.raise_demand(question, matter=matter, by=officer, now=NOW)


def test_a_foreign_visit_is_not_found(jining, officer):
    visit = prepared(jining, officer)
    bank = scope_for(User.objects.get(username="bank"), on=TODAY)
    nobody = replace(bank, enterprises=frozenset(), departments=frozenset())
    with pytest.raises(NotFound):
        actions.call_off(visit, why="", by=nobody, now=NOW)


def test_coverage_counts_contacts_and_solved_problems_and_ranks_nobody(office):
    rows = queries.coverage(office, TODAY)
    assert [row.team.number for row in rows] == sorted(row.team.number for row in rows)
    row = rows[0]
    ids = queries.served_by(office, row.team, TODAY)
    assert row.serves == len(ids)
    recent = [
        e for e in ids
        if (last := queries.last_contacts(office, [e]).get(e)) and (TODAY - last).days <= 90
    ]  # fmt: skip
    assert row.covered == len(recent)
    solved = Demand.objects.filter(enterprise_id__in=ids, closed_on__isnull=False, result="solved")
    assert row.solved == solved.count()


def test_a_visit_page_raises_a_demand_for_each_question_and_loses_nothing(
    jining, officer, signed_in
):
    visit = actions.plan(
        Enterprise.objects.get(pk=min(officer.enterprises)), planned_on=date(2022, 9, 6),
        questions=["缺工二十人", "贷款到期"], despite="约好", by=officer, now=NOW,
        department=Department.objects.filter(cluster=jining, kind="department")[0],
    )  # fmt: skip
    asked = list(visit.questions.filter(text__in=["缺工二十人", "贷款到期"]).order_by("order"))
    matter = DemandClass.objects.get(cluster=jining, code="talent")
    browser, sent = signed_in("officer"), {"key": "0" * 32, "notes": "车间在扩建"}
    sent |= {f"answer-{one.pk}": f"说的是{one.text}" for one in asked}
    for one in asked:
        address = reverse("raise_demand", args=[visit.pk, one.pk])
        page = browser.post(address, sent | {f"matter{one.pk}": str(matter.pk)}).content.decode()
        assert "车间在扩建" in page
        assert "说的是贷款到期" in page
    raised = [one.demand for one in visit.questions.filter(pk__in=[one.pk for one in asked])]
    assert {(one.title, one.text) for one in raised} == {
        ("缺工二十人", "说的是缺工二十人"),
        ("贷款到期", "说的是贷款到期"),
    }
