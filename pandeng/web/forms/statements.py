"""Reporting statements: one value, a correction, and what a sum is asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.domain.enterprises.models import Basis, Measure, PeriodKind
from pandeng.web.forms.look import EditForm, Form, RecordChoice


class ConfirmedForm(Form):
    """A form whose value may be questioned: only then the place for the answer appears."""

    confirmed = forms.CharField(
        label=_("核实情况"), max_length=200, required=False,
        help_text=_("数没有错，写明原因，如“大客户集中交货”；有错请直接改上面的数，此处留空"),
    )  # fmt: skip


class ReportStatement(ConfirmedForm):
    field_order = ("measure", "period_kind", "period_on", "basis", "written", "source", "confirmed")
    measure = forms.ChoiceField(label=_("指标"), choices=Measure.choices)
    period_kind = forms.ChoiceField(label=_("周期"), choices=PeriodKind.choices)
    period_on = forms.DateField(
        label=_("所属期"), help_text=_("周期内任一天，如 2022-05-01 即2022年5月")
    )
    basis = forms.ChoiceField(label=_("口径"), choices=Basis.choices)
    written = forms.CharField(
        label=_("数值和单位"), max_length=40, help_text=_("如 1250万元、36人")
    )
    source = forms.CharField(label=_("来源"), max_length=60, initial=_("企业填报"))


class CorrectStatement(EditForm, ConfirmedForm):
    field_order = ("written", "why", "confirmed")
    written = forms.CharField(
        label=_("数值和单位"), max_length=40, help_text=_("如 1250万元、36人")
    )
    why = forms.CharField(label=_("更正原因"), max_length=200, required=False)


class ReviewStatements(Form):
    """What becomes of the statements that were ticked."""

    verb = forms.ChoiceField(choices=[("agree", _("审核通过")), ("send_back", _("退回"))])
    why = forms.CharField(label=_("退回原因"), max_length=200, required=False)


class TotalForm(Form):
    """Which values to add up: everything of one kind."""

    measure = forms.ChoiceField(
        label=_("指标"), choices=[("", _("全部")), *Measure.choices], required=False
    )
    period_kind = forms.ChoiceField(
        label=_("周期"), choices=[("", _("全部")), *PeriodKind.choices], required=False
    )
    basis = forms.ChoiceField(
        label=_("口径"), choices=[("", _("全部")), *Basis.choices], required=False
    )
    first = forms.DateField(label=_("起（月份内任一天）"))
    last = forms.DateField(label=_("止（月份内任一天）"))
    population = forms.ChoiceField(
        label=_("范围"),
        choices=[("climbing", _("攀登企业")), ("scale", _("规模企业")), ("all", _("全部登记企业"))],
    )
    county = RecordChoice(label=_("县市区"), required=False, empty_label=_("全部"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(closed_too=True, county=counties(scope, "enterprise"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("first", "last"):
            if isinstance(day := cleaned.get(name), date):
                cleaned[name] = day.replace(day=1)
        return cleaned
