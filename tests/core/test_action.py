"""What a write is called: registered once, refused before anything is read or written."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action, action_word, actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.demands.actions.loop import take
from pandeng.domain.demands.models import Demand
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE

NOW = datetime(2022, 7, 1, 9, tzinfo=UTC)
RENAME = Action("test.rename", "试改名", Permission.EDIT_ENTERPRISE)


def test_two_of_one_code_stop_the_start() -> None:
    with pytest.raises(ValueError, match=r"test\.rename"):
        Action("test.rename", "另一个")
    assert actions()["test.rename"] is RENAME


def test_an_unknown_code_of_the_log_shows_itself() -> None:
    assert (action_word("test.rename"), action_word("test.gone")) == ("试改名", "test.gone")


def test_a_step_is_called_by_its_table(office) -> None:
    """Every step that is taken on a record has its own action, said of what it is taken on."""
    with override("zh-hans"):
        assert action_word("demands.close") == "诉求销号"
        assert action_word("instructions.urge") == "批示催办"
        assert action_word("projects.start") == "开工"
    with override("en"):
        assert action_word("demands.close") == "Demand: Closed"
    for room, table in (("demands", LOOP), ("instructions", INSTRUCTION)):
        later = {f"{room}.{row.code}" for row in table.step_rows if row.moves}
        assert later <= set(actions())
    assert {f"projects.{step}" for step in LIFECYCLE.steps} <= set(actions())


def test_a_step_that_no_table_knows_is_refused_with_its_sentence(office) -> None:
    demand = Demand.objects.filter(status="handling").first()
    before = AuditEvent.objects.count()
    with pytest.raises(DomainError, match="没有“fly”这个环节"):
        take(demand, "fly", by=office, now=NOW)
    with pytest.raises(DomainError, match="诉求现在“办理中”，不能直接收集"):
        take(demand, "receive", by=office, now=NOW)
    assert AuditEvent.objects.count() == before


def test_a_change_refuses_whoever_lacks_the_permission(django_assert_num_queries) -> None:
    auditor = Scope(cluster_id=1, user_id=1, name="审计", roles=frozenset({"auditor"}))
    with (
        django_assert_num_queries(0),
        pytest.raises(DomainError, match="您的角色没有这项权限"),
        Change(RENAME, by=auditor, now=NOW),
    ):
        pytest.fail("the change was opened")  # pragma: no cover


def test_the_target_is_the_one_given(office) -> None:
    demand, other = Demand.objects.order_by("id")[:2]
    with Change(RENAME, by=office, now=NOW, target=demand) as change:
        change.save(other, title="另一件诉求")
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.target_kind, event.target_id) == (
        "test.rename",
        "demands.Demand",
        demand.pk,
    )
