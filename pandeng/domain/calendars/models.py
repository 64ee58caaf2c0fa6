"""Days that differ from the shipped calendar: the office's own table of working days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy


class CalendarDay(ClusterRecord):
    """One day, worked or free, with the notice that says so."""

    row_policy = RowPolicy("framework")
    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("工作日历")
        constraints = [models.UniqueConstraint(fields=["cluster", "day"], name="calendar_day")]

    def __str__(self) -> str:
        return str(self.day)
