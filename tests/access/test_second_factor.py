"""The second factor as rules: set up with a proof, used once, replaced, taken off by whom."""

import time
from binascii import unhexlify
from collections.abc import Callable

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from pandeng.access import second_factor
from pandeng.access.actions import add_membership
from pandeng.access.models import Department, User
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.models import AuditEvent
from tests.access.conftest import NOW

ScopeOf = Callable[[str], Scope]
KEY = "3132333435363738393031323334353637383930"


def code_of(key: str = KEY, later: int = 0) -> str:
    """What the app shows now, or so many steps of thirty seconds later."""
    totp = TOTP(unhexlify(key), step=second_factor.STEP_SECONDS)
    totp.time = time.time() + later * second_factor.STEP_SECONDS
    return f"{totp.token():06d}"


@pytest.fixture
def lead(jining: object) -> User:
    user = User.objects.get(username="lead")
    user.is_verified = lambda: False  # type: ignore[attr-defined]
    return user


@pytest.fixture
def codes(lead: User, scope_of: ScopeOf) -> list[str]:
    """周示例 has set up the app; these are the recovery codes."""
    return second_factor.confirm(lead, KEY, code_of(), by=scope_of("lead"), now=NOW)


def wait_over(user: User) -> None:
    """The wait after a wrong code is over, and the code of this half minute is unused."""
    TOTPDevice.objects.filter(user=user).update(
        throttling_failure_count=0, throttling_failure_timestamp=None, last_t=-1
    )
    StaticDevice.objects.filter(user=user).update(
        throttling_failure_count=0, throttling_failure_timestamp=None
    )


# -- what stands between a password and the pages -------------------------------------------------


def test_without_a_second_factor_nothing_more_is_asked(lead: User) -> None:
    assert second_factor.wanted(lead) == ""


def test_who_must_have_one_sets_it_up_first(lead: User) -> None:
    lead.second_factor_required = True
    assert second_factor.wanted(lead) == "set_up"


def test_who_has_one_is_asked_for_its_code(lead: User, codes: list[str]) -> None:
    assert second_factor.wanted(lead) == "code"


def test_who_gave_the_code_is_asked_no_more(lead: User, codes: list[str]) -> None:
    lead.is_verified = lambda: True  # type: ignore[attr-defined]
    assert second_factor.wanted(lead) == ""


# -- setting it up --------------------------------------------------------------------------------


def test_a_new_key_is_of_twenty_bytes_and_each_time_another() -> None:
    keys = {second_factor.new_key() for _number in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {40}


def test_a_key_is_typed_in_groups_of_four() -> None:
    assert second_factor.written_key(KEY) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_the_picture_says_key_person_and_office(lead: User) -> None:
    address = second_factor.address(lead, KEY)
    assert address.startswith("otpauth://totp/")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert "period=30" in address
    assert "lead" in address


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "-1", "0000000000"])
def test_a_wrong_proof_sets_nothing_up(lead: User, scope_of: ScopeOf, code: str) -> None:
    with pytest.raises(DomainError, match="验证码不对"):
        second_factor.confirm(lead, KEY, code, by=scope_of("lead"), now=NOW)
    assert not second_factor.has(lead)


@pytest.mark.parametrize(("later", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(
    lead: User, scope_of: ScopeOf, later: int, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at)
    code = code_of(later=later)
    if taken:
        second_factor.confirm(lead, KEY, code, by=scope_of("lead"), now=NOW)
    else:
        with pytest.raises(DomainError):
            second_factor.confirm(lead, KEY, code, by=scope_of("lead"), now=NOW)
    assert second_factor.has(lead) == taken


def test_ten_recovery_codes_are_shown_and_each_differs(lead: User, codes: list[str]) -> None:
    assert len(set(codes)) == second_factor.codes_left(lead) == 10


def test_a_new_app_takes_the_place_of_the_old(
    lead: User, codes: list[str], scope_of: ScopeOf
) -> None:
    other = "aa" * 20
    second_factor.confirm(lead, other, code_of(other), by=scope_of("lead"), now=NOW)
    assert second_factor.device_of(lead).key == other
    assert TOTPDevice.objects.filter(user=lead).count() == 1
    wait_over(lead)
    with pytest.raises(DomainError):
        second_factor.verify(lead, code_of(KEY))


def test_the_log_says_on_and_not_the_key(lead: User, codes: list[str]) -> None:
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.target_id) == ("access.confirm_second_factor", lead.pk)
    assert KEY not in str(event.personal)
    assert not any(code in str(event.personal) for code in codes)


# -- giving a code --------------------------------------------------------------------------------


def test_the_code_of_the_app_is_taken_with_its_space(lead: User, codes: list[str]) -> None:
    wait_over(lead)
    code = code_of()
    assert second_factor.verify(lead, f"{code[:3]} {code[3:]}").user_id == lead.pk


def test_the_code_that_set_it_up_is_used(lead: User, codes: list[str]) -> None:
    with pytest.raises(DomainError):
        second_factor.verify(lead, code_of())


def test_a_code_opens_once(lead: User, codes: list[str]) -> None:
    wait_over(lead)
    second_factor.verify(lead, code := code_of())
    with pytest.raises(DomainError):
        second_factor.verify(lead, code)


def test_a_recovery_code_opens_once(lead: User, codes: list[str]) -> None:
    second_factor.verify(lead, codes[0].upper())
    assert second_factor.codes_left(lead) == 9
    with pytest.raises(DomainError, match="未用过的恢复码"):
        second_factor.verify(lead, codes[0])
    wait_over(lead)
    second_factor.verify(lead, codes[1])


def test_after_a_wrong_code_one_waits(lead: User, codes: list[str]) -> None:
    wait_over(lead)
    with pytest.raises(DomainError, match="验证码不对"):
        second_factor.verify(lead, "000000" if code_of() != "000000" else "111111")
    with pytest.raises(DomainError, match="稍等片刻"):
        second_factor.verify(lead, code_of())
    wait_over(lead)
    second_factor.verify(lead, code_of())


def test_the_code_of_another_opens_nothing(lead: User, codes: list[str]) -> None:
    staff = User.objects.get(username="staff")
    for code in (code_of(), codes[0]):
        with pytest.raises(DomainError, match="验证码不对"):
            second_factor.verify(staff, code)
    assert second_factor.codes_left(lead) == 10


# -- new codes, and taking it off -----------------------------------------------------------------


def test_new_recovery_codes_end_the_old(lead: User, codes: list[str], scope_of: ScopeOf) -> None:
    new = second_factor.renew_codes(lead, by=scope_of("lead"), now=NOW)
    assert not set(new) & set(codes)
    assert second_factor.codes_left(lead) == 10
    with pytest.raises(DomainError):
        second_factor.verify(lead, codes[0])
    wait_over(lead)
    second_factor.verify(lead, new[0])


def test_recovery_codes_need_an_app(lead: User, scope_of: ScopeOf) -> None:
    with pytest.raises(DomainError, match="请先设置第二验证"):
        second_factor.renew_codes(lead, by=scope_of("lead"), now=NOW)


def test_one_takes_off_ones_own_where_it_is_not_required(
    lead: User, codes: list[str], scope_of: ScopeOf
) -> None:
    second_factor.remove(lead, by=scope_of("lead"), now=NOW)
    assert not second_factor.has(lead)
    assert second_factor.codes_left(lead) == 0


def test_a_required_one_stays(lead: User, codes: list[str], scope_of: ScopeOf) -> None:
    lead.second_factor_required = True
    with pytest.raises(DomainError, match="不能停用"):
        second_factor.remove(lead, by=scope_of("lead"), now=NOW)
    assert second_factor.has(lead)


def test_after_a_lost_phone_the_administrator_helps(
    lead: User, codes: list[str], scope_of: ScopeOf
) -> None:
    lead.second_factor_required = True
    second_factor.remove(lead, by=scope_of("admin"), now=NOW)
    assert second_factor.wanted(lead) == "set_up"


@pytest.mark.parametrize("username", ["leader", "staff", "auditor"])
def test_nobody_else_takes_it_off(
    lead: User, codes: list[str], scope_of: ScopeOf, username: str
) -> None:
    with pytest.raises(DomainError, match="可由系统管理员办理"):
        second_factor.remove(lead, by=scope_of(username), now=NOW)
    assert second_factor.has(lead)


def test_who_belongs_to_two_clusters_takes_it_off_alone(
    lead: User, codes: list[str], scope_of: ScopeOf
) -> None:
    elsewhere = Department.objects.get(cluster__code="demo-other", code="office")
    add_membership(
        lead,
        role="auditor",
        department=elsewhere,
        since=NOW.date(),
        by=Scope.of_system(elsewhere.cluster_id),
        now=NOW,
    )
    with pytest.raises(DomainError, match="只能由本人停用"):
        second_factor.remove(lead, by=scope_of("admin"), now=NOW)
    second_factor.remove(lead, by=scope_of("lead"), now=NOW)
    assert not second_factor.has(lead)
