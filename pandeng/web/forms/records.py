"""What people enter about enterprises: one plain form a verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.domain.demands.queries import demands_of
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.outcomes.models import OutcomeKind
from pandeng.domain.projects.queries import projects_of
from pandeng.web.forms.look import EditForm, Form, RecordChoice

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
EDITIONS = ((2017, "GB/T 4754-2017"), (2011, "GB/T 4754-2011"))


class Scoped(Form):
    """A form whose choices are what the scope may see."""

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope


class RegisterEnterprise(Scoped):
    name = forms.CharField(label=_("企业全称"), max_length=120)
    code = forms.CharField(
        label=_("统一社会信用代码"), max_length=30, help_text=_("18位，见营业执照")
    )
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    county = RecordChoice(label=_("经营所在县市区"))
    industry_code = forms.RegexField(
        r"^[A-T]?\d{2,4}$", label=_("行业代码"), help_text=_("GB/T 4754，如 3514")
    )
    industry_edition = forms.TypedChoiceField(
        label=_("行业代码版本"),
        choices=EDITIONS,
        coerce=int,
        initial=2017,
        required=False,
        empty_value=None,
    )
    climbing_since = forms.DateField(label=_("列为攀登企业"), required=False, widget=DAY)
    confirmed = forms.BooleanField(
        label=_("已核对：与名称相近或曾用此名的企业不是同一家"), required=False
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(scope, *args, **kwargs)
        self.choose(county=counties(scope, "enterprise"))


class CorrectEnterprise(EditForm, Scoped):
    name = forms.CharField(
        label=_("企业全称"), max_length=120, help_text=_("这里改的是录错的字；企业改名请用“更名”")
    )
    county = RecordChoice(label=_("经营所在县市区"))
    registered_region = forms.RegexField(
        r"^\d{4}[0-9A-Z]\d$",
        label=_("注册地区划代码"),
        required=False,
        help_text=_("6位，一般即信用代码第3至8位"),
    )
    industry_code = forms.RegexField(r"^[A-T]?\d{2,4}$", label=_("行业代码"))
    industry_edition = forms.TypedChoiceField(
        label=_("行业代码版本"), choices=EDITIONS, coerce=int, required=False, empty_value=None
    )
    established_on = forms.DateField(label=_("成立日期"), required=False, widget=DAY)
    climbing_since = forms.DateField(label=_("列为攀登企业"), required=False, widget=DAY)
    climbing_until = forms.DateField(label=_("退出攀登企业"), required=False, widget=DAY)
    why = forms.CharField(label=_("更正原因"), max_length=200)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(scope, *args, **kwargs)
        self.choose(county=counties(scope, "enterprise"))


class ReportOutcome(Scoped):
    kind = forms.ChoiceField(label=_("类别"), choices=OutcomeKind.choices)
    written = forms.CharField(
        label=_("数值和单位"), max_length=40, help_text=_("如 500万元、12人、35.5亩")
    )
    happened_on = forms.DateField(label=_("发生日期"), widget=DAY)
    counterparty = forms.CharField(label=_("对方"), max_length=120, required=False)
    evidence = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("如借款合同、劳动合同备案、用地批复")
    )
    demand = RecordChoice(label=_("关联诉求"), required=False, empty_label=_("不关联"))
    project = RecordChoice(label=_("关联项目"), required=False, empty_label=_("不关联"))

    def __init__(self, scope: Scope, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        super().__init__(scope, *args, **kwargs)
        self.choose(demand=demands_of(scope, enterprise), project=projects_of(scope, enterprise))

    def clean(self) -> dict[str, Any]:
        """Who lent or invested is known: it tells two outcomes apart."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") in ("loan", "fund") and not cleaned.get("counterparty", "").strip():
            self.add_error("counterparty", _("请填写对方，如贷款银行、投资基金的名称。"))
        return cleaned


class CorrectOutcome(EditForm):
    written = forms.CharField(label=_("数值和单位"), max_length=40)
    happened_on = forms.DateField(label=_("发生日期"), widget=DAY)
    counterparty = forms.CharField(label=_("对方"), max_length=120, required=False)
    evidence = forms.CharField(label=_("依据"), max_length=200)
    why = forms.CharField(label=_("更正原因"), max_length=200)


class Restore(Form):
    """Set a field, or a reported amount, back to a version of before."""

    field = forms.CharField(required=False, max_length=60)
    statement = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    version = forms.IntegerField(min_value=1, max_value=2**62)
    why = forms.CharField(required=False, max_length=200)


class DecideOutcome(Form):
    """What a second person says of a reported outcome."""

    verb = forms.ChoiceField(choices=[(one, one) for one in ("confirm", "reject", "duplicate")])
    why = forms.CharField(required=False, max_length=200)
    other = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    apart = forms.BooleanField(label=_("与上列成果不是同一项"), required=False)


class SettleDuplicate(Form):
    """What a person says of two records that look like one: which is kept; none, that they are two."""

    first = forms.IntegerField(min_value=1, max_value=2**62)
    second = forms.IntegerField(min_value=1, max_value=2**62)
    keep = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    why = forms.CharField(
        label=_("理由"), max_length=200, error_messages={"required": _("请写明理由。")}
    )
