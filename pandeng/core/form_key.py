"""The key of a form that is sent: it belongs to a person, a form and what was filled in.

The same form with the same content is the same act, however often it arrives; with other content (Back,
changed, sent again) it is another one; the key of somebody else is never met.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

LENGTH = 40


def form_key(key: str, *, user_id: int | None, form: str, content: Mapping[str, Any]) -> str:
    """What is kept of a key; empty without one."""
    if not key:
        return ""
    said = json.dumps(
        [key, user_id, form, {name: content[name] for name in sorted(content)}],
        ensure_ascii=False,
        default=_plain,
    )
    return hashlib.sha256(said.encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, models.QuerySet | set | frozenset | tuple):
        return list(value)
    return str(value)
