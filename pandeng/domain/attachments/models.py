"""Files that belong to a record. Who sees the record sees its files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import User
from pandeng.access.records import ClusterRecord, RowPolicy


class Attachment(ClusterRecord):
    """A file of a record. `stored` is its random name in the data folder; `name` what it was called."""

    row_policy = RowPolicy("attachment")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("类型"), max_length=90)
    size = models.PositiveBigIntegerField(_("大小"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    stored = models.CharField(max_length=32, unique=True, editable=False)
    added_at = models.DateTimeField(_("上传"))
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.CharField(_("上传人"), max_length=60)
    removed_on = models.DateField(_("移除"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("附件")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "digest"],
                condition=models.Q(removed_on__isnull=True),
                name="attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
