"""The files of a record, for whoever sees the record."""

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.errors import NotFound
from pandeng.domain.attachments.models import Attachment

# What may have files: the word in an address → the kind of record.
SUBJECTS = {
    "demand": "demands.Demand",
    "visit": "teams.Visit",
    "outcome": "outcomes.Outcome",
    "project": "projects.Project",
    "node": "projects.Milestone",
    "enterprise": "enterprises.Enterprise",
    "instruction": "instructions.Instruction",
}


def subject(scope: Scope, word: str, pk: int, *, for_write: bool = False) -> ClusterRecord:
    """The record that a file belongs to; not found where the scope does not see it. For writing it is
    locked where the database can, so that it is not deleted meanwhile."""
    model = apps.get_model(SUBJECTS[word]) if word in SUBJECTS else None
    rows = model.objects.visible_to(scope).filter(pk=pk) if model else None
    if rows is not None and for_write:
        rows = rows.select_for_update(of=("self",))
    found = rows.first() if rows is not None else None
    if found is None:
        raise NotFound(_("没有找到这条记录。"))
    assert isinstance(found, ClusterRecord)
    return found


def files_of(scope: Scope, record: ClusterRecord) -> QuerySet[Attachment]:
    """The files of a record that the caller found through this scope, the newest first."""
    return files_of_subject(scope, record._meta.label, record.pk)


def files_of_subject(scope: Scope, kind: str, pk: int) -> QuerySet[Attachment]:
    """The same by the record's label and id."""
    return Attachment.objects.filter(
        cluster_id=scope.in_cluster(), subject_kind=kind, subject_id=pk, removed_on__isnull=True
    ).order_by("-id")


def find(scope: Scope, stored: str) -> Attachment:
    """One file by its random name, where the scope sees its record."""
    found: Attachment | None = Attachment.objects.filter(
        cluster_id=scope.in_cluster(), stored=stored, removed_on__isnull=True
    ).first()
    words = {kind: word for word, kind in SUBJECTS.items()}
    if found is None:
        raise NotFound(_("没有找到这个文件。"))
    subject(scope, words[found.subject_kind], found.subject_id)
    return found
