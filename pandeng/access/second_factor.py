"""The second factor of sign-in: an authenticator app (TOTP), and ten recovery codes on paper."""

import time
from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from pandeng.access import queries
from pandeng.access.models import User
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError

CODES = 10
STEP_SECONDS = 30


def wanted(user: User, *, has_one: bool | None = None) -> Literal["", "code", "set_up"]:
    """What still stands between a person with a right password and the pages; `has_one` where the
    caller knows already whether a second factor is set up."""
    if user.is_verified():  # type: ignore[attr-defined]
        return ""
    if has(user) if has_one is None else has_one:
        return "code"
    return "set_up" if user.second_factor_required else ""


def has(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def device_of(user: User) -> TOTPDevice:
    return TOTPDevice.objects.get(user=user, confirmed=True)


def codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def new_key() -> str:
    """A fresh secret as hex: kept in the session until its first code proves that the app has it."""
    return str(random_hex(20))


def written_key(key: str) -> str:
    """The secret as a person types it into an app: groups of four letters."""
    letters = b32encode(unhexlify(key)).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address(user: User, key: str) -> str:
    """What the QR code says (otpauth://)."""
    return str(TOTPDevice(user=user, key=key, step=STEP_SECONDS).config_url)


CONFIRM_SECOND_FACTOR = Action("access.confirm_second_factor", gettext_noop("启用第二验证"))


def confirm(user: User, key: str, code: str, *, by: Scope, now: datetime) -> list[str]:
    """Start using a secret whose present code is `code`; returns the recovery codes, shown once."""
    proof = TOTP(unhexlify(key), step=STEP_SECONDS)
    proof.time = time.time()
    if not (code.isascii() and code.isdigit() and proof.verify(int(code), tolerance=1)):
        raise DomainError(_("验证码不对，请核对手机时间后输入当前的6位数字。"))
    with Change(CONFIRM_SECOND_FACTOR, by=by, now=now) as change:
        change.add_fact(user, second_factor="on")
        TOTPDevice.objects.filter(user=user).delete()
        TOTPDevice.objects.create(
            user=user, name=settings.OTP_TOTP_ISSUER, key=key, last_t=proof.t(), confirmed=True
        )
        return _renew_codes(user)


RENEW_RECOVERY_CODES = Action("access.renew_recovery_codes", gettext_noop("更换恢复码"))


def renew_codes(user: User, *, by: Scope, now: datetime) -> list[str]:
    """New recovery codes; the old ones no longer work."""
    if not has(user):
        raise DomainError(_("请先设置第二验证。"))
    with Change(RENEW_RECOVERY_CODES, by=by, now=now) as change:
        change.add_fact(user, recovery_codes="renewed")
        return _renew_codes(user)


REMOVE_SECOND_FACTOR = Action("access.remove_second_factor", gettext_noop("停用第二验证"))


def remove(user: User, *, by: Scope, now: datetime) -> None:
    """Stop using the second factor: one's own where it is not required, or as administrator another's
    after a lost phone (who must then set it up again where it is required)."""
    if user.pk == by.user_id:
        if user.second_factor_required:
            raise DomainError(_("您的账号必须使用第二验证，不能停用。"))
    else:
        by.may(Permission.EDIT_USER).require()
        if queries.belongs_elsewhere(by, user):
            raise DomainError(_("此人还在其他集群任职，第二验证只能由本人停用。"))
    with Change(REMOVE_SECOND_FACTOR, by=by, now=now) as change:
        change.add_fact(user, second_factor="off")
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def verify(user: User, code: str) -> Device:
    """The device that a code belongs to: six digits of the app, or a recovery code, used up by this.

    Refuses a wrong code; after each wrong one the wait grows.
    """
    code = code.replace(" ", "").lower()
    kind = TOTPDevice if code.isdigit() else StaticDevice
    with transaction.atomic():
        device = (
            kind.objects.select_for_update()
            .filter(user=user, confirmed=True)
            .order_by("id")
            .first()
        )
        allowed = bool(device and device.verify_is_allowed()[0])
        verified = bool(device and allowed and device.verify_token(code))
    if verified:
        return device
    if device and not allowed:
        raise DomainError(_("刚才输错了验证码，请稍等片刻，再用新的验证码重试。"))
    raise DomainError(_("验证码不对，请输入手机上当前的6位数字，或一个未用过的恢复码。"))


def _renew_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [StaticToken.random_token() for _number in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
