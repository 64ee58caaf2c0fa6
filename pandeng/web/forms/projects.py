"""What people fill in about the life of a project: one plain form a verb."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.domain.chains.queries import chains
from pandeng.domain.projects.lifecycle import rules
from pandeng.domain.projects.lifecycle.queries import CarriedListing
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import Level
from pandeng.web.forms.fields import EnterpriseChoice, Money
from pandeng.web.forms.look import EditForm, Form, RecordChoice
from pandeng.web.forms.steps import StepForm, no_records

TEXT_AREA = forms.Textarea(attrs={"rows": 3})


def _why(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, **kwargs)


class _Particulars(Form):
    """What is known of a project beside its life."""

    name = forms.CharField(label=_("项目名称"), max_length=160)
    short_name = forms.CharField(label=_("简称"), max_length=80, required=False)
    county = RecordChoice(label=_("所在县市区"), empty_label=_("请选择"))
    chain = RecordChoice(label=_("产业链"), required=False, empty_label=_("不归入"))
    enterprise = EnterpriseChoice(
        label=_("建设单位"),
        required=False,
        help_text=_("企业全称、简称或代码；新设公司还没有登记的，先留空"),
    )
    planned_total_yuan = Money(label=_("计划总投资"))
    planned_start_on = _day(_("计划开工"), required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].scope = scope  # type: ignore[attr-defined]
        self.choose(county=counties(scope, "project"), chain=chains(scope))


class EnterProject(_Particulars):
    code = forms.CharField(
        label=_("项目编号"), max_length=30, required=False, help_text=_("不填则按年度顺序编号")
    )
    stage = forms.ChoiceField(
        label=_("现处阶段"),
        choices=[(code, _(LIFECYCLE.status_words[code])) for code in rules.ENTRY_STAGES],
    )
    on = _day(_("进入这一阶段的日期"))
    evidence = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("如投资协议及编号、洽谈纪要")
    )


class EditProject(EditForm, _Particulars):
    why = _why(_("更正原因"))


class ProjectStepForm(StepForm):
    """The form of one step of a project; `seen` is the status that the page showed."""

    def __init__(self, step: str, status: str, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(LIFECYCLE.steps[step], no_records, *args, initial={"on": today}, **kwargs)
        if "on" in self.fields:
            self.fields["on"].required = True
        self.fields["seen"] = forms.CharField(
            max_length=20, widget=forms.HiddenInput, initial=status
        )
        self._look()

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        inputs.pop("key", None)
        return inputs | {"seen": self.cleaned_data["seen"]}


class CorrectDay(Form):
    fact = forms.ChoiceField(label=_("更正哪个日期"))
    on = _day(_("正确的日期"))
    why = _why(_("更正原因"))

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = choices  # type: ignore[attr-defined]


class PutOnList(Form):
    year = forms.IntegerField(label=_("年度"), min_value=2015, max_value=2100)
    annual_plan_yuan = Money(label=_("年度计划投资"))
    since = _day(_("列入日期"))


class TakeOffList(Form):
    on = _day(_("移出日期"), help_text=_("自这一天起不再在册"))
    why = _why(_("移出原因"))


class ChangePlan(EditForm):
    annual_plan_yuan = Money(label=_("年度计划投资"))
    why = _why(_("调整原因"))


class _Level(Form):
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    variant = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[
            ("", _("不分类")),
            *((kind, _(kind)) for kinds in rules.VARIANTS.values() for kind in kinds),
        ],
        help_text=_("只有省重大项目分实施类、准备类"),
    )


class CarryList(Form):
    """Last year's projects, each with its plan of the new year; what is left empty is left out."""

    since = _day(_("列入日期"))

    def __init__(self, rows: Sequence[CarriedListing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"plan{row.listing.project_id}"] = Money(
                label=row.listing.project.name,
                required=False,
                initial=row.suggested_yuan,
                help_text="",
            )
        self._look()

    def annual_plans(self) -> dict[int, int]:
        return {
            int(name.removeprefix("plan")): yuan
            for name, yuan in self.cleaned_data.items()
            if name.startswith("plan") and yuan
        }


class GiveLabel(_Level):
    since = _day(_("认定日期"))
    basis = forms.CharField(
        label=_("认定依据"), max_length=200, help_text=_("如鲁发改重大〔2022〕15号")
    )


class ChangeLabel(EditForm, _Level):
    on = _day(_("调整日期"), help_text=_("自这一天起按新的层级和类别"))
    why = _why(_("调整原因"))


class EndLabel(Form):
    on = _day(_("取消日期"), help_text=_("自这一天起不再具有这一层级"))
    why = _why(_("取消原因"))


class DeleteProject(Form):
    why = _why(_("删除原因"))
