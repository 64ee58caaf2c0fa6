"""Callers of the interface: tokens of the demo's people."""

import json
import time
from binascii import unhexlify
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from pandeng.access import second_factor
from pandeng.access.actions import tokens
from pandeng.access.models import Cluster, User
from pandeng.access.scope import Scope
from pandeng.access.tokens import Made
from pandeng.domain.teams.queries import scope_for
from pandeng.web.middleware import bearer


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    bearer._pace = bearer._Pace()


def code_of(user: User) -> str:
    """A code of the person's app, which is set up first where there is none; each works once."""
    device = TOTPDevice.objects.filter(user=user).first()
    if device is None:
        device = TOTPDevice.objects.create(user=user, key=second_factor.new_key(), confirmed=True)
    device.last_t, device.throttling_failure_count = -1, 0
    device.save()
    proof = TOTP(unhexlify(device.key), step=second_factor.STEP_SECONDS)
    proof.time = time.time()
    return f"{proof.token():06d}"


def scope_now(user: User, today: date) -> Scope:
    return scope_for(user, on=today)


class Caller:
    """A program with a token."""

    def __init__(self, secret: str, **more: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.head = {"authorization": f"Bearer {secret}", **more}

    def get(self, path: str, status: int = 200) -> Any:
        return self._read(self.client.get(path, headers=self.head), status)

    def post(self, path: str, told: Any, status: int = 200, **head: str) -> Any:
        answer = self.client.post(
            path, json.dumps(told), content_type="application/json", headers={**self.head, **head}
        )
        return self._read(answer, status)

    @staticmethod
    def _read(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content.decode()[:600]
        return json.loads(answer.content)


@pytest.fixture
def now(jining: Cluster) -> datetime:
    from django.utils import timezone

    return jining.office_time(timezone.now())


@pytest.fixture
def made(now: datetime) -> Callable[..., Made]:
    """`made("staff", may_write=True)`: a token of a demo account."""

    def make(username: str, **given: Any) -> Made:
        user = User.objects.get(username=username)
        given.setdefault("expires_on", now.date())
        return tokens.make_token(
            name="交换", code=code_of(user), by=scope_now(user, now.date()), now=now, **given
        )

    return make


@pytest.fixture
def caller(made: Callable[..., Made]) -> Callable[..., Caller]:
    """`caller("staff", may_write=True)`: a program with a token of a demo account."""
    return lambda username, **given: Caller(made(username, **given).secret)
