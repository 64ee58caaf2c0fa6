"""What people tell about instructions: one form to give one, one for every step, read off the table."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Department
from pandeng.access.scope import Scope
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.instructions import workflow
from pandeng.domain.instructions.actions import ASSISTING, LEADS
from pandeng.domain.instructions.models import Instruction
from pandeng.domain.projects.models import Project
from pandeng.domain.strategy.models import Target
from pandeng.domain.strategy.queries import leaders
from pandeng.web.forms.look import Form

LINES = forms.Textarea(attrs={"rows": 4})
USUAL_DAYS = 10  # this system's proposal
# What a step may be told beyond what it needs.
OPTIONAL: dict[str, tuple[str, ...]] = {
    "register": ("note",), "assign": ("assisting", "note"), "review": ("note",), "close": ("note",),
}  # fmt: skip


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
        if not scope.may(workflow.verb("register")):
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


class TakeStep(Form):
    """The form of one step of one instruction; `told()` is what the action asks for."""

    def __init__(
        self, scope: Scope, instruction: Instruction, step: str, *args: Any, **kwargs: Any
    ) -> None:
        self.scope, self.instruction, self.step = scope, instruction, step
        move = workflow.MOVES[instruction.status].get(step)
        needs = move.needs if move else ()
        self.names = [*needs, *OPTIONAL.get(step, ())]
        kwargs.setdefault("auto_id", f"{step}-%s")
        super().__init__(*args, **kwargs)
        for name in self.names:
            field = getattr(self, f"_{name}")()
            field.required = name in needs
            self.fields[name] = field
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=uuid.uuid4().hex
        )
        self._look()

    @property
    def title(self) -> str:
        return gettext(workflow.STEPS[self.step])

    def told(self) -> dict[str, Any]:
        told = {name: self.cleaned_data.get(name) for name in (*self.names, "key")}
        return {name: value for name, value in told.items() if value not in (None, "")}

    def _note(self) -> forms.Field:
        words = _("办理情况") if self.step == "answer" else _("说明")
        return forms.CharField(
            label=words, max_length=2000 if self.step == "answer" else 500, widget=LINES
        )

    def _evidence(self) -> forms.Field:
        return forms.CharField(
            label=_("办结依据"),
            max_length=300,
            help_text=_("文号、回执、纪要等；文件可在附件中上传"),
        )

    def _days(self) -> forms.Field:
        return forms.IntegerField(
            label=_("办理期限（工作日）"),
            min_value=1,
            max_value=400,
            initial=self.instruction.days or USUAL_DAYS,
        )

    def _new_due_on(self) -> forms.Field:
        return forms.DateField(label=_("新的期限"))

    def _department(self) -> forms.Field:
        units = Department.objects.visible_to(self.scope).filter(kind__in=LEADS)
        return forms.ModelChoiceField(
            units.order_by("kind", "id"),
            label=_("主办单位"),
            initial=self.instruction.department_id,
        )

    def _assisting(self) -> forms.Field:
        units = Department.objects.visible_to(self.scope).filter(kind__in=ASSISTING)
        return forms.ModelMultipleChoiceField(
            units.order_by("kind", "id"),
            label=_("协办单位"),
            widget=forms.SelectMultiple(attrs={"size": 4}),
            help_text=_("可多选；不需要就不选"),
        )
