"""Group robots: the message each expects, how it is signed, what it answers, how often it may be called.

Pure. Sources: the developer pages of WeCom (group robots), DingTalk (custom robots, signature) and
Feishu (custom bots): 20, 20 and 100 messages a minute, Feishu also 5 a second.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from pandeng.core.verdict import gettext_noop

KINDS: Mapping[str, str] = {
    "wecom": gettext_noop("企业微信"),
    "dingtalk": gettext_noop("钉钉"),
    "feishu": gettext_noop("飞书"),
}


@dataclass(frozen=True)
class RateLimit:
    messages: int
    seconds: int


LIMITS: Mapping[str, tuple[RateLimit, ...]] = {
    "wecom": (RateLimit(20, 60),),
    "dingtalk": (RateLimit(20, 60),),
    "feishu": (RateLimit(100, 60), RateLimit(5, 1)),
}
DIGEST_FROM = 4  # so many waiting messages become one
MAX_DIGEST_LINES = 8


def request(
    kind: str, address: str, secret: str, text: str, at: datetime
) -> tuple[str, dict[str, Any]]:
    """Address and document of one message, signed where the robot has a secret."""
    seconds = int(at.timestamp())
    if kind == "feishu":
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            signed = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
            payload |= {"timestamp": str(seconds), "sign": base64.b64encode(signed).decode()}
        return address, payload
    payload = {"msgtype": "text", "text": {"content": text}}
    if kind == "dingtalk" and secret:
        stamp = seconds * 1000
        said = f"{stamp}\n{secret}".encode()
        signed = hmac.new(secret.encode(), said, hashlib.sha256).digest()
        sign = quote_plus(base64.b64encode(signed).decode())
        address += f"{'&' if '?' in address else '?'}timestamp={stamp}&sign={sign}"
    return address, payload


def refusal(kind: str, status: int, body: bytes) -> str:
    """Why the robot did not take the message; empty when it did."""
    if status != 200:
        return f"HTTP {status}"
    try:
        answer = json.loads(body)
        code = answer.get("code", answer.get("StatusCode", answer.get("errcode")))
        words = str(answer.get("msg") or answer.get("errmsg") or "")
    except (ValueError, AttributeError):
        return "not JSON"
    return "" if code == 0 else f"{code} {words}"[:200].strip()


def allowance(kind: str, sent: Sequence[datetime], now: datetime) -> int:
    """How many messages may go out now, given when the last ones went out."""
    return min(
        limit.messages - sum(at > now - timedelta(seconds=limit.seconds) for at in sent)
        for limit in LIMITS[kind]
    )


MAX_TRIES = 12  # some five hours; then a message is given up


def pause(tries: int) -> timedelta:
    """How long to wait after so many failed tries: 30 seconds, doubling, at most an hour."""
    return timedelta(seconds=min(30 * 2 ** max(0, tries - 1), 3600))
