"""Surveys of enterprises against a versioned taxonomy."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pandeng.access.records import ClusterRecord, RowPolicy
from pandeng.domain.chains.models import Chain
from pandeng.domain.enterprises.models import Enterprise


class Taxonomy(ClusterRecord):
    """A classification with a version; a new wording is a new version."""

    row_policy = RowPolicy("taxonomy")
    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("分类体系")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code", "version"], name="taxonomy_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class TaxonomyClass(ClusterRecord):
    """A class (no parent) or a subclass (with a parent) of a taxonomy."""

    row_policy = RowPolicy("taxonomy")
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="classes")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="subclasses",
        null=True,
        blank=True,
        verbose_name=_("大类"),
        help_text=_("登记小类时选择所属大类；登记大类时不选"),
    )
    code = models.CharField(_("代码"), max_length=10)
    name = models.CharField(_("名称"), max_length=60)
    examples = models.CharField(_("产品举例"), max_length=200, blank=True)
    is_proposal = models.BooleanField(_("建议值"), default=False)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("分类")
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="taxonomy_class_code")
        ]

    def __str__(self) -> str:
        return self.name


class Survey(ClusterRecord):
    """One census of enterprises."""

    row_policy = RowPolicy("taxonomy")
    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("名称"), max_length=80)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="surveys")
    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="surveys", null=True, blank=True
    )
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)

    class Meta(ClusterRecord.Meta):
        verbose_name = _("摸底排查")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="survey_code"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="survey_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyAnswer(ClusterRecord):
    """An enterprise falls into a subclass; it may hold several, one of them main."""

    row_policy = RowPolicy("survey_answer", through="enterprise")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="answers")
    subclass = models.ForeignKey(
        TaxonomyClass, on_delete=models.PROTECT, related_name="answers", verbose_name=_("小类")
    )
    is_main = models.BooleanField(_("主类"), default=True)
    product = models.CharField(_("产品"), max_length=120, blank=True)
    answered_on = models.DateField(_("排查日期"))

    class Meta(ClusterRecord.Meta):
        verbose_name = _("排查结果")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "enterprise", "subclass"], name="answer_once"
            ),
            models.UniqueConstraint(
                fields=["survey", "enterprise"], condition=Q(is_main=True), name="answer_one_main"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.subclass_id}"
