"""Passwords: what is refused, who sets whose, what the log keeps."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from pandeng.access import passwords
from pandeng.access.actions import (
    add_membership,
    choose_email,
    choose_language,
    require_second_factor,
    set_password,
)
from pandeng.access.models import Department, User
from pandeng.access.passwords import BoundedArgon2
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW, PASSWORD, Hire, on_june_first

ScopeOf = Callable[[str], Scope]
NEW = "Weishan-Lake-2022"


@pytest.mark.parametrize(
    "password", ["", "short7!", "12345678", "password", "iloveyou", "wangfang"]
)
def test_a_weak_password_makes_nobody(hire: Hire, password: str) -> None:
    before = User.objects.count()
    with pytest.raises(DomainError):
        hire("王芳", role="auditor", username="wangfang", password=password)
    assert User.objects.count() == before


@pytest.mark.parametrize("password", ["eightch8", "两个黄鹂鸣翠柳也好", PASSWORD])
def test_a_long_and_rare_one_is_taken(hire: Hire, password: str) -> None:
    assert hire("王芳", role="auditor", password=password).check_password(password)


def test_a_weak_new_password_leaves_the_old(hire: Hire) -> None:
    wang = hire("王芳", role="auditor")
    with pytest.raises(DomainError):
        set_password(wang, "12345678", by=on_june_first(wang), now=NOW)
    wang.refresh_from_db()
    assert wang.check_password(PASSWORD)


def test_one_sets_ones_own(hire: Hire) -> None:
    wang = hire("王芳", role="auditor")
    set_password(wang, NEW, by=on_june_first(wang), now=NOW)
    wang.refresh_from_db()
    assert wang.check_password(NEW)
    assert not wang.check_password(PASSWORD)


def test_the_log_says_that_and_not_what(hire: Hire) -> None:
    wang = hire("王芳", role="auditor")
    set_password(wang, NEW, by=on_june_first(wang), now=NOW)
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.target_id) == ("access.set_password", wang.pk)
    assert "changed" in str(event.personal)
    assert NEW not in str(event.personal)
    assert wang.password not in str(event.personal)


def test_the_making_of_a_person_logs_no_password(hire: Hire) -> None:
    wang = hire("王芳", role="auditor")
    event = AuditEvent.objects.latest("id")
    assert event.action == "access.create_user"
    assert PASSWORD not in str(event.personal)
    assert wang.password not in str(event.personal)


def test_the_administrator_sets_anothers(scope_of: ScopeOf, jining: object) -> None:
    county = User.objects.get(username="county")
    set_password(county, NEW, by=scope_of("admin"), now=NOW)
    assert User.objects.get(username="county").check_password(NEW)


@pytest.mark.parametrize("username", ["leader", "lead", "staff", "auditor", "handler"])
def test_nobody_else_sets_anothers(scope_of: ScopeOf, jining: object, username: str) -> None:
    county = User.objects.get(username="county")
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        set_password(county, NEW, by=scope_of(username), now=NOW)
    assert not User.objects.get(username="county").check_password(NEW)


def test_who_belongs_to_two_clusters_sets_it_alone(scope_of: ScopeOf, jining: object) -> None:
    """Otherwise the administrator of one office could sign in to the other."""
    county = User.objects.get(username="county")
    elsewhere = Department.objects.get(cluster__code="demo-other", code="office")
    add_membership(
        county,
        role="auditor",
        department=elsewhere,
        since=NOW.date(),
        by=Scope.of_system(elsewhere.cluster_id),
        now=NOW,
    )
    with pytest.raises(DomainError, match="口令只能由本人修改"):
        set_password(county, NEW, by=scope_of("admin"), now=NOW)
    set_password(county, NEW, by=scope_of("county"), now=NOW)
    assert User.objects.get(username="county").check_password(NEW)


def test_a_taken_account_is_refused(hire: Hire) -> None:
    hire("王芳", role="auditor", username="wangfang")
    with pytest.raises(DomainError, match="已存在"):
        hire("王方", role="auditor", username="wangfang")


def test_at_most_two_hashes_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    guard = threading.Lock()

    def slow(self: object, password: str, salt: str) -> str:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with guard:
            running -= 1
        return "hash"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    threads = [
        threading.Thread(target=BoundedArgon2().encode, args=(PASSWORD, "salt" * 4))
        for _number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == passwords.AT_ONCE == 2


def test_a_wrong_password_gives_its_turn_back() -> None:
    encoded = BoundedArgon2().encode(PASSWORD, "0123456789abcdef")
    for _number in range(passwords.AT_ONCE + 1):
        assert not BoundedArgon2().verify("wrong", encoded)
    assert BoundedArgon2().verify(PASSWORD, encoded)


# -- what everyone sets alone ---------------------------------------------------------------------


def test_one_reads_in_the_language_one_chose(scope_of: ScopeOf, jining: object) -> None:
    lead = User.objects.get(username="lead")
    choose_language(lead, "en", by=scope_of("lead"), now=NOW)
    assert User.objects.get(username="lead").language == "en"


@pytest.mark.parametrize("username", ["admin", "staff"])
def test_nobody_chooses_for_another(scope_of: ScopeOf, jining: object, username: str) -> None:
    lead, by = User.objects.get(username="lead"), scope_of(username)
    with pytest.raises(DomainError, match="界面语言由本人设置"):
        choose_language(lead, "en", by=by, now=NOW)
    with pytest.raises(DomainError, match="邮件提醒由本人设置"):
        choose_email(lead, "x@example.org", wanted=True, by=by, now=NOW)


def test_reminders_go_where_one_said_or_nowhere(scope_of: ScopeOf, jining: object) -> None:
    lead = User.objects.get(username="lead")
    choose_email(lead, "zhou@example.org", wanted=True, by=scope_of("lead"), now=NOW)
    lead.refresh_from_db()
    assert (lead.email, lead.wants_email) == ("zhou@example.org", True)
    choose_email(lead, "", wanted=False, by=scope_of("lead"), now=NOW)
    lead.refresh_from_db()
    assert (lead.email, lead.wants_email) == ("", False)


def test_an_address_that_is_none_is_refused(scope_of: ScopeOf, jining: object) -> None:
    lead = User.objects.get(username="lead")
    with pytest.raises(DomainError):
        choose_email(lead, "not an address", wanted=True, by=scope_of("lead"), now=NOW)


def test_the_administrator_asks_for_a_second_factor(scope_of: ScopeOf, jining: object) -> None:
    lead = User.objects.get(username="lead")
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        require_second_factor(lead, True, by=scope_of("lead"), now=NOW)
    require_second_factor(lead, True, by=scope_of("admin"), now=NOW)
    assert User.objects.get(username="lead").second_factor_required
