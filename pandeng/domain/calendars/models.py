"""What the office has entered: the notice of a year with its days, and single days that differ here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy


class YearNotice(ClusterRecord):
    """The State Council's notice of a year's days off. With it the year is no longer provisional."""

    row_policy = RowPolicy("calendar")
    year = models.PositiveSmallIntegerField(_("年度"))
    note = models.CharField(_("依据"), max_length=60)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("全年放假安排")
        constraints = [models.UniqueConstraint(fields=["cluster", "year"], name="year_notice_once")]

    def __str__(self) -> str:
        return str(_("%(year)s年放假安排") % {"year": self.year})


class CalendarDay(ClusterRecord):
    """One day, worked or free: of a year's notice, or (without one) an entry of its own, which goes first."""

    row_policy = RowPolicy("calendar")
    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    notice = models.ForeignKey(
        YearNotice, on_delete=models.PROTECT, null=True, blank=True, related_name="days"
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("工作日历")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "day"], condition=Q(notice=None), name="calendar_day"
            ),
            models.UniqueConstraint(fields=["notice", "day"], name="calendar_day_of_notice"),
        ]

    def __str__(self) -> str:
        return str(self.day)
