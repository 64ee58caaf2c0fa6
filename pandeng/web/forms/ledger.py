"""What is told to correct a monthly report."""

from django import forms
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
    why = forms.CharField(label=_("更正原因"), max_length=200)
