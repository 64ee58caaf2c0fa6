"""Adding a file to a record and taking it away again."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, NotFound
from pandeng.domain.attachments import rules
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.attachments.queries import SUBJECTS, files_of, subject
from pandeng.domain.attachments.storage import path_of, write

MEGABYTE = 2**20


ATTACH = Action("attachments.attach", gettext_noop("上传附件"), Permission.ATTACH_FILE)


def attach(record: ClusterRecord, file: Any, *, by: Scope, now: datetime) -> Attachment:
    """Add a file to a record that the scope sees. The same content twice is one file.

    Refuses what is empty, too large or not what its name says. The file is on disk, complete, before
    the record of it is; a record that fails takes the file with it.
    """
    ATTACH.require(by)
    name, kind = check(file)
    words = {label: word for word, label in SUBJECTS.items()}
    if record._meta.label not in words:
        raise NotFound(_("这类记录不带附件。"))
    subject(by, words[record._meta.label], record.pk)
    stored = secrets.token_hex(16)
    path, digest = path_of(stored), ""
    try:
        digest = write(file, path)
        if known := files_of(by, record).filter(digest=digest).first():
            path.unlink()
            return known
        with Change(ATTACH, by=by, now=now, target=record) as change:
            subject(by, words[record._meta.label], record.pk, for_write=True)
            return change.add(
                Attachment(
                    cluster_id=by.in_cluster(),
                    subject_kind=record._meta.label,
                    subject_id=record.pk,
                    name=name,
                    content_type=kind,
                    size=file.size,
                    digest=digest,
                    stored=stored,
                    added_at=now,
                    added_by_id=by.user_id,
                    person=by.name,
                )
            )
    except OSError as error:
        path.unlink(missing_ok=True)
        raise DomainError(
            _("服务器磁盘空间不足或不可写，文件没有保存，请联系系统管理员。")
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def check(file: Any) -> tuple[str, str]:
    """The plain name and the type of a file that would be taken; refuses any other."""
    name = rules.plain_name(str(file.name))
    if not file.size:
        raise DomainError(_("“%(name)s”是空文件。") % {"name": name})
    if file.size > settings.ATTACHMENT_BYTES:
        raise DomainError(
            _("“%(name)s”超过%(most)s MB，请压缩后再上传。")
            % {"name": name, "most": settings.ATTACHMENT_BYTES // MEGABYTE}
        )
    return name, rules.content_type(name, file)


REMOVE = Action("attachments.remove", gettext_noop("移除附件"), Permission.ATTACH_FILE)


def remove(attachment: Attachment, *, why: str, by: Scope, now: datetime) -> None:
    """Take a file away from its record; the file itself stays for the audit."""
    REMOVE.require(by)
    if attachment.added_by_id != by.user_id and not by.may(Permission.DEMAND_ASSIGN):
        raise DomainError(_("只有上传人和专班可以移除附件。"))
    with Change(REMOVE, by=by, now=now, why=why) as change:
        change.save(attachment, removed_on=timezone.localdate(now))
