"""Uploading a policy pack."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.web.forms.look import Form


class PackFile(Form):
    file = forms.FileField(
        label=_("政策包（.zip）"),
        max_length=200,
        help_text=_("把政策包文件夹压缩成一个 .zip，里面有 pack.yaml；不超过2兆字节。"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    why = forms.CharField(label=_("载入原因"), max_length=200, required=False)
