"""A leader's instruction from its first word to its close: the table, hands, clocks, secrets, reminders."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.db.models import QuerySet

from pandeng.access.models import Department, User
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.demands.models import Demand
from pandeng.domain.instructions import actions, queries
from pandeng.domain.instructions.actions.effects import EFFECTS
from pandeng.domain.instructions.models import Instruction, InstructionSecret, InstructionStep
from pandeng.domain.instructions.rules import InstructionState
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.notices.models import Notice

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
TODAY = date(2022, 7, 1)


@pytest.fixture
def unit(jining):
    return Department.objects.get(cluster=jining, code="land")


@pytest.fixture
def given(jining, scope_of):
    return actions.give(
        title="关于用地",
        text="请研究。",
        confidential="涉及谈判底线",
        by=scope_of("leader"),
        now=NOW,
        key="once",
    )


def take(instruction, step, who, scope_of, now=NOW, **told):
    by = scope_of(who)
    return actions.take(instruction, step, by=by, now=now, **told)


def at_hand(instruction, scope_of, unit, days=10):
    take(instruction, "register", "staff", scope_of)
    return take(instruction, "assign", "staff", scope_of, department=unit, days=days)


# -- the table --------------------------------------------------------------------------------------


# Written by hand from the practice: the status after a step, and in whose hands the step is.
EDGES = {
    ("given", "register"): ("registered", "office"),
    ("given", "decline"): ("declined", "office"),
    ("registered", "assign"): ("assigned", "office"),
    ("registered", "decline"): ("declined", "office"),
    ("assigned", "urge"): ("assigned", "office"),
    ("assigned", "report"): ("assigned", "unit"),
    ("assigned", "report_part"): ("assigned", "unit"),
    ("assigned", "adjust"): ("assigned", "office"),
    ("assigned", "answer"): ("answered", "lead"),
    ("assigned", "assign"): ("assigned", "office"),
    ("answered", "review"): ("reviewed", "office"),
    ("answered", "return"): ("assigned", "office"),
    ("reviewed", "close"): ("closed", "leader"),
    ("reviewed", "return"): ("assigned", "leader"),
    ("closed", "reopen"): ("assigned", "leader"),
}


def test_the_hand_table_and_the_program_agree():
    edges = {
        (status, step.code): (to or status, step.actor_from(status))
        for step in INSTRUCTION.step_rows
        for status, to in step.moves.items()
    }
    assert edges == EDGES
    assert {step.effect for step in INSTRUCTION.step_rows} - {""} == set(EFFECTS)


def test_every_status_but_those_at_the_end_can_be_reached_and_left():
    assert {"given"} | {to for to, _actor in EDGES.values()} == set(INSTRUCTION.statuses)
    assert not any(INSTRUCTION.steps_from(status) for status in INSTRUCTION.ended)


@pytest.mark.parametrize("who", ["leader", "staff", "handler", "bank", "auditor"])
def test_what_the_table_does_not_name_is_refused_with_a_sentence(who, scope_of):
    by = scope_of(who)
    for status, step in product(INSTRUCTION.statuses, [*INSTRUCTION.steps, "nonsense"]):
        verdict = INSTRUCTION.may(InstructionState(status), step, by)
        if (status, step) not in EDGES or who in ("bank", "auditor"):
            assert not verdict, (status, step)
        if not verdict:
            assert verdict.message.endswith("。"), (status, step)


# -- the walk ---------------------------------------------------------------------------------------


def test_an_instruction_walks_from_the_leader_to_the_unit_and_back(given, scope_of, unit):
    assert given.number == "批示〔2022〕9号"
    at_hand(given, scope_of, unit, days=5)
    given.refresh_from_db()
    assert (given.status, given.due_on) == ("assigned", date(2022, 7, 8)), "five working days"
    take(given, "urge", "staff", scope_of, note="请抓紧")
    take(given, "answer", "handler", scope_of, note="已办", evidence="会议纪要")
    take(given, "return", "staff", scope_of, note="缺附件")
    take(given, "answer", "handler", scope_of, note="已补", evidence="纪要和附件")
    take(given, "review", "staff", scope_of)
    take(given, "close", "leader", scope_of)
    given.refresh_from_db()
    assert (given.status, given.closed_on, given.urged) == ("closed", TODAY, 1)
    steps = list(given.steps.order_by("order").values_list("step", flat=True))
    assert steps == [
        "give", "register", "assign", "urge", "answer", "return", "answer", "review", "close",
    ]  # fmt: skip
    take(given, "reopen", "leader", scope_of, note="又发生了")
    given.refresh_from_db()
    assert (given.status, given.closed_on) == ("assigned", None)


def test_what_is_missing_is_asked_for_and_nothing_is_saved(given, scope_of, unit):
    take(given, "register", "staff", scope_of)
    for told, says in (
        ({}, "请填写主办单位"),
        ({"department": unit}, "请填写办理期限"),
        ({"department": unit, "days": 0}, "1至400"),
        ({"department": unit, "days": 9999}, "1至400"),
    ):
        with pytest.raises(DomainError, match=says):
            take(given, "assign", "staff", scope_of, **told)
    given.refresh_from_db()
    assert (given.status, given.department_id) == ("registered", None)
    bank = Department.objects.filter(cluster=given.cluster, kind="bank").first()
    with pytest.raises(DomainError, match="不能承办批示"):
        take(given, "assign", "staff", scope_of, department=bank, days=5)


def test_another_unit_neither_sees_nor_answers_it(given, scope_of, jining):
    power = Department.objects.get(cluster=jining, code="power")
    at_hand(given, scope_of, power)
    assert not Instruction.objects.visible_to(scope_of("handler")).filter(pk=given.pk).exists()
    with pytest.raises(NotFound):
        take(given, "answer", "handler", scope_of, note="x", evidence="y")
    with pytest.raises(NotFound):
        take(given, "urge", "other", scope_of, note="x")


def test_assisting_units_report_before_the_lead_answers(given, scope_of, jining, unit):
    power = Department.objects.get(cluster=jining, code="power")
    take(given, "register", "staff", scope_of)
    take(given, "assign", "staff", scope_of, department=power, days=5, assisting=[unit])
    with pytest.raises(DomainError, match="1个协办单位没有反馈"):
        take(given, "answer", "staff", scope_of, note="x", evidence="y")
    with pytest.raises(DomainError, match="没有等待本单位反馈"):
        take(given, "report_part", "staff", scope_of, note="x")
    take(given, "report_part", "handler", scope_of, note="本局意见如下")
    assert given.parts.get().report == "本局意见如下"
    take(given, "answer", "staff", scope_of, note="x", evidence="y")


def test_a_county_answers_what_it_leads(given, scope_of, jining):
    county = Department.objects.get(cluster=jining, code="370811")
    at_hand(given, scope_of, county)
    take(given, "answer", "county", scope_of, note="已办", evidence="台账")
    given.refresh_from_db()
    assert given.status == "answered"


def test_of_two_people_at_once_one_succeeds(given, scope_of, monkeypatch):
    stale = Instruction.objects.get(pk=given.pk)
    take(given, "register", "staff", scope_of)
    with pytest.raises(DomainError, match="待交办"):
        take(stale, "register", "lead", scope_of)
    read = actions.state_of

    def faster(scope, one):
        """Somebody declines it after this person has read it and before they write."""
        state = read(scope, one)
        QuerySet.update(Instruction.objects.filter(pk=one.pk), status="declined")
        return state

    monkeypatch.setattr(actions, "state_of", faster)
    unit = Department.objects.get(cluster=given.cluster, code="land")
    with pytest.raises(DomainError, match="先办了这一步"):
        take(given, "assign", "staff", scope_of, department=unit, days=5)
    given.refresh_from_db()
    assert given.department_id is None, "nothing half-saved"


def test_a_form_sent_twice_is_taken_once(given, scope_of):
    again = actions.give(
        title="关于用地", text="请研究。", confidential="涉及谈判底线",
        by=scope_of("leader"), now=NOW, key="once",
    )  # fmt: skip
    assert again.pk == given.pk
    take(given, "register", "staff", scope_of, key="k1")
    assert take(given, "register", "staff", scope_of, key="k1").pk == given.pk
    assert InstructionStep.objects.filter(instruction=given, step="register").count() == 1


def test_deadlines_are_moved_to_working_days_only(given, scope_of, unit):
    at_hand(given, scope_of, unit, days=5)
    for day, says in ((TODAY, "今天以后"), (date(2022, 7, 9), "不是工作日")):
        with pytest.raises(DomainError, match=says):
            take(given, "adjust", "staff", scope_of, note="x", new_due_on=day)
    take(given, "adjust", "staff", scope_of, note="资料未齐", new_due_on=date(2022, 7, 15))
    given.refresh_from_db()
    assert (given.original_due_on, given.due_on) == (date(2022, 7, 8), date(2022, 7, 15))


# -- who gives, who reads ---------------------------------------------------------------------------


def test_the_office_enters_for_a_leader_and_others_may_not(scope_of, jining):
    leader = User.objects.get(username="leader")
    words = {"title": "x", "text": "y", "now": NOW}
    assert actions.give(**words, leader=leader, by=scope_of("staff")).leader == leader
    with pytest.raises(DomainError, match="请选择作出批示的领导"):
        actions.give(**words, by=scope_of("staff"))
    with pytest.raises(NotFound):
        actions.give(**words, leader=User.objects.get(username="bank"), by=scope_of("staff"))
    for who in ("county", "handler", "enterprise", "auditor"):
        with pytest.raises(DomainError, match="可由"):
            actions.give(**words, by=scope_of(who))
    with pytest.raises(DomainError, match="还没有到"):
        actions.give(**words, given_on=date(2022, 7, 2), by=scope_of("leader"))
    with pytest.raises(NotFound):
        actions.give(**words, demand=Demand(pk=10**9), by=scope_of("leader"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("leader", True), ("lead", True), ("staff", True), ("handler", False), ("county", False),
        ("officer", False), ("bank", False), ("enterprise", False), ("auditor", True), ("admin", False),
    ],
)  # fmt: skip
def test_which_role_sees_an_instruction_and_its_process(given, scope_of, who, sees):
    for kind in (Instruction, InstructionStep):
        column = "pk" if kind is Instruction else "instruction"
        rows = kind.objects.visible_to(scope_of(who)).filter(**{column: given.pk})
        assert rows.exists() is sees
    assert bool(queries.secret(scope_of(who), given)) is (who in ("leader", "lead"))


def test_the_confidential_part_is_read_by_named_roles_and_kept_out_of_the_audit(given, scope_of):
    for who, reads in (("leader", True), ("lead", True), ("staff", False), ("auditor", False)):
        assert bool(queries.secret(scope_of(who), given)) is reads
    assert InstructionSecret.objects.get(instruction=given).confidential_text == "涉及谈判底线"
    event = AuditEvent.objects.filter(action="instructions.give").latest("id")
    assert "谈判底线" not in str(event.personal)


def test_the_piles_follow_the_steps(given, scope_of, unit):
    def on_desk(who):
        return {code for code, _w, rows in queries.worklists(scope_of(who), TODAY) if given in rows}

    assert on_desk("staff") == {"register"}
    at_hand(given, scope_of, unit)
    assert (on_desk("staff"), on_desk("handler")) == (set(), {"answer"})
    take(given, "answer", "handler", scope_of, note="x", evidence="y")
    assert (on_desk("staff"), on_desk("handler")) == ({"review"}, set())
    take(given, "review", "staff", scope_of)
    assert (on_desk("leader"), on_desk("lead"), on_desk("staff")) == ({"close"}, {"close"}, set())


# -- reminders --------------------------------------------------------------------------------------


def test_each_is_reminded_once_of_a_near_and_once_of_a_late_deadline(given, scope_of, unit, office):
    at_hand(given, scope_of, unit, days=5)  # due on Friday, 8 July
    cluster = given.cluster

    def told(day):
        before = Notice.objects.filter(path=given.get_absolute_url()).count()
        actions.check_deadlines(cluster, by=office, now=datetime(2022, 7, day, 2, tzinfo=UTC))
        return Notice.objects.filter(path=given.get_absolute_url()).count() - before

    assert told(6) == 0
    assert told(7) == 1, "one working day left: the unit"
    assert told(8) == 0
    assert told(11) == 3, "late: the unit, the office's head, the leader"
    events = AuditEvent.objects.count()
    assert told(12) == 0
    assert AuditEvent.objects.count() == events, "nothing told leaves no event"


def test_a_step_tells_whom_it_concerns_without_names(given, scope_of, unit):
    at_hand(given, scope_of, unit)
    line = Notice.objects.filter(user__username="handler").latest("id")
    assert line.line == "一件领导批示交办到本单位"
    assert "用地" not in line.line


def test_the_demo_has_instructions_in_every_open_state(scope_of):
    rows = Instruction.objects.visible_to(scope_of("staff")).filter(is_example=True)
    assert rows.count() == 8
    assert set(rows.values_list("status", flat=True)) == set(INSTRUCTION.statuses) - {"declined"}
    assert queries.late(scope_of("staff"), TODAY).count() == 1
