"""What the forms ask to correct a monthly report, and to spread a plan over the months."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.domain.projects.ledger.rules import MEASURES
from pandeng.web.forms.look import Form


class CorrectReport(Form):
    measure = forms.ChoiceField(
        label=_("更正哪个数"), choices=[(code, _(word)) for code, word in MEASURES.items()]
    )
    written = forms.CharField(
        label=_("更正后"), max_length=40, help_text=_("写明单位，如3520万元或1.2亿元")
    )
    carry = forms.TypedChoiceField(
        label=_("包含这个数的累计完成"),
        choices=[
            ("", _("请选择")),
            ("yes", _("按差额一并更正")),
            ("no", _("不更正，累计完成已按更正后的数上报")),
        ],
        coerce=lambda chosen: chosen == "yes",
        empty_value=None,
        required=False,
        help_text=_(
            "更正当月完成涉及本月及以后各月累计，更正累计完成涉及以后各月累计；当月入库不涉及"
        ),
    )
    why = forms.CharField(label=_("更正原因"), max_length=200)


class PlanCurve(Form):
    """Twelve months of a year's plan; a changed curve says why."""

    def __init__(self, *args: Any, changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for month in range(1, 13):
            self.fields[f"month_{month}"] = forms.CharField(
                label=gettext("%(month)s月") % {"month": month}, max_length=40, required=False
            )
        if changes:
            self.fields["why"] = forms.CharField(label=gettext("调整原因"), max_length=200)
        self._look()

    def written(self) -> list[str]:
        return [self.cleaned_data[f"month_{month}"] for month in range(1, 13)]
