"""What people tell about instructions: one form to give one, one for every step, read off the table."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.queries import options
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target
from pandeng.domain.strategy.queries import leaders
from pandeng.web.forms.look import Form
from pandeng.web.forms.steps import StepForm

LINES = forms.Textarea(attrs={"rows": 4})
USUAL_DAYS = 10  # this system's proposal


class Give(Form):
    """An instruction, as it was written."""

    leader = forms.ModelChoiceField(Department.objects.none(), label=_("批示领导"))
    given_on = forms.DateField(label=_("批示日期"), required=False, help_text=_("空为今天"))
    title = forms.CharField(label=_("标题"), max_length=120)
    text = forms.CharField(label=_("批示内容"), max_length=4000, widget=LINES)
    confidential = forms.CharField(
        label=_("保密内容"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只有市级领导和专班负责人能看到"),
    )
    enterprise = forms.CharField(
        label=_("相关企业"), required=False, max_length=120,
        help_text=_("全称、简称、拼音首字母或信用代码"),
    )  # fmt: skip
    project = forms.CharField(
        label=_("相关项目"), required=False, max_length=160, help_text=_("项目名称或编号")
    )
    demand = forms.CharField(
        label=_("相关诉求"), required=False, max_length=30, help_text=_("诉求编号")
    )
    target = forms.ModelChoiceField(Target.objects.none(), label=_("相关目标"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        self.scope = scope
        kwargs.setdefault("initial", {}).setdefault("key", uuid.uuid4().hex)
        super().__init__(*args, **kwargs)
        people = leaders(scope)
        if not scope.may(Permission.INSTRUCTION_REGISTER):
            people = people.filter(pk=scope.user_id or 0)
            self.fields["leader"].initial = scope.user_id
        self.fields["leader"].queryset = people  # type: ignore[attr-defined]
        targets = Target.objects.visible_to(scope).order_by("-year", "id")
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]
        self.fields["enterprise"].widget.attrs |= {"autocomplete": "off"}

    def clean_project(self) -> Any:
        written = self.cleaned_data["project"].strip()
        if not written:
            return None
        rows = Project.objects.visible_to(self.scope)
        exact = rows.filter(code=written).first() or rows.filter(name=written).first()
        found = [exact] if exact else list(rows.filter(name__contains=written)[:2])
        return self._only(found, written)

    def clean_demand(self) -> Any:
        written = self.cleaned_data["demand"].strip()
        if not written:
            return None
        return self._only(
            list(Demand.objects.visible_to(self.scope).filter(number=written)[:2]), written
        )

    def clean_enterprise(self) -> Any:
        written = self.cleaned_data["enterprise"].strip()
        if not written:
            return None
        rows = Enterprise.objects.visible_to(self.scope)
        exact = rows.filter(name=written).first() or rows.filter(code=written).first()
        found = [exact] if exact else list(rows.filter(search_text__finds=written.lower())[:2])
        return self._only(found, written)

    def _only(self, found: list[Any], written: str) -> Any:
        if not found:
            raise forms.ValidationError(
                gettext("没有找到“%(written)s”，请核对。") % {"written": written[:30]}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                gettext("“%(written)s”对应不止一条，请写全称或编号。") % {"written": written[:30]}
            )
        return found[0]


class TakeStep(StepForm):
    """The form of one step of one instruction."""

    def __init__(
        self, scope: Scope, instruction: Instruction, step: str, *args: Any, **kwargs: Any
    ) -> None:
        self.scope, self.instruction = scope, instruction
        super().__init__(
            INSTRUCTION.steps[step],
            lambda source: options(scope, source),
            *args,
            initial={
                "department": instruction.department_id,
                "days": instruction.days or USUAL_DAYS,
            },
            **kwargs,
        )
