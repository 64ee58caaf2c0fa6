"""What an administrator fills in about people and their roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access import queries
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.web.forms.look import Form, RecordChoice


def password_for_another(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        help_text=_("至少8位。请当面或电话告知本人，并请其登录后修改。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class DepartmentChoice(RecordChoice):
    """A unit of the cluster, with its kind in front to tell namesakes apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()} · {obj.name}"


class NewMembership(Form):
    role = forms.ChoiceField(
        label=_("角色"),
        choices=[("", _("请选择")), *((role.code, role.title) for role in ROLES.values())],
    )
    department = DepartmentChoice(label=_("单位"), empty_label=_("请选择"))
    since = forms.DateField(label=_("任职起"))
    why = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(department=queries.departments(scope))


class NewPerson(NewMembership):
    username = forms.RegexField(
        r"^[A-Za-z0-9._@-]+$",
        label=_("用户名"),
        max_length=60,
        help_text=_("登录用，可用字母、数字和 . _ - @。"),
        error_messages={"invalid": _("用户名只能用字母、数字和 . _ - @。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机"), max_length=20, required=False)
    second_factor_required = forms.BooleanField(label=_("必须使用第二验证"), required=False)
    field_order = ["display_name", "username", "phone", "role", "department", "since", "why"]


class NewPartner(Form):
    """Who signs in for an enterprise or a bank."""

    display_name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.RegexField(
        r"^[A-Za-z0-9._@-]+$",
        label=_("用户名"),
        max_length=60,
        help_text=_("登录用，可用手机号。已有账号的，填原用户名和姓名即可再代表本单位。"),
        error_messages={"invalid": _("用户名只能用字母、数字和 . _ - @。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(label=_("手机"), max_length=20, required=False)


class SwitchOff(Form):
    why = forms.CharField(label=_("停用原因"), max_length=200)


class RoleDecision(Form):
    verb = forms.ChoiceField(choices=[(one, one) for one in ("approve", "refuse", "take_back")])
    why = forms.CharField(max_length=200, required=False)


class EndMembership(Form):
    until = forms.DateField(label=_("任职止"))


class GivenPassword(Form):
    password = password_for_another(_("新口令"))
