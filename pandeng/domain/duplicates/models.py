"""Two records that look like one and are not: somebody has looked, and is not asked again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import User
from pandeng.access.records import ClusterRecord, RowPolicy


class DistinctPair(ClusterRecord):
    """Two records of a kind by their numbers, the smaller first."""

    row_policy = RowPolicy("distinct_pair")
    subject_kind = models.CharField(_("类别"), max_length=40)
    first_id = models.BigIntegerField(_("第一条"))
    second_id = models.BigIntegerField(_("第二条"))
    why = models.CharField(_("理由"), max_length=200)
    decided_on = models.DateField(_("认定日期"))
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("认定人"),
        null=True,
        blank=True,
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("不重复的认定")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "subject_kind", "first_id", "second_id"],
                name="distinct_pair_once",
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="distinct_pair_order"
            ),
        ]

    def __str__(self) -> str:
        return self.why
