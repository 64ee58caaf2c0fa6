"""Titles: schemes with their levels, applications (推荐) and awards (获批). The two are never added."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.domain.enterprises.models import Enterprise


class TitleLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")


class Scheme(ClusterRecord):
    """A title that enterprises can win, at one level, valid in some years; pack data."""

    row_policy = RowPolicy("scheme")
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=12, choices=TitleLevel)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("称号")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="scheme_code")]

    def __str__(self) -> str:
        return f"{self.get_level_display()}{self.name}"


class Application(ClusterRecord):
    """An enterprise was recommended for a title."""

    row_policy = RowPolicy("application", through="enterprise")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="applications"
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="applications")
    year = models.PositiveSmallIntegerField(_("申报年度"))
    batch = models.CharField(_("批次"), max_length=20, blank=True)
    recommended_on = models.DateField(_("推荐日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("称号推荐")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "scheme", "year"], name="application_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.scheme_id} {self.year}"


class AwardEnd(models.TextChoices):
    REVOKED = "revoked", _("撤销")
    EXPIRED = "expired", _("到期")
    REPLACED = "replaced", _("由更高级别替代")


class Award(ClusterRecord):
    """An enterprise won a title, and how it ended. Whoever won it counts in its year, whatever came later."""

    row_policy = RowPolicy("award", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="awards")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="awards")
    year = models.PositiveSmallIntegerField(_("获批年度"))
    batch = models.CharField(_("批次"), max_length=20, blank=True)
    awarded_on = models.DateField(_("获批日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    ended_as = models.CharField(_("终止方式"), max_length=8, choices=AwardEnd, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("称号获批")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "scheme", "year"], name="award_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_as="")
                | (Q(ended_on__gte=F("awarded_on")) & ~Q(ended_as="") & ~Q(end_reason="")),
                name="award_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.scheme_id} {self.year}"
