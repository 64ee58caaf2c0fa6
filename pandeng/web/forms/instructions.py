"""What people tell about instructions: one form to give one, one for every step, read off the table."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.demands.queries import numbered
from pandeng.domain.enterprises.queries import meant_by
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.instructions.queries import assisting, options
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.projects.queries import projects_meant_by
from pandeng.domain.strategy.queries import all_targets, leaders
from pandeng.web.forms.look import Form, RecordChoice
from pandeng.web.forms.steps import StepForm

TEXT_AREA = forms.Textarea(attrs={"rows": 4})
USUAL_DAYS = 10  # this system's proposal


class GiveInstruction(Form):
    """An instruction, as it was written."""

    leader = RecordChoice(label=_("批示领导"))
    given_on = forms.DateField(label=_("批示日期"), required=False, help_text=_("空为今天"))
    title = forms.CharField(label=_("标题"), max_length=120)
    text = forms.CharField(label=_("批示内容"), max_length=4000, widget=TEXT_AREA)
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
    target = RecordChoice(label=_("相关目标"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        self.scope = scope
        kwargs.setdefault("initial", {}).setdefault("key", uuid.uuid4().hex)
        super().__init__(*args, **kwargs)
        people = leaders(scope)
        if not scope.may(Permission.INSTRUCTION_REGISTER):
            people = leaders(scope, only=scope.user_id or 0)
            self.fields["leader"].initial = scope.user_id
        self.choose(leader=people)
        self.choose(target=all_targets(scope))
        self.fields["enterprise"].widget.attrs |= {"autocomplete": "off"}

    def clean_project(self) -> Any:
        written = self.cleaned_data["project"].strip()
        if not written:
            return None
        return self._only(projects_meant_by(self.scope, written), written)

    def clean_demand(self) -> Any:
        written = self.cleaned_data["demand"].strip()
        if not written:
            return None
        return self._only(numbered(self.scope, written), written)

    def clean_enterprise(self) -> Any:
        written = self.cleaned_data["enterprise"].strip()
        if not written:
            return None
        return self._only(meant_by(self.scope, written), written)

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


class InstructionStepForm(StepForm):
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
                "assisting": assisting(scope, instruction) if step == "assign" else [],
            },
            **kwargs,
        )
