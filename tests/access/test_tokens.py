"""Tokens: made with the second factor, within words and roles, shown by their last use, revoked at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pandeng.access import tokens as kept
from pandeng.access.actions import end_membership
from pandeng.access.actions import tokens as actions
from pandeng.access.actions.accounts import switch_off, switch_on
from pandeng.access.models import ApiToken, Membership, User
from pandeng.access.scope import Scope
from pandeng.access.tokens import Made
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.core.models import AuditEvent
from pandeng.domain.demands.models import Demand
from pandeng.domain.hooks import outbox
from pandeng.domain.hooks.models import Hook
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.middleware import bearer
from tests.callers import Caller, code_of, scope_now
from tests.probe import PROBE

pytestmark = pytest.mark.django_db
Make = Callable[..., Made]
Call = Callable[..., Caller]


def test_a_secret_is_nowhere_kept_and_its_making_is_told_to_the_log(made: Make) -> None:
    one = made("staff", may_write=True, words=["demands"])
    row = ApiToken.objects.get(pk=one.token.pk)
    event = AuditEvent.objects.latest("id")
    assert event.action == "access.make_token"
    for told in (str(vars(row)), str(event.personal)):
        assert one.secret not in told
    assert (row.hint, row.words) == (one.secret[-4:], ["demands"])


def test_none_is_made_without_the_second_factor(now: datetime) -> None:
    user = User.objects.get(username="staff")
    by = scope_now(user, now.date())
    told: dict[str, Any] = {"name": "交换", "expires_on": now.date(), "by": by, "now": now}
    with pytest.raises(DomainError, match="第二验证"):
        actions.make_token(code="123456", **told)
    right = code_of(user)
    with pytest.raises(DomainError, match="验证码不对"):
        actions.make_token(code=f"{(int(right) + 1) % 10**6:06d}", **told)
    for days in (-1, kept.MAX_DAYS + 1):
        far = told | {"expires_on": now.date() + timedelta(days=days)}
        with pytest.raises(DomainError, match="最长一年"):
            actions.make_token(code=code_of(user), **far)
    assert not ApiToken.objects.exists()


def test_its_last_use_is_shown_and_revoked_it_opens_nothing(
    made: Make, signed_in: Callable[[str], Client], now: datetime
) -> None:
    one = made("staff")
    staff = signed_in("staff")
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.all().delete()  # or the browser is asked for its code
    assert "未用过" in staff.get("/account/tokens/").content.decode()
    program = Caller(one.secret)
    assert program.get("/api/demands?limit=1")["rows"]
    assert "未用过" not in staff.get("/account/tokens/").content.decode()
    staff.post(f"/account/tokens/{one.token.pk}/revoke/")
    assert "作废" in program.get("/api/demands", 401)["error"]
    assert AuditEvent.objects.latest("id").action == "access.revoke_token"


def test_a_token_of_an_account_that_was_off_stays_revoked(
    made: Make, now: datetime, office: Scope
) -> None:
    one = made("handler")
    switch_off(one.token.user, why="调离", by=office, now=now)
    switch_on(User.objects.get(pk=one.token.user_id), by=office, now=now)
    assert "作废" in Caller(one.secret).get("/api/demands", 401)["error"]


@pytest.mark.parametrize("what", ["expired", "switched_off", "no_role", "wrong"])
def test_what_no_longer_opens(what: str, made: Make, now: datetime, office: Scope) -> None:
    one = made("handler")
    program, user = Caller(one.secret), one.token.user
    program.get("/api/demands")
    status, said = 401, "令牌"
    if what == "expired":
        from django.db.models import QuerySet

        QuerySet(ApiToken).update(expires_on=now.date() - timedelta(days=1))
        said = "过期"
    elif what == "switched_off":
        switch_off(user, why="调离", by=office, now=now)
        said = "作废"
    elif what == "no_role":
        end_membership(
            user.memberships.get(), until=now.date() - timedelta(days=1), by=office, now=now
        )
        status, said = 403, "没有任职"
    else:
        program = Caller(one.secret + "x")
    assert said in program.get("/api/demands", status)["error"]


def test_a_reading_token_writes_nothing(caller: Call) -> None:
    reads, writes = caller("staff"), caller("staff", may_write=True)
    assert "只能读" in reads.post("/api/demands", {}, 403)["error"]
    writes.post("/api/demands", {}, 422)


@pytest.mark.parametrize("path", REGISTERS)
def test_a_token_reaches_its_words_and_no_other(path: str, caller: Call) -> None:
    program = caller("lead", words=[path])
    found = program.get(f"/api/records/{path}?limit=1")["rows"]
    for row in found:
        program.get(f"/api/records/{path}/{row['id']}")
    others = [other for other in REGISTERS if other != path]
    for other in (*others[:3], *(o for o in others if o.startswith(path) or path.startswith(o))):
        assert "这类台账" in program.get(f"/api/records/{other}", 403)["error"], other
    for address in ("figures/closing_rate", "duplicates/enterprises"):
        program.get(f"/api/{address}", 403)
    assert (path == "demands") == (program.client.get("/api/demands", headers=program.head).status_code == 200)  # fmt: skip


@pytest.mark.parametrize("username", ["lead", "handler", "county", "officer", "bank", "enterprise"])
@pytest.mark.parametrize("path", REGISTERS)
def test_every_read_is_within_the_scope_of_the_owner(
    path: str, username: str, caller: Call, now: datetime
) -> None:
    scope = scope_now(User.objects.get(username=username), now.date())
    visible = set(REGISTERS[path].model.objects.visible_to(scope).values_list("pk", flat=True))
    rows = caller(username).get(f"/api/records/{path}?limit=200")["rows"]
    assert {row["id"] for row in rows} <= visible
    assert bool(rows) == bool(visible)


def test_the_administrator_reads_nothing_of_the_work(caller: Call) -> None:
    admin = caller("admin", may_write=True)
    for path in (*(f"records/{path}" for path in REGISTERS), "demands", "figures/closing_rate"):
        assert "不看业务台账" in admin.get(f"/api/{path}", 403)["error"], path


def test_a_service_acts_as_its_owner_in_one_role_and_the_administrator_never_sees_it(
    now: datetime, office: Scope
) -> None:
    admin, handler = (User.objects.get(username=who) for who in ("admin", "handler"))
    told: dict[str, Any] = {"name": "政务平台", "expires_on": now.date(), "now": now}
    by_admin = scope_now(admin, now.date())
    with pytest.raises(DomainError, match="没有任"):
        actions.ask_service_token(handler, "office_lead", code=code_of(admin), by=by_admin, **told)
    lead = User.objects.get(username="lead")
    with pytest.raises(DomainError, match="可由系统管理员"):
        actions.ask_service_token(
            handler, "department_handler", code=code_of(lead), by=scope_now(lead, now.date()), **told
        )  # fmt: skip
    token = actions.ask_service_token(
        handler, "department_handler", code=code_of(admin), by=by_admin, **told
    )
    assert token.digest is None
    with pytest.raises(NotFound):
        actions.take_service_token(token, code_of(admin), by=by_admin, now=now)
    own = scope_now(handler, now.date())
    taken = actions.take_service_token(token, code_of(handler), by=own, now=now)
    with pytest.raises(DomainError, match="已经领取"):
        actions.take_service_token(token, code_of(handler), by=own, now=now)
    seen = Caller(taken.secret).get("/api/demands?limit=200")["rows"]
    visible = set(Demand.objects.visible_to(own).values_list("pk", flat=True))
    assert {row["id"] for row in seen} <= visible
    assert seen
    assert kept.narrowed(own, taken.token).roles == {"department_handler"}


def test_a_service_reaches_no_unit_of_another_role_of_its_owner(
    now: datetime, office: Scope, jining: Any
) -> None:
    """Who handles for one unit and reports for a county: the handler's token reads nothing of the county."""
    admin, handler = (User.objects.get(username=who) for who in ("admin", "handler"))
    alone = set(
        Demand.objects.visible_to(scope_now(handler, now.date())).values_list("pk", flat=True)
    )
    county = User.objects.get(username="county").memberships.get().department
    foreign = Demand.objects.visible_to(office).exclude(pk__in=alone).first()
    with Change(PROBE, by=office, now=now) as change:
        change.add(
            Membership(
                cluster=jining,
                user=handler,
                department=county,
                role="county_reporter",
                since=now.date(),
            )
        )
        change.save(foreign, department_id=county.pk)
    both = scope_now(handler, now.date())
    assert Demand.objects.visible_to(both).filter(pk=foreign.pk).exists()
    token = actions.ask_service_token(
        handler,
        "department_handler",
        name="政务平台",
        expires_on=now.date(),
        may_write=True,
        code=code_of(admin),
        by=scope_now(admin, now.date()),
        now=now,
    )
    taken = actions.take_service_token(token, code_of(handler), by=both, now=now)
    program = Caller(taken.secret)
    assert {row["id"] for row in program.get("/api/demands?limit=200")["rows"]} <= alone
    program.get(f"/api/demands/{foreign.pk}", 404)
    hook = Hook(cluster=jining, token=taken.token)
    assert county.pk not in outbox.scope_of(hook, timezone.now()).departments


def test_nobody_revokes_a_token_of_another_but_the_administrator(made: Make, now: datetime) -> None:
    one = made("staff").token
    lead = scope_now(User.objects.get(username="lead"), now.date())
    with pytest.raises(DomainError, match="可由系统管理员"):
        actions.revoke_token(one, by=lead, now=now)
    actions.revoke_token(one, by=scope_now(User.objects.get(username="admin"), now.date()), now=now)
    assert ApiToken.objects.get(pk=one.pk).revoked_at


def test_who_asks_too_often_waits(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "MOST", 3)
    program = Caller(made("staff").secret)
    for _ in range(3):
        program.get("/api/demands?limit=1")
    assert program.get("/api/demands?limit=1", 429)["code"] == "too_often"


def test_the_pages_make_take_and_revoke(signed_in: Callable[[str], Client], jining: Any) -> None:
    staff = signed_in("staff")
    assert "须经第二验证" in staff.get("/account/tokens/").content.decode()
    user = User.objects.get(username="staff")
    code = code_of(user)
    session = staff.session
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=user).persistent_id
    session.save()
    page = staff.get("/account/tokens/").content.decode()
    assert "建立令牌须经第二验证" not in page
    until = page.split('name="expires_on" value="')[1][:10]
    told = {"name": "统计交换", "expires_on": until, "words": ["enterprises"], "code": code}
    shown = staff.post("/account/tokens/", told).content.decode()
    secret = shown.split('id="secret" value="')[1].split('"')[0]
    assert Caller(secret).get("/api/records/enterprises?limit=1")["rows"]
    assert secret not in staff.get("/account/tokens/").content.decode()
    again = staff.post("/account/tokens/", told)
    assert again.status_code == 422
    assert "统计交换" in signed_in("admin").get("/administration/tokens/").content.decode()
    assert signed_in("handler").get("/administration/tokens/").status_code == 403
