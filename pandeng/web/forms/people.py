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
    password = password_for_another(_("初始口令"))
    second_factor_required = forms.BooleanField(label=_("必须使用第二验证"), required=False)
    field_order = ["display_name", "username", "password", "role", "department", "since"]


class EndMembership(Form):
    until = forms.DateField(label=_("任职止"))


class GivenPassword(Form):
    password = password_for_another(_("新口令"))
