"""One person is never answered with the statement of another: for every kind of record and both orders."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import pytest
from django.apps import apps

from pandeng.access.records import ClusterRecord, seen
from pandeng.access.roles import GUARDED_KINDS, READ_BY_PERMISSION, ROLES
from pandeng.access.scope import Scope
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.indicators import statements
from pandeng.domain.indicators.catalogue import INDICATORS
from pandeng.domain.indicators.compile import expression
from pandeng.domain.indicators.context import FilterContext
from pandeng.domain.indicators.declare import Count
from pandeng.domain.indicators.execute import run
from pandeng.domain.indicators.named import NamedFigure
from pandeng.domain.indicators.question import Question
from pandeng.domain.indicators.statements import StatementShape, statement
from pandeng.domain.indicators.tables import guards_of

RECORDS = sorted(
    (model for model in apps.get_models() if issubclass(model, ClusterRecord)),
    key=lambda model: model._meta.label,
)
ACCOUNTS = (
    "leader", "lead", "staff", "handler", "county", "officer", "bank", "enterprise", "auditor", "admin",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_compiled() -> Iterator[None]:
    statements.clear_cache()
    yield
    statements.clear_cache()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Counts the records of a kind as an indicator of that kind would."""

    def count(scope: Scope, model: type[ClusterRecord], known_at: datetime | None = None) -> int:
        label = model._meta.label
        name = f"every {label}"
        words = (label, label)
        monkeypatch.setitem(INDICATORS, name, Count(name, words, words, "", of=label))
        item = NamedFigure(name, name, words, "", "actual")
        asked = Question(scope, item, scope.on, scope.on, known_at, None)
        return int(run(asked)[0][0])

    return count


def test_the_demo_has_an_account_of_every_role(scope_of):
    assert {role for name in ACCOUNTS for role in scope_of(name).roles} == set(ROLES)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_a_count_is_that_of_who_asks_whoever_asked_before(scope_of, counting, model):
    """Who sees most and who sees least of a kind, in both orders."""
    seen = {name: model.objects.visible_to(scope_of(name)).count() for name in ACCOUNTS}
    most, least = max(seen, key=lambda n: seen[n]), min(seen, key=lambda n: seen[n])
    for order in ((most, least), (least, most)):
        statements.clear_cache()
        assert {n: counting(scope_of(n), model) for n in order} == {n: seen[n] for n in order}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_a_count_as_known_is_that_of_the_records_as_known(scope_of, counting, model):
    """The statements and the querysets narrow alike; of the past and of now, one after the other."""
    for name in ("county", "handler", "enterprise"):
        for known_at in (None, datetime(2022, 5, 31, 18, tzinfo=OFFICE_TIME)):
            wanted = seen(model, scope_of(name), known_at).count()
            assert counting(scope_of(name), model, known_at) == wanted


@pytest.mark.parametrize("kind", [*GUARDED_KINDS, *READ_BY_PERMISSION])
def test_a_guarded_kind_parts_those_who_read_it_from_those_who_do_not(scope_of, kind):
    """Whatever the records at hand: the statement of the one is not that of the other."""
    guarded = [model for model in RECORDS if kind in guards_of(model._meta.label)]
    verb = {**GUARDED_KINDS, **READ_BY_PERMISSION}[kind]
    may = {name: bool(scope_of(name).may(verb)) for name in ACCOUNTS}
    reader = next(name for name in ACCOUNTS if may[name] and not scope_of(name).rows(kind).nothing)
    others = [name for name in ACCOUNTS if not may[name]]
    assert others
    for model in guarded:
        shape = StatementShape(f"guarded {model._meta.label}", "value", (), False, "sqlite")
        whole, *rest = (
            statement(scope_of(name), shape, lambda at, m=model: at.records(m._meta.label))
            for name in (reader, *others)
        )
        assert all("FALSE" in one.upper().replace("1 = 0", "FALSE") for one in rest)
        assert whole not in rest


def test_all_who_see_the_same_share_one_statement(scope_of):
    texts = {
        statement(
            scope_of(name),
            StatementShape("demands", "value", (), False, "sqlite"),
            partial(expression, INDICATORS["demands"], "value", ()),
        )
        for name in ("leader", "lead", "staff", "auditor")
    }
    assert len(texts) == 1
    assert len(statements._statements) == 1


def test_what_a_filter_looks_into_counts_as_touched(office):
    """Demands of a chain stand on placements and segments, each guarded by a kind of its own."""
    context = FilterContext(office.rows, has_known_at=False)
    expression(INDICATORS["demands"], "value", ("chain",), context)
    assert context.touched == {"demands.Demand", "chains.Placement", "chains.Segment"}
    assert context.guards == ("chain", "demand", "enterprise")


def test_a_record_seen_through_another_is_guarded_by_that_other():
    assert guards_of("demands.Clock") == ("demand",)
    assert guards_of("teams.VisitQuestion") == ("visit",)
    assert guards_of("demands.Demand") == ("demand",)


def test_guarded_kinds_stand_on_records():
    """Or the test above would hold of nothing."""
    kinds = {guard for model in RECORDS for guard in guards_of(model._meta.label)}
    assert {"user", "confidential", "instruction"} <= kinds & {*GUARDED_KINDS, *READ_BY_PERMISSION}
