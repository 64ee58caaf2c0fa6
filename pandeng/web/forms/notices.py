"""What is filled in about a group robot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access import queries
from pandeng.access.scope import Scope
from pandeng.domain.notices.robots import KINDS
from pandeng.web.forms.look import Form
from pandeng.web.forms.people import DepartmentChoice


class EmailNotices(Form):
    email = forms.EmailField(label=_("邮箱"), required=False)
    wants_email = forms.BooleanField(label=_("有提醒时发邮件"), required=False)


class NewRobot(Form):
    kind = forms.ChoiceField(
        label=_("平台"), choices=[(code, _(name)) for code, name in KINDS.items()]
    )
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("如“市工信局工作群”"))
    department = DepartmentChoice(
        label=_("单位"),
        empty_label=_("请选择"),
        help_text=_("这个单位的提醒会发到群里，只有一句话和需要登录的链接"),
    )
    address = forms.CharField(
        label=_("机器人地址"), max_length=400, help_text=_("从群设置中复制的 Webhook 地址")
    )
    secret = forms.CharField(
        label=_("签名密钥"),
        max_length=200,
        required=False,
        help_text=_("钉钉、飞书开启签名校验时填写；保存后不再显示"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, DepartmentChoice)
        field.queryset = queries.open_units(queries.departments(scope))
