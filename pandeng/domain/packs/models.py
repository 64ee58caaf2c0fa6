"""Which policy pack a cluster runs on, and every version it ran on before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy


class LoadedPack(ClusterRecord):
    """A pack as it was loaded: its whole content, so that an old figure still finds its words."""

    row_policy = RowPolicy("pack")
    name = models.CharField(_("名称"), max_length=60)
    version = models.CharField(_("版本"), max_length=20)
    digest = models.CharField(_("摘要"), max_length=64)
    content = models.JSONField(_("内容"))
    signature = models.CharField(_("签名"), max_length=64, blank=True)
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("政策包")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "name", "digest"], name="loaded_pack_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
