"""The register: enterprises with all their names, their period statements, and the strong-enterprise club."""

from hashlib import blake2s

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.core.search import SearchField
from pandeng.domain.enterprises import rules
from pandeng.domain.enterprises.workflow import REVIEWED, STORED


class Enterprise(ClusterRecord):
    """An enterprise of the cluster. Its credit code says where it is registered; `county` where it works."""

    page = "profile"
    row_policy = RowPolicy(
        "enterprise", county="county_id", enterprise="id", hidden_when="merged_into_id"
    )
    code = models.CharField(_("统一社会信用代码"), max_length=18)
    name = models.CharField(_("企业全称"), max_length=120)
    county = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("经营所在县市区")
    )
    registered_region = models.CharField(_("注册地区划代码"), max_length=6)
    industry_code = models.CharField(_("行业代码"), max_length=5)
    industry_edition = models.PositiveSmallIntegerField(_("行业代码版本"), default=2017)
    organisation = models.OneToOneField(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="enterprise"
    )
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    climbing_since = models.DateField(_("列为攀登企业"), null=True, blank=True)
    climbing_until = models.DateField(_("退出攀登企业"), null=True, blank=True)
    name_since = models.DateField(_("现名启用"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="absorbed",
        verbose_name=_("并入"),
        null=True,
        blank=True,
    )
    merged_on = models.DateField(_("并入日期"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)
    search_text = SearchField(blank=True, editable=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                condition=Q(merged_into__isnull=True),
                name="enterprise_code",
            ),
            models.UniqueConstraint(
                fields=["cluster", "name"],
                # sole traders (code 92…) of two places may bear one name
                condition=Q(merged_into__isnull=True) & ~Q(code__startswith=rules.SOLE_TRADER),
                name="enterprise_name",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="enterprise_not_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(climbing_until__isnull=True)
                | Q(climbing_until__gte=F("climbing_since")),
                name="enterprise_climbing_order",
            ),
        ]
        indexes = [models.Index(fields=["cluster", "county"], name="enterprise_county")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        verdict = rules.credit_code(self.code)
        if not verdict:
            raise ValidationError({"code": verdict.message})


class NameKind(models.TextChoices):
    SHORT = "short", _("简称")
    FORMER = "former", _("曾用名")
    ALIAS = "alias", _("其他写法")


class EnterpriseName(ClusterRecord):
    """Another name of an enterprise: short names, other spellings, and former names.

    A former name was the full name until its last day; the name in force on a day is the former name
    with the nearest end on or after it, else the present one. A former name without an end is only
    found, never shown as in force.
    """

    row_policy = RowPolicy("enterprise_name", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(_("类别"), max_length=10, choices=NameKind)
    name = models.CharField(_("名称"), max_length=120)
    since = models.DateField(_("启用"), null=True, blank=True)
    until = models.DateField(_("用至"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业名称")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name"],
                condition=~Q(kind="former"),
                name="enterprise_other_name",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "until"],
                condition=Q(kind="former", until__isnull=False),
                name="enterprise_former_end",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="enterprise_name_order",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "name"], name="enterprise_name_lookup"),
            models.Index(fields=["enterprise", "kind", "until"], name="enterprise_name_then"),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.TextChoices):
    REVENUE = "revenue", _("营业收入")
    OUTPUT = "output", _("工业总产值")
    TAX = "tax", _("税收")
    PROFIT = "profit", _("利润总额")
    RND = "rnd", _("研发费用")
    STAFF = "staff", _("从业人员")
    ELECTRICITY = "electricity", _("用电量")
    EXPORT = "export", _("出口额")


class Unit(models.TextChoices):
    YUAN = "yuan", _("元")
    PERSON = "person", _("人")
    KWH = "kwh", _("千瓦时")


class PeriodKind(models.TextChoices):
    MONTH = "month", _("月")
    YEAR = "year", _("年")


class Basis(models.TextChoices):
    CURRENT = "current", _("当月")
    CUMULATIVE = "cumulative", _("累计")


class Statement(ClusterRecord):
    """One measure of one enterprise for one period, in the base unit; what was written is kept too.

    It counts in figures once the office has agreed to it (`status`); what an older ledger holds is agreed.
    """

    row_policy = RowPolicy("statement", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="statements")
    measure = models.CharField(_("指标"), max_length=12, choices=Measure)
    period_kind = models.CharField(_("周期"), max_length=5, choices=PeriodKind)
    period_on = models.DateField(_("所属期"), help_text=_("周期的第一天"))
    basis = models.CharField(_("口径"), max_length=10, choices=Basis)
    amount = models.BigIntegerField(_("数值"))
    unit = models.CharField(_("单位"), max_length=8, choices=Unit)
    written = models.CharField(_("原始填报"), max_length=40, blank=True)
    source = models.CharField(_("来源"), max_length=60)
    definition_version = models.CharField(_("口径版本"), max_length=20)
    reported_on = models.DateField(_("填报日期"))
    confirmed = models.CharField(
        _("核实说明"), max_length=200, blank=True, help_text=_("与往期相差较大而确认无误的原因")
    )
    status = CodeField(_("审核"), max_length=10, words=STORED, default=REVIEWED)
    returned_why = models.CharField(_("退回原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("报表")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "measure", "period_kind", "period_on", "basis"],
                name="statement_once",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["staff"], unit="person")
                | Q(measure__in=["electricity"], unit="kwh")
                | Q(
                    measure__in=["revenue", "output", "tax", "profit", "rnd", "export"], unit="yuan"
                ),
                name="statement_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cluster", "measure", "period_kind", "basis", "period_on"],
                name="statement_period",
            ),
            models.Index(fields=["cluster", "-period_on"], name="statement_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.measure} {self.period_on}"

    @property
    def version(self) -> str:
        """A fingerprint of what a reviewer reads: another number or word is another version."""
        reviewed = (self.amount, self.written, self.confirmed, self.status, self.reported_on)
        return blake2s(repr(reviewed).encode(), digest_size=8).hexdigest()


class ClubTier(ClusterRecord):
    """A tier of the strong-enterprise club; the thresholds are pack data."""

    row_policy = RowPolicy("tier")
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=20)
    order = models.PositiveSmallIntegerField(_("次序"))
    least_revenue_yuan = models.BigIntegerField(_("营业收入下限（元）"))
    is_proposal = models.BooleanField(_("建议值"), default=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("强企俱乐部梯队")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="tier_code")]

    def __str__(self) -> str:
        return self.name


class SizeRule(ClusterRecord):
    """Lower limits of a size class, or of the above-scale statistics; pack data with its version."""

    class Kind(models.TextChoices):
        CLASS = "class", _("企业划型")
        SCALE = "scale", _("规模以上")

    row_policy = RowPolicy("tier")
    code = models.CharField(_("代码"), max_length=20)
    kind = models.CharField(_("类别"), max_length=5, choices=Kind)
    name = models.CharField(_("名称"), max_length=20)
    least_staff = models.PositiveIntegerField(_("从业人员下限"))
    least_revenue_yuan = models.BigIntegerField(_("营业收入下限"))
    version = models.CharField(_("办法年份"), max_length=20)
    order = models.PositiveSmallIntegerField(_("次序"))
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业规模标准")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="size_rule_code")]

    def __str__(self) -> str:
        return self.name


class ScaleListing(ClusterRecord, DatedModel):
    """An enterprise is in the above-scale statistics (规上), from when until when, by which evidence.

    The one place that says so: figures, sheets and pages read it.
    """

    row_policy = RowPolicy("scale_listing", through="enterprise")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="scale_listings"
    )
    evidence = models.CharField(
        _("入规依据"), max_length=200, help_text=_("统计部门批复、名录或年报")
    )
    exit_reason = models.CharField(_("退规原因"), max_length=200, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("规上企业名录")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "since"], name="scale_once"),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(until__isnull=True), name="scale_one_now"
            ),
            ordered("scale_order"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.since}"


class ClubMember(ClusterRecord, DatedModel):
    """An enterprise's place in the club, dated; one at a time."""

    row_policy = RowPolicy("club_member", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="club_places")
    tier = models.ForeignKey(ClubTier, on_delete=models.PROTECT, related_name="members")
    source = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("俱乐部成员")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "since"], name="club_once"),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(until__isnull=True), name="club_one_now"
            ),
            ordered("club_order"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.tier_id}"
