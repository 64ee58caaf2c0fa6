"""Sending one message to a hook, signed; the status it answered with, and why it failed or nothing."""

from datetime import datetime

from pandeng.core.outbound import post
from pandeng.domain.hooks.models import HookDelivery
from pandeng.domain.hooks.rules import signature


def send(delivery: HookDelivery, at: datetime) -> tuple[int, str]:
    """Any 2xx is taken; everything else, and what takes too long, is a failure."""
    seconds, uid = int(at.timestamp()), str(delivery.uid)
    head = {
        "webhook-id": uid,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(delivery.hook.secret, uid, seconds, delivery.body),
    }
    try:
        status, _body = post(delivery.hook.webhook, delivery.body.encode(), head)
    except OSError as error:
        return 0, f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
    return status, "" if 200 <= status < 300 else f"HTTP {status}"
