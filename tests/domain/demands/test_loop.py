"""The loop of a demand: who may take which step when, and what each step leaves behind."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pandeng.access.models import Cluster, Department
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.attachments.actions import attach
from pandeng.domain.demands import actions
from pandeng.domain.demands.actions import oversight
from pandeng.domain.demands.actions.effects import EFFECTS
from pandeng.domain.demands.models import (
    Clock,
    ConfidentialNote,
    Demand,
    DemandClass,
    DemandNode,
    DemandStep,
    Extension,
)
from pandeng.domain.demands.oversight import to_call_back
from pandeng.domain.demands.queries import buttons, slips_to_answer
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.demands.worklists import worklists
from tests.domain.demands.people import ANSWER, START, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(jining: Cluster) -> Cast:
    return Cast(jining)


def test_a_demand_goes_from_its_first_word_to_the_archive(cast: Cast) -> None:
    demand = cast.demand()
    assert demand.status == "received"
    assert demand.next_due_on == date(2022, 7, 5)
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    cast.take(demand, "sign", cast.handler)
    cast.take(demand, "contact", cast.handler, note="已电话联系")
    demand = cast.take(demand, "answer", cast.handler, **ANSWER)
    demand = cast.take(demand, "confirm", cast.enterprise, satisfied=True)
    demand = cast.take(demand, "close", cast.staff)
    assert (demand.status, demand.closed_on, demand.result) == (
        "closed",
        date(2022, 7, 4),
        "solved",
    )
    assert demand.next_due_on is None
    assert not Clock.objects.filter(demand=demand, ended_on__isnull=True).exists()
    demand = cast.take(demand, "follow_up", cast.third(), satisfied=True, note="满意")
    demand = cast.take(demand, "archive", cast.staff)
    assert demand.status == "archived"
    steps = DemandStep.objects.filter(demand=demand).values_list("step", flat=True)
    assert list(steps) == [
        "receive", "accept", "assign", "sign", "contact", "answer", "confirm", "close",
        "follow_up", "archive",
    ]  # fmt: skip
    events = AuditEvent.objects.filter(action__startswith="demands.", cluster_id=cast.cluster.pk)
    assert list(events.order_by("-id").values_list("action", flat=True)[:2]) == [
        "demands.archive", "demands.follow_up",
    ]  # fmt: skip


STATUSES_OF_A_WALK = (
    "received",
    "accepted",
    "assigned",
    "handling",
    "answered",
    "confirmed",
    "closed",
)


@pytest.mark.parametrize("status", STATUSES_OF_A_WALK)
def test_a_skipped_step_is_refused_for_everybody(cast: Cast, status: str) -> None:
    """Every step that is not in the table is refused for every role and the program itself."""
    demand = _in_status(cast, status)
    everybody = [
        getattr(cast, name) for name in ("leader", "lead", "staff", "handler", "enterprise")
    ]
    everybody.append(Scope.of_system(cast.cluster.pk))
    for step in set(LOOP.steps) - set(LOOP.steps_from(status)):
        for who in everybody:
            if not Demand.objects.visible_to(who).filter(pk=demand.pk).exists():
                continue
            with pytest.raises(DomainError) as refused:
                cast.take(demand, step, who)
            assert LOOP.status_words[status] in refused.value.message
    assert Demand.objects.get(pk=demand.pk).status == status


def _in_status(cast: Cast, status: str) -> Demand:
    demand = cast.demand()
    walk: list[tuple[str, str, Scope, dict[str, Any]]] = [
        ("accepted", "accept", cast.staff, {}),
        ("assigned", "assign", cast.staff, {"department": cast.unit("land")}),
        ("handling", "sign", cast.handler, {}),
        ("answered", "answer", cast.handler, ANSWER),
        ("confirmed", "confirm", cast.enterprise, {"satisfied": True}),
        ("closed", "close", cast.staff, {}),
    ]
    for reached, step, who, told in walk:
        if demand.status == status:
            break
        demand = cast.take(demand, step, who, **told)
        assert demand.status == reached
    return demand


def test_the_table_is_whole() -> None:
    """Every status is reached, every step has somebody who may take it, and every effect is used."""
    reached: set[str | None] = {"received"}
    for step in LOOP.step_rows:
        for status in step.moves:
            reached |= step.may_lead_to(status)
        assert any(step.permission in role.may for role in ROLES.values()), step.code
    assert reached - {None} == set(LOOP.statuses)
    assert not any(LOOP.steps_from(status) for status in LOOP.ended)
    assert {step.effect for step in LOOP.step_rows} - {""} == set(EFFECTS)


def test_another_unit_cannot_sign(cast: Cast) -> None:
    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("power"))
    with pytest.raises(NotFound):
        cast.take(demand, "sign", cast.handler)


def test_the_enterprise_cannot_close_its_own_demand(cast: Cast) -> None:
    demand = cast.take(cast.answered(), "confirm", cast.enterprise, satisfied=True)
    with pytest.raises(DomainError, match="没有这项权限"):
        cast.take(demand, "close", cast.enterprise)


def test_of_two_who_close_at_once_one_succeeds(cast: Cast) -> None:
    demand = cast.take(cast.answered(), "confirm", cast.enterprise, satisfied=True)
    cast.take(demand, "close", cast.staff)
    with pytest.raises(DomainError, match="已销号"):
        cast.take(demand, "close", cast.lead)
    assert DemandStep.objects.filter(demand=demand, step="close").count() == 1


def test_a_form_sent_twice_changes_nothing_more(cast: Cast) -> None:
    demand = cast.demand()
    for _again in range(2):
        demand = cast.take(demand, "accept", cast.staff, key="form-1")
    assert DemandStep.objects.filter(demand=demand, step="accept").count() == 1
    intake: dict[str, Any] = {
        "matter": demand.matter, "title": "再报一次", "text": "", "channel": "phone", "key": "form-2",
        "by": cast.enterprise, "now": cast.now,
    }  # fmt: skip
    first = actions.receive(cast.enterprise_served(), **intake)
    assert actions.receive(cast.enterprise_served(), **intake).pk == first.pk


# -- objections ----------------------------------------------------------------------------------


def test_the_second_objection_goes_to_the_arbiter(cast: Cast) -> None:
    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    told = {"reason": "not_ours", "note": "属供电部门职责"}
    cast.take(demand, "object", cast.handler, **told)
    cast.take(
        demand, "rule_on_objection", cast.staff, department=cast.unit("land"), note="仍由你单位主办"
    )
    cast.take(demand, "object", cast.handler, **told)
    with pytest.raises(DomainError, match="第二次异议由专班负责人裁定"):
        cast.take(
            demand, "rule_on_objection", cast.staff, department=cast.unit("power"), note="改派"
        )
    demand = cast.take(
        demand, "rule_on_objection", cast.lead, department=cast.unit("power"), note="改派"
    )
    assert demand.department == cast.unit("power")
    objected = DemandStep.objects.filter(demand=demand, step="object")
    assert [step.department for step in objected] == [cast.unit("land")] * 2


def test_an_objection_needs_a_reason_from_the_list(cast: Cast) -> None:
    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    with pytest.raises(DomainError, match="异议理由"):
        cast.take(demand, "object", cast.handler, note="不办")
    with pytest.raises(DomainError, match="列表"):
        cast.take(demand, "object", cast.handler, reason="busy", note="忙")


def test_an_objection_is_made_in_its_days_and_the_second_ruling_is_final(cast: Cast) -> None:
    told = {"reason": "not_ours", "note": "属供电部门职责"}
    land = {"department": cast.unit("land"), "note": "仍由你单位主办"}
    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    for who in (cast.staff, cast.lead):
        cast.take(demand, "object", cast.handler, **told)
        cast.take(demand, "rule_on_objection", who, **land)
    with pytest.raises(DomainError, match="最终决定"):
        cast.take(demand, "object", cast.handler, **told)
    late = cast.demand(title="逾期才提异议")
    cast.take(late, "accept", cast.staff)
    cast.take(late, "assign", cast.staff, department=cast.unit("land"))
    cast.wait(days=1)
    assert next(b for b in buttons(cast.handler, late) if b.step == "object").may
    cast.wait(days=1)
    with pytest.raises(DomainError, match="签收期限2022-07-05前"):
        cast.take(late, "object", cast.handler, **told)
    assert cast.take(late, "sign", cast.handler).status == "handling"


def test_a_county_and_the_office_lead_to_the_answer(cast: Cast) -> None:
    """Whoever may be named as lead can sign, contact, handle, answer; nobody signs for another unit."""
    for name in ("county", "staff"):
        who = getattr(cast, name)
        demand = cast.demand(title=f"{name}主办")
        unit = Department.objects.get(pk__in=who.departments, kind__in=("county", "cluster_office"))
        cast.take(demand, "accept", cast.staff)
        cast.take(demand, "assign", cast.staff, department=unit)
        others = [cast.staff, cast.lead] if name == "county" else [cast.county]
        for other in others:
            with pytest.raises(DomainError):
                cast.take(demand, "sign", other)
        codes = [code for code, _words, rows in worklists(who, cast.now.date()) if demand in rows]
        assert "sign" in codes
        cast.take(demand, "sign", who)
        cast.take(demand, "contact", who, note="已联系")
        cast.take(demand, "handle", who, note="已对接")
        cast.take(demand, "answer", who, **ANSWER)
        demand = cast.take(demand, "confirm", cast.enterprise, satisfied=True)
        if name == "staff":
            with pytest.raises(DomainError, match="经办人"):
                cast.take(demand, "close", cast.staff)
        assert cast.take(demand, "close", cast.lead).status == "closed"


def test_who_asks_does_not_decide(cast: Cast) -> None:
    """Where the office leads, another of its people rules and grants."""
    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    cast.take(demand, "assign", cast.staff, department=cast.unit("office"))
    cast.take(demand, "object", cast.staff, reason="unclear", note="情况不清")
    ruling = {"department": cast.unit("office"), "note": "由专班办理"}
    with pytest.raises(DomainError, match="本人提出的异议"):
        cast.take(demand, "rule_on_objection", cast.staff, **ruling)
    cast.take(demand, "rule_on_objection", cast.lead, **ruling)
    cast.take(demand, "sign", cast.staff)
    cast.take(demand, "extend", cast.staff, note="等图审", new_due_on=date(2022, 7, 22))
    for step in ("grant", "deny"):
        with pytest.raises(DomainError, match="本人提出的延期"):
            cast.take(demand, step, cast.staff, note="同意")
    assert cast.take(demand, "grant", cast.lead).due_on == date(2022, 7, 22)


def test_a_slip_is_answered_by_the_unit_that_it_names(cast: Cast) -> None:
    demand = cast.to_handling()
    slip = actions.issue_slip(demand, cast.unit("land"), text="请加快", by=cast.staff, now=cast.now)
    for other in (cast.staff, cast.lead, cast.county):
        with pytest.raises(DomainError):
            actions.answer_slip(slip, answer="代答", by=other, now=cast.now)
        assert slip not in slips_to_answer(other)
    assert slip in slips_to_answer(cast.handler)
    actions.answer_slip(slip, answer="下周办结", by=cast.handler, now=cast.now)


# -- parts ---------------------------------------------------------------------------------------


def test_a_demand_is_not_answered_while_a_part_is_open(cast: Cast) -> None:
    demand = cast.to_handling(assisting=[cast.unit("power")])
    with pytest.raises(DomainError, match="还有1个协办单位没有反馈"):
        cast.take(demand, "answer", cast.handler, **ANSWER)
    power = cast.handler_of("power")
    assert Demand.objects.visible_to(power).filter(pk=demand.pk).exists()
    cast.take(demand, "report_part", power, note="线路已安排")
    demand = cast.take(demand, "answer", cast.handler, **ANSWER)
    assert demand.status == "answered"
    assist = Clock.objects.get(demand=demand, kind="assist")
    assert (assist.original_due_on, assist.ended_on) == (date(2022, 7, 7), date(2022, 7, 4))


# -- clocks --------------------------------------------------------------------------------------


def test_an_extension_moves_the_deadline_and_keeps_the_first_one(cast: Cast) -> None:
    demand = cast.to_handling()
    assert demand.due_on == date(2022, 7, 13)
    told = {"note": "等图审结果", "new_due_on": date(2022, 7, 22)}
    cast.take(demand, "extend", cast.handler, **told)
    with pytest.raises(DomainError, match="已有延期申请"):
        cast.take(demand, "extend", cast.handler, **told)
    demand = cast.take(demand, "grant", cast.staff)
    assert (demand.due_on, demand.original_due_on) == (date(2022, 7, 22), date(2022, 7, 13))
    handle = Clock.objects.get(demand=demand, kind="handle")
    assert (handle.due_on, handle.original_due_on) == (date(2022, 7, 22), date(2022, 7, 13))
    with pytest.raises(DomainError, match="只能延期一次"):
        cast.take(demand, "extend", cast.handler, **told)


@pytest.mark.parametrize(
    ("new_due_on", "sentence"),
    [
        (date(2022, 7, 13), "须晚于"),
        (date(2022, 7, 26), "不能晚于2022-07-25"),
        (date(2022, 7, 23), "不是工作日"),
    ],
)
def test_an_extension_stays_within_the_cap(cast: Cast, new_due_on: date, sentence: str) -> None:
    demand = cast.to_handling()
    with pytest.raises(DomainError, match=sentence):
        cast.take(demand, "extend", cast.handler, note="x", new_due_on=new_due_on)
    assert not Extension.objects.filter(demand=demand).exists()


def test_an_extension_is_asked_a_working_day_before(cast: Cast) -> None:
    demand = cast.to_handling()
    cast.wait(days=9)
    with pytest.raises(DomainError, match="至少1个工作日"):
        cast.take(demand, "extend", cast.handler, note="x", new_due_on=date(2022, 7, 20))


def test_a_parked_demand_does_not_run(cast: Cast) -> None:
    demand = cast.to_handling()
    told = {"reason": "approval", "note": "已报省厅"}
    with pytest.raises(DomainError, match="专班负责人批准"):
        cast.take(demand, "suspend", cast.staff, review_on=date(2022, 7, 8), **told)
    with pytest.raises(DomainError, match="须在今天以后"):
        cast.take(demand, "suspend", cast.lead, review_on=date(2022, 7, 4), **told)
    with pytest.raises(DomainError, match="挂账原因"):
        cast.take(demand, "suspend", cast.lead, review_on=date(2022, 7, 8), note="已报省厅")
    demand = cast.take(demand, "suspend", cast.lead, review_on=date(2022, 7, 8), **told)
    assert demand.next_due_on == date(2022, 7, 8)
    line = DemandStep.objects.get(demand=demand, step="suspend")
    assert (line.person, line.reason) == (cast.lead.name, "approval")
    assert line.note == "等待上级批复，2022-07-08复核。已报省厅"
    cast.wait(days=7)
    again = cast.take(demand, "keep_parked", cast.lead, review_on=date(2022, 7, 29), **told)
    assert again.next_due_on == date(2022, 7, 29)
    demand = cast.take(demand, "resume", cast.staff, note="批复已到")
    assert (demand.due_on, demand.original_due_on) == (date(2022, 7, 20), date(2022, 7, 13))
    assert demand.next_due_on == date(2022, 7, 12)  # the first contact moved by five days, too


def test_the_office_and_the_enterprise_have_their_days_too(cast: Cast) -> None:
    """A clock each while a demand waits for its unit, the ruling, the enterprise, the close."""

    def waits_until() -> tuple[str, date | None]:
        running = Clock.objects.filter(demand=demand, ended_on=None).values_list("kind", flat=True)
        return "、".join(running), Demand.objects.get(pk=demand.pk).next_due_on

    demand = cast.demand()
    cast.take(demand, "accept", cast.staff)
    assert waits_until() == ("assign", date(2022, 7, 5))
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    cast.take(demand, "object", cast.handler, reason="unclear", note="情况不清")
    assert waits_until() == ("rule", date(2022, 7, 6))
    cast.take(
        demand, "rule_on_objection", cast.staff, department=cast.unit("land"), note="由你单位主办"
    )
    cast.take(demand, "sign", cast.handler)
    cast.take(demand, "answer", cast.handler, **ANSWER)
    assert waits_until() == ("confirm", date(2022, 7, 11))
    cast.take(demand, "confirm", cast.enterprise, satisfied=True)
    assert waits_until() == ("close", date(2022, 7, 6))
    cast.take(demand, "close", cast.staff)
    assert waits_until() == ("", None)


def test_a_new_lead_takes_the_clocks_of_the_old_one(cast: Cast) -> None:
    """The old unit owes nothing more; the demand keeps its first deadline, late or not."""
    for days, due_on in ((0, date(2022, 7, 13)), (14, date(2022, 7, 27))):
        cast.now = START
        demand = cast.to_handling()
        cast.wait(days=days)
        cast.take(demand, "assign", cast.staff, department=cast.unit("labour"))
        running = Clock.objects.filter(demand=demand, ended_on=None)
        assert {clock.department for clock in running} == {cast.unit("labour")}
        demand = cast.take(demand, "sign", cast.handler_of("labour"))
        assert (demand.due_on, demand.original_due_on) == (due_on, date(2022, 7, 13))
        handle = running.get(kind="handle")
        assert (handle.due_on, handle.department) == (due_on, cast.unit("labour"))


# -- long cycle ----------------------------------------------------------------------------------


def _nodes(*days: date) -> list[dict[str, Any]]:
    return [
        {"name": f"节点{n}", "planned_on": day, "responsible": "某科长"}
        for n, day in enumerate(days, start=1)
    ]


def test_a_long_demand_moves_by_nodes(cast: Cast) -> None:
    demand = cast.to_handling("land")
    plan = Clock.objects.get(demand=demand, kind="plan")
    assert plan.due_on == date(2022, 7, 11)
    with pytest.raises(DomainError, match="须先报节点计划"):
        cast.take(demand, "answer", cast.handler, **ANSWER)
    cast.take(demand, "contact", cast.handler, note="已联系")
    days = (date(2022, 8, 1), date(2022, 9, 30))
    demand = cast.take(demand, "plan", cast.handler, nodes=_nodes(*days))
    assert (demand.due_on, demand.next_due_on) == (days[1], date(2022, 8, 1))
    with pytest.raises(DomainError, match="还有2个节点"):
        cast.take(demand, "answer", cast.handler, **ANSWER)
    for node in DemandNode.objects.filter(demand=demand):
        demand = cast.take(demand, "node", cast.handler, node=node, evidence="批复文件")
    demand = cast.take(demand, "answer", cast.handler, **ANSWER)
    assert demand.status == "answered"


def test_a_new_plan_keeps_the_first_dates_and_what_is_done(cast: Cast) -> None:
    demand = cast.to_handling("land")
    cast.take(demand, "plan", cast.handler, nodes=_nodes(date(2022, 8, 1), date(2022, 9, 30)))
    first = DemandNode.objects.filter(demand=demand).first()
    cast.take(demand, "node", cast.handler, node=first, evidence="纪要")
    moved = _nodes(date(2022, 8, 1), date(2022, 11, 30), date(2022, 12, 30))
    with pytest.raises(DomainError, match="写明原因"):
        cast.take(demand, "plan", cast.lead, nodes=moved)
    cast.take(demand, "plan", cast.lead, nodes=moved, note="统一调整")  # the office's own: at once
    rows = DemandNode.objects.filter(demand=demand).values_list("name", "original_on", "planned_on")
    assert list(rows) == [
        ("节点1", date(2022, 8, 1), date(2022, 8, 1)),
        ("节点2", date(2022, 9, 30), date(2022, 11, 30)),
        ("节点3", date(2022, 12, 30), date(2022, 12, 30)),
    ]
    with pytest.raises(DomainError, match="已经完成，不能从计划中去掉"):
        cast.take(demand, "plan", cast.handler, nodes=moved[1:])


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        (_nodes(date(2022, 6, 1)), "已经过去"),
        (_nodes(date(2022, 9, 1), date(2022, 8, 1)), "早于前一个节点"),
        ([{"name": "a", "planned_on": date(2022, 9, 1), "responsible": " "}], "没有责任人"),
        (_nodes(date(2022, 9, 1)) * 2, "不能重复"),
    ],
)
def test_a_plan_that_cannot_be(cast: Cast, nodes: list[dict[str, Any]], sentence: str) -> None:
    demand = cast.to_handling("land")
    with pytest.raises(DomainError, match=sentence):
        cast.take(demand, "plan", cast.handler, nodes=nodes)
    assert not DemandNode.objects.filter(demand=demand).exists()


# -- closing -------------------------------------------------------------------------------------


def test_not_satisfied_is_handled_again_and_counted(cast: Cast) -> None:
    demand = cast.take(cast.answered(), "dispute", cast.enterprise, note="要件仍不清楚")
    assert (demand.status, demand.reopened, demand.answered_on) == ("handling", 1, None)
    assert demand.due_on == date(2022, 7, 13)
    demand = cast.take(demand, "answer", cast.handler, **ANSWER)
    demand = cast.take(demand, "confirm", cast.enterprise, satisfied=True)
    assert cast.take(demand, "close", cast.staff).reopened == 1


def test_without_an_answer_three_days_of_attempts_and_a_reviewer(cast: Cast) -> None:
    """Three attempts in one second are one day; who reviewed does not close."""
    demand = cast.answered()
    for count in range(3):
        for _again in range(2):
            with pytest.raises(DomainError, match=f"现有{count}天"):
                cast.take(demand, "review", cast.third(), note="代为确认")
        for _again in range(3):
            cast.take(demand, "log_contact_attempt", cast.handler, note="电话无人接听")
        cast.wait(days=1)
    with pytest.raises(DomainError, match="没有这项权限"):
        cast.take(demand, "review", cast.handler, note="我自己确认")
    demand = cast.take(demand, "review", cast.third(), note="核对材料属实")
    assert (demand.status, demand.satisfied) == ("confirmed", None)
    with pytest.raises(DomainError, match="复核人不能销号"):
        cast.take(demand, "close", cast.third())
    assert cast.take(demand, "close", cast.staff).status == "closed"


def test_what_the_enterprise_says_by_phone_is_recorded(cast: Cast) -> None:
    told = {"how": "phone", "whom": "张经理", "asked_on": date(2022, 7, 4), "note": "证已拿到"}
    demand = cast.answered()
    with pytest.raises(DomainError, match="企业答复人"):
        cast.take(demand, "confirm_for", cast.staff, **told | {"whom": " ", "satisfied": True})
    later = {"asked_on": date(2022, 7, 5), "satisfied": True}
    same = replace(cast.staff, user_id=cast.handler.user_id)
    with pytest.raises(DomainError, match="不晚于今天"):
        cast.take(demand, "confirm_for", cast.staff, **told | later)
    with pytest.raises(DomainError, match="经办人不能代录"):
        cast.take(demand, "confirm_for", same, **told, satisfied=True)
    demand = cast.take(demand, "confirm_for", cast.staff, **told, satisfied=True)
    assert (demand.status, demand.satisfied) == ("confirmed", True)
    line = DemandStep.objects.get(demand=demand, step="confirm_for")
    assert (line.note, line.person) == ("2022-07-04电话，张经理：满意。证已拿到", cast.staff.name)
    with pytest.raises(DomainError, match="不能销号"):
        cast.take(demand, "close", cast.staff)
    assert cast.take(demand, "close", cast.lead).status == "closed"
    again = cast.take(cast.answered(), "confirm_for", cast.third(), **told, satisfied=False)
    assert (again.status, again.satisfied, again.reopened) == ("handling", False, 1)


def test_attempts_before_the_last_answer_do_not_count(cast: Cast) -> None:
    demand = cast.answered()
    for _again in range(3):
        cast.take(demand, "log_contact_attempt", cast.handler, note="无人接听")
    cast.take(demand, "dispute", cast.enterprise, note="不满意")
    cast.take(demand, "answer", cast.handler, **ANSWER)
    with pytest.raises(DomainError, match="现有0天"):
        cast.take(demand, "review", cast.third(), note="代为确认")


def test_who_closed_does_not_call_back(cast: Cast) -> None:
    demand = cast.take(cast.answered(), "confirm", cast.enterprise, satisfied=True)
    cast.take(demand, "close", cast.staff)
    waits = {who: to_call_back(who, cast.now.date()) for who in (cast.staff, cast.third())}
    assert [demand in found for found in waits.values()] == [False, True]
    with pytest.raises(DomainError, match="第三人"):
        cast.take(demand, "follow_up", cast.staff, satisfied=True, note="x")
    demand = cast.take(demand, "follow_up", cast.third(), satisfied=False, note="实际没有解决")
    assert (demand.status, demand.reopened, demand.closed_on) == ("handling", 1, None)


# -- merge, split, chain-wide --------------------------------------------------------------------


def test_merging_keeps_both_histories(cast: Cast) -> None:
    first, second = cast.demand(), cast.demand(title="施工许可要件不清")
    second = cast.take(second, "merge", cast.staff, into=first, note="同一事项")
    assert (second.status, second.merged_into_id) == ("merged", first.pk)
    assert DemandStep.objects.filter(demand=second).count() == 2
    notes = DemandStep.objects.filter(demand=first).values_list("note", flat=True)
    assert f"并入{second.number}" in notes
    with pytest.raises(DomainError, match="自身"):
        cast.take(first, "merge", cast.staff, into=first, note="x")
    with pytest.raises(DomainError, match="已经结束"):
        cast.take(cast.demand(), "merge", cast.staff, into=second, note="x")


def test_splitting_makes_demands_that_count_instead(cast: Cast) -> None:
    demand = cast.take(
        cast.demand(), "split", cast.staff, titles=["供水增容", "道路修缮"], note="两个单位"
    )
    assert demand.status == "split"
    parts = Demand.objects.filter(parent=demand)
    assert {part.title for part in parts} == {"供水增容", "道路修缮"}
    assert {part.received_on for part in parts} == {demand.received_on}
    with pytest.raises(DomainError, match="两项以上"):
        cast.take(cast.demand(), "split", cast.staff, titles=["一项"], note="x")


def test_a_problem_of_many_is_raised_to_the_chain(cast: Cast) -> None:
    from pandeng.domain.chains.models import Chain

    chain = Chain.objects.filter(cluster=cast.cluster).first()
    first, second = cast.demand(), cast.demand(title="同样的问题")
    first = cast.take(
        first, "escalate_to_chain", cast.staff, chain=chain, title="链上企业施工许可要件不清"
    )
    shared = first.parent
    assert shared is not None
    assert (shared.chain, shared.enterprise, shared.status) == (chain, None, "received")
    second = cast.take(second, "escalate_to_chain", cast.staff, into=shared)
    assert second.parent == shared
    with pytest.raises(DomainError, match="已经归入"):
        cast.take(second, "escalate_to_chain", cast.staff, into=shared)
    cast.take(shared, "accept", cast.staff)
    cast.take(shared, "assign", cast.staff, department=cast.unit("land"))
    cast.take(shared, "sign", cast.handler)
    shared = cast.take(shared, "answer", cast.handler, **ANSWER)
    shared = cast.take(shared, "review", cast.third(), note="共性诉求，逐家确认")
    with pytest.raises(DomainError, match="还有2件子诉求"):
        cast.take(shared, "close", cast.staff)
    for child in (first, second):
        child = Demand.objects.get(pk=child.pk)
        assert (child.status, child.answer, child.department) == (
            "answered", ANSWER["note"], cast.unit("land"),
        )  # fmt: skip
        assert [c.kind for c in Clock.objects.filter(demand=child, ended_on=None)] == ["confirm"]
        cast.take(child, "confirm", cast.enterprise, satisfied=True)
        cast.take(child, "close", cast.staff)
    assert cast.take(shared, "close", cast.staff).status == "closed"


# -- intake --------------------------------------------------------------------------------------


def test_an_enterprise_out_of_scope_is_not_found(cast: Cast) -> None:
    from pandeng.domain.enterprises.models import Enterprise

    foreign = Enterprise.objects.filter(cluster=cast.cluster).exclude(
        pk__in=cast.enterprise.enterprises
    )[0]
    with pytest.raises(NotFound):
        actions.receive(
            foreign, matter=DemandClass.objects.filter(cluster=cast.cluster)[0], title="x", text="",
            channel="enterprise", by=cast.enterprise, now=cast.now,
        )  # fmt: skip


def test_what_is_told_in_confidence_stays_with_those_who_may_read_it(cast: Cast) -> None:
    demand = actions.receive(
        cast.enterprise_served(), matter=DemandClass.objects.get(cluster=cast.cluster, code="other"),
        title="有难言之隐", text="", channel="enterprise", confidential="某人索要好处",
        by=cast.enterprise, now=cast.now,
    )  # fmt: skip
    for name, reads in (("lead", True), ("leader", True), ("staff", False), ("handler", False)):
        seen = ConfidentialNote.objects.visible_to(getattr(cast, name)).filter(demand=demand)
        assert seen.exists() == reads, name
    events = AuditEvent.objects.filter(cluster_id=cast.cluster.pk).order_by("-id")[:3]
    assert "索要好处" not in str([event.personal for event in events])


def test_every_button_says_why_it_cannot_be_pressed(cast: Cast) -> None:
    demand = cast.demand()
    for name in ("leader", "staff", "enterprise"):
        for button in buttons(getattr(cast, name), demand):
            assert button.may or button.may.message


def test_the_limit_is_chosen_at_acceptance(cast: Cast) -> None:
    from pandeng.domain.demands.models import ServiceLevel

    demand = cast.demand()
    quick = ServiceLevel.objects.get(cluster=cast.cluster, code="quick")
    cast.take(demand, "accept", cast.staff, level=quick)
    cast.take(demand, "assign", cast.staff, department=cast.unit("land"))
    demand = cast.take(demand, "sign", cast.handler)
    assert demand.due_on == date(2022, 7, 7)
    assert demand.due_on - demand.received_on == timedelta(days=3)


# -- audit and speed -----------------------------------------------------------------------------


def test_every_event_of_a_demand_is_found_under_it(cast: Cast) -> None:
    """Each step is an event of its own name, and the demand is its target whatever else was touched."""
    demand = cast.to_handling(assisting=[cast.unit("power")])
    cast.take(demand, "contact", cast.handler, note="已电话联系")
    cast.take(demand, "report_part", cast.handler_of("power"), note="线路已安排")
    cast.take(demand, "answer", cast.handler, **ANSWER)
    cast.take(demand, "confirm", cast.enterprise, satisfied=True)
    cast.take(demand, "close", cast.staff)
    cast.take(demand, "follow_up", cast.third(), satisfied=True, note="满意")
    cast.take(demand, "archive", cast.staff)
    events = AuditEvent.objects.filter(target_kind="demands.Demand", target_id=demand.pk)
    assert list(events.order_by("id").values_list("action", flat=True)) == [
        f"demands.{step}"
        for step in (
            "receive", "accept", "assign", "sign", "contact", "report_part", "answer", "confirm",
            "close", "follow_up", "archive",
        )
    ]  # fmt: skip


def test_slips_and_files_of_a_demand_are_found_under_it(cast: Cast) -> None:
    demand = cast.to_handling()
    slip = oversight.issue_slip(
        demand, cast.unit("land"), text="请抓紧办理", by=cast.staff, now=cast.now
    )
    oversight.answer_slip(slip, answer="本周办结", by=cast.handler, now=cast.now)
    attach(
        demand, SimpleUploadedFile("现场.pdf", b"%PDF-1.4\n%%EOF\n"), by=cast.staff, now=cast.now
    )
    last = AuditEvent.objects.order_by("-id")[:3]
    assert [(one.action, one.target_kind, one.target_id) for one in last] == [
        (action, "demands.Demand", demand.pk)
        for action in ("attachments.attach", "demands.answer_slip", "demands.issue_slip")
    ]


# Half of what each took before it read once and wrote once: 34, 48, 28 and 29 statements.
MOST_STATEMENTS = {"accept": 19, "sign": 19, "contact": 15, "close": 19}


def test_a_step_reads_once_and_writes_once(cast: Cast, django_assert_max_num_queries: Any) -> None:
    demand = cast.demand()
    staff, handler, enterprise = cast.staff, cast.handler, cast.enterprise

    def take(step: str, who: Scope, **inputs: object) -> None:
        with django_assert_max_num_queries(MOST_STATEMENTS.get(step, 60)):
            cast.take(demand, step, who, **inputs)

    take("accept", staff)
    take("assign", staff, department=cast.unit("land"))
    take("sign", handler)
    take("contact", handler, note="已电话联系")
    take("answer", handler, **ANSWER)
    take("confirm", enterprise, satisfied=True)
    take("close", staff)
