"""What is on file about an enterprise: addresses, contacts, what it came from, names that were matched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.core.dated import DatedModel, ordered
from pandeng.core.fields import CodeField
from pandeng.core.personal import ERASED, PersonField, PhoneField
from pandeng.domain.enterprises.models.enterprise import Enterprise
from pandeng.domain.enterprises.workflow import MATCH, WAITING


class AddressKind(models.TextChoices):
    REGISTERED = "registered", _("注册地址")
    OPERATING = "operating", _("经营地址")


class EnterpriseAddress(ClusterRecord, DatedModel):
    """Where an enterprise is registered, or works, from when until when.

    `former_county`: the county that it left by working here. On a day before, it counts there.
    """

    row_policy = RowPolicy("enterprise_address", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(_("类别"), max_length=10, choices=AddressKind)
    county = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("县市区"),
        null=True,
        blank=True,
    )
    former_county = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("迁出县市区"),
        null=True,
        blank=True,
    )
    text = models.CharField(_("地址"), max_length=200)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业地址")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind", "since"], name="address_once"),
            models.UniqueConstraint(
                fields=["enterprise", "kind"],
                condition=Q(until__isnull=True),
                name="address_one_now",
            ),
            ordered("address_order"),
        ]

    def __str__(self) -> str:
        return self.text


class EnterpriseContact(ClusterRecord, DatedModel):
    """A person of the enterprise whom the office may call. Name and number are masked for most roles."""

    row_policy = RowPolicy("enterprise_contact_person", through="enterprise")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="contacts")
    name = PersonField(_("姓名"), max_length=40)
    post = models.CharField(_("职务"), max_length=40, blank=True)
    phone = PhoneField(_("电话"), max_length=20)
    is_main = models.BooleanField(_("主要联系人"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("企业联系人")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name", "phone", "since"],
                condition=~Q(phone=ERASED),
                name="contact_once",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(is_main=True, until__isnull=True),
                name="contact_one_main",
            ),
            ordered("contact_order"),
        ]

    @property
    def erased(self) -> bool:
        return bool(self.phone == ERASED)

    def __str__(self) -> str:
        return self.post or str(self._meta.verbose_name)


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("并入")
    SPLIT = "split", _("分立")


class Succession(ClusterRecord):
    """One record became part of another (two records of one enterprise), or one enterprise left another.

    `moved`: how many records of each kind went along; `decided`: what clashed and which was kept.
    """

    row_policy = RowPolicy("succession", through="successor")
    kind = models.CharField(_("类别"), max_length=5, choices=SuccessionKind)
    former = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="left_as", verbose_name=_("原企业")
    )
    successor = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="came_from", verbose_name=_("现企业")
    )
    happened_on = models.DateField(_("日期"))
    why = models.CharField(_("原因"), max_length=200)
    moved = models.JSONField(_("转移的记录"), default=dict, blank=True)
    decided = models.JSONField(_("冲突的处理"), default=list, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("合并与分立")
        constraints = [
            models.CheckConstraint(
                condition=~Q(former=models.F("successor")), name="succession_not_self"
            ),
            models.UniqueConstraint(fields=["former", "successor", "kind"], name="succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"


class NameMatch(ClusterRecord):
    """A written name and the enterprise it may mean. What a person decided is kept and learned."""

    row_policy = RowPolicy("name_match", through="enterprise")
    written = models.CharField(_("来文名称"), max_length=120)
    plain = models.CharField(max_length=120, editable=False)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="name_matches", verbose_name=_("企业")
    )
    confidence = models.PositiveSmallIntegerField(_("把握"), help_text=_("百分之几"))
    because = models.CharField(_("依据"), max_length=120, blank=True)
    source = models.CharField(_("来源"), max_length=80)
    status = CodeField(_("状态"), max_length=10, words=MATCH.status_words, default=WAITING)
    proposed_on = models.DateField(_("提出"))
    decided_on = models.DateField(_("确认日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("确认人"),
        null=True,
        blank=True,
    )

    class Meta(ClusterRecord.Meta):
        verbose_name = _("名称匹配")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "plain"], name="name_match_once")
        ]
        indexes = [models.Index(fields=["cluster", "status"], name="name_match_queue")]

    def __str__(self) -> str:
        return self.written
