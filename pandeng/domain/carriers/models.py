"""Park carriers (园区载体): their land and factories, and the enterprises that moved in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.domain.enterprises.models import Enterprise


class CarrierKind(models.TextChoices):
    PARK = "park", _("产业园区")
    FACTORIES = "factories", _("标准厂房")
    INCUBATOR = "incubator", _("孵化器")
    ACCELERATOR = "accelerator", _("加速器")


class SpaceKind(models.TextChoices):
    LAND = "land", _("土地（亩）")
    FACTORY = "factory", _("厂房（平方米）")


class Carrier(ClusterRecord):
    """A park or a building that takes enterprises in."""

    page = "carriers_detail"
    row_policy = RowPolicy("carrier", county="county_id")
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=12, choices=CarrierKind)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("所在县市区")
    )
    operator = models.CharField(_("运营单位"), max_length=120, blank=True)
    opened_on = models.DateField(_("启用日期"))
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("园区载体")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="carrier_code"),
            models.UniqueConstraint(fields=["cluster", "name"], name="carrier_name"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
                name="carrier_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Space(ClusterRecord, DatedModel):
    """A plot of land or a factory of a carrier, with its area."""

    page = "carriers_spaces_detail"
    row_policy = RowPolicy("carrier_space", through="carrier")
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, related_name="spaces")
    kind = models.CharField(_("类别"), max_length=8, choices=SpaceKind)
    name = models.CharField(_("地块或厂房"), max_length=80)
    area = models.DecimalField(
        _("面积"), max_digits=12, decimal_places=2, help_text=_("土地按亩，厂房按平方米")
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("载体空间")
        constraints = [
            models.UniqueConstraint(fields=["carrier", "name"], name="space_name"),
            models.CheckConstraint(condition=Q(area__gt=0), name="space_area"),
            ordered("space_order"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.name}"


class Entrant(ClusterRecord, DatedModel):
    """An enterprise uses part of a carrier's land or factory."""

    page = "carriers_entrants_detail"
    row_policy = RowPolicy("entrant", through="enterprise")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="entrants")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="carriers")
    area = models.DecimalField(
        _("使用面积"), max_digits=12, decimal_places=2, help_text=_("土地按亩，厂房按平方米")
    )
    source = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("入驻企业")
        constraints = [
            models.UniqueConstraint(fields=["space", "enterprise", "since"], name="entrant_once"),
            models.UniqueConstraint(
                fields=["space", "enterprise"],
                condition=Q(until__isnull=True),
                name="entrant_one_now",
            ),
            models.CheckConstraint(condition=Q(area__gt=0), name="entrant_area"),
            ordered("entrant_order"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} ← {self.enterprise_id}"
