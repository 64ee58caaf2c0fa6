"""What an office begins with, as the opening page asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.domain.offices import rules
from pandeng.domain.packs.sources import offered
from pandeng.web.forms.look import Form


class OpenOffice(Form):
    key = forms.CharField(
        label=_("开设口令"),
        max_length=60,
        help_text=_("启动程序的窗口中给出，只能用一次。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("集群名称"), max_length=rules.MOST_NAME, help_text=_("如“某市轴承产业集群”。")
    )
    code = forms.CharField(
        label=_("代码"),
        max_length=rules.MOST_CODE,
        help_text=_("小写字母、数字和连字符，如 bearings；以后不改。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    pack = forms.ChoiceField(
        label=_("政策包"), help_text=_("还没有本地政策包的，先用通用政策包，以后可以再载入。")
    )
    file = forms.FileField(
        label=_("或上传政策包（.zip）"),
        required=False,
        max_length=200,
        help_text=_("上传了就用它，不用上面所选的。"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    username = forms.CharField(
        label=_("管理员用户名"),
        max_length=rules.MOST_USERNAME,
        help_text=_("登录用，可用字母、数字和 . _ - @。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label=_("管理员姓名"), max_length=rules.MOST_NAME, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["pack"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = offered()
