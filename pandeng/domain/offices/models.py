"""The key of the page that opens the first office of an installation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpeningKey(models.Model):
    """A key as it was printed in the terminal, kept as a digest; it opens one office, once."""

    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    issued_at = models.DateTimeField(_("签发时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("开设口令")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
