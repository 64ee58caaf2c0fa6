"""Industry chains: segments, supply relations, who stands where, who leads."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.domain.enterprises.models import Enterprise


class Chain(ClusterRecord):
    """A core industry chain."""

    page = "chains_detail"
    row_policy = RowPolicy("chain")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=40)
    full_name = models.CharField(_("全称"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("产业链")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="chain_code")]

    def __str__(self) -> str:
        return self.name


class Segment(ClusterRecord):
    """A segment of a chain with its products."""

    page = "chains_segments_detail"
    row_policy = RowPolicy("chain")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="segments")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("环节"), max_length=60)
    stage = models.CharField(_("位置"), max_length=20)
    products = models.CharField(_("主要产品"), max_length=200, blank=True)
    industry_codes = models.CharField(_("行业代码"), max_length=60, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("产业链环节")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="segment_code")]

    def __str__(self) -> str:
        return self.name


class SupplyRelation(ClusterRecord):
    """One segment supplies another."""

    row_policy = RowPolicy("chain")
    supplier = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="supplies")
    customer = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="supplied_by")
    is_proposal = models.BooleanField(_("建议值"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("供需关系")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer"], name="supply_once"),
            models.CheckConstraint(condition=~Q(supplier=F("customer")), name="supply_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} → {self.customer_id}"


class Placement(ClusterRecord, DatedModel):
    """An enterprise stands on a segment."""

    row_policy = RowPolicy("placement", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="placements")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="placements")
    is_main = models.BooleanField(_("主营"), default=True)
    is_verified = models.BooleanField(_("已核实"), default=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业所处环节")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "segment", "since"], name="placement_once"
            ),
            ordered("placement_order"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} @ {self.segment_id}"


class Product(ClusterRecord, DatedModel):
    """What an enterprise makes, and on which segment of a chain that product stands."""

    row_policy = RowPolicy("product", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="products")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="made")
    name = models.CharField(_("产品"), max_length=80)
    is_main = models.BooleanField(_("主导产品"), default=False)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业产品")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name", "since"], name="product_once"),
            ordered("product_order"),
        ]

    def __str__(self) -> str:
        return self.name


class ChainLeader(ClusterRecord, DatedModel):
    """A leading enterprise (链主) of a chain."""

    row_policy = RowPolicy("placement", through="enterprise")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="leaders")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="leads")
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("链主企业")
        constraints = [
            models.UniqueConstraint(fields=["chain", "enterprise", "since"], name="leader_once"),
            ordered("leader_order"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} ← {self.enterprise_id}"
