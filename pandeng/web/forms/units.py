"""What an administrator fills in about units."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department, DepartmentKind
from pandeng.access.scope import Scope
from pandeng.domain.units import queries
from pandeng.domain.units.actions import Part
from pandeng.web.forms.look import EditForm, Form
from pandeng.web.forms.people import DepartmentChoice

KINDS = [("", _("请选择")), *(one for one in DepartmentKind.choices if one[0] != "enterprise")]


class _Named(Form):
    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    region_code = forms.RegexField(
        r"^\d{6}$",
        label=_("区划代码"),
        required=False,
        help_text=_("县市区填六位区划代码，其他单位不填"),
        error_messages={"invalid": _("区划代码是六位数字。")},
    )
    parent = DepartmentChoice(label=_("上级单位"), required=False, empty_label=_("无"))
    since = forms.DateField(label=_("设立日期"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(parent=queries.units(scope))


class NewUnit(_Named):
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    code = forms.SlugField(
        label=_("代码"), max_length=40, help_text=_("导入导出时用，县市区可用区划代码；定后不改")
    )
    field_order = ["kind", "code", "name", "short_name", "parent", "region_code", "since"]


class CorrectUnit(EditForm, _Named):
    kept = ("name", "short_name", "region_code", "parent", "since")
    why = forms.CharField(label=_("更正原因"), max_length=200)


class EndUnit(Form):
    on = forms.DateField(label=_("撤销日期"), help_text=_("仍然有效的最后一天"))
    why = forms.CharField(label=_("依据"), max_length=200)


class MergeUnit(Form):
    into = DepartmentChoice(label=_("并入"), empty_label=_("请选择"))
    on = forms.DateField(label=_("从哪天起"), help_text=_("新单位办理的第一天"))
    why = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, scope: Scope, unit: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(into=queries.others(scope, unit))


class SplitUnit(Form):
    parts = forms.CharField(
        label=_("新单位"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个：代码、名称和简称，用空格隔开，简称可以不写"),
    )
    on = forms.DateField(label=_("从哪天起"), help_text=_("新单位办理的第一天"))
    why = forms.CharField(label=_("依据"), max_length=200)

    def clean_parts(self) -> list[Part]:
        rows = [line.split() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if any(not 2 <= len(row) <= 3 for row in rows):
            raise forms.ValidationError(
                gettext("每行写代码、名称和简称，用空格隔开，简称可以不写。")
            )
        return [Part(*row) for row in rows]
