"""Answers that were wrong in the small: entered where nothing had, counted twice, refused without a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pandeng.access.models import Cluster, Department
from pandeng.access.scope import Scope
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.enterprises import actions as enterprises
from pandeng.domain.enterprises.models import Enterprise, EnterpriseName
from pandeng.domain.enterprises.rules import ALPHABET, check_digit, credit_code
from pandeng.domain.instructions import actions as instructions
from pandeng.domain.instructions.models import InstructionPart
from pandeng.domain.instructions.rules import ASSISTING_KINDS
from pandeng.domain.outcomes import actions as outcomes
from pandeng.domain.projects.ledger.rules import Amounts, Past, not_entered
from pandeng.domain.projects.lights import LightFacts, RuleSet, judge

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 7, 4, 9, tzinfo=OFFICE_TIME)
RULES = RuleSet.of(
    "t", "试", {"progress": {"basis": "points", "yellow_from": 10, "red_over": 30},
                "nodes": {"red_over_days": 30}},
)  # fmt: skip


# -- money and lights -------------------------------------------------------------------------------


def test_nothing_enters_the_statistics_of_a_project_outside_them() -> None:
    new = Amounts(100, 100, 70)
    assert [one.code for one in not_entered(new, Past(10_000, entered=False))] == ["not_entered"]
    assert not_entered(new, Past(10_000, entered=False))[0].is_hard
    assert not_entered(new, Past(10_000)) == []
    assert not_entered(Amounts(100, 100, 0), Past(10_000, entered=False)) == []


@pytest.mark.parametrize(
    ("facts", "tone"),
    [
        ({}, "grey"),  # no plan and no nodes
        ({"plan_yuan": 900, "month_on": date(2022, 5, 1)}, "grey"),  # nothing was due yet
        ({"plan_yuan": 900, "month_on": date(2022, 5, 1), "due_yuan": 100, "done_yuan": 100}, "green"),
        ({"plan_yuan": 900, "month_on": date(2022, 5, 1), "done_yuan": 100}, "green"),
        ({"key_nodes": 3}, "green"),
    ],
)  # fmt: skip
def test_what_has_no_plan_is_grey(facts: dict[str, object], tone: str) -> None:
    found = judge(LightFacts(date(2022, 5, 31), **{"key_nodes": 0, **facts}), RULES)  # type: ignore[arg-type]
    assert found.tone == tone
    assert not any(
        "应完成0元" in part.message and part.tone == "green" for part in found.parts
    ) or (facts.get("done_yuan"))


# -- registering ------------------------------------------------------------------------------------


def code_of(head: str, number: int) -> str:
    """A credit code that is right, of a body of its own."""
    for last in ALPHABET:
        code = f"{head}370811MA{number:06d}{last}"[:17]
        if credit_code(code + check_digit(code)):
            return code + check_digit(code)
    raise AssertionError(head)


def register(by: Scope, name: str, head: str = "91", number: int = 1, **more: object) -> Enterprise:
    county = Department.objects.get(cluster_id=by.in_cluster(), code="370811")
    asked = {"industry_code": "3514", "county": county, "by": by, "now": NOW, **more}
    return enterprises.register(code=code_of(head, number), name=name, **asked)  # type: ignore[arg-type]


@pytest.fixture
def office(scope_of: Callable[[str], Scope]) -> Scope:
    return replace(scope_of("staff"), on=NOW.date())


def test_a_former_name_and_a_near_one_are_asked_about(office: Scope) -> None:
    former = EnterpriseName.objects.filter(kind="former").first()
    assert former
    with pytest.raises(DomainError, match="曾是"):
        register(office, former.name)
    register(office, "济宁恒峰液压有限公司", number=2)
    with pytest.raises(DomainError, match="可能已登记：济宁恒峰液压有限公司"):
        register(office, "山东恒峰液压股份有限公司", number=3) if False else register(
            office, "济宁市恒峰液压股份有限公司", number=3
        )
    made = register(office, "济宁市恒峰液压股份有限公司", number=3, confirmed=True)
    assert made.pk
    register(office, "济宁翠微紧固件有限公司", number=4)  # like nobody: not asked about


@pytest.mark.parametrize("code", ["9999", "9801", "0000", "35A", "3"])
def test_an_industry_that_is_none_is_refused(code: str, office: Scope) -> None:
    with pytest.raises(DomainError, match="行业代码"):
        register(office, "济宁翠微紧固件有限公司", industry_code=code)


def test_nobody_climbs_from_a_day_to_come(office: Scope) -> None:
    with pytest.raises(DomainError, match="还没有到"):
        register(office, "济宁翠微紧固件有限公司", climbing_since=date(2023, 1, 1))
    firm = register(office, "济宁翠微紧固件有限公司")
    with pytest.raises(DomainError, match="还没有到"):
        enterprises.correct(firm, climbing_since=date(2023, 1, 1), why="误", by=office, now=NOW)


def test_two_sole_traders_may_bear_one_name(office: Scope) -> None:
    first = register(office, "任城区老王机械配件经营部", head="92", number=5)
    with pytest.raises(DomainError, match="可能已登记"):
        register(office, first.name, head="92", number=6)
    second = register(office, first.name, head="92", number=6, confirmed=True)
    assert second.name == first.name
    with pytest.raises(DomainError, match="不要重复登记"):  # one code is one body
        register(office, "另一经营部", head="92", number=6, confirmed=True)
    with pytest.raises(DomainError):  # an enterprise's name stays its own
        register(office, first.name, head="91", number=7, confirmed=True)


# -- outcomes ---------------------------------------------------------------------------------------


def outcome(by: Scope, written: str, day: date = date(2022, 6, 1)) -> object:
    firm = Enterprise.objects.visible_to(by).order_by("pk").first()
    assert firm
    return outcomes.report(
        firm, kind="loan", written=written, happened_on=day, counterparty="齐鲁银行济宁分行",
        evidence="借款合同", by=by, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("written", ["0元", "0万元", "-5万元"])
def test_nothing_is_no_outcome_and_says_so(written: str, office: Scope) -> None:
    with pytest.raises(DomainError) as refusal:
        outcome(office, written)
    assert "outcome_amount" not in refusal.value.message
    assert "约束" not in refusal.value.message


def test_one_that_may_stand_there_already_is_asked_about(
    office: Scope, scope_of: Callable[[str], Scope]
) -> None:
    lead = replace(scope_of("lead"), on=NOW.date())
    first, second = outcome(office, "1249.8万元"), outcome(office, "1250万元", date(2022, 6, 9))
    outcomes.confirm(first, by=lead, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="可能是同一项"):
        outcomes.confirm(second, by=lead, now=NOW)  # type: ignore[arg-type]
    outcomes.confirm(second, apart=True, by=lead, now=NOW)  # type: ignore[arg-type]


# -- instructions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ASSISTING_KINDS)
def test_every_kind_of_unit_that_may_assist_can_report(
    kind: str, jining: Cluster, scope_of: Callable[[str], Scope]
) -> None:
    """An instruction whose assisting unit is the office itself comes to its end."""
    lead, leader = (replace(scope_of(name), on=NOW.date()) for name in ("lead", "leader"))
    handler = replace(scope_of("handler"), on=NOW.date())
    unit = Department.objects.filter(cluster=jining, kind=kind, until=None).order_by("pk")
    assisting = unit.exclude(pk__in=handler.departments).first()
    assert assisting
    given = instructions.give(title="专题研究", text="请研究", by=leader, now=NOW)
    instructions.take(given, "register", by=lead, now=NOW)
    own = Department.objects.get(pk=min(handler.departments))
    instructions.take(
        given, "assign", department=own, days=5, assisting=[assisting], by=lead, now=NOW
    )
    people = lead if kind == "cluster_office" else replace(
        handler, user_id=None, departments=frozenset({assisting.pk})
    )  # fmt: skip
    people = replace(people, departments=people.departments | {assisting.pk})
    instructions.take(given, "report_part", note="已研究", by=people, now=NOW)
    instructions.take(given, "answer", note="已办", evidence="纪要", by=handler, now=NOW)
    assert InstructionPart.objects.get(instruction=given).reported_on


def test_an_assignment_says_the_whole_list(
    jining: Cluster, scope_of: Callable[[str], Scope]
) -> None:
    lead, leader = (replace(scope_of(name), on=NOW.date()) for name in ("lead", "leader"))
    units = list(Department.objects.filter(cluster=jining, kind="department", until=None)[:3])
    given = instructions.give(title="专题研究", text="请研究", by=leader, now=NOW)
    instructions.take(given, "register", by=lead, now=NOW)
    for assisting in ([units[1], units[2]], [units[2]]):
        instructions.take(
            given, "assign", department=units[0], days=5, assisting=assisting, by=lead, now=NOW
        )
        left = InstructionPart.objects.filter(instruction=given)
        assert {part.department_id for part in left} == {unit.pk for unit in assisting}


# -- days -------------------------------------------------------------------------------------------


def test_no_page_writes_a_day_without_its_year() -> None:
    templates = Path(__file__).resolve().parents[2] / "pandeng" / "web" / "templates"
    found = [
        path.name
        for path in templates.rglob("*.html")
        if 'date:"m-d' in path.read_text() or "date:'m-d" in path.read_text()
    ]
    assert found == []


def test_a_sheet_refuses_entries_of_a_project_outside_the_statistics(
    jining: Cluster, office: Scope
) -> None:
    from pandeng.domain.projects.ledger.actions import Written, report
    from pandeng.domain.projects.ledger.reports import reporting

    june = date(2022, 6, 1)
    outside = reporting(office, june).filter(in_statistics_on=None, reports__month_on=None).first()
    assert outside
    typed = {outside.pk: Written("10万元", "", "5万元", "核对无误")}
    with pytest.raises(ChecksFailed) as held:
        report(typed, month=june, by=office, now=NOW)
    assert "还没有入库纳统" in held.value.wrong[outside.pk]
