"""A sent file between its preview and its commit: for the one who sent it, for a day, then gone."""

import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError

SALT = "imports"
SECONDS = 24 * 3600


def keep(name: str, data: bytes, by: Scope) -> str:
    """Store a file; the token with which its sender comes back to it."""
    folder = _folder()
    for old in folder.iterdir():
        with suppress(FileNotFoundError):  # another may remove it in the same moment
            if old.stat().st_mtime < time.time() - SECONDS:
                old.unlink()
    stored = uuid4().hex
    (folder / stored).write_bytes(data)
    return signing.dumps([stored, name[-120:], by.cluster_id, by.user_id], salt=SALT)


def kept(token: str, by: Scope) -> tuple[str, bytes]:
    """The name and bytes of a file that this person sent within a day."""
    try:
        stored, name, *sender = signing.loads(token, salt=SALT, max_age=SECONDS)
        if sender == [by.cluster_id, by.user_id]:
            return name, (_folder() / stored).read_bytes()
    except (signing.BadSignature, OSError):
        pass
    raise DomainError(_("上传的文件已过期，请重新上传。"))


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT).parent / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
