"""What people tell of demands: the step they take, a new demand, slips, consultations."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.demands.models import (
    Channel,
    Demand,
)
from pandeng.domain.demands.queries import (
    assisting,
    lead_units,
    matters,
    node_plan,
    options,
)
from pandeng.domain.demands.workflow import LOOP
from pandeng.web.forms.look import Form, RecordChoice
from pandeng.web.forms.steps import StepForm

MAX_NODES = 8
TEXT_AREA = forms.Textarea(attrs={"rows": 3})


class DemandStepForm(StepForm):
    """The form of one step of one demand."""

    def __init__(self, scope: Scope, demand: Demand, step: str, *args: Any, **kwargs: Any) -> None:
        self.scope, self.demand = scope, demand
        initial = {
            "department": demand.department_id,
            "level": demand.level_id or demand.matter.level_id,
            "title": demand.title,
            "assisting": assisting(scope, demand) if step == "assign" else [],
        }
        super().__init__(
            LOOP.steps[step],
            lambda source: options(scope, demand, source),
            *args,
            initial=initial,
            **kwargs,
        )
        if isinstance(node := self.fields.get("node"), forms.ModelChoiceField):
            node.required, node.empty_label = True, None
        if "nodes" in self.asked:
            self._add_nodes()
            self._look()

    def inputs(self) -> dict[str, Any]:
        inputs = super().inputs()
        if "nodes" in self.asked:
            inputs["nodes"] = self._nodes()
        return inputs

    # -- the node plan ------------------------------------------------------------------------

    def _add_nodes(self) -> None:
        """Rows of name, day, responsible; those known are filled in."""
        known = node_plan(self.scope, self.demand)
        for n in range(MAX_NODES):
            node = known[n] if n < len(known) else None
            self.fields[f"node{n}_name"] = forms.CharField(
                label=_("节点"), max_length=80, required=False, initial=node.name if node else ""
            )
            self.fields[f"node{n}_was"] = forms.CharField(
                max_length=80, required=False, widget=forms.HiddenInput,
                initial=node.name if node else "",
            )  # fmt: skip
            self.fields[f"node{n}_on"] = forms.DateField(
                label=_("计划完成"), required=False, initial=node.planned_on if node else None
            )
            self.fields[f"node{n}_who"] = forms.CharField(
                label=_("责任人"), max_length=60, required=False,
                initial=node.responsible if node else "",
            )  # fmt: skip

    def _nodes(self) -> list[dict[str, Any]]:
        nodes = []
        for n in range(MAX_NODES):
            name = (self.cleaned_data.get(f"node{n}_name") or "").strip()
            day: date | None = self.cleaned_data.get(f"node{n}_on")
            if not name and not day:
                continue
            if not name or not day:
                raise DomainError(gettext("每个节点都要写明名称和计划完成日期。"))
            who = self.cleaned_data.get(f"node{n}_who") or ""
            was = self.cleaned_data.get(f"node{n}_was") or ""
            nodes.append({"name": name, "planned_on": day, "responsible": who, "was": was})
        return nodes

    @property
    def node_rows(self) -> list[list[Any]]:
        if "nodes" not in self.asked:
            return []
        return [
            [self[f"node{n}_{part}"] for part in ("name", "on", "who", "was")]
            for n in range(MAX_NODES)
        ]

    @property
    def plain_fields(self) -> list[Any]:
        return [
            field for field in self if not field.name.startswith("node") or field.name == "node"
        ]


class Intake(Form):
    """One form for every channel."""

    enterprise = forms.CharField(
        label=_("企业"), max_length=120, help_text=_("全称、简称、拼音首字母或信用代码")
    )
    matter = RecordChoice(label=_("诉求类别"))
    channel = forms.ChoiceField(label=_("来源渠道"), choices=Channel.choices)
    title = forms.CharField(label=_("一句话说明"), max_length=120)
    text = forms.CharField(
        label=_("详细情况"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    confidential = forms.CharField(
        label=_("保密说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只有专班负责人和市级领导能看到"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    node = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("key", uuid.uuid4().hex)
        initial.setdefault(
            "channel", "enterprise" if scope.roles == {"enterprise_contact"} else "visit"
        )
        super().__init__(*args, **kwargs)
        self.choose(matter=matters(scope))
        for name in ("title", "text", "enterprise"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "data-similar": ""}


class PlanSession(Form):
    held_on = forms.DateField(label=_("日期"))
    is_regular = forms.ChoiceField(
        label=_("类型"), choices=(("yes", _("例会")), ("no", _("专题会商")))
    )
    title = forms.CharField(label=_("名称"), max_length=80, required=False)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    chair = forms.CharField(label=_("主持人"), max_length=60, required=False)


class Decide(Form):
    decision = forms.CharField(label=_("会商决定"), max_length=500, widget=TEXT_AREA)
    department = RecordChoice(label=_("责任单位"))
    due_on = forms.DateField(label=_("完成期限"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(department=lead_units(scope))


class IssueSlip(Form):
    department = RecordChoice(label=_("承办单位"))
    due_on = forms.DateField(label=_("答复期限"), required=False)
    text = forms.CharField(label=_("督办事项"), max_length=300, widget=TEXT_AREA)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(department=lead_units(scope))


class AnswerSlip(Form):
    answer = forms.CharField(
        label=_("办理情况和下一步安排"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
