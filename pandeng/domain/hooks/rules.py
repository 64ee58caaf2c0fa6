"""Hooks: which events one asks for, how a message is signed, how long to wait, and when to give up.

Pure. Signature and heads are those of Standard Webhooks 1.0 (standardwebhooks.com).
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta

MARK = "whsec_"
# After a failed try the next one waits so long; after the last of them none is made.
PAUSES = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1800, 7200, 18000, 36000))
MAX_TRIES = len(PAUSES) + 1


def asks_for(events: Sequence[str], code: str) -> bool:
    """Does a hook with this list want to hear of an action?"""
    word = code.partition(".")[0]
    return not events or code in events or f"{word}.*" in events


def signature(secret: str, uid: str, seconds: int, body: str) -> str:
    """What stands in `webhook-signature` for a message of this id, sent at this second."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = hmac.new(key, f"{uid}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def secret_of(raw: bytes) -> str:
    return MARK + base64.b64encode(raw).decode()


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None: no more."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None
