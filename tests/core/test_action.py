"""What a write is called: registered once, refused before anything is read or written."""

from datetime import UTC, datetime

import pytest

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action, action_word, actions
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from pandeng.domain.demands.models import Demand

NOW = datetime(2022, 7, 1, 9, tzinfo=UTC)
RENAME = Action("test.rename", "试改名", Permission.EDIT_ENTERPRISE)


def test_two_of_one_code_stop_the_start() -> None:
    with pytest.raises(ValueError, match=r"test\.rename"):
        Action("test.rename", "另一个")
    assert actions()["test.rename"] is RENAME


def test_an_unknown_code_of_the_log_shows_itself() -> None:
    assert (action_word("test.rename"), action_word("test.gone")) == ("试改名", "test.gone")


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
