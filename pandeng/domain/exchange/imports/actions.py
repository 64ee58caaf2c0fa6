"""A sent table written as one change, and taken back within a day."""

from datetime import datetime

from django.utils.translation import gettext as _

from pandeng.access.actions import bulk
from pandeng.access.scope import Scope
from pandeng.access.workable import IMPORT
from pandeng.core.change import Change
from pandeng.core.edit_checks import ChecksFailed
from pandeng.core.errors import DomainError, EditConflict
from pandeng.domain.exchange.imports.kinds import ImportKind
from pandeng.domain.exchange.imports.records import ImportPreview, SentFile, State, preview


def commit(
    kind: ImportKind, sent: SentFile, *, confirmed: bool = False, why: str, by: Scope, now: datetime
) -> tuple[dict[State, int], str]:
    """Write the file: how many lines became what, and the uid by which it is taken back within a day.

    One transaction and one audit event, which holds the digest of the file, and of every record the
    sheet and line that it came from.
    """
    by.may(kind.permission).require()
    sent.read()  # nobody waits to write meanwhile
    with Change(kind.actions[IMPORT], by=by, now=now, why=why) as change:
        shown = preview(kind, sent, by=by, now=now)
        counts = shown.counts
        if counts["wrong"] and not sent.skips_wrong:
            raise DomainError(_("还有%(count)s行有误，没有写入。") % {"count": counts["wrong"]})
        if not counts["new"] and not counts["changed"]:
            raise DomainError(_("表中内容与现有记录相同，没有要写入的。"))
        if shown.doubts and not confirmed:
            doubts = [line.doubt for line in shown.doubts]
            raise ChecksFailed(doubts[0], {}, {"": doubts})
        _write(kind, shown, change, by)
        for line in shown.lines:
            if line.state in ("new", "changed"):
                where = f"{sent.name} {shown.table.sheet.name} {line.number}"
                change.add_fact(line.record, source=where, digest=sent.digest)
    return counts, str(change.uid)


def take_back(kind: ImportKind, uid: str, *, by: Scope, now: datetime) -> int:
    """Take an import back, all or none: how many records it had touched."""
    return bulk.undo_each(kind, uid, by=by, now=now)


def _write(kind: ImportKind, shown: ImportPreview, change: Change, by: Scope) -> None:
    new = [line.record for line in shown.lines if line.state == "new"]
    try:
        kind.add(change, new)
    except EditConflict as clash:
        said = _("表中有的行互相重复，或刚才有人先登记了同一条，没有写入。请核对后再传。")
        raise DomainError(said) from clash
    for line in shown.lines:
        if line.state == "changed":
            kind.keep(change, line.record, line.values)
    touched = {line.record.pk for line in shown.lines if line.state in ("new", "changed")}
    seen = kind.model.objects.visible_to(by).filter(pk__in=touched).count()
    if seen != len(touched):
        raise DomainError(_("这样登记后，有的记录不在您的管辖范围内。"))
