"""An existing ledger is imported as a whole or not at all, and comes again when it has gone on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import QuerySet

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.demands import actions
from pandeng.domain.demands.ledger import LedgerNode, LedgerPart, LedgerRow
from pandeng.domain.demands.models import (
    Clock,
    ConsultationItem,
    Demand,
    DemandClass,
    DemandNode,
    DemandPart,
    DemandStep,
)
from pandeng.domain.enterprises.models import Enterprise
from tests.domain.demands.people import START, Cast


def d(month: int, day: int) -> date:
    return date(2022, month, day)


@pytest.fixture
def loan(jining):
    """A loan taken in on a Monday in June, closed the week after, called back."""
    return LedgerRow(
        number="2022-17",
        enterprise=Enterprise.objects.filter(cluster=jining).order_by("id")[0].code,
        matter="finance",
        channel="phone",
        title="申请续贷",
        text="贷款6月底到期",
        lead="finance",
        person="赵兰燕",
        received_on=d(6, 6),
        accepted_on=d(6, 6),
        assigned_on=d(6, 7),
        signed_on=d(6, 9),
        contacted_on=d(6, 9),
        answered_on=d(6, 14),
        confirmed_on=d(6, 15),
        closed_on=d(6, 16),
        called_back_on=d(6, 22),
        result="solved",
        answer="已续贷一年",
        evidence="续贷合同",
        parts=(LedgerPart("guarantee-finance", d(6, 10)),),
    )


@pytest.fixture
def land(loan):
    """A land quota in two nodes, the second still to come."""
    empty = ("answered_on", "confirmed_on", "closed_on", "called_back_on")
    return replace(
        loan,
        number="2022-18",
        matter="land",
        lead="land",
        title="扩建缺少用地10亩",
        planned_on=d(6, 13),
        parts=(),
        nodes=(
            LedgerNode("核定规模", d(6, 20), d(6, 22), "核定单"),
            LedgerNode("组卷报批", d(9, 1)),
        ),
        **dict.fromkeys(empty),
    )


def bring_in(by: Scope, *rows: LedgerRow) -> None:
    actions.import_existing_demands(rows, by=by, now=START, why="接收原有台账")


def process(demand: Demand) -> list[str]:
    return list(demand.steps.order_by("order").values_list("step", flat=True))


def test_a_closed_line_becomes_a_demand_with_its_process(scope_of, loan):
    before = AuditEvent.objects.count()
    bring_in(scope_of("lead"), loan)
    assert AuditEvent.objects.count() == before + 1
    demand = Demand.objects.get(number="2022-17")
    assert (demand.status, demand.closed_on, demand.working_days) == ("closed", d(6, 16), 8)
    assert (demand.result, demand.satisfied, demand.call_back_satisfied) == ("solved", True, True)
    assert (demand.reopened, demand.next_due_on, demand.county) == (
        0,
        None,
        demand.enterprise.county,
    )
    assert process(demand) == [
        "receive", "accept", "assign", "sign", "contact", "report_part", "answer", "confirm", "close",
        "follow_up",
    ]  # fmt: skip
    signed, answered = demand.steps.get(step="sign"), demand.steps.get(step="answer")
    assert (signed.department.code, signed.person) == ("finance", "赵兰燕")
    assert answered.note == "解决：已续贷一年"
    assert demand.steps.get(step="accept").department.kind == "cluster_office"
    assert Demand.objects.filter(search_text__finds="续贷").contains(demand)


def test_its_clocks_count_the_limits_of_its_class(scope_of, loan):
    """One day to sign from Tuesday 7 June: signed on Thursday, a day late. Fifteen to handle."""
    bring_in(scope_of("lead"), loan)
    demand = Demand.objects.get(number="2022-17")
    clocks = {one.kind: one for one in Clock.objects.filter(demand=demand)}
    assert set(clocks) == {
        "accept", "assign", "sign", "contact", "handle", "assist", "confirm", "close",
    }  # fmt: skip
    assert (clocks["sign"].due_on, clocks["sign"].ended_on) == (d(6, 8), d(6, 9))
    assert (clocks["handle"].due_on, clocks["handle"].ended_on) == (d(6, 30), d(6, 14))
    assert demand.due_on == demand.original_due_on == d(6, 30)
    assert clocks["assist"].part == DemandPart.objects.get(demand=demand)


def test_an_open_line_stands_where_it_has_come_to(scope_of, land):
    planned = tuple(replace(node, done_on=None) for node in land.nodes)
    bring_in(scope_of("lead"), replace(land, nodes=planned))
    assert Demand.objects.get(number="2022-18").next_due_on == d(6, 20)
    bring_in(scope_of("lead"), land)
    demand = Demand.objects.get(number="2022-18")
    assert (demand.status, demand.is_long_cycle, demand.department.code) == (
        "handling",
        True,
        "land",
    )
    assert (demand.due_on, demand.next_due_on) == (d(9, 1), d(9, 1))
    nodes = DemandNode.objects.filter(demand=demand)
    assert [(one.name, one.done_on) for one in nodes] == [
        ("核定规模", d(6, 22)),
        ("组卷报批", None),
    ]
    actions.take(
        demand, "node", node=nodes[1], evidence="报批件", by=scope_of("handler"), now=START
    )
    assert process(demand)[-2:] == ["node", "node"]


def test_the_line_comes_again_when_it_has_gone_on(scope_of, loan):
    by = scope_of("lead")
    early = replace(
        loan, answered_on=None, confirmed_on=None, closed_on=None, called_back_on=None,
        parts=(LedgerPart("guarantee-finance"),),
    )  # fmt: skip
    bring_in(by, early)
    demand = Demand.objects.get(number="2022-17")
    assert (demand.status, demand.next_due_on) == ("handling", d(6, 10))
    assert demand.clocks.filter(ended_on=None).count() == 2
    bring_in(by, loan)
    demand.refresh_from_db()
    assert (demand.status, demand.answer) == ("closed", "已续贷一年")
    assert DemandStep.objects.filter(demand=demand).count() == 10
    assert not demand.clocks.filter(ended_on=None).exists()
    assert demand.parts.get().reported_on == d(6, 10)
    bring_in(by, loan)
    assert (demand.steps.count(), demand.clocks.count(), demand.parts.count()) == (10, 8, 1)


def test_a_disputed_answer_counts_as_handled_again(scope_of, loan):
    again = replace(loan, first_answered_on=d(6, 10), disputed_on=d(6, 13))
    bring_in(scope_of("lead"), again)
    demand = Demand.objects.get(number="2022-17")
    assert (demand.reopened, demand.satisfied) == (1, True)
    assert process(demand)[6:9] == ["answer", "dispute", "answer"]
    handled = list(demand.clocks.filter(kind="handle").order_by("started_on"))
    assert [one.started_on for one in handled] == [d(6, 9), d(6, 13)]
    assert (demand.original_due_on, demand.due_on) == (d(6, 30), handled[1].due_on)


def test_what_a_session_decided_is_done_with_the_answer(jining, scope_of, loan):
    """Two weeks late and put on the agenda; the ledger tells later that it was answered meanwhile."""
    staff, late = Cast(jining).staff, replace(loan, matter="permits", lead="approval", parts=())
    ended = ("answered_on", "confirmed_on", "closed_on", "called_back_on")
    bring_in(scope_of("lead"), replace(late, **dict.fromkeys(ended)))
    session = actions.open_session(START.date(), by=staff, now=START)
    actions.put_on(session, Demand.objects.filter(number="2022-17"), by=staff, now=START)
    item = ConsultationItem.objects.get(consultation=session, demand__number="2022-17")
    unit = item.demand.department
    actions.decide(item, decision="本周办结", department=unit, due_on=d(7, 8), by=staff, now=START)
    bring_in(scope_of("lead"), late)
    item.refresh_from_db()
    assert item.done_on == d(6, 14)
    assert not item.demand.clocks.filter(ended_on=None).exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"title": " "}, "写明诉求"),
        ({"channel": "pigeon"}, "来源渠道"),
        ({"enterprise": "91370811MA00000000"}, "没有找到这家企业"),
        ({"matter": "weather"}, "没有找到这个诉求类别"),
        ({"lead": "harbour"}, "没有找到这个单位"),
        ({"closed_on": START.date() + timedelta(days=1), "called_back_on": None}, "还没有到"),
        ({"accepted_on": date(2022, 6, 1)}, "早于收到日期"),
        ({"signed_on": date(2022, 6, 6)}, "不能直接签收"),
        ({"confirmed_on": None}, "不能直接销号"),
        ({"result": ""}, "写明办理结果"),
        ({"parts": (LedgerPart("guarantee-finance"),)}, "还有1个协办单位没有反馈"),
        ({"planned_on": date(2022, 6, 13)}, "只有长周期诉求按节点管理"),
    ],
)
def test_a_ledger_with_a_wrong_line_is_refused_as_a_whole(scope_of, loan, land, told, sentence):
    with pytest.raises(DomainError, match=rf"2022-17：.*{sentence}"):
        bring_in(scope_of("lead"), land, replace(loan, **told))
    assert not Demand.objects.filter(number__startswith="2022-").exists()


def test_a_long_demand_is_answered_when_its_nodes_are_done(scope_of, land):
    done = {"answered_on": d(6, 30), "result": "solved"}
    with pytest.raises(DomainError, match="还有1个节点没有完成"):
        bring_in(scope_of("lead"), replace(land, **done))


def test_a_number_stands_once(scope_of, loan):
    with pytest.raises(DomainError, match="重复的编号"):
        bring_in(scope_of("lead"), loan, replace(loan, title="另一件"))


def test_what_was_worked_on_in_the_program_is_left_to_it(scope_of, land, loan):
    by = scope_of("lead")
    bring_in(by, land)
    demand = Demand.objects.get(number="2022-18")
    actions.take(demand, "handle", note="正在组卷", by=scope_of("handler"), now=START)
    with pytest.raises(DomainError, match=r"2022-18：.*另有办理记录"):
        bring_in(by, loan, land)
    assert not Demand.objects.filter(number="2022-17").exists()


def test_who_cannot_close_a_demand_imports_no_ledger(scope_of, loan):
    with pytest.raises(DomainError, match="没有这项权限"):
        bring_in(scope_of("handler"), loan)


def test_a_class_without_limits_is_named(jining, scope_of, loan):
    matter = DemandClass.objects.get(cluster=jining, code="finance")
    QuerySet.update(DemandClass.objects.filter(pk=matter.pk), level=None)
    with pytest.raises(DomainError, match="没有办理时限"):
        bring_in(scope_of("lead"), loan)
