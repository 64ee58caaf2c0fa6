"""Registers are declarations: what they name exists, and their pages show it within the scope."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import resolve

from pandeng.access.records import one_of
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.fields import field_of
from pandeng.domain.demands.models import Demand, DemandStep
from pandeng.domain.enterprises.models import Enterprise, EnterpriseContact
from pandeng.domain.outcomes.models import Outcome
from pandeng.domain.projects.models import Project
from pandeng.domain.registers.catalogue import BY_MODEL, DECLARED, REGISTERS, group_of
from pandeng.domain.registers.lists import (
    ListQuery,
    choosable,
    export_of,
    filters_of,
    list_page,
)
from pandeng.domain.registers.record import list_verbs_of, record_page, verbs_of
from pandeng.domain.registers.register import Register

PERMISSIONS = frozenset().union(*(role.may for role in ROLES.values()))


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.path)
def test_what_a_register_names_is_there(register: Register) -> None:
    for column in register.columns:
        assert field_of(register.model, column.path)
        assert register.column_title(column)
    for name in register.filters:
        assert field_of(register.model, name)
    assert register.order.removeprefix("-") in register.sorts()
    if register.day not in ("", "span"):
        assert field_of(register.model, register.day).get_internal_type() == "DateField"
    for verb in (*register.list_verbs, *register.verbs):
        assert not verb.permission or verb.permission in PERMISSIONS
    for verb in register.list_verbs:
        assert resolve(verb.address())


def test_every_register_stands_once_and_with_its_word(scope_of: Callable[[str], Scope]) -> None:
    assert len(BY_MODEL) == len(REGISTERS) == len(DECLARED)
    assert [one.path for one in group_of(scope_of("bank"), "titles")] == [
        "titles", "titles/applications", "titles/schemes",
    ]  # fmt: skip
    assert group_of(scope_of("bank"), "instructions") == []
    assert len(group_of(scope_of("lead"), "instructions")) == 3


@pytest.mark.parametrize("path", REGISTERS)
def test_a_list_holds_what_the_scope_sees(path: str, scope_of: Callable[[str], Scope]) -> None:
    register = REGISTERS[path]
    for username in ("lead", "county", "enterprise"):
        scope = scope_of(username)
        seen = set(register.model.objects.visible_to(scope).values_list("pk", flat=True))
        page = list_page(register, scope, ListQuery(), None)
        assert page.paginator.count == min(len(seen), 2000), username
        shown = {int(row.url.rstrip("/").rpartition("/")[2]) for row in page.object_list}
        assert shown <= seen


def test_a_filter_offers_only_what_the_scope_sees(scope_of: Callable[[str], Scope]) -> None:
    register = REGISTERS["demands"]
    for username in ("lead", "county"):
        scope = scope_of(username)
        offered = {one.name: one.options for one in filters_of(register, scope, ListQuery())}
        assert list(offered) == list(register.filters)
        assert ("closed", "已销号") in offered["status"]


def test_an_address_narrows_by_any_record_that_is_named() -> None:
    assert {"enterprise", "matter", "status"} <= set(choosable(REGISTERS["demands"]))
    assert "title" not in choosable(REGISTERS["demands"])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (ListQuery(sort="text"), "不能按“text”排序"),
        (ListQuery(chosen={"status": "x", "matter": "煤"}), "筛选条件“煤”无效"),
    ],
)
def test_nonsense_is_refused_in_words(
    query: ListQuery, words: str, scope_of: Callable[[str], Scope]
) -> None:
    with pytest.raises(DomainError, match=words):
        list_page(REGISTERS["demands"], scope_of("lead"), query, None)


def test_an_export_says_how_much_is_known(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    query = ListQuery(chosen={"status": "closed"}, as_of=date(2022, 3, 31))
    export = export_of(REGISTERS["demands"], scope, query)
    rows = list(export.rows)
    expected = Demand.objects.visible_to(scope).filter(
        status="closed", received_on__lte=date(2022, 3, 31)
    )
    assert len(rows) == expected.count()
    assert f"共{len(rows)}条" in export.notes[0]
    assert export.notes[1] == "截至2022-03-31"
    assert len(export.titles) == len(rows[0]) == 1 + len(REGISTERS["demands"].columns)


def test_a_record_page_holds_facts_panels_and_versions(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    demand = Demand.objects.filter(status="closed", enterprise__isnull=False).order_by("id")[0]
    page = record_page(REGISTERS["demands"], scope, demand.pk)
    facts = {fact.title: fact for fact in page.facts}
    assert page.name == demand.title
    assert facts["企业"].value == str(demand.enterprise)
    assert facts["企业"].url == f"/enterprises/{demand.enterprise_id}/"
    ((_panel, steps),) = page.panels
    assert len(steps) == DemandStep.objects.filter(demand=demand).count()
    assert DemandStep not in {block.register.model for block in page.related}
    assert page.versions


def test_a_record_out_of_sight_is_not_named(scope_of: Callable[[str], Scope]) -> None:
    foreign = Enterprise.objects.exclude(county__code="370811").order_by("id")[0]
    with pytest.raises(NotFound):
        one_of(Enterprise, scope_of("county"), foreign.pk)
    with pytest.raises(NotFound):
        one_of(Enterprise, scope_of("lead"), 10**9)


def test_verbs_follow_the_record(scope_of: Callable[[str], Scope]) -> None:
    scope, register = scope_of("lead"), REGISTERS["outcomes"]
    titles = {
        status: [v.title for v in verbs_of(register, scope, outcome)]
        for status in ("reported", "confirmed")
        if (outcome := Outcome.objects.filter(status=status).first())
    }
    assert titles == {
        "reported": ["确认", "更正", "撤回"],
        "confirmed": ["查看依据", "更正", "撤回"],
    }


def test_a_verb_one_may_not_take_says_who_may(scope_of: Callable[[str], Scope]) -> None:
    verbs = {v.title: v for v in list_verbs_of(REGISTERS["projects"], scope_of("bank"))}
    assert "可由" in verbs["登记项目"].may.message
    verbs = {v.title: v for v in list_verbs_of(REGISTERS["teams"], scope_of("bank"))}
    assert verbs["小组覆盖"].may
    assert verbs["小组覆盖"].url == "/teams/coverage/"


def test_verbs_of_an_enterprise_carry_its_id(scope_of: Callable[[str], Scope]) -> None:
    enterprise = Enterprise.objects.order_by("id")[0]
    verbs = {
        v.title: v.url for v in verbs_of(REGISTERS["enterprises"], scope_of("lead"), enterprise)
    }
    assert verbs["登记诉求"] == f"/demands/new/?enterprise={enterprise.pk}"
    assert verbs["更正"] == f"/enterprises/{enterprise.pk}/correct/"
    contact = EnterpriseContact.objects.order_by("id")[0]
    correct, invite = verbs_of(REGISTERS["enterprises/contacts"], scope_of("lead"), contact)
    assert correct.url == f"/enterprises/{contact.enterprise_id}/contacts/{contact.pk}/correct/"
    assert invite.url == f"/enterprises/{contact.enterprise_id}/accounts/?contact={contact.pk}"


def test_a_project_as_it_was_known_shows_its_nodes_then(scope_of: Callable[[str], Scope]) -> None:
    scope = scope_of("lead")
    project = Project.objects.filter(milestones__isnull=False).order_by("id")[0]
    page = record_page(REGISTERS["projects"], scope, project.pk)
    assert "registers/panels/nodes.html" in {panel.template for panel, _shown in page.panels}


def test_codes_by_which_a_kind_is_kept_are_for_those_who_keep_it(
    signed_in: Callable[[str], Client],
) -> None:
    address = "/titles/schemes/1/"
    assert "national_little_giant" in signed_in("lead").get(address).content.decode()
    shown = signed_in("enterprise").get(address).content.decode()
    assert "专精特新“小巨人”企业" in shown
    assert "national_little_giant" not in shown
